import { describe, expect, it } from 'vitest';
import { interpretedForward, wasmForward } from '../../bench/forward/engines/ours.ts';
import { tfForward } from '../../bench/forward/engines/tfjs.ts';
import { comparedResults, type ForwardEngine } from '../../bench/forward/evaluation.ts';
import { differenceFrom, evaluationRate, forwardTable } from '../../bench/forward/report.ts';
import {
  createForwardWorkload,
  evaluationsOf,
  planeSteps,
  type ForwardName,
  type ForwardWorkload,
} from '../../bench/forward/workloads.ts';
import type { Measurement } from '../../bench/measure.ts';

/** Activations of every layer for one point, written as plainly as can be. */
function activationsOf(
  widths: readonly number[],
  parameters: Float64Array,
  point: readonly number[],
): number[][] {
  let values = [...point];
  let position = 0;
  return widths.slice(1).map((width, l) => {
    const biases = position + width * values.length;
    const sums = Array.from({ length: width }, (_, neuron) =>
      values.reduce(
        (sum, value, i) => sum + value * parameters[position + neuron * values.length + i],
        parameters[biases + neuron],
      ),
    );
    position = biases + width;
    values = l < widths.length - 2 ? sums.map(Math.tanh) : sums;
    return values;
  });
}

/** What `ForwardTask.parameters` should be. */
function expectedOf(workload: ForwardWorkload): number[] {
  const { kind, widths, parameters, inputs, targets, directions, side } = workload;
  const outputOf = (weights: Float64Array, i: number): number[][] =>
    activationsOf(widths, weights, [inputs[0][i], inputs[1][i]]);
  return Array.from({ length: comparedResults }, (_, i) => {
    if (kind === 'grid') return outputOf(parameters, i)[widths.length - 2][0];
    if (kind === 'maps') return outputOf(parameters, i)[widths.length - 3].at(-1)!;
    const steps = planeSteps(workload);
    const [alpha, beta] = [steps[i % side], steps[Math.floor(i / side)]];
    const moved = parameters.map((value, p) => value + alpha * directions[0][p] + beta * directions[1][p]);
    const errors = Array.from(
      targets,
      (target, s) => (outputOf(moved, s)[widths.length - 2][0] - target) ** 2,
    );
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  });
}

async function resultsOf(engine: ForwardEngine, workload: ForwardWorkload): Promise<Float64Array> {
  const task = await engine.create(workload);
  try {
    await task.steps(1);
    return await task.parameters();
  } finally {
    task.dispose();
  }
}

/** A whole landscape would take it a minute. */
const tfjs = tfForward('tfjs', 'cpu', () => Promise.resolve({ share: 1 / 64 }));

const cases = [wasmForward, interpretedForward, tfjs].flatMap((engine) =>
  (['W2-256', 'W2-maps', 'W2-landscape'] as const satisfies readonly ForwardName[]).map(
    (name) => ({ name: engine.name, engine, workload: name }) as const,
  ),
);

describe.each(cases)('$name on $workload', ({ engine, workload: name }) => {
  it('computes what the workload says', async () => {
    const workload = createForwardWorkload(name);
    const expected = expectedOf(workload);
    const actual = await resultsOf(engine, workload);
    expect(actual).toHaveLength(comparedResults);
    expected.forEach((value, i) => expect(Math.abs(actual[i] - value)).toBeLessThan(5e-6));
    // The control: they are not all alike.
    expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(1e-2);
  });
});

describe('the report of forward evaluations', () => {
  const workload = createForwardWorkload('W2-256');
  const measured = (engine: string, change: Partial<Measurement> = {}): Measurement => ({
    engine,
    runtime: 'node',
    stepsPerSecond: 100,
    note: '',
    once: false,
    numbers: [1, 2, 3],
    firstNumbers: [],
    ...change,
  });

  it('counts evaluations, and not steps', () => {
    expect(evaluationsOf(workload)).toBe(65_536);
    expect(evaluationRate(workload, measured('wasm-f32'))).toBe(6_553_600);
    expect(evaluationsOf(createForwardWorkload('W4-landscape'))).toBe(128 * 128 * 250);
  });

  it('says how far results are apart, how many times as fast we are, and what ran for its results only', () => {
    const other = measured('webgpu', {
      stepsPerSecond: 4,
      numbers: [1, 2.5, 3],
      once: true,
      note: 'a software adapter',
    });
    expect(differenceFrom(measured('wasm-f32'), other)).toBe(0.5);
    const table = forwardTable({
      workload,
      measured: [measured('wasm-f32'), other],
      missing: [{ engine: 'tfjs-webgpu', runtime: 'chromium', reason: 'it is not there' }],
    });
    expect(table).toMatch(/webgpu +node +0\.262 M +250 +25 +5\.0e-1/);
    expect(table).toContain('webgpu node: a software adapter');
    expect(table).toContain('webgpu node ran once, for its results: its speed here means nothing');
    expect(table).toContain('tfjs-webgpu chromium: not measured, it is not there');
  });
});
