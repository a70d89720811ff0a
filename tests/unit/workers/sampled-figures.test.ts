import { describe, expect, it } from 'vitest';
import { measuredCounts, sampleCounts, sampledRows } from '../../../src/data/sampled-rows.ts';
import type { Table } from '../../../src/data/table.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { ownFile } from '../helpers/own-file.ts';
import type { History, View } from '../../../src/protocol/snapshot-messages.ts';
import { createEngines } from '../../../workers/engines.ts';
import { TrainingService } from '../../../workers/training-service.ts';

const rowCount = 24_000;

/** Two inputs on a lattice, and classes that no line tells apart. */
function largeTable(): Table {
  const along = (step: number): Float64Array =>
    Float64Array.from({ length: rowCount }, (_, row) => ((row * step) % 199) / 100 - 1);
  const [x, y] = [along(1), along(47)];
  const codes = Int32Array.from(x, (value, row) => (value * y[row] > 0.1 ? 1 : 0));
  return {
    rowCount,
    columns: [
      { name: 'x', kind: 'number', values: x },
      { name: 'y', kind: 'number', values: y },
      { name: 'kind', kind: 'category', codes, categories: ['no', 'yes'] },
    ],
  };
}

function service(): TrainingService {
  let now = 0;
  return new TrainingService({
    engines: createEngines(() => now),
    gpu: undefined,
    now: () => (now += 0.01),
    nextTask: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
    onCrash: (error) => {
      throw error;
    },
  });
}

describe('a sample', () => {
  it('has of each side its share, and both sides', () => {
    expect(sampleCounts(30, 70, 100)).toEqual({ train: 30, test: 70 });
    expect(sampleCounts(300, 700, 100)).toEqual({ train: 30, test: 70 });
    expect(sampleCounts(1, 1_000_000, 100)).toEqual({ train: 1, test: 99 });
    expect(sampleCounts(1_000_000, 1, 100)).toEqual({ train: 99, test: 1 });
    expect(measuredCounts(12_000, 8_000)).toEqual({ train: 12_000, test: 8_000 });
    expect(measuredCounts(12_000, 8_001)).toEqual({ train: 6_000, test: 4_000 });
    const rows = { train: Uint32Array.of(5, 3, 1), test: Uint32Array.of(0, 2, 4) };
    expect(sampledRows(rows, 4)).toEqual({ train: Uint32Array.of(5, 3), test: Uint32Array.of(0, 2) });
    expect(sampledRows(rows, 6)).toEqual(rows);
  });
});

describe('figures of very many rows', () => {
  it('are of the same sample while training, and exact at rest', async () => {
    const { file, table } = ownFile(largeTable(), { name: 'large.csv', inputs: ['x', 'y'], dropped: 7 });
    const experiment: Experiment = {
      ...defaultExperiment,
      dataSet: 'file',
      engine: 'wasm-f64',
      batchSize: 500,
      file,
    };
    const training = service();
    const reply = await training.configure({ experiment, table });
    if (!reply.ok) throw new Error(reply.message);
    const { data } = reply.value;
    expect(data?.summary).toEqual({ rows: rowCount, leftOut: 7, measured: 10_000, drawn: 5_000 });
    expect(data?.train.label.length).toBe(2500);
    expect([data?.rows.train.length, data?.rows.test.length]).toEqual([12_000, 12_000]);

    // A row that is not drawn can be opened too.
    for (const index of [2499, 2500, 11_999]) {
      const opened = await training.inspectSample({
        sample: { kind: 'sample', split: 'test', index },
        root: { kind: 'loss' },
      });
      if (!opened.ok) throw new Error(opened.message);
      const { x1, label, targets, value } = opened.value;
      expect(Number.isNaN(x1)).toBe(index >= 2500);
      expect([label]).toEqual(targets);
      expect(value).toBeGreaterThan(0);
    }
    const beyond = { kind: 'sample', split: 'test', index: 12_000 } as const;
    expect(await training.inspectSample({ sample: beyond, root: { kind: 'loss' } })).toMatchObject({
      ok: false,
      message: 'There is no test point 12001: there are 12000.',
    });

    let version = 0;
    const views: View[] = [];
    let history: History | null = null;
    const look = async (): Promise<boolean> => {
      const answer = await training.snapshot({ viewVersion: version, historyVersion: 0 });
      if (!answer.ok) throw new Error(answer.message);
      const { view } = answer.value;
      history = answer.value.history ?? history;
      if (view !== null) {
        version = view.version;
        views.push(view);
      }
      return answer.value.status === 'running' || answer.value.viewPending;
    };
    await training.setSpeed('full');
    await training.command('step');
    while (await look()) await new Promise((resolve) => setImmediate(resolve));

    const sampled = views.filter(({ sampleRows }) => sampleRows === 10_000);
    const exact = views[views.length - 1];
    expect(sampled.length).toBeGreaterThan(0);
    expect(exact).toMatchObject({ epoch: 1, sampleRows: null });
    // All 24,000 rows are counted, and the curve knows the sample alone.
    const counted = [...(exact.trainByClass ?? []), ...(exact.testByClass ?? [])];
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(rowCount);
    const last = sampled.filter(({ epoch }) => epoch === 1)[0];
    expect(last.trainLoss).not.toBe(exact.trainLoss);
    expect(Math.abs(last.trainLoss - exact.trainLoss)).toBeLessThan(0.05);
    const curve = (history as History | null)?.trainMin;
    expect(curve?.[curve.length - 1]).toBe(last.trainLoss);
    await training.command('pause');
  });
});
