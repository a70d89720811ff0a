import { describe, expect, it } from 'vitest';
import { interpreter } from '../../src/backends/interpreter/interpreter.ts';
import { deepJson, deepLines } from '../../bench/compile-time/report.ts';
import type { Measurement } from '../../bench/measure.ts';
import { tables } from '../../bench/report.ts';
import { againstGoal, firstDifference, type WorkloadResult } from '../../bench/results.ts';
import { RowTraining, rowWasm } from '../../bench/rows/ours.ts';
import { createRowWorkload, drawRowWorkload, rowMajor, RowOrder } from '../../bench/rows/workloads.ts';

const measurement = (engine: string, runtime: string, change: Partial<Measurement>): Measurement => ({
  ...{ engine, runtime, stepsPerSecond: 1, note: '', once: false, numbers: [], firstNumbers: [] },
  ...change,
});

const result = (measured: readonly Measurement[]): WorkloadResult => ({
  ...{ workload: createRowWorkload('W8'), measured, missing: [], peaks: [], compileTimes: [] },
});

describe('rows in memory', () => {
  it('come as they lie in the first epoch, and each once in every later one', () => {
    const rows = new RowOrder({ rows: 10, batchSize: 3 });
    const epoch = (): number[] => Array.from({ length: 3 }, () => [...rows.next()]).flat();
    expect(epoch()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const [second, third] = [epoch(), epoch()];
    for (const order of [second, third]) expect(new Set(order).size).toBe(9);
    expect(second).not.toEqual(third);
  });

  it('are the same on every call, and exact in single precision', () => {
    const [one, other] = [createRowWorkload('W8'), createRowWorkload('W8')];
    expect(one).toEqual(other);
    const flat = rowMajor(one.inputs);
    expect(flat).toHaveLength(1797 * 64);
    expect(flat[64 + 3]).toBe(one.inputs[3][1]);
    expect(new Set(one.targets[0])).toEqual(new Set(Array.from({ length: 10 }, (_, place) => place)));
  });

  it.each(['squared-error', 'cross-entropy'] as const)(
    'train alike on every engine, with %s',
    async (loss) => {
      const workload = drawRowWorkload('small', {
        ...{ widths: [3, 5, 4, 2], activation: 'tanh', loss, batchSize: 4, rows: 23 },
      });
      const trainings = [
        new RowTraining(workload, interpreter),
        await rowWasm('f64').create(workload),
        await rowWasm('f32').create(workload),
      ];
      for (const training of trainings) await training.steps(12);
      const [exact, double, single] = [
        await trainings[0].parameters(),
        await trainings[1].parameters(),
        await trainings[2].parameters(),
      ];
      for (const [k, value] of exact.entries()) {
        expect(Math.abs(double[k] - value)).toBeLessThan(1e-12);
        expect(Math.abs(single[k] - value)).toBeLessThan(1e-5);
      }
      // The control: they have moved.
      expect(Math.abs(exact[0] - workload.initialParameters[0])).toBeGreaterThan(1e-3);
      for (const training of trainings) training.dispose();
    },
  );
});

describe('the report of rows', () => {
  it('names how many times PyTorch, beside what is called for, and how far the engines are apart', () => {
    const all = result([
      measurement('wasm-f32', 'chromium', { stepsPerSecond: 50, firstNumbers: [1, 2] }),
      measurement('pytorch', 'python', { stepsPerSecond: 2, firstNumbers: [1, 2.25] }),
    ]);
    expect(againstGoal(all)).toEqual([{ runtime: 'chromium', ratio: 25, goal: 20 }]);
    expect(firstDifference(all)).toBe(0.25);
    expect(tables(all)).toContain('compiled f32 in chromium: 25.00 × PyTorch (goal in Chromium: 20)');
    expect(tables(all)).toContain('differ by at most 2.5e-1');
  });

  it('says nothing where there is nothing to compare', () => {
    const alone = result([measurement('wasm-f32', 'node', {})]);
    expect(againstGoal(alone)).toEqual([]);
    expect(firstDifference(alone)).toBeNaN();
    expect(tables(alone)).not.toContain('PyTorch');
  });

  it('finds a number that is none', () => {
    const all = result([
      measurement('wasm-f32', 'node', { firstNumbers: [1, 2] }),
      measurement('wasm-f64', 'node', { firstNumbers: [1, NaN] }),
    ]);
    expect(firstDifference(all)).toBe(Infinity);
  });

  it('sets the deep network beside the wide one', () => {
    const time = (coldMs: number) =>
      ({ engine: 'wasm-f32', runtime: 'node', coldMs, warmMs: coldMs / 4, moduleBytes: 1 }) as const;
    expect(deepLines([time(60)], [time(10)])).toContain('60.0 ms, 6.0 × W6 (goal: 8)');
    expect(JSON.parse(deepJson([time(60)], [time(10)]))).toMatchObject({ workload: 'deep', timesW6: 6 });
    expect(deepLines([time(60)], [])).toBe('');
  });
});
