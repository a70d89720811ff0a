import { describe, expect, test } from 'vitest';
import { engines } from '../../bench/engines.ts';
import type { Engine } from '../../bench/engines/engine.ts';
import { plainLoop } from '../../bench/engines/plain-loop.ts';
import { fastTanh } from '../../bench/engines/tanh.ts';
import { createWorkload, workloadNames, type Batch, type Workload } from '../../bench/workloads.ts';

/** The step that an engine makes from the same parameters, divided by the learning rate. */
async function gradientOf(engine: Engine, workload: Workload): Promise<Float64Array> {
  const training = await engine.create(workload);
  const before = await training.parameters();
  await training.steps(1);
  const after = await training.parameters();
  training.dispose();
  return before.map((parameter, p) => (parameter - after[p]) / workload.learningRate);
}

/** The loss, written as plainly as can be: no engine's code has a part in it. */
function lossOf({ widths }: Workload, parameters: Float64Array, { inputs, targets }: Batch): number {
  let sum = 0;
  for (let sample = 0; sample < targets.length; sample++) {
    let activations = [...inputs.subarray(sample * widths[0], (sample + 1) * widths[0])];
    let position = 0;
    for (let layer = 1; layer < widths.length; layer++) {
      const biases = position + widths[layer] * activations.length;
      const sums = Array.from({ length: widths[layer] }, (_, output) =>
        activations.reduce(
          (total, input, i) => total + input * parameters[position + output * activations.length + i],
          parameters[biases + output],
        ),
      );
      position = biases + widths[layer];
      activations = layer < widths.length - 1 ? sums.map(Math.tanh) : sums;
    }
    sum += (activations[0] - targets[sample]) ** 2;
  }
  return sum / targets.length;
}

function numericGradient(workload: Workload): Float64Array {
  const h = 1e-5;
  return workload.initialParameters.map((_, p) => {
    const shifted = (by: number): number => {
      const parameters = workload.initialParameters.slice();
      parameters[p] += by;
      return lossOf(workload, parameters, workload.batches[0]);
    };
    return (shifted(h) - shifted(-h)) / (2 * h);
  });
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

test("the plain loop's tanh is within 2.6e-8 of tanh", () => {
  let error = 0;
  for (let i = -120_000; i <= 120_000; i++) {
    const x = i / 1e4;
    error = Math.max(error, Math.abs(fastTanh(x) - Math.tanh(x)));
  }
  expect(error).toBeLessThan(2.6e-8);
  expect([-Infinity, Infinity, NaN].map(fastTanh)).toEqual([expect.closeTo(-1), expect.closeTo(1), NaN]);
});

describe.each(workloadNames)('on %s', (name) => {
  const workload = createWorkload(name);

  test('the batches differ and the targets are of both kinds', () => {
    expect(new Set(workload.batches.map(({ inputs }) => inputs[0])).size).toBe(workload.batches.length);
    expect(new Set(workload.batches.flatMap(({ targets }) => [...targets]))).toEqual(new Set([-1, 1]));
  });

  test.each(engines)('$name makes the step of the plain loop', async (engine) => {
    const expected = await gradientOf(plainLoop, workload);
    const scale = largestDifference(expected, new Float64Array(expected.length));
    // Parameters of 32 bits are known to 6e-8, and a step of learningRate × gradient is their difference.
    const tolerance = 2e-5;
    expect(largestDifference(await gradientOf(engine, workload), expected)).toBeLessThan(tolerance);
    // The control: the gradient is far from nothing.
    expect(scale).toBeGreaterThan(1e3 * tolerance);
  });
});

test.each(['W1', 'W2', 'W5'] as const)(
  'on %s the plain loop steps by the gradient of the loss',
  async (name) => {
    const workload = createWorkload(name);
    expect(largestDifference(await gradientOf(plainLoop, workload), numericGradient(workload))).toBeLessThan(
      1e-6,
    );
  },
);

test.each(engines)('$name brings the loss down', async (engine) => {
  const workload = createWorkload('W2');
  const meanLoss = (parameters: Float64Array): number =>
    workload.batches.reduce((sum, batch) => sum + lossOf(workload, parameters, batch), 0) /
    workload.batches.length;
  const training = await engine.create(workload);
  expect(meanLoss(await training.parameters())).toBeGreaterThan(0.9);
  await training.steps(2000);
  expect(meanLoss(await training.parameters())).toBeLessThan(0.4);
  training.dispose();
});
