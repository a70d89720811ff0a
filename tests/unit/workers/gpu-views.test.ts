import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { sampleCountOf } from '../../../src/backends/webgpu/batch.ts';
import type { GpuEvaluator } from '../../../src/backends/webgpu/gpu-evaluator.ts';
import { rowCountOf } from '../../../src/backends/webgpu/network-plan.ts';
import type { EvaluationBatch, LandscapeEvaluation } from '../../../src/backends/webgpu/requests.ts';
import { inputsOf } from '../../../src/backends/webgpu/spot-check.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { Cooperative } from '../../../src/training/evaluation.ts';
import { NetworkCache } from '../../../src/training/network-cache.ts';
import { realTables } from '../helpers/real-tables.ts';
import { CpuLandscape } from '../../../src/training/landscape/evaluator.ts';
import { randomPlane } from '../../../src/training/landscape/plane.ts';
import { Run } from '../../../src/training/run.ts';
import { CpuViews } from '../../../src/training/view.ts';
import { GpuLandscape } from '../../../workers/gpu-landscape.ts';
import { AutoEvaluator } from '../../../workers/auto-evaluator.ts';
import { GpuViews } from '../../../workers/gpu-views.ts';
import { ViewScheduler } from '../../../workers/view-scheduler.ts';

const now = (): number => 0;

/** The rows of a program as a GPU would give them, were it exact before it rounds. */
function rowsOf(
  { program, parameters }: Pick<EvaluationBatch, 'program' | 'parameters'>,
  inputs: readonly Float64Array[],
): Float64Array[] {
  const forward = interpreter.createForward(program.trace());
  const count = inputs[0].length;
  const rows = Array.from({ length: rowCountOf(program) }, () => new Float64Array(count));
  forward.setParameters(parameters);
  forward.run({ count, inputs, targets: [] }, 0, count, rows);
  forward.dispose();
  return rows;
}

function evaluated(batch: EvaluationBatch): Float32Array<ArrayBuffer>[] {
  return batch.parts.map(({ samples, rows: wanted }) => {
    const points = Array.from({ length: sampleCountOf(samples) }, (_, sample) => inputsOf(samples, sample));
    const inputs = Array.from(points[0], (_, input) => Float64Array.from(points, (point) => point[input]));
    return Float32Array.from(
      rowsOf(batch, inputs)
        .slice(0, wanted)
        .flatMap((row) => [...row]),
    );
  });
}

function meanLosses({ program, loss, samples, ...plane }: LandscapeEvaluation): Float32Array<ArrayBuffer> {
  const { parameters, directions, alphas, betas } = plane;
  const forward = interpreter.createForward(loss);
  const cells = Array.from(betas).flatMap((beta) =>
    Array.from(alphas, (alpha) => {
      const moved = parameters.map((w, p) => w + alpha * directions[0][p] + beta * directions[1][p]);
      const rows = rowsOf({ program, parameters: moved }, samples.inputs);
      const inputs = rows.slice(samples.targets.length, 2 * samples.targets.length);
      const losses = new Float64Array(samples.count);
      forward.run({ ...samples, inputs }, 0, samples.count, [losses]);
      return losses.reduce((sum, value) => sum + value, 0) / samples.count;
    }),
  );
  forward.dispose();
  return Float32Array.from(cells);
}

/** A GPU that answers at once; `disturb` changes what it computed. */
function fakeGpu(disturb: (values: Float32Array) => void = () => undefined) {
  const distrusted: string[] = [];
  const evaluator = {
    evaluate: (batch: EvaluationBatch) => {
      const values = evaluated(batch);
      values.forEach(disturb);
      return Promise.resolve({ ok: true, values, elapsedMs: 1, gpuMs: null, path: 'loops' });
    },
    evaluateLandscape: (request: LandscapeEvaluation) => {
      const losses = meanLosses(request);
      disturb(losses);
      return Promise.resolve({ ok: true, losses, elapsedMs: 1, path: 'loops' });
    },
  } as unknown as GpuEvaluator;
  return { keeper: { evaluator, distrust: (what: string) => distrusted.push(what) }, distrusted };
}

async function finished<T>(steps: Cooperative<T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await value;
  }
}

function runOf(change: Partial<Experiment>): Run {
  const experiment = { ...defaultExperiment, points: 60, hidden: [4], ...change };
  return new Run(experiment, interpreter, now, null, new NetworkCache(), realTables);
}

const networks: readonly [what: string, outputs: number, change: Partial<Experiment>][] = [
  ['one output', 1, { loss: 'binary-cross-entropy' }],
  ['a softmax of eight', 8, { dataSet: 'blobs', classes: 8, loss: 'cross-entropy' }],
  ['a softmax of two', 2, { loss: 'cross-entropy' }],
  ['five of tanh', 5, { dataSet: 'blobs', classes: 5, loss: 'squared-error' }],
  ['ten, shown along principal components', 10, { dataSet: 'digits', loss: 'cross-entropy' }],
];

describe.each(networks)('on the GPU, a network of %s', (_what, outputs, change) => {
  it('has the pictures and the figures that it has on the CPU', async () => {
    const run = runOf(change);
    expect(run.network.outputCount).toBe(outputs);
    const parameters = run.parameters();
    const cpu = new CpuViews(run, now);
    const { keeper, distrusted } = fakeGpu();
    const request = { run, parameters, grids: cpu.grids, resolution: 18, exactly: false, reuseMaps: null };
    const view = await finished(new GpuViews(keeper).evaluate(request));
    expect(distrusted).toEqual([]);
    const boundary = await finished(cpu.boundary(parameters, 18));
    const maps = await finished(cpu.maps(parameters));
    const metrics = await finished(cpu.metrics(parameters, false, true));
    expect(view?.boundary.values).toHaveLength(outputs * 18 ** 2);
    expectAlike(view?.boundary.values, boundary.values);
    expectAlike(view?.maps.values, maps.values);
    expect(view?.metrics.trainLoss).toBeCloseTo(metrics.trainLoss, 5);
    expect(view?.metrics.testLoss).toBeCloseTo(metrics.testLoss, 5);
    expect(view?.metrics.testAccuracy).toBe(metrics.testAccuracy);
    for (const side of ['trainOutcomes', 'testOutcomes'] as const) {
      const { confusion = null, predicted = null } = metrics[side] ?? {};
      expect(confusion).not.toBeNull();
      expect(view?.metrics[side]?.confusion).toEqual(confusion);
      expect(view?.metrics[side]?.predicted).toEqual(predicted);
    }
    // Control: the outputs and the cells differ, so that it matters where they stand.
    expect(new Set(boundary.values).size).toBeGreaterThan(outputs * 100);
    cpu.dispose();
  });

  it('is distrusted for any output that is off', async () => {
    const run = runOf(change);
    const { grids } = new CpuViews(run, now);
    const { keeper, distrusted } = fakeGpu((values) => {
      // The last displayed output of the boundary, which is not the first part but the third.
      if (values.length !== outputs * 18 ** 2) return;
      for (let cell = (outputs - 1) * 18 ** 2; cell < values.length; cell++) values[cell] += 1e-3;
    });
    const request = {
      run,
      parameters: run.parameters(),
      grids,
      resolution: 18,
      exactly: false,
      reuseMaps: null,
    };
    expect(await finished(new GpuViews(keeper).evaluate(request))).toBeNull();
    expect(distrusted).toEqual([expect.stringMatching(new RegExp(`^row ${outputs - 1} at point `))]);
  });

  it('has the loss landscape that it has on the CPU, and is distrusted for another', async () => {
    const run = runOf(change);
    const plane = randomPlane(run.parameters(), run.network.layers, 1);
    const steps = Float64Array.of(-1, 0, 1);
    const cpu = new CpuLandscape(run, now);
    const expected = await finished(cpu.evaluate(plane, steps, steps));
    const right = fakeGpu();
    expectAlike(await finished(new GpuLandscape(run, right.keeper).evaluate(plane, steps, steps)), expected);
    expect(right.distrusted).toEqual([]);
    const wrong = fakeGpu((losses) => losses.forEach((loss, cell) => (losses[cell] = 1.001 * loss)));
    expect(await finished(new GpuLandscape(run, wrong.keeper).evaluate(plane, steps, steps))).toBeNull();
    expect(wrong.distrusted).toHaveLength(1);
    cpu.dispose();
  });
});

describe('the finest boundary on the GPU', () => {
  it.each<[number, Partial<Experiment>]>([
    [1024, { dataSet: 'blobs', classes: 8, loss: 'cross-entropy' }],
    // 64 inputs of every cell are uploaded.
    [256, { dataSet: 'digits', loss: 'cross-entropy' }],
  ])('has %i cells a side, however fast it is', async (cells, change) => {
    const run = runOf(change);
    const { grids } = new CpuViews(run, now);
    const views = new GpuViews(fakeGpu().keeper);
    expect(views.resolutionFor(run, 1e9, 'refinement')).toBe(18);
    const request = {
      run,
      parameters: run.parameters(),
      grids,
      resolution: 18,
      exactly: false,
      reuseMaps: null,
    };
    for (let i = 0; i < 3; i++) await finished(views.evaluate(request));
    expect(views.resolutionFor(run, 1e9, 'refinement')).toBe(cells);
  });

  it('is uploaded once: the cells are the same object each time, along principal components too', () => {
    const run = runOf({ dataSet: 'digits', loss: 'cross-entropy' });
    const { grids } = new CpuViews(run, now);
    expect(grids.axesAt(18).kind).toBe('columns');
    expect(grids.axesAt(18)).toBe(grids.axesAt(18));
    expect(grids.axesAt(18)).not.toBe(grids.axesAt(25));
  });
});

describe('what the GPU cannot take', () => {
  it.each([
    ['unsupported', 'cpu'],
    // Of these weights only: the next may do.
    ['not-finite', 'gpu'],
  ] as const)('because it is %s goes to the %s from then on', async (code, processor) => {
    const message = 'The GPU cannot run this network: it is too wide.';
    const refuse = () => Promise.resolve({ ok: false, code, message });
    const evaluator = { evaluate: refuse } as unknown as GpuEvaluator;
    const views = new GpuViews({ evaluator, distrust: () => undefined });
    const state = { kind: 'available', name: 'small', isSoftware: false } as const;
    const measure = () => Promise.resolve(null);
    const auto = new AutoEvaluator({ keeper: { state }, measure, onMeasured: () => undefined });
    const scheduler = new ViewScheduler(views, auto, now, () => undefined);
    scheduler.evaluator = 'gpu';
    const [run, other] = [runOf({}), runOf({})];
    const { grids } = new CpuViews(run, now);
    expect(scheduler.processorFor(run)).toBe('gpu');
    const request = {
      run,
      parameters: run.parameters(),
      grids,
      resolution: 18,
      exactly: false,
      reuseMaps: null,
    };
    expect(await finished(views.evaluate(request))).toBeNull();
    expect(scheduler.processorFor(run)).toBe(processor);
    expect(views.refusalOf(run)).toBe(processor === 'cpu' ? message : null);
    expect(scheduler.processorFor(other)).toBe('gpu');
  });
});

function expectAlike(
  actual: Float32Array | Float64Array | null | undefined,
  expected: Float32Array | Float64Array,
): void {
  expect(actual).toHaveLength(expected.length);
  const distances = Array.from(expected, (value, i) => Math.abs(value - (actual?.[i] ?? NaN)));
  expect(Math.max(...distances)).toBeLessThan(1e-5);
}
