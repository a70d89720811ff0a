import { describe, expect, it } from 'vitest';
import { landscapeCheckSteps, meanLossSteps } from '../../src/backends/webgpu/landscape-check.ts';
import type { NetworkPlan, PlanActivation } from '../../src/backends/webgpu/network-plan.ts';
import type { LandscapeEvaluation } from '../../src/backends/webgpu/requests.ts';
import { traceLoss } from '../../src/nn/forward-tapes.ts';
import {
  randomNetwork,
  randomShape,
  seededRandom,
  type GpuShape,
  type Random,
} from '../e2e/webgpu/random-networks.ts';

const sampleCount = 70;
const groupSize = 32;

/** Rounds to f32, to either neighbour, as WGSL allows. */
function sloppyRound(value: number, random: Random): number {
  const nearest = Math.fround(value);
  if (nearest === 0) return 0;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(nearest))) - 23);
  return random() < 0.5 ? nearest : nearest + Math.sign(value - nearest) * step;
}

const activate: Record<PlanActivation, (z: number) => number> = {
  linear: (z) => z,
  relu: (z) => Math.max(z, 0),
  tanh: Math.tanh,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
};

type Round = (value: number) => number;

function predictionInF32(
  plan: NetworkPlan,
  weights: Float64Array,
  inputs: readonly number[],
  round: Round,
): number {
  let signals = inputs.map(Math.fround);
  for (const { width, activation, weightOffset, biasOffset } of plan.layers) {
    const before = signals;
    signals = Array.from({ length: width }, (_, neuron) => {
      let sum = weights[biasOffset + neuron];
      for (const [i, input] of before.entries())
        sum = round(sum + round(weights[weightOffset + neuron * before.length + i] * input));
      return round(activate[activation](sum));
    });
  }
  return signals[0];
}

/** The mean loss at α, β, every operation in f32. */
function meanLossInF32(
  { program: { plan }, parameters, directions: [d1, d2], samples }: LandscapeEvaluation,
  loss: GpuShape['loss'],
  alpha: number,
  beta: number,
  random: Random,
): number {
  const round: Round = (value) => sloppyRound(value, random);
  const [a, b] = [Math.fround(alpha), Math.fround(beta)];
  const weights = parameters.map((value, p) =>
    round(round(Math.fround(value) + round(a * Math.fround(d1[p]))) + round(b * Math.fround(d2[p]))),
  );
  let total = 0;
  for (let first = 0; first < samples.count; first += groupSize) {
    let sum = 0;
    for (let i = first; i < Math.min(samples.count, first + groupSize); i++) {
      const inputs = samples.inputs.map((column) => column[i]);
      const p = predictionInF32(plan, weights, inputs, round);
      sum = round(sum + lossInF32(loss, p, samples.targets[0][i], round));
    }
    total += sum;
  }
  return Math.fround(total / samples.count);
}

function lossInF32(loss: GpuShape['loss'], p: number, y: number, round: Round): number {
  if (loss === 'squared-error') return round(round(p - Math.fround(y)) ** 2);
  const x = (1 - 2 * y) * p;
  return round(Math.max(x, 0) + round(Math.log1p(round(Math.exp(-Math.abs(x))))));
}

function randomRequest(random: Random): { request: LandscapeEvaluation; loss: GpuShape['loss'] } {
  const shape = randomShape(random);
  const { program, parameters, columns } = randomNetwork(shape, 'usual', sampleCount, random);
  const isBinary = shape.loss === 'binary-cross-entropy';
  const targets = [
    Float64Array.from({ length: sampleCount }, () => (random() < 0.5 ? 1 : isBinary ? 0 : -1)),
  ];
  const direction = (): Float64Array => parameters.map(() => random() - 0.5);
  const steps = Float64Array.from({ length: 3 }, () => 2 * random() - 1);
  const request: LandscapeEvaluation = {
    program,
    loss: traceLoss(shape.loss),
    parameters,
    directions: [direction(), direction()],
    alphas: steps,
    betas: steps.map((step) => 1.5 * step),
    samples: { count: sampleCount, inputs: columns.columns, targets },
  };
  return { request, loss: shape.loss };
}

function finish<T>(steps: Generator<undefined, T, undefined>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Distances of f32 evaluations from the exact ones, as shares of the bounds. */
function shares(changeWeight: number): number[] {
  const random = seededRandom(17);
  return Array.from({ length: 40 }, () => {
    const { request, loss } = randomRequest(random);
    const [alpha, beta] = [request.alphas[0], request.betas[1]];
    const { value, bound } = finish(meanLossSteps(request, loss, alpha, beta));
    const parameters = request.parameters.slice();
    parameters[parameters.length - 2] *= 1 + changeWeight;
    return Math.abs(meanLossInF32({ ...request, parameters }, loss, alpha, beta, random) - value) / bound;
  });
}

describe('the bound on the error of a loss on the GPU', () => {
  it('holds for every f32 evaluation of random networks under moved weights', () => {
    for (const share of shares(0)) expect(share).toBeLessThanOrEqual(1);
  });

  it('control: is broken by most networks when one output weight is 1 % off', () => {
    expect(shares(0.01).filter((share) => share > 1).length).toBeGreaterThan(20);
  });
});

describe('the check of a landscape', () => {
  it('says which loss is wrong, and nothing of what is right', () => {
    const random = seededRandom(5);
    const { request, loss } = randomRequest(random);
    const right = Float32Array.from({ length: 9 }, (_, cell) => {
      const [alpha, beta] = [request.alphas[cell % 3], request.betas[Math.floor(cell / 3)]];
      return meanLossInF32(request, loss, alpha, beta, random);
    });
    const check = (losses: Float32Array): string | undefined =>
      finish(landscapeCheckSteps(request, loss, losses, 60, random));
    expect(check(right)).toBeUndefined();
    const message = `loss at α = ${request.alphas[1]}, β = ${request.betas[2]}: expected `;
    for (const wrong of [1.05 * right[7], NaN, Infinity])
      expect(check(right.with(7, wrong))).toContain(message);
  });
});
