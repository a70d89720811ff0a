import { describe, expect, it } from 'vitest';
import { fileDataSet } from '../../../src/data/file-data-set.ts';
import { columnOf } from '../../../src/data/table.ts';
import { tableId, unpackTable } from '../../../src/formats/packed-table.ts';
import type { ReadProgress } from '../../../src/protocol/import-messages.ts';
import type {
  Prepared,
  PreparedSummary,
  PrepareRequest,
  ReadFile,
  ReadRequest,
} from '../../../src/protocol/import-messages.ts';
import { ImportDesk } from '../../../workers/import-desk.ts';

type Source = ReadRequest['source'];

/** A desk on which a file lies that could be read. */
async function deskWith(source: Source, dialect: ReadRequest['dialect'] = {}) {
  const desk = new ImportDesk();
  const reading = await desk.read({ source, dialect }, () => undefined);
  if (!reading.ok) throw new Error(reading.message);
  const requestOf = (
    choice: Partial<PrepareRequest['choice']> = {},
    more: Partial<PrepareRequest> = {},
  ): PrepareRequest => ({
    choice: { ...reading.suggestion, ...choice },
    faulty: 'leave-out',
    trainShare: 50,
    dataSeed: 1,
    ...more,
  });
  return {
    desk,
    reading,
    requestOf,
    prepare: (...args: Parameters<typeof requestOf>): Promise<Prepared> => desk.prepare(requestOf(...args)),
  };
}

function ready(prepared: Prepared): PreparedSummary {
  if (!prepared.ok) throw new Error(prepared.message);
  return prepared;
}

async function refusalOf(source: Source, dialect: ReadRequest['dialect'] = {}): Promise<string> {
  const reading = await new ImportDesk().read({ source, dialect }, () => undefined);
  if (reading.ok) throw new Error(`${reading.rows} rows were read`);
  return reading.message;
}

const reasonsOf = ({ reasons }: Prepared): unknown[] =>
  reasons.map(({ reason, count, lines }) => [reason, count, lines]);

const namesOf = ({ columns }: ReadFile): string[] => columns.map(({ name }) => name);

describe('a file that is read', () => {
  it('loses its byte order mark and its carriage returns, and gains no row after the last', async () => {
    const { reading, prepare } = await deskWith(
      '\uFEFFlength,width,kind\r\n1,5,a\r\n2,6,b\r\n3,7,a\r\n4,8,b\r\n',
    );
    expect(namesOf(reading)).toEqual(['length', 'width', 'kind']);
    expect([reading.rows, reading.preview[0]]).toEqual([4, { line: 2, cells: ['1', '5', 'a'] }]);
    expect(reading.suggestion).toMatchObject({
      target: { column: 'kind', kind: 'class' },
      inputs: ['length', 'width'],
      split: null,
    });
    expect(ready(await prepare())).toMatchObject({
      rows: 4,
      trainRows: 2,
      leftOut: 0,
      reasons: [],
      classes: ['a', 'b'],
    });
  });

  it('may be written with semicolons and decimal commas, or with tabs', async () => {
    const { reading } = await deskWith(
      'höhe;breite;art\n1,5;2,25;groß\n3;-1,125;klein\n2,5;4;groß\n1;1;klein\n',
    );
    expect(reading.dialect).toMatchObject({ delimiter: ';', decimal: ',', header: true });
    expect(reading.preview.map(({ cells }) => cells)).toEqual([
      ['1.5', '2.25', 'groß'],
      ['3', '-1.125', 'klein'],
      ['2.5', '4', 'groß'],
      ['1', '1', 'klein'],
    ]);
    const tabs = await deskWith('t\tp\n20,5\t1013,2\n21\t1012,75\n22,25\t1011\n');
    expect(tabs.reading.preview.map(({ cells }) => cells)).toEqual([
      ['20.5', '1013.2'],
      ['21', '1012.75'],
      ['22.25', '1011'],
    ]);
    expect(ready(await tabs.prepare()).classes).toEqual([]);
  });

  it('comes in the encoding of its mark, or the one that it is said to be in', async () => {
    const text = 'a,b\n1,2\n3,4\n';
    const codes = Array.from(text, (_, i) => [text.charCodeAt(i), 0]).flat();
    const utf16 = Uint8Array.of(0xff, 0xfe, ...codes);
    const { reading } = await deskWith(new Blob([utf16]));
    expect([namesOf(reading), reading.rows, reading.dialect?.encoding]).toEqual([['a', 'b'], 2, 'utf-16le']);
    const latin = new Blob([Uint8Array.of(0x68, 0xf6, 0x68, 0x65, 44, 0x79, 10, 49, 44, 50, 10)]);
    expect(namesOf((await deskWith(latin, { encoding: 'windows-1252' })).reading)).toEqual(['höhe', 'y']);
  });

  it('takes no comma for a decimal one that only ever parts thousands, where commas part fields', async () => {
    const rowsOf = (numbers: readonly string[]): string =>
      `n,label\n${numbers.map((number, i) => `"${number}",${i % 2 ? 'a' : 'b'}`).join('\n')}\n`;
    const decimalOf = async (numbers: readonly string[]): Promise<unknown> => {
      const { reading } = await deskWith(rowsOf(numbers));
      return [reading.dialect?.decimal, reading.columns[0].kind];
    };
    expect(await decimalOf(['1,100', '1,250', '12,000', '1,100'])).toEqual(['.', 'category']);
    // Controls: what no thousands look like.
    expect(await decimalOf(['1,100', '1,25', '12,000', '1,100'])).toEqual([',', 'number']);
    expect(await decimalOf(['0,100', '0,250', '0,125', '0,500'])).toEqual([',', 'number']);
    const { reading } = await deskWith('n;label\n1,100;a\n1,250;b\n1,375;a\n1,500;b\n');
    expect(reading.dialect?.decimal).toBe(',');
  });

  it('keeps quoted delimiters and line ends, and counts physical lines', async () => {
    const { reading, prepare } = await deskWith(
      '"a, first","b\nsecond",class\n"1\n", 2 ,"say ""hi"""\n3,"4","so, so"\n',
      {},
    );
    expect(namesOf(reading)).toEqual(['a, first', 'b\nsecond', 'class']);
    expect(reading.preview.map(({ line, cells }) => [line, cells[2]])).toEqual([
      [3, 'say "hi"'],
      [5, 'so, so'],
    ]);
    const target = { kind: 'number', column: 'b\nsecond' } as const;
    expect(ready(await prepare({ target, inputs: ['a, first'] })).inputs).toMatchObject([
      { name: 'a, first' },
    ]);
  });

  it('lacks what is empty, blank or a word for nothing, and each row is left out for its first lack', async () => {
    const { reading, prepare } = await deskWith(
      'u,v,label\n1,2,x\n,2,y\n 3 , ,x\nNA,4,y\n5,n/a,x\n6,-,y\n7,NaN,x\n8,9,\n?,?,?\n10,11,y\n12,13,x\n',
    );
    expect(reading.columns.map(({ missing }) => missing)).toEqual([3, 5, 2]);
    expect(reading.preview[1]).toEqual({ line: 3, cells: [null, '2', 'y'] });
    const prepared = ready(await prepare());
    expect([prepared.rows, prepared.leftOut]).toEqual([3, 8]);
    expect(reasonsOf(prepared)).toEqual([
      ['nothing in “u”', 2, [3, 5]],
      ['nothing in “v”', 4, [4, 6, 7, 8]],
      ['nothing in “label”', 2, [9, 10]],
    ]);
    // The mean, and an input that says so, for either column: only what has no class is left out.
    const filled = ready(await prepare({ missing: 'fill' }, { trainShare: 80 }));
    expect([filled.rows, reasonsOf(filled)]).toEqual([9, [['nothing in “label”', 2, [9, 10]]]]);
    expect(filled.inputs.map(({ feature }) => [feature.of, feature.as])).toEqual([
      ['u', 'value'],
      ['u', 'missing'],
      ['v', 'value'],
      ['v', 'missing'],
    ]);
  });

  it('gives every column a name of its own, and passes over what is after the last delimiter', async () => {
    const { reading } = await deskWith('x,x,,label,\n1,10,5,a,\n2,20,6,b,\n3,30,7,a,\n\n\n');
    expect(namesOf(reading)).toEqual(['x', 'x_2', 'column 3', 'label']);
    expect([reading.rows, reading.problems.byKind]).toEqual([3, { name: 2 }]);
    expect(reading.preview[2].cells).toEqual(['3', '30', '7', 'a']);
    // A blank behind a name makes no other name.
    expect(namesOf((await deskWith('x,x \n1,2\n3,4\n')).reading)).toEqual(['x', 'x_2']);
  });

  it('is data from its first row on where that is one', async () => {
    const { reading } = await deskWith('5.1,3.5,0\n4.9,3,1\n6,2.5,0\n5,3.25,1\n');
    expect([reading.rows, reading.preview[0].cells]).toEqual([4, ['5.1', '3.5', '0']]);
    expect(reading.columns[2]).toMatchObject({ kind: 'number', mayBeClasses: true, asTarget: 'class' });
    const named = await deskWith('5.1,3.5,0\n4.9,3,1\n6,2.5,0\n5,3.25,1\n', { header: true });
    expect([named.reading.rows, namesOf(named.reading)]).toEqual([3, ['5.1', '3.5', '0']]);
  });

  it('is without the rows whose fields do not fit, and says in which lines they are', async () => {
    const { reading, prepare } = await deskWith('x,y,label\n1,2,a\n3,4\n5,6,b,7\n8,9,a\n10,11,b\n12,13,b\n');
    expect([reading.rows, reading.raggedRows]).toEqual([4, 2]);
    expect(reading.problems.first.map(({ line, message }) => [line, message])).toEqual([
      [3, '2 fields, expected 3'],
      [4, '4 fields, expected 3'],
    ]);
    const prepared = ready(await prepare());
    expect([prepared.rows, prepared.leftOut]).toEqual([4, 2]);
    expect(reasonsOf(prepared)).toEqual([['fields that are not those of the columns', 2, [3, 4]]]);
  });

  it('never has half a number: the row is left out, or the cell is missing, as the user says', async () => {
    const { reading, prepare } = await deskWith(
      `when,y\n1,1\n2,2.5\n1.2.3,3\n4,4.5\n2024-01-02,5\n1_000,6\n12%,7\n8,8.5\n9,9.25\n10,1e999\n11,11\n12,12\n13,1\n14,2\n15,3\n16,4\n`,
    );
    expect([reading.rows, reading.faultyRows]).toEqual([16, 5]);
    expect(reading.columns.map(({ kind }) => kind)).toEqual(['number', 'number']);
    const without = ready(await prepare());
    expect([without.rows, without.leftOut]).toEqual([11, 5]);
    expect(reasonsOf(without)).toEqual([
      ['no number in “y”', 1, [11]],
      ['no number in “when”', 4, [4, 6, 7, 8]],
    ]);
    const lacking = ready(await prepare({}, { faulty: 'as-missing' }));
    expect(reasonsOf(lacking)).toEqual([
      ['nothing in “when”', 4, [4, 6, 7, 8]],
      ['nothing in “y”', 1, [11]],
    ]);
    const filled = ready(await prepare({ missing: 'fill' }, { faulty: 'as-missing', trainShare: 90 }));
    expect([filled.rows, filled.leftOut]).toEqual([15, 1]);
  });

  it('loses no row for a cell of a column that nobody reads', async () => {
    const rows = Array.from(
      { length: 20 },
      (_, i) => `${i},${i % 4 === 0 ? 'A/5 21' : 300 + i},${'ab'[i % 2]}`,
    );
    const { prepare, desk, requestOf } = await deskWith(`age,ticket,kind\n${rows.join('\n')}\n`);
    const all = ready(await prepare());
    expect([all.rows, reasonsOf(all)]).toEqual([15, [['no number in “ticket”', 5, [2, 6, 10, 14, 18]]]]);
    const without = ready(await prepare({ inputs: ['age'] }));
    expect([without.rows, without.leftOut, reasonsOf(without)]).toEqual([20, 0, []]);
    const taken = await desk.take(requestOf({ inputs: ['age'] }));
    expect(taken).toMatchObject({ ok: true, file: { rows: 20, dropped: 0 } });
    // Who tests by it reads it, and so does who predicts it.
    const target = { column: 'ticket', kind: 'number' } as const;
    expect(ready(await prepare({ inputs: ['age'], target })).rows).toBe(15);
    expect(ready(await prepare()).rows).toBe(15);
  });

  it('tells the values of a column while they are few, with how many rows have them', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${i},${5 - (i % 5)},${i % 13},${i < 20 ? 'test' : 'train'}`,
    );
    const { reading } = await deskWith(`x,fold,month,part\n${rows.join('\n')}\n`);
    const valuesOf = (column: string): unknown =>
      reading.columns.find(({ name }) => name === column)?.values.map(({ text, count }) => [text, count]);
    expect(valuesOf('fold')).toEqual(['1', '2', '3', '4', '5'].map((text) => [text, 12]));
    expect(valuesOf('part')).toEqual([
      ['test', 20],
      ['train', 40],
    ]);
    expect(valuesOf('month')).toEqual([]);
  });

  it('suggests no class that comes only once, where there is another', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${'ab'[i % 2]},person ${i}`);
    const { reading, prepare } = await deskWith(`x,kind,name\n${rows.join('\n')}\n`);
    expect(reading.suggestion.target).toEqual({ column: 'kind', kind: 'class' });
    expect(await prepare()).toMatchObject({ ok: true, classes: ['a', 'b'] });
    // Who chooses it nevertheless is told what can be done.
    const names = await prepare({ target: { column: 'name', kind: 'class' }, inputs: ['x'] });
    expect(!names.ok && names.message).toContain('choose another target');
    const single = await (await deskWith('x,name\n1,a\n')).prepare();
    expect(!single.ok && single.message).toBe(
      'There is one row only: add others, at least one that trains and one that tests.',
    );
  });

  it('that has changed since it was opened is to be opened again', async () => {
    const gone = new Blob(['x,y\n1,2\n']);
    gone.stream = () =>
      new ReadableStream({
        pull: (controller) => {
          controller.error(new TypeError('network error'));
        },
      });
    expect(await refusalOf(gone)).toBe(
      'The file can no longer be read: it has changed or is gone since it was opened. Open it again.',
    );
  });

  it('tells a row with two such cells once', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `${i},${i * i},${i / 8}`);
    const { prepare } = await deskWith(`a,b,y\n1.2.3,4_0,1\n5,6_0,2\n${rows.join('\n')}\n`);
    const prepared = ready(await prepare());
    expect([prepared.rows, prepared.leftOut]).toEqual([12, 2]);
    expect(reasonsOf(prepared)).toEqual([
      ['no number in “a”', 1, [2]],
      ['no number in “b”', 1, [3]],
    ]);
  });

  it('loses no tail after a quote that nobody closes', async () => {
    const { reading } = await deskWith('x,label\n1,a\n2,"b\n3,a\n4,b\n5,a\n6,b\n');
    expect(reading.problems.first[0]).toMatchObject({ kind: 'open-quote', line: 3 });
    expect([reading.rows, reading.raggedRows]).toEqual([5, 1]);
  });

  it('says in its order how far it is', async () => {
    const progress: ReadProgress[] = [];
    const source = `a,b\n${'1,2\n3,4\n'.repeat(50_000)}`;
    let timeMs = 0;
    // It looks at the clock four times a piece.
    const desk = new ImportDesk(() => (timeMs += 5));
    const reading = await desk.read({ source: new Blob([source]), dialect: {} }, (step) => {
      progress.push(step);
    });
    expect(reading).toMatchObject({ ok: true, rows: 100_000 });
    // Of pieces of 64 KiB the first and every third, 60 ms later; the last one is the seventh.
    expect(progress.map(({ bytes }) => bytes)).toEqual([1 * 2 ** 16, 4 * 2 ** 16, source.length]);
    expect(progress.every(({ size }) => size === source.length)).toBe(true);
  });

  it('reads nothing while it rests, and then all of it', async () => {
    const source = `a,b\n${'1,2\n3,4\n'.repeat(50_000)}`;
    let timeMs = 0;
    const waits: number[] = [];
    const read: number[] = [];
    const desk = new ImportDesk(() => timeMs, {
      wait: (ms) => {
        waits.push(ms);
        // A timer may be early, and another press late.
        timeMs += Math.max(10, ms - 10);
        if (waits.length === 1) void desk.rest(100);
        return Promise.resolve();
      },
    });
    const reading = await desk.read({ source: new Blob([source]), dialect: {} }, () => {
      timeMs += 60;
      read.push(waits.length);
      if (read.length === 2 || read.length === 7) void desk.rest(100);
    });
    expect(reading).toMatchObject({ ok: true, rows: 100_000 });
    // Also before it says what it has read, which the page is to show.
    expect(waits).toEqual([100, 100, 10, 100, 10]);
    expect(read).toEqual([0, 0, 3, 3, 3, 3, 3]);
  });

  it('may be JSON, in which rows are counted', async () => {
    const { reading, prepare } = await deskWith(
      '[{"x":1,"__proto__":2,"kind":"a"},{"x":2,"__proto__":4,"kind":"b"},{"x":null,"__proto__":1,"kind":"a"},{"x":4,"__proto__":3,"kind":"b"}]',
    );
    expect([namesOf(reading), reading.dialect]).toEqual([['x', '__proto__', 'kind'], null]);
    const prepared = ready(await prepare());
    expect(reasonsOf(prepared)).toEqual([['nothing in “x”', 1, [3]]]);
    expect(prepared.inputs.map(({ name }) => name)).toEqual(['x', '__proto__']);
  });
});

describe('what is suggested of a file', () => {
  it.each([
    ['Species,x\n1,2\n1,3\n2,4\n2,5\n', 'Species', 'class'],
    ['x,CLASS,y2\n1,a,3\n2,b,4\n', 'CLASS', 'class'],
    ['Y,x\n1.5,2\n2.5,3\n', 'Y', 'number'],
    ['x,weight\n1,2.5\n2,3.5\n', 'weight', 'number'],
    // Whole numbers that come once each are a measure.
    ['x,n\n1,1\n2,2\n3,3\n4,4\n', 'n', 'number'],
    ['x,n\n1,1\n2,2\n3,1\n4,2\n', 'n', 'class'],
    ['x,empty\n1,\n2,\n', 'x', 'number'],
    // Beside an x and a label, a y is the other coordinate.
    ['x,y,label\n1,2,1\n3,4,-1\n5,6,1\n7,8,-1\n', 'label', 'class'],
    ['x,y,kind\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n', 'kind', 'class'],
    ['kind,x,y\n a,1,2.5\nb,3,4.5\na,5,6.5\nb,7,8.5\n', 'kind', 'class'],
    // Without an x it is what is predicted, whatever else there is.
    ['kind,weight,y\na,1,2.5\nb,3,4.5\na,5,6.5\nb,7,8.5\n', 'y', 'number'],
  ])('%j: “%s” as a %s', async (text, column, kind) => {
    const { reading } = await deskWith(text);
    expect(reading.suggestion.target).toEqual({ column, kind });
    expect(reading.suggestion.inputs).not.toContain(column);
  });

  it('is the column that is called so though it has too many classes, and that is what is said', async () => {
    const rows = Array.from({ length: 120 }, (_, row) => `${row},k${row % 60}`);
    const { reading, prepare } = await deskWith(`n,label\n${rows.join('\n')}\n`);
    expect(reading.suggestion.target).toEqual({ column: 'label', kind: 'class' });
    const prepared = await prepare({}, { trainShare: 50 });
    expect(prepared).toMatchObject({ ok: false, message: expect.stringContaining('60') as string });
    // Control: by another name it is no target.
    const other = await deskWith(`n,who\n${rows.join('\n')}\n`);
    expect(other.reading.suggestion.target.column).toBe('n');
  });

  it('leaves more than fifty categories to be asked for', async () => {
    const rows = Array.from({ length: 120 }, (_, row) => `${row},town ${row % 60},${row % 2 ? 'a' : 'b'}`);
    const { reading, prepare } = await deskWith(`n,town,label\n${rows.join('\n')}\n`);
    expect(reading.columns[1]).toMatchObject({ kind: 'category', distinct: 60 });
    expect(reading.suggestion.inputs).toEqual(['n']);
    const chosen = { inputs: ['n', 'town'] };
    const unasked = ready(await prepare(chosen, { trainShare: 90 }));
    expect(unasked.inputs).toHaveLength(1);
    expect(unasked.notes.join()).toContain('“town” has 59 different values');
    const asked = ready(await prepare({ ...chosen, manyCategories: ['town'] }, { trainShare: 90 }));
    expect(asked.inputs).toHaveLength(60);
  });
});

describe('what is made of a choice', () => {
  it('divides by a column, whatever the share', async () => {
    const text = 'x,part,label\n1,train,a\n2,train,b\n3,test,a\n4,test,b\n5,train,a\n6,,b\n';
    const { prepare } = await deskWith(text);
    const prepared = ready(
      await prepare({ inputs: ['x'], split: { column: 'part', testValues: ['test'] } }, { trainShare: 10 }),
    );
    expect([prepared.rows, prepared.trainRows, prepared.leftOut]).toEqual([5, 3, 1]);
    expect(reasonsOf(prepared)).toEqual([['nothing in “part”', 1, [7]]]);
  });

  it('does not let milliseconds of our time collapse', async () => {
    const start = 1_732_000_000_000;
    const rows = Array.from({ length: 6 }, (_, row) => `${start + row},${row}`);
    const { desk, requestOf, prepare } = await deskWith(`time,y\n${rows.join('\n')}\n`);
    const { feature } = ready(await prepare()).inputs[0];
    expect(feature).toMatchObject({ as: 'value', of: 'time' });
    const taken = await desk.take(requestOf());
    if (!taken.ok) throw new Error(taken.message);
    const file = { ...taken.file, name: 'a', reading: { faulty: 'leave-out' } as const };
    const table = await unpackTable(taken.table.blob);
    const { encoding } = fileDataSet(file, table, { trainShare: 50, dataSeed: 1 });
    const { shift, scale } = encoding!.features[0] as { readonly shift: number; readonly scale: number };
    const column = columnOf(table, 'time');
    const encoded =
      column.kind === 'number' ? [...column.values].map((value) => (value - shift) / scale) : [];
    expect(new Set(encoded.map(Math.fround)).size).toBe(6);
    for (const value of encoded) expect(Math.abs(value)).toBeLessThan(10);
  });

  it('says of a constant column that it tells nothing', async () => {
    const { prepare } = await deskWith('x,same,y\n1,7,2\n2,7,4\n3,7,6\n4,7,8.5\n');
    const prepared = ready(await prepare());
    expect(prepared.notes).toEqual(['“same” is 7 in every train row: it tells nothing.']);
    expect(prepared.inputs[1].feature).toMatchObject({ of: 'same', shift: 7, scale: 1 });
  });

  it('says why a column of what look like numbers is one of categories', async () => {
    const rows = Array.from(
      { length: 12 },
      (_, i) => `$${i}.50;${i} %;2024-01-${10 + i};${i},5;${i}.5;A${i};${i % 2 ? 'yes' : 'no'};${i} kg`,
    );
    const text = `price;share;date;comma;point;code;label;mass\n${rows.join('\n')}\n`;
    const { reading } = await deskWith(text, { decimal: '.' });
    expect(reading.notes).toEqual([
      '“price” is read as categories: “$0.50” is not a number.',
      '“share” is read as categories: “0 %” is not a number.',
      '“date” is read as categories: “2024-01-10” is not a number.',
      '“comma” is read as categories: “0,5” is not a number with a decimal point.',
      '“mass” is read as categories: “0 kg” is not a number.',
    ]);
    const otherwise = await deskWith(text, { decimal: ',' });
    expect(otherwise.reading.notes).toContain(
      '“point” is read as categories: “0.5” is not a number with a decimal comma.',
    );
    // Nobody reads a sentence for each of very many.
    const many = await deskWith(
      `${Array.from({ length: 9 }, (_, i) => `c${i}`).join()}\n${'1%,2%,3%,4%,5%,6%,7%,8%,9%\n'.repeat(3)}`,
    );
    expect(many.reading.notes.slice(5)).toEqual([
      '“c5” is read as categories: “6%” is not a number.',
      'Something like this holds for 3 more columns.',
    ]);
    // JSON has numbers of its own, and texts that look like them.
    const json = await deskWith(JSON.stringify([0, 1, 2, 3].map((i) => ({ x: i, y: `${i} %` }))));
    expect(json.reading.notes).toEqual(['“y” is read as categories: “0 %” is not a number.']);
  });

  it('is asked about its delimiter where there is one column only', async () => {
    const messageOf = async (text: string): Promise<unknown> => {
      const prepared = await (await deskWith(text)).prepare();
      return !prepared.ok && prepared.message;
    };
    const only = (name: string): string =>
      `There is one column only, “${name}”: something has to be predicted from something else.`;
    expect(await messageOf('a/b/label\n1/2/yes\n3/4/no\n5/6/yes\n')).toBe(
      `${only('a/b/label')} Say what stands between the columns, or add one.`,
    );
    // As some programs write them.
    for (const gap of [' ', '   '])
      expect(await messageOf(`a b label\n1 2 yes\n3 4 no\n5 6 yes\n`.replaceAll(' ', gap))).toBe(
        `${only(`a${gap}b${gap}label`)} Each of its rows has 3 parts with spaces between them: if those are the columns, put commas or tabs there first.`,
      );
  });

  it('trims the names of classes, and numbers them in their order', async () => {
    const { prepare } = await deskWith('x,label\n1,yes\n2, yes\n3,no \n4,"no"\n5,yes\n');
    expect(ready(await prepare()).classes).toEqual(['no', 'yes']);
  });

  it('is refused with what to do, and with the rows that there are', async () => {
    const one = await (await deskWith('x,label\n1,a\n2,a\n3,a\n')).prepare();
    expect(one).toMatchObject({ ok: false, rows: 3 });
    expect(!one.ok && one.message).toContain('Every row that is used has “a” in “label”');
    const lacking = await (await deskWith('x,y\n,1\n,2\n3,\n')).prepare();
    expect(lacking).toMatchObject({ ok: false, rows: 0, leftOut: 3 });
    expect(reasonsOf(lacking)).toEqual([
      ['nothing in “x”', 2, [2, 3]],
      ['nothing in “y”', 1, [4]],
    ]);
    const tight = await deskWith('x,y\n1,2\n3,4\n');
    expect(await tight.prepare({ inputs: [] })).toMatchObject({
      ok: false,
      message: 'No input is left: choose at least one that has values.',
    });
  });

  const others: [string, Partial<PrepareRequest['choice']>][] = [
    ['label', { target: { kind: 'number', column: 'label' } }],
    ['gone', { inputs: ['x', 'gone'] }],
    ['label', { inputs: ['x', 'label'] }],
    ['gone', { split: { column: 'gone', testValues: [] } }],
  ];

  it.each(others)(
    'is an answer too where the choice was made of other columns: “%s” in %j',
    async (blamed, choice) => {
      const { prepare } = await deskWith('x,label\n1,a\n2,b\n3,a\n4,b\n');
      const prepared = await prepare({ inputs: ['x'], ...choice });
      expect(prepared).toMatchObject({ ok: false, leftOut: 0 });
      expect(!prepared.ok && prepared.message).toContain(`“${blamed}”`);
    },
  );

  it('is the very table that was read when it is taken', async () => {
    const { desk, requestOf } = await deskWith(
      'x,y,label\n1,2,a\n3,oops,b\n5,6,a\n7,8,b\n9\n10,11,a\n12,13,b\n',
    );
    const taken = await desk.take(requestOf());
    if (!taken.ok) throw new Error(taken.message);
    const { file, table } = taken;
    expect(file).toMatchObject({ id: table.id, rows: 5, dropped: 2, classes: ['a', 'b'] });
    const unpacked = await unpackTable(table.blob);
    expect(tableId(unpacked)).toBe(table.id);
    expect(unpacked.columns[1]).toMatchObject({ name: 'y', values: Float64Array.of(2, 6, 8, 11, 13) });
    const lacking = await desk.take(requestOf({}, { faulty: 'as-missing' }));
    expect(lacking).toMatchObject({ ok: true, file: { rows: 6, dropped: 1 } });
    // Taken again it is the same one.
    expect(await desk.take(requestOf())).toMatchObject({ ok: true, file: { id: table.id } });
  });

  it('is refused where there is nothing to take', async () => {
    const { desk, requestOf } = await deskWith('x,label\n1,a\n2,a\n3,a\n');
    const taken = await desk.take(requestOf());
    expect(taken).toMatchObject({ ok: false });
    expect(!taken.ok && taken.message).toContain('nothing to tell apart');
    expect(await new ImportDesk().prepare(requestOf())).toMatchObject({
      ok: false,
      message: 'There is no file that was read.',
    });
  });
});

describe('a file that is refused', () => {
  it.each([
    ['', 'The file is empty.'],
    ['  \n\n', 'The file is empty.'],
    ['x,y,label\n', 'There are no rows under the header.'],
    ['# a\n# b\n', 'There is nothing but comments in the file.'],
    ['PK\u0003\u0004rest', 'This is a workbook or an archive'],
    ['\0'.repeat(50), 'This is not a text file'],
    ['PNG\r\n\u001a\n\0\0\0\rIHDR\u0001\u0002\u0003\u0004\u0005', 'This is not a text file'],
    ['[{"x": 1}, {"x": ', 'This is not JSON'],
    ['[]', 'There are no rows in the file.'],
    [
      `${Array.from({ length: 257 }, (_, k) => `c${k}`).join()}\n${'1,'.repeat(256)}1\n`,
      'There are 257 columns',
    ],
  ])('%j', async (text, message) => {
    expect(await refusalOf(text)).toContain(message);
    expect(await refusalOf(new Blob([text]))).toContain(message);
  });

  it('leaves nothing of the one before it', async () => {
    const { desk, requestOf } = await deskWith('x,y\n1,2\n3,4\n');
    expect(await desk.read({ source: '', dialect: {} }, () => undefined)).toMatchObject({ ok: false });
    expect(await desk.prepare(requestOf())).toMatchObject({ ok: false, rows: 0 });
  });
});
