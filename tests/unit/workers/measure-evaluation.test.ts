import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { NetworkCache } from '../../../src/training/network-cache.ts';
import { Run } from '../../../src/training/run.ts';
import { createEngines } from '../../../workers/engines.ts';
import { GpuKeeper } from '../../../workers/gpu-keeper.ts';
import { measureEvaluation } from '../../../workers/measure-evaluation.ts';
import { realTables } from '../helpers/real-tables.ts';

function measured(change: Partial<Experiment>, resolution: number) {
  let time = 0;
  const now = (): number => (time += 1);
  const compiled = createEngines(now).choose('wasm-f32');
  const experiment = { ...defaultExperiment, hidden: [], ...change };
  const run = new Run(experiment, compiled.backend, now, null, new NetworkCache(), realTables);
  const parts = { gpu: undefined, sleep: () => Promise.resolve(), now, nextTask: () => Promise.resolve() };
  return measureEvaluation(run, resolution, compiled, { ...parts, keeper: new GpuKeeper(parts) });
}

describe('the comparison of evaluators', () => {
  it('does not make a grid of more numbers than fit, and says so', async () => {
    for (const { pointsPerSecond, reason } of await measured(
      { dataSet: 'digits', loss: 'cross-entropy' },
      1024,
    )) {
      expect(pointsPerSecond).toBeNull();
      expect(reason).toBe('1,048,576 cells of 64 inputs are too many to hold at once.');
    }
  });

  it('measures what fits (control)', async () => {
    for (const [change, resolution] of [
      [{ dataSet: 'digits', loss: 'cross-entropy' }, 64],
      [{}, 1024],
    ] as const) {
      const [interpreted, compiled] = await measured(change, resolution);
      expect(interpreted.pointsPerSecond).toBeGreaterThan(0);
      expect(compiled.pointsPerSecond).toBeGreaterThan(0);
    }
  });
});
