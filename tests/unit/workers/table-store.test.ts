import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
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
    expect(store.has('circle')).toBe(true);
    expect(store.has('iris')).toBe(false);
    expect(() => store.source('iris')).toThrow('the table “iris” has not been loaded');
    expect(await store.provide('circle')).toBeNull();
    expect(await store.provide('iris')).toBeNull();
    expect(await store.provide('iris')).toBeNull();
    expect(asked).toEqual(['data/iris.json']);
    expect(store.has('iris')).toBe(true);
    expect(store.source('iris').rowCount).toBe(150);
  });

  it('say in words why they are not there, and can be asked for again', async () => {
    let isOffline = true;
    const store = new TableStore((file) =>
      isOffline ? Promise.reject(new Error('Failed to fetch')) : fromDisk(file),
    );
    expect(await store.provide('cars')).toBe(
      '“Cars” could not be loaded (Failed to fetch). Check the connection and choose it again; nothing else has changed.',
    );
    expect(store.has('cars')).toBe(false);
    isOffline = false;
    expect(await store.provide('cars')).toBeNull();
  });

  it('are refused when the file is something else', async () => {
    const store = new TableStore(() => Promise.resolve({ rowCount: 3 }));
    expect(await store.provide('iris')).toContain('The file of “Iris” (data/iris.json) is damaged');
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

  it('keeps what it has when a set can not be had', async () => {
    const service = serviceWith(() => Promise.reject(new Error('the server answered 404')));
    const first = await service.configure({ experiment: defaultExperiment });
    const reply = await service.configure({ experiment: { ...defaultExperiment, dataSet: 'digits' } });
    expect(reply).toMatchObject({ ok: false, code: 'data-unavailable' });
    const snapshot = await service.snapshot({ viewVersion: 0, historyVersion: 0 });
    expect(snapshot.ok && first.ok && snapshot.value.runId === first.value.runId).toBe(true);
  });
});
