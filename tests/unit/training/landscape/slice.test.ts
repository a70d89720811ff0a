import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../../src/backends/executor.ts';
import { interpreter } from '../../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../../src/experiment/schema.ts';
import type { Cooperative } from '../../../../src/training/evaluation.ts';
import { CpuLandscape, type LandscapeEvaluator } from '../../../../src/training/landscape/evaluator.ts';
import { coarsened, coordinate, type LossGrid } from '../../../../src/training/landscape/grid.ts';
import { parametersAt, randomPlane } from '../../../../src/training/landscape/plane.ts';
import { sliceSteps, type Slice } from '../../../../src/training/landscape/slice.ts';
import { Run } from '../../../../src/training/run.ts';
import { CpuViews } from '../../../../src/training/view.ts';
import { wasmBackend } from '../../wasm/backends.ts';

const now = (): number => performance.now();
const experiment: Experiment = { ...defaultExperiment, points: 70, hidden: [3], activation: 'relu' };
const extent = 1.5;
const single = wasmBackend('f32');

function finish<T>(steps: Cooperative<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function trainedRun(backend: Backend, change: Partial<Experiment> = {}): Run {
  const run = new Run({ ...experiment, ...change }, backend, now);
  run.advance(Infinity, 5);
  return run;
}

function slice(run: Run, cells: number, coarser: LossGrid | null = null): Slice {
  const evaluator = new CpuLandscape(run, now);
  const plane = randomPlane(run.parameters(), run.network.layers, 3);
  const result = finish(sliceSteps({ plane, cells, extent, coarser, evaluators: [evaluator] }));
  evaluator.dispose();
  return result;
}

function lossOf(run: Run, parameters: Float64Array): number {
  const views = new CpuViews(run, now);
  const { trainLoss } = finish(views.metrics(parameters));
  views.dispose();
  return trainLoss;
}

describe.each([interpreter, single, wasmBackend('f64')])('a slice by $name', (backend) => {
  // A wide network runs in loops, a small one in one block of code.
  describe.each([[[3]], [[20, 20]]])('of a network with layers of %j', (hidden) => {
    const run = trainedRun(backend, { hidden });
    const { grid, plane } = slice(run, 4);
    const parameters = new Float64Array(run.network.parameterCount);

    it('has the reported train loss in its centre', () => {
      const reported = lossOf(run, run.parameters());
      expect(Math.abs(grid.losses[12] - reported)).toBeLessThanOrEqual(1e-6 * reported);
    });

    it('has in every other point the loss of a network with those weights', () => {
      grid.losses.forEach((loss, i) => {
        const alpha = coordinate(i % 5, 4, extent);
        const beta = -coordinate(Math.floor(i / 5), 4, extent);
        parametersAt(plane, alpha, beta, parameters);
        expect(Math.abs(loss - lossOf(run, parameters))).toBeLessThanOrEqual(1e-5 * loss);
      });
      expect(new Set(grid.losses).size).toBeGreaterThan(20);
    });
  });
});

describe('a slice', () => {
  const run = trainedRun(interpreter);

  it('is refined to the very grid that is computed at once, of which it is a part', () => {
    const [coarse, fine] = [slice(run, 4), slice(run, 8)];
    const refined = slice(run, 8, coarse.grid);
    expect(refined.grid).toEqual(fine.grid);
    expect(refined.points).toBe(81 - 25);
    expect(coarsened(fine.grid, 4)).toEqual(coarse.grid);
    expect(coarsened(fine.grid, 2)).toEqual(slice(run, 2).grid);
  });

  it('cannot be refined from one of another extent', () => {
    const { grid } = slice(run, 4);
    expect(() => slice(run, 8, { ...grid, extent: 2 })).toThrow('does not contain one of 4 to ±2');
  });

  it('is the same slice in single precision', () => {
    const [exact, compiled] = [run, trainedRun(single)].map((each) => slice(each, 8).grid.losses);
    const worst = Math.max(...exact.map((loss, i) => Math.abs(loss - compiled[i]) / loss));
    expect(worst).toBeLessThan(1e-4);
    expect(worst).toBeGreaterThan(0);
  });

  it('is left to the next evaluator when one declines', () => {
    const declining: LandscapeEvaluator = {
      name: 'gpu',
      msPerPoint: 1,
      *evaluate() {
        yield;
        return null;
      },
    };
    const cpu = new CpuLandscape(run, now);
    const plane = randomPlane(run.parameters(), run.network.layers, 3);
    const request = { plane, cells: 2, extent, coarser: null };
    const result = finish(sliceSteps({ ...request, evaluators: [declining, cpu] }));
    expect(result.evaluatedOn).toBe('cpu');
    expect(result.grid).toEqual(slice(run, 2).grid);
    expect(() => finish(sliceSteps({ ...request, evaluators: [declining] }))).toThrow('none of gpu');
  });

  it('yields again and again, so that training is not held up', () => {
    const evaluator = new CpuLandscape(run, now);
    const plane = randomPlane(run.parameters(), run.network.layers, 3);
    const steps = sliceSteps({ plane, cells: 64, extent, coarser: null, evaluators: [evaluator] });
    let yields = 0;
    while (!steps.next().done) yields++;
    // 4,225 points of 35 samples and about 30 instructions, 150,000 instructions a chunk.
    expect(yields).toBeGreaterThan(20);
    expect(yields).toBeLessThan(200);
  });
});
