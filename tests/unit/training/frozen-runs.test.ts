import { describe, expect, it } from 'vitest';
import { engineNames, optimizerNames } from '../../../src/experiment/names.ts';
import { fitBatches, type FitRequest } from '../../../src/training/fit-batches.ts';
import { expectClose, largestDifference } from '../helpers/closeness.ts';
import { goldenFrozenRuns, type GoldenFrozenRun } from '../helpers/goldens.ts';
import { tolerances } from '../tolerances.ts';

const runs = goldenFrozenRuns();
const titled = runs.map((run): [string, GoldenFrozenRun] => [
  `${run.optimizer}, ${JSON.stringify(run.hyper)}, L1 ${run.l1}, L2 ${run.l2}, resting ${run.resting.join(' ')}`,
  run,
]);

function requestOf({ batchSize, losses, inputs, ...run }: GoldenFrozenRun): FitRequest {
  const batches = losses.map((_, k) =>
    Array.from({ length: batchSize }, (_row, i) => (batchSize * k + i) % inputs.length),
  );
  return { ...run, inputs, batches };
}

describe('parameters that rest', () => {
  for (const engine of engineNames) {
    it.each(titled)(`are those of PyTorch without requires_grad on ${engine}: %s`, (_title, run) => {
      const { losses, parameters } = fitBatches({ ...requestOf(run), engine });
      expectClose(losses, run.losses, tolerances[engine].fit);
      expectClose(parameters, run.after, tolerances[engine].fit);
      const exact = engine === 'wasm-f32' ? Math.fround : (value: number): number => value;
      for (const place of run.resting) expect(parameters[place]).toBe(exact(run.parameters[place]));
    });
  }

  it.each(titled)('would be missed if one of them moved: %s', (_title, run) => {
    const { fit } = tolerances.interpreter;
    for (const left of run.resting.slice(0, 4)) {
      const resting = run.resting.filter((place) => place !== left);
      const { parameters } = fitBatches({ ...requestOf(run), resting, engine: 'interpreter' });
      expect(largestDifference(parameters, run.after, fit.floor), `place ${left}`).toBeGreaterThan(
        10 * fit.relative,
      );
    }
  });

  it('are compared for every optimizer, with clipping, and with weights that are cut', () => {
    expect(new Set(runs.map(({ optimizer }) => optimizer))).toEqual(new Set(optimizerNames));
    expect(runs.some(({ hyper }) => hyper.clip_norm !== undefined)).toBe(true);
    expect(runs.some(({ hyper }) => hyper.clip_value !== undefined)).toBe(true);
    expect(runs.some(({ resting, parameters }) => resting.some((place) => parameters[place] === 0))).toBe(
      true,
    );
  });

  it('are refused where the network has none such', () => {
    const [run] = runs;
    for (const wrong of [-1, 26, 0.5])
      expect(() => fitBatches({ ...requestOf(run), resting: [wrong] })).toThrow(
        `resting names parameter ${wrong}, expected one from 0 to 25`,
      );
  });
});
