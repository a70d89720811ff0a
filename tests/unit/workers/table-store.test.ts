import { describe, expect, it } from 'vitest';
import { packTable, tableId } from '../../../src/formats/packed-table.ts';
import type { Table } from '../../../src/data/table.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { PackedTable } from '../../../src/protocol/import-messages.ts';
import { createEngines } from '../../../workers/engines.ts';
import { TableStore, type FileLoader } from '../../../workers/table-store.ts';
import { TrainingService } from '../../../workers/training-service.ts';
import { readFile } from '../helpers/real-tables.ts';

const fromDisk: FileLoader = (file) => Promise.resolve(readFile(file));

describe('the tables of real sets', () => {
  it('are fetched once, and nothing is fetched for what a formula draws', async () => {
    const asked: string[] = [];
    const store = new TableStore((file) => {
      asked.push(file);
      return fromDisk(file);
    });
    expect(store.has({ dataSet: 'circle' })).toBe(true);
    expect(store.has({ dataSet: 'iris' })).toBe(false);
    expect(() => store.source('iris')).toThrow('the table “iris” has not been loaded');
    expect(await store.provide({ dataSet: 'circle' })).toBeNull();
    expect(await store.provide({ dataSet: 'iris' })).toBeNull();
    expect(await store.provide({ dataSet: 'iris' })).toBeNull();
    expect(asked).toEqual(['data/iris.json']);
    expect(store.has({ dataSet: 'iris' })).toBe(true);
    expect(store.source('iris').rowCount).toBe(150);
  });

  it('say in words why they are not there, and can be asked for again', async () => {
    let isOffline = true;
    const store = new TableStore((file) =>
      isOffline ? Promise.reject(new Error('Failed to fetch')) : fromDisk(file),
    );
    expect(await store.provide({ dataSet: 'cars' })).toBe(
      '“Cars” could not be loaded (Failed to fetch). Check the connection and choose it again; nothing else has changed.',
    );
    expect(store.has({ dataSet: 'cars' })).toBe(false);
    isOffline = false;
    expect(await store.provide({ dataSet: 'cars' })).toBeNull();
  });

  it('are refused when the file is something else', async () => {
    const store = new TableStore(() => Promise.resolve({ rowCount: 3 }));
    expect(await store.provide({ dataSet: 'iris' })).toContain(
      'The file of “Iris” (data/iris.json) is damaged',
    );
  });
});

function serviceWith(loadFile: FileLoader): TrainingService {
  let now = 0;
  return new TrainingService({
    engines: createEngines(() => now),
    gpu: undefined,
    loadFile,
    now: () => (now += 0.01),
    nextTask: () => Promise.resolve(),
    sleep: () => Promise.resolve(),
    onCrash: (error) => {
      throw error;
    },
  });
}

describe('the service', () => {
  it('trains a real set once it is there', async () => {
    const service = serviceWith(fromDisk);
    const experiment = { ...defaultExperiment, dataSet: 'iris', loss: 'cross-entropy' } as const;
    const reply = await service.configure({ experiment });
    if (!reply.ok) throw new Error(reply.message);
    const { data, network } = reply.value;
    expect(network.inputs).toHaveLength(4);
    expect(network.outputs).toEqual({ names: ['setosa', 'versicolor', 'virginica'], low: 0 });
    expect(data?.summary).toEqual({ rows: 150, leftOut: 0 });
    expect(data?.origin?.licence.name).toBe('CC BY 4.0');
    expect(data?.inputs?.[0]).toMatchObject({ name: 'sepal length (cm)', note: null });
  });

  it('counts the rows that validation is by apart from those that nothing is done with', async () => {
    const service = serviceWith(fromDisk);
    const summaryOf = async (experiment: Experiment) => {
      const reply = await service.configure({ experiment });
      if (!reply.ok) throw new Error(reply.message);
      return reply.value.data?.summary;
    };
    const held = { stopWhen: 'validation', validationShare: 20, trainShare: 50 } as const;
    const plane: Experiment = { ...defaultExperiment, ...held, points: 200 };
    expect(await summaryOf(plane)).toEqual({ rows: 180, leftOut: 0, validation: 20 });
    expect(await summaryOf({ ...plane, stopWhen: 'never' })).toEqual({ rows: 200, leftOut: 0 });
    const cars: Experiment = { ...plane, dataSet: 'cars', loss: 'squared-error' };
    const all = await summaryOf({ ...cars, stopWhen: 'never' });
    const { rows = 0, validation = 0, ...rest } = (await summaryOf(cars)) ?? {};
    expect({ rows: rows + validation, ...rest }).toEqual(all);
    expect(validation).toBeGreaterThan(0);
  });

  it('keeps what it has when a set can not be had', async () => {
    const service = serviceWith(() => Promise.reject(new Error('the server answered 404')));
    const first = await service.configure({ experiment: defaultExperiment });
    const reply = await service.configure({ experiment: { ...defaultExperiment, dataSet: 'digits' } });
    expect(reply).toMatchObject({ ok: false, code: 'data-unavailable' });
    const snapshot = await service.snapshot({ viewVersion: 0, historyVersion: 0 });
    expect(snapshot.ok && first.ok && snapshot.value.runId === first.value.runId).toBe(true);
  });
});

describe('own tables', () => {
  const table = (first: number): Table => ({
    rowCount: 4,
    columns: [
      { name: 'x', kind: 'number', values: Float64Array.of(first, 2, 3, 4) },
      { name: 'y', kind: 'number', values: Float64Array.of(4, 3, 2, 1) },
      { name: 'kind', kind: 'category', codes: Int32Array.of(0, 1, 0, 1), categories: ['a', 'b'] },
    ],
  });
  const packed = (own: Table): PackedTable => ({ id: tableId(own), blob: packTable(own) });
  const fileOf = (own: Table): FileData => ({
    id: tableId(own),
    name: 'own.csv',
    rows: 4,
    dropped: 0,
    reading: { faulty: 'leave-out' },
    inputs: ['x', 'y'],
    target: { kind: 'class', column: 'kind' },
    categorical: [],
    manyCategories: [],
    missing: 'leave-out',
    split: null,
    classes: ['a', 'b'],
  });
  const experimentOf = (own: Table): Experiment => ({
    ...defaultExperiment,
    dataSet: 'file',
    file: fileOf(own),
  });

  it('train when they are sent along, and are asked for when they are not there', async () => {
    const service = serviceWith(fromDisk);
    const experiment = experimentOf(table(1));
    await service.configure({ experiment: defaultExperiment });
    expect(await service.configure({ experiment })).toMatchObject({
      ok: false,
      code: 'data-unavailable',
      message: '“own.csv” (4 rows) is not kept in this browser: choose “File” and open it.',
    });
    const reply = await service.configure({ experiment, table: packed(table(1)) });
    expect(reply).toMatchObject({
      ok: true,
      value: { data: { classNames: ['a', 'b'], summary: { rows: 4 } } },
    });
    // Kept by now.
    expect(await service.configure({ experiment: { ...experiment, seed: 2 } })).toMatchObject({ ok: true });
  });

  it('that cannot be trained on are refused, and what was trained goes on', async () => {
    const service = serviceWith(fromDisk);
    await service.configure({ experiment: defaultExperiment });
    const experiment = experimentOf(table(1));
    const file = { ...fileOf(table(1)), inputs: ['nowhere'] };
    const reply = await service.configure({ experiment: { ...experiment, file }, table: packed(table(1)) });
    expect(reply).toMatchObject({ ok: false, code: 'data-unavailable' });
    expect(await service.command('step')).toMatchObject({ ok: true });
  });

  it('are kept for the present run and the one before', async () => {
    const store = new TableStore(fromDisk);
    for (const first of [1, 2, 3]) {
      expect(await store.provide(experimentOf(table(first)), packed(table(first)))).toBeNull();
    }
    expect([1, 2, 3].map((first) => store.has(experimentOf(table(first))))).toEqual([false, true, true]);
    expect(
      await store.provide(experimentOf(table(1)), { id: tableId(table(1)), blob: new Blob(['x']) }),
    ).toContain('can no longer be read');
  });
});
