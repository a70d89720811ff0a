import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { RowAnswer, RowEntry, RowRequest, RowWindow } from '../../../src/protocol/row-messages.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { readFile } from '../helpers/real-tables.ts';
import { cellsOf, tableOf } from '../helpers/reading.ts';
import type { Table } from '../../../src/data/table.ts';
import { ownFile } from '../helpers/own-file.ts';
import { createService, snapshotWhere, unwrap } from './harness.ts';

const request: RowRequest = {
  order: { by: 'row', column: '', descending: false },
  filter: { side: 'all', verdict: 'all', classes: null },
  from: 0,
  count: 500,
  version: 0,
};

/** Rests after one epoch. */
async function serviceFor(settings: Partial<Experiment>) {
  const { service } = createService(undefined, { loadFile: (file) => Promise.resolve(readFile(file)) });
  const experiment: Experiment = { ...defaultExperiment, points: 60, engine: 'wasm-f64', ...settings };
  unwrap(await service.configure({ experiment }));
  unwrap(await service.command('step'));
  const { view } = await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 1);
  return { service, experiment, view: view! };
}

async function answerOf(service: TrainingService, changes: Partial<RowRequest> = {}): Promise<RowAnswer> {
  for (;;) {
    const answer = unwrap(await service.rows({ ...request, ...changes }));
    if (!answer.pending) return answer;
  }
}

async function windowOf(service: TrainingService, changes: Partial<RowRequest> = {}): Promise<RowWindow> {
  const { window } = await answerOf(service, changes);
  if (window === null) throw new Error('there is no window');
  return window;
}

const mean = (rows: readonly RowEntry[]): number =>
  rows.reduce((sum, { loss }) => sum + loss, 0) / rows.length;

const sets: readonly Partial<Experiment>[] = [
  { l2: 0.1 },
  { loss: 'binary-cross-entropy', engine: 'wasm-f32' },
  { dataSet: 'rings', classes: 3, loss: 'cross-entropy' },
  { dataSet: 'iris', loss: 'squared-error', engine: 'interpreter' },
  { dataSet: 'penguins', loss: 'cross-entropy' },
];

describe('the table of all rows', () => {
  it.each(sets)('has the losses and verdicts that the view sums up: %o', async (settings) => {
    const { service, view } = await serviceFor(settings);
    const { rows, totalRows, matchingRows, epoch } = await windowOf(service);
    expect([rows.length, matchingRows, epoch]).toEqual([totalRows, totalRows, 1]);
    for (const side of ['train', 'test'] as const) {
      const ofSide = rows.filter((row) => row.side === side);
      expect(mean(ofSide)).toBeCloseTo(view[`${side}Loss`], 12);
      view[`${side}ByClass`]!.forEach(({ count, loss, right }, place) => {
        const ofClass = ofSide.filter(({ truth }) => truth === place);
        expect(ofClass).toHaveLength(count);
        expect(ofClass.filter((row) => row.right)).toHaveLength(right);
        if (loss !== null) expect(mean(ofClass)).toBeCloseTo(loss, 12);
      });
    }
    expect(rows.map(({ row }) => row)).toEqual(
      [...rows.keys()].map((i) => rows[i].row).sort((a, b) => a - b),
    );
    // The control: not all rows have the same loss.
    expect(new Set(rows.map(({ loss }) => loss)).size).toBeGreaterThan(10);
  });

  it('gives every row the answer that it has when it is asked for', async () => {
    const { service } = await serviceFor({ dataSet: 'penguins', loss: 'cross-entropy' });
    const { rows, columns, certainty } = await windowOf(service);
    expect(certainty).toBe('probability');
    expect(columns.map(({ name }) => name)).not.toContain('species');
    const missing = rows.find(({ values }) => values.includes(null))!;
    for (const { side, index, outputs, answer, values } of [rows[0], missing]) {
      const asked = unwrap(await service.ask({ kind: 'sample', split: side, index }));
      expect(outputs).toEqual(asked.outputs);
      if (asked.prediction?.kind !== 'class') throw new Error('no class');
      expect(answer).toBe(asked.prediction.place);
      const named = Object.fromEntries(columns.map(({ name }, i) => [name, values[i]]));
      expect(named).toMatchObject(asked.row);
    }
  });

  it('tells of a column that three digits of its numbers would not tell apart', async () => {
    const rowCount = 40;
    const numbers = (name: string, of: (row: number) => number) =>
      ({
        name,
        kind: 'number',
        values: Float64Array.from({ length: rowCount }, (_, row) => of(row)),
      }) as const;
    const codes = Int32Array.from({ length: rowCount }, (_, row) => row % 2);
    const table: Table = {
      rowCount,
      columns: [
        numbers('when', (row) => 1.7e12 + 1000 * row),
        numbers('depth', (row) => -1e7 - row),
        numbers('mass', (row) => 1e23 + row),
        numbers('price', (row) => 9_999_999 - row),
        { name: 'kind', kind: 'category', codes, categories: ['no', 'yes'] },
      ],
    };
    const { file, table: packed } = ownFile(table, { name: 'moments.csv', inputs: ['when', 'price'] });
    const { service } = createService();
    const experiment: Experiment = { ...defaultExperiment, engine: 'wasm-f64', dataSet: 'file', file };
    unwrap(await service.configure({ experiment, table: packed }));
    const { columns } = await windowOf(service);
    expect(columns.map(({ name, isLong }) => [name, isLong === true])).toEqual([
      ['when', true],
      ['depth', true],
      ['mass', false],
      ['price', false],
    ]);
  });

  it('has the lesson’s rows on both sides, each time once, and leaves out what a formula leaves out', async () => {
    const { service } = await serviceFor({ dataSet: 'lesson' });
    const { rows, columns } = await windowOf(service);
    expect(columns.map(({ name }) => name)).toEqual(['x1', 'x2', 'x3']);
    expect(rows.map(({ row, side }) => `${row} ${side}`)).toEqual(
      [0, 1, 2, 3].flatMap((row) => [`${row} train`, `${row} test`]),
    );
    const byFormula = await serviceFor({ dataSet: 'formula', formula: 'log(x1) * x2' });
    const used = (await windowOf(byFormula.service)).rows;
    expect(used.length).toBeGreaterThan(10);
    expect(used.length).toBeLessThan(60);
    for (const { values, truth } of used) {
      const [x1, x2] = values as number[];
      expect(truth).toBeCloseTo(Math.log(x1) * x2, 10);
    }
    const curve = await serviceFor({ dataSet: 'x-sin-x' });
    for (const { values, truth } of (await windowOf(curve.service)).rows) {
      const [x] = values as number[];
      expect(truth).toBe(x * Math.sin(x));
    }
  });

  it('of numbers has answers in their units, and neither verdicts nor certainties', async () => {
    const { service, view } = await serviceFor({ dataSet: 'cars' });
    const window = await windowOf(service, { count: 400, filter: { ...request.filter, verdict: 'wrong' } });
    const { rows, certainty, targetName } = window;
    expect(rows).toHaveLength(window.totalRows);
    expect([certainty, targetName]).toEqual([null, 'miles per gallon']);
    expect(rows.every(({ right, certainty: none }) => right === null && none === null)).toBe(true);
    const answers = rows.map(({ answer }) => answer!);
    expect(Math.max(...answers)).toBeGreaterThan(10);
    expect(rows.every(({ truth }) => truth >= 9 && truth <= 47)).toBe(true);
    expect(mean(rows.filter(({ side }) => side === 'test'))).toBeCloseTo(view.testLoss, 12);
  });

  it('sorts by loss and by columns of both kinds, what is missing last', async () => {
    const { service } = await serviceFor({ dataSet: 'penguins', loss: 'cross-entropy' });
    const byLoss = await windowOf(service, { order: { by: 'loss', column: '', descending: true } });
    const losses = byLoss.rows.map(({ loss }) => loss);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    for (const descending of [false, true]) {
      const order = { by: 'column', column: 'sex', descending } as const;
      const { rows, columns } = await windowOf(service, { order });
      const at = columns.findIndex(({ name }) => name === 'sex');
      const sexes = rows.map(({ values }) => values[at]);
      const runs = sexes.filter((sex, i) => sex !== sexes[i - 1]);
      expect(runs).toEqual(descending ? ['male', 'female', null] : ['female', 'male', null]);
    }
    const stranger = await service.rows({
      ...request,
      order: { by: 'column', column: 'wings', descending: false },
    });
    expect(stranger).toMatchObject({ ok: false, code: 'not-found' });
  });

  it('gives the rows asked for and no more, and nothing to those who have them', async () => {
    const { service } = await serviceFor({ points: 300 });
    const whole = await windowOf(service);
    const part = await windowOf(service, { from: 100, count: 20 });
    expect([part.from, part.version]).toEqual([100, whole.version]);
    expect(part.rows).toEqual(whole.rows.slice(100, 120));
    expect((await windowOf(service, { from: 290, count: 20 })).rows).toHaveLength(10);
    expect((await windowOf(service, { from: 900, count: 20 })).rows).toHaveLength(0);
    expect((await answerOf(service, { version: whole.version })).window).toBeNull();
  });

  it('is of the present weights when training rests, and of another run after a change', async () => {
    const { service, experiment } = await serviceFor({});
    const before = await windowOf(service);
    unwrap(await service.command('step'));
    await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 2);
    const after = await windowOf(service, { version: before.version });
    expect([before.epoch, after.epoch]).toEqual([1, 2]);
    expect(after.rows.map(({ loss }) => loss)).not.toEqual(before.rows.map(({ loss }) => loss));
    // Not waited for: the run that it is about gives way, and is named with the answer.
    const overtaken = service.rows({ ...request, order: { by: 'loss', column: '', descending: true } });
    const { runId } = unwrap(await service.configure({ experiment: { ...experiment, points: 80 } }));
    const first = unwrap(await service.rows(request));
    expect([first.runId, first.window?.totalRows ?? 80]).toEqual([runId, 80]);
    expect(unwrap(await overtaken).runId).toBe(runId - 1);
    const now = await windowOf(service);
    expect([now.totalRows, now.epoch]).toEqual([80, 0]);
  });

  it('is made anew while training goes on, which it does not change by a bit', async () => {
    const train = async (looks: boolean): Promise<Float64Array> => {
      const { service } = await serviceFor({ points: 400 });
      const windows: (RowWindow | null)[] = [];
      for (let epoch = 2; epoch <= 6; epoch++) {
        unwrap(await service.command('step'));
        if (looks) windows.push(unwrap(await service.rows({ ...request, count: 5 })).window);
        await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === epoch);
      }
      if (looks) expect(windows.filter((window) => window !== null).length).toBeGreaterThan(1);
      return unwrap(await service.checkpoint())!.parameters;
    };
    expect(await train(true)).toEqual(await train(false));
  });
});

describe('the file of the rows', () => {
  it('has all rows that match, in their order, with outputs to the last digit', async () => {
    const { service } = await serviceFor({ dataSet: 'penguins', loss: 'cross-entropy' });
    const order = { by: 'loss', column: '', descending: true } as const;
    const filter = { side: 'test', verdict: 'all', classes: [0, 2] } as const;
    const { rows, columns } = await windowOf(service, { order, filter });
    let state = unwrap(await service.exportRows({ kind: 'start', order, filter }));
    while (state.kind === 'running') state = unwrap(await service.exportRows({ kind: 'look' }));
    if (state.kind !== 'done') throw new Error('there is no file');
    expect([state.name, state.rows]).toEqual(['penguins-epoch-1.csv', rows.length]);
    const { table } = await tableOf(await state.file.text());
    const cells = cellsOf(table);
    columns.forEach(({ name }, i) => expect(cells[name]).toEqual(rows.map(({ values }) => values[i])));
    expect(cells['loss']).toEqual(rows.map(({ loss }) => loss));
    expect(cells['row']).toEqual(rows.map(({ row }) => row + 1));
    ['Adelie', 'Chinstrap', 'Gentoo'].forEach((species, place) => {
      expect(cells[`probability of ${species}`]).toEqual(rows.map(({ outputs }) => outputs[place]));
    });
    expect(unwrap(await service.exportRows({ kind: 'look' }))).toEqual({ kind: 'none' });
  });

  it.each([
    [{ dataSet: 'cars' }, 'row,set,answer,output,loss'],
    [{}, 'x1,x2,class,row,set,answer,output,loss,right'],
    [
      { loss: 'binary-cross-entropy' },
      'x1,x2,class,row,set,answer,probability of -1,probability of +1,loss,right',
    ],
    [
      { dataSet: 'rings', classes: 3, loss: 'squared-error' },
      'set,answer,output for ring 1,output for ring 2,output for ring 3,loss,right',
    ],
  ] as const)('names what the network adds to the columns of %o', async (settings, names) => {
    const { service } = await serviceFor(settings);
    const { order, filter } = request;
    await windowOf(service);
    let state = unwrap(await service.exportRows({ kind: 'start', order, filter }));
    while (state.kind === 'running') state = unwrap(await service.exportRows({ kind: 'look' }));
    if (state.kind !== 'done') throw new Error('there is no file');
    const [header, first] = (await state.file.text()).split('\r\n');
    expect(header.endsWith(names), header).toBe(true);
    expect(first.split(',')).toHaveLength(header.split(',').length);
  });

  it('is refused while there is no table in that order', async () => {
    const { service } = await serviceFor({});
    const { order, filter } = request;
    expect(await service.exportRows({ kind: 'start', order, filter })).toMatchObject({ ok: false });
    await windowOf(service);
    expect(await service.exportRows({ kind: 'start', order, filter })).toMatchObject({ ok: true });
    const other = { ...order, descending: true };
    expect(await service.exportRows({ kind: 'start', order: other, filter })).toMatchObject({ ok: false });
  });
});
