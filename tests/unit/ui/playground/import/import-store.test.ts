import { describe, expect, it } from 'vitest';
import type { FileData } from '../../../../../src/experiment/file-data.ts';
import { defaultExperiment, type Experiment } from '../../../../../src/experiment/schema.ts';
import type {
  PackedTable,
  Prepared,
  PrepareRequest,
  Reading,
  ReadProgress,
  ReadRequest,
  Taken,
} from '../../../../../src/protocol/import-messages.ts';
import {
  ImportStore,
  type ImportPreview,
  type ImportStoreOptions,
} from '../../../../../src/ui/playground/import/import-store.ts';
import { ImportDesk } from '../../../../../workers/import-desk.ts';

/** The desk without a worker; every answer can be held back, and comes in whatever order it is let go. */
class FakeClient {
  readonly reads: ReadRequest[] = [];
  readonly prepares: PrepareRequest[] = [];
  ends = 0;
  isHeld = false;
  readonly #waiting: (() => void)[] = [];
  #desk = new ImportDesk();
  taken: Taken | null = null;

  async read(request: ReadRequest, onProgress: (progress: ReadProgress) => void): Promise<Reading | null> {
    this.reads.push(request);
    const desk = new ImportDesk();
    this.#desk = desk;
    await this.#turn();
    return desk.read(request, onProgress);
  }

  async prepare(request: PrepareRequest): Promise<Prepared | null> {
    this.prepares.push(request);
    const desk = this.#desk;
    await this.#turn();
    return desk.prepare(request);
  }

  async take(request: PrepareRequest): Promise<Taken | null> {
    const desk = this.#desk;
    await this.#turn();
    return this.taken ?? desk.take(request);
  }

  end(): void {
    this.ends++;
  }

  /** Lets the answer go that has been waited for the longest, or the last. */
  async letGo(which: 'first' | 'last' = 'first'): Promise<void> {
    const go = which === 'first' ? this.#waiting.shift() : this.#waiting.pop();
    if (go === undefined) throw new Error('nothing waits');
    go();
    await settled();
  }

  #turn(): Promise<void> {
    return this.isHeld ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function createBench(
  experiment: Partial<Experiment> = {},
  library: Partial<ImportStoreOptions['library']> = {},
  more: Pick<ImportStoreOptions, 'putInAddress'> = {},
) {
  const client = new FakeClient();
  const used: FileData[] = [];
  const forgotten: string[] = [];
  const problems: string[] = [];
  const kept: PackedTable[] = [];
  let present: Experiment = { ...defaultExperiment, ...experiment };
  const store = new ImportStore({
    client,
    library: {
      keep: (table) => {
        kept.push(table);
        return Promise.resolve(null);
      },
      forget: () => Promise.resolve(),
      list: () => Promise.resolve([]),
      ...library,
    },
    experiment: () => present,
    onUse: (file) => {
      used.push(file);
      present = { ...present, dataSet: 'file', file };
      return Promise.resolve();
    },
    onForgotten: ({ name }) => forgotten.push(name),
    onProblem: (message) => problems.push(message),
    ...more,
  });
  const open = (text: string, name = 'own.csv'): Promise<void> =>
    store.perform({ kind: 'file', file: new File([text], name) });
  const change = (patch: Partial<Experiment>): void => {
    present = { ...present, ...patch };
  };
  return { store, client, used, forgotten, problems, kept, open, change };
}

function previewOf({ store }: ReturnType<typeof createBench>): ImportPreview {
  const state = store.state.peek();
  if (state.kind !== 'preview') throw new Error(`it is ${JSON.stringify(state)}`);
  return state;
}

const points = 'x,y,label\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n9,10,a\n11,12,b\n';

describe('a file that is opened', () => {
  it('is shown, and replaces nothing before it is used', async () => {
    const bench = createBench();
    await bench.open(points);
    const { name, read, prepared } = previewOf(bench);
    expect([name, read.rows, prepared]).toMatchObject([
      'own.csv',
      6,
      { ok: true, rows: 6, classes: ['a', 'b'] },
    ]);
    expect([bench.used, bench.kept]).toEqual([[], []]);
    await bench.store.perform({ kind: 'use' });
    expect(bench.used).toMatchObject([
      { name: 'own.csv', inputs: ['x', 'y'], reading: { faulty: 'leave-out' } },
    ]);
    expect(bench.kept.map(({ id }) => id)).toEqual([bench.used[0].id]);
    expect(bench.store.state.peek()).toEqual({ kind: 'none' });
    expect(bench.client.ends).toBe(1);
  });

  it('gives way to a newer one, whichever is read first', async () => {
    const bench = createBench();
    bench.client.isHeld = true;
    void bench.open('a,b\n1,2\n3,4\n', 'old.csv');
    void bench.open('c,d\n1,2\n3,4\n', 'new.csv');
    await bench.client.letGo('last');
    expect(bench.client.prepares).toHaveLength(1);
    await bench.client.letGo('last');
    await bench.client.letGo('last');
    expect(previewOf(bench)).toMatchObject({ name: 'new.csv', choice: { target: { column: 'd' } } });
  });

  it('is not heard of again once it was cancelled', async () => {
    const bench = createBench();
    bench.client.isHeld = true;
    void bench.open(points);
    expect(bench.store.state.peek()).toMatchObject({ kind: 'reading', name: 'own.csv', progress: null });
    await bench.store.perform({ kind: 'cancel' });
    await bench.client.letGo();
    expect(bench.store.state.peek()).toEqual({ kind: 'none' });
    expect(bench.client.ends).toBe(1);
  });

  it('is used once, however often that is asked for', async () => {
    const bench = createBench();
    await bench.open(points);
    await Promise.all([bench.store.perform({ kind: 'use' }), bench.store.perform({ kind: 'use' })]);
    await bench.store.perform({ kind: 'use' });
    expect(bench.used).toHaveLength(1);
  });

  it('is used even if something else is pressed while it is packed, unless another file is opened', async () => {
    const bench = createBench();
    await bench.open(points);
    bench.client.isHeld = true;
    void bench.store.perform({ kind: 'use' });
    await bench.store.perform({ kind: 'cancel' });
    await bench.store.perform({ kind: 'choice', patch: { inputs: ['x'] } });
    await bench.store.perform({ kind: 'faulty', faulty: 'as-missing' });
    await bench.store.perform({ kind: 'dialect', patch: { header: false } });
    await bench.client.letGo();
    expect(bench.used).toMatchObject([{ inputs: ['x', 'y'] }]);
    bench.client.isHeld = false;
    await bench.open(points);
    bench.client.isHeld = true;
    void bench.store.perform({ kind: 'use' });
    void bench.open(points, 'other.csv');
    await bench.client.letGo();
    expect(bench.used).toHaveLength(1);
    await bench.store.perform({ kind: 'cancel' });
    expect(bench.store.state.peek().kind).toBe('none');
  });

  it('that cannot be read says why, and can be read otherwise', async () => {
    const bench = createBench();
    await bench.open('1;2\n', 'one.csv');
    await bench.store.perform({ kind: 'dialect', patch: { header: true } });
    expect(bench.store.state.peek()).toMatchObject({
      kind: 'refused',
      name: 'one.csv',
      message: 'There are no rows under the header.',
      dialect: { header: true },
    });
    await bench.store.perform({ kind: 'use' });
    expect(bench.used).toEqual([]);
    await bench.store.perform({ kind: 'dialect', patch: { header: false } });
    expect(bench.store.state.peek()).toMatchObject({ kind: 'preview', dialect: { header: false } });
  });

  it('has a name that a link can carry', async () => {
    const bench = createBench();
    await bench.open(points, `${'n'.repeat(199)}😀.csv`);
    await bench.store.perform({ kind: 'use' });
    expect(bench.used[0].name).toBe('n'.repeat(199));
  });

  it('is refused in words where it would be no setting', async () => {
    const bench = createBench();
    const long = 'c'.repeat(1001);
    await bench.open(`x,label\n1,${long}\n2,b\n3,${long}\n4,b\n`);
    await bench.store.perform({ kind: 'use' });
    expect(bench.used).toEqual([]);
    expect(bench.kept).toEqual([]);
    const { prepared } = previewOf(bench);
    expect(prepared).toMatchObject({ ok: false });
    expect(prepared?.ok === false && prepared.message).toContain('at most 1000 characters');
  });

  it('is the first of several that come at once, and that is said', async () => {
    const bench = createBench();
    await bench.store.perform({ kind: 'file', file: new File([points], 'own.csv'), others: 2 });
    expect(previewOf(bench).name).toBe('own.csv');
    expect(bench.problems).toEqual([
      'Only “own.csv” is opened: the data are one table. The other 2 files are left alone.',
    ]);
    await bench.store.perform({ kind: 'file', file: new File([points], 'own.csv'), others: 1 });
    expect(bench.problems.at(-1)).toContain('The other file is left alone.');
    // Control: one by itself needs no word.
    await bench.open(points);
    expect(bench.problems).toHaveLength(2);
  });

  it('is what its name says, whatever it begins with', async () => {
    const bench = createBench();
    const ranges = '[0-10),1,a\n[10-20),2,b\n[0-10),3,a\n[10-20),4,b\n';
    await bench.open(ranges, 'ranges.csv');
    expect(previewOf(bench).read.rows).toBe(4);
    await bench.open('[{"x":1,"kind":"a"},{"x":2,"kind":"b"}]', 'rows.json');
    expect(previewOf(bench).read).toMatchObject({ rows: 2, dialect: null });
    await bench.open(ranges, 'ranges.json');
    expect(bench.store.state.peek()).toMatchObject({ kind: 'refused' });
  });

  it('may be a text; of none there is nothing', async () => {
    const bench = createBench();
    await bench.store.perform({ kind: 'text', text: points });
    expect(previewOf(bench).name).toBe('pasted data');
    await bench.store.perform({ kind: 'text', text: ' \n' });
    expect(bench.store.state.peek()).toEqual({ kind: 'none' });
  });
});

describe('what is chosen of a file', () => {
  it('lets the old target be an input, and the new one none', async () => {
    const bench = createBench();
    await bench.open(points);
    const { choice } = previewOf(bench);
    expect(choice).toMatchObject({ target: { column: 'label', kind: 'class' }, inputs: ['x', 'y'] });
    await bench.store.perform({ kind: 'choice', patch: { target: { column: 'y', kind: 'number' } } });
    expect(previewOf(bench).choice.inputs).toEqual(['x', 'label']);
    expect(previewOf(bench).prepared).toMatchObject({ ok: true, classes: [] });
  });

  it('takes the column by which rows are divided from the inputs', async () => {
    const bench = createBench();
    await bench.open('x,part,label\n1,train,a\n2,train,b\n3,test,a\n4,test,b\n');
    expect(previewOf(bench).choice.inputs).toEqual(['x', 'part']);
    const split = { column: 'part', testValues: ['test'] };
    await bench.store.perform({ kind: 'choice', patch: { split } });
    expect(previewOf(bench)).toMatchObject({
      choice: { inputs: ['x'], split },
      prepared: { ok: true, trainRows: 2 },
    });
    // Who wants it nevertheless can have it.
    await bench.store.perform({ kind: 'choice', patch: { inputs: ['x', 'part'] } });
    expect(previewOf(bench).choice).toMatchObject({ inputs: ['x', 'part'], split });
  });

  it('gives a column back that says no longer who trains, and none that still does', async () => {
    const bench = createBench();
    await bench.open('x,part,fold,label\n1,train,1,a\n2,train,2,b\n3,test,3,a\n4,test,4,b\n');
    const choose = (patch: Parameters<typeof bench.store.perform>[0] & { kind: 'choice' }) =>
      bench.store.perform(patch);
    const split = { column: 'part', testValues: ['test'] };
    await choose({ kind: 'choice', patch: { split } });
    expect(previewOf(bench).choice.inputs).toEqual(['x', 'fold']);
    await choose({ kind: 'choice', patch: { target: { column: 'part', kind: 'class' } } });
    await choose({ kind: 'choice', patch: { target: { column: 'label', kind: 'class' } } });
    expect(previewOf(bench).choice.inputs).toEqual(['x', 'fold']);
    await choose({ kind: 'choice', patch: { split: { column: 'fold', testValues: ['4'] } } });
    expect(previewOf(bench).choice.inputs).toEqual(['x', 'part']);
    await choose({ kind: 'choice', patch: { split: null } });
    expect(previewOf(bench).choice.inputs).toEqual(['x', 'part', 'fold']);
    // What is no input by choice stays none.
    await choose({ kind: 'choice', patch: { inputs: ['x'] } });
    await choose({ kind: 'choice', patch: { split } });
    await choose({ kind: 'choice', patch: { split: { column: 'part', testValues: ['train'] } } });
    expect(previewOf(bench).choice.inputs).toEqual(['x']);
  });

  it('is answered with the last of many quick choices', async () => {
    const bench = createBench();
    await bench.open(points);
    bench.client.isHeld = true;
    void bench.store.perform({ kind: 'choice', patch: { inputs: [] } });
    void bench.store.perform({ kind: 'choice', patch: { inputs: ['x'] } });
    expect(previewOf(bench).prepared).toBeNull();
    await bench.client.letGo('last');
    await bench.client.letGo('last');
    expect(previewOf(bench).prepared).toMatchObject({ ok: true, inputs: [{ name: 'x' }] });
  });

  it('cannot be used before it is known what it makes, nor when it makes nothing', async () => {
    const bench = createBench();
    await bench.open(points);
    bench.client.isHeld = true;
    void bench.store.perform({ kind: 'choice', patch: { inputs: [] } });
    await bench.store.perform({ kind: 'use' });
    await bench.client.letGo();
    expect(previewOf(bench).prepared).toMatchObject({ ok: false });
    await bench.store.perform({ kind: 'use' });
    expect(bench.used).toEqual([]);
  });

  it('outlasts another way of reading, where the columns do', async () => {
    const bench = createBench();
    await bench.open('x;y;label\n1,5;2;a\n3;4,5;b\n5;6;a\n7;8;b\n');
    await bench.store.perform({ kind: 'choice', patch: { inputs: ['y'], missing: 'fill' } });
    await bench.store.perform({ kind: 'faulty', faulty: 'as-missing' });
    await bench.store.perform({ kind: 'dialect', patch: { missing: ['none'] } });
    expect(bench.client.reads).toHaveLength(2);
    expect(previewOf(bench)).toMatchObject({
      choice: { inputs: ['y'], missing: 'fill', target: { column: 'label' } },
      faulty: 'as-missing',
      dialect: { missing: ['none'] },
    });
    await bench.store.perform({ kind: 'dialect', patch: { delimiter: ',' } });
    expect(previewOf(bench).read.columns.map(({ name }) => name)).not.toContain('y');
    expect(previewOf(bench)).toMatchObject({
      faulty: 'leave-out',
      dialect: { delimiter: ',', missing: ['none'] },
    });
  });

  it('is not kept of a column that no longer holds the numbers to be predicted', async () => {
    const bench = createBench();
    await bench.open('x;y\n1;2,5\n3;4,5\n5;6,5\n6;4,5\n7;2,5\n8;6,5\n');
    expect(previewOf(bench).choice.target).toEqual({ column: 'y', kind: 'number' });
    await bench.store.perform({ kind: 'dialect', patch: { decimal: '.' } });
    expect(previewOf(bench)).toMatchObject({
      choice: { target: { column: 'y', kind: 'class' }, inputs: ['x'] },
      prepared: { ok: true, classes: ['2,5', '4,5', '6,5'] },
    });
  });

  it('is prepared anew where another share of the rows is to train', async () => {
    const bench = createBench({ trainShare: 50 });
    await bench.open(points);
    const half = previewOf(bench).prepared;
    expect(half).toMatchObject({ ok: true, trainRows: 3 });
    bench.change({ trainShare: 90, dataSeed: 4 });
    await bench.store.follow();
    const most = previewOf(bench).prepared;
    expect(most).toMatchObject({ ok: true, trainRows: 4 });
    // What is read of a column is of those rows.
    expect(most).not.toMatchObject({ inputs: half?.ok === true ? half.inputs : [] });
    expect(bench.client.prepares.at(-1)).toMatchObject({ trainShare: 90, dataSeed: 4 });
    // Control: what concerns no file asks nobody.
    bench.change({ noise: 20 });
    await bench.store.follow();
    expect(bench.client.prepares).toHaveLength(2);
    await bench.store.perform({ kind: 'cancel' });
    bench.change({ trainShare: 10 });
    await bench.store.follow();
    expect([bench.store.state.peek(), bench.client.prepares.length]).toEqual([{ kind: 'none' }, 2]);
  });

  it('can be said of the text while it is read: that reading counts no longer', async () => {
    const bench = createBench();
    await bench.open(points);
    bench.client.isHeld = true;
    void bench.store.perform({ kind: 'dialect', patch: { delimiter: ';' } });
    expect(bench.store.state.peek()).toMatchObject({ kind: 'reading', before: { kind: 'preview' } });
    void bench.store.perform({ kind: 'dialect', patch: { delimiter: ',' } });
    expect(bench.client.reads.map(({ dialect }) => dialect.delimiter)).toEqual([undefined, ';', ',']);
    await bench.client.letGo('last');
    await bench.client.letGo('last');
    await bench.client.letGo('last');
    expect(previewOf(bench)).toMatchObject({ dialect: { delimiter: ',' }, prepared: { ok: true, rows: 6 } });
  });

  it('is taken over by a file of the same name that has those columns', async () => {
    const bench = createBench();
    await bench.open(points);
    await bench.store.perform({ kind: 'choice', patch: { inputs: ['y'] } });
    await bench.store.perform({ kind: 'faulty', faulty: 'as-missing' });
    await bench.store.perform({ kind: 'dialect', patch: { comment: null } });
    await bench.store.perform({ kind: 'use' });
    expect(bench.used[0].reading).toEqual({ comment: null, faulty: 'as-missing' });
    await bench.open(`${points}13,14,a\n`);
    expect(bench.client.reads[2].dialect).toEqual({ comment: null });
    expect(previewOf(bench)).toMatchObject({ choice: { inputs: ['y'] }, faulty: 'as-missing' });
    await bench.open(points, 'other.csv');
    expect(bench.client.reads[3].dialect).toEqual({});
    expect(previewOf(bench)).toMatchObject({ choice: { inputs: ['x', 'y'] }, faulty: 'leave-out' });
    await bench.open('a,b\n1,2\n3,4\n', 'own.csv');
    expect(previewOf(bench)).toMatchObject({ choice: { inputs: ['a'] }, faulty: 'leave-out' });
  });
});

it('another text of the same name is read as it is written, whatever was said of the one before', async () => {
  const bench = createBench();
  await bench.store.perform({ kind: 'text', text: points });
  await bench.store.perform({ kind: 'dialect', patch: { delimiter: ',' } });
  await bench.store.perform({ kind: 'use' });
  expect(bench.used[0].reading).toMatchObject({ delimiter: ',' });
  await bench.store.perform({ kind: 'text', text: 'a\tb\n1,5\t2,5\n3,5\t4,5\n5,5\t7,5\n' });
  expect(previewOf(bench)).toMatchObject({
    dialect: {},
    read: { dialect: { delimiter: '\t', decimal: ',' } },
    prepared: { ok: true, rows: 3 },
  });
});

describe('a table that is used', () => {
  it('is trained on though the browser does not keep it, and says so', async () => {
    const bench = createBench({}, { keep: () => Promise.resolve('The quota has been exceeded.') });
    await bench.open(points);
    await bench.store.perform({ kind: 'use' });
    await settled();
    expect(bench.used).toHaveLength(1);
    expect(bench.problems).toEqual([
      '“own.csv” cannot be kept in this browser (The quota has been exceeded). It is there until this page is closed or loaded again.',
    ]);
  });

  it('that the browser does not keep goes into the address where it is small enough', async () => {
    const [own, large] = [true, false].map((isSmall) =>
      createBench(
        {},
        { keep: () => Promise.resolve('Access is denied.') },
        { putInAddress: (table) => Promise.resolve(isSmall && table.blob.size > 0) },
      ),
    );
    for (const bench of [own, large]) {
      await bench.open(points);
      await bench.store.perform({ kind: 'use' });
      await settled();
    }
    const said = '“own.csv” cannot be kept in this browser (Access is denied).';
    expect(own.problems).toEqual([`${said} It stays in the address of this page.`]);
    expect(large.problems).toEqual([`${said} It is there until this page is closed or loaded again.`]);
  });

  it('is forgotten, or it is said why not', async () => {
    const ids: string[] = [];
    const bench = createBench({}, { forget: (id) => Promise.resolve(void ids.push(id)) });
    await bench.store.perform({ kind: 'forget' });
    await bench.open(points);
    await bench.store.perform({ kind: 'use' });
    await bench.store.perform({ kind: 'forget' });
    expect([ids, bench.forgotten]).toEqual([[bench.used[0].id], ['own.csv']]);

    const stuck = createBench({}, { forget: () => Promise.reject(new Error('It is locked.')) });
    await stuck.open(points);
    await stuck.store.perform({ kind: 'use' });
    await stuck.store.perform({ kind: 'forget' });
    expect([stuck.forgotten, stuck.problems]).toEqual([
      [],
      ['The browser does not delete “own.csv” (It is locked).'],
    ]);
  });

  it('stays where it was when the table cannot be taken', async () => {
    const bench = createBench();
    await bench.open(points);
    bench.client.taken = { ok: false, message: 'The file could not be read: it is gone.' };
    await bench.store.perform({ kind: 'use' });
    expect(previewOf(bench).prepared).toMatchObject({
      ok: false,
      message: 'The file could not be read: it is gone.',
    });
    expect([bench.used, bench.kept]).toEqual([[], []]);
  });
});

describe('a table that is asked for', () => {
  const rows = 'x,y,label\n1,2,a\n2,1,b\n3,4,a\n4,3,b\n';
  const asFile = (text: string): File => new File([text], 'own.csv');
  const askedFor = async (): Promise<FileData> => {
    const { store, used } = createBench();
    await store.perform({ kind: 'file', file: asFile(rows) });
    await store.perform({ kind: 'choice', patch: { inputs: ['x'] } });
    await store.perform({ kind: 'use' });
    return used[0];
  };

  it('is recognised by its content, and chosen from as it was', async () => {
    const asked = await askedFor();
    const { store, used } = createBench();
    store.expect(asked);
    await store.perform({ kind: 'file', file: asFile(rows) });
    await store.perform({ kind: 'use' });
    expect(used).toEqual([asked]);
  });

  it('is recognised under another name, as a browser gives it to a second download, and told from one like it', async () => {
    const asked = await askedFor();
    const again = (text: string, name = 'own (1).csv'): File => new File([text], name);
    const { store, used } = createBench();
    store.expect(asked);
    await store.perform({ kind: 'file', file: again(rows) });
    await store.perform({ kind: 'use' });
    expect(used).toEqual([{ ...asked, name: 'own (1).csv' }]);

    const other = createBench();
    other.store.expect(asked);
    await other.store.perform({ kind: 'file', file: again(`${rows}5,5,a\n`) });
    await other.store.perform({ kind: 'use' });
    expect(other.used).toEqual([]);
    expect(other.store.state.value).toMatchObject({
      note: expect.stringContaining('not the table that is asked for') as unknown,
    });

    // The control: something else altogether is used without a word.
    const unlike = createBench();
    unlike.store.expect(asked);
    await unlike.store.perform({ kind: 'file', file: again('u,v,w\n1,2,a\n2,1,b\n3,4,a\n4,3,b\n', 'u.csv') });
    await unlike.store.perform({ kind: 'use' });
    expect(unlike.used).toMatchObject([{ name: 'u.csv', inputs: ['u', 'v'] }]);
  });

  it('is told from another one of its name, which is taken if that is meant', async () => {
    const { store, used } = createBench();
    store.expect(await askedFor());
    await store.perform({ kind: 'file', file: asFile(`${rows}5,5,a\n`) });
    await store.perform({ kind: 'use' });
    expect(used).toEqual([]);
    expect(store.state.value).toMatchObject({
      kind: 'preview',
      note: 'This is not the table that is asked for: it has 5 rows, and not 4 of them. “Use this data” takes it all the same.',
    });
    await store.perform({ kind: 'use' });
    expect(used).toMatchObject([{ name: 'own.csv', rows: 5 }]);
  });
});
