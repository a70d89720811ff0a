import { describe, expect, it } from 'vitest';
import { landscapeCheckSteps, meanLossSteps } from '../../src/backends/webgpu/landscape-check.ts';
import type { NetworkPlan, PlanActivation } from '../../src/backends/webgpu/network-plan.ts';
import type { LandscapeEvaluation } from '../../src/backends/webgpu/requests.ts';
import { traceLoss } from '../../src/nn/forward-tapes.ts';
import type { LossName } from '../../src/experiment/names.ts';
import type { NetworkShape } from '../../src/nn/network.ts';
import {
  randomNetwork,
  randomShape,
  randomTargets,
  seededRandom,
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

function predictionsInF32(
  plan: NetworkPlan,
  weights: Float64Array,
  inputs: readonly number[],
  round: Round,
): readonly number[] {
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
  return signals;
}

/** The mean loss at α, β, every operation in f32. */
function meanLossInF32(
  { program: { plan }, parameters, directions: [d1, d2], samples }: LandscapeEvaluation,
  loss: LossName,
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
      const predictions = predictionsInF32(plan, weights, inputs, round);
      const targets = samples.targets.map((column) => column[i]);
      sum = round(sum + lossesInF32[loss](predictions, targets, round));
    }
    total += sum;
  }
  return Math.fround(total / samples.count);
}

function softplusInF32(x: number, round: Round): number {
  return round(Math.max(x, 0) + round(Math.log1p(round(Math.exp(-Math.abs(x))))));
}

/** Of Huber's loss. */
const delta = 0.3;

type LossInF32 = (predictions: readonly number[], targets: readonly number[], round: Round) => number;

function meanInF32(cost: (p: number, y: number, round: Round) => number): LossInF32 {
  return (predictions, targets, round) => {
    const sum = predictions
      .map((p, output) => cost(p, Math.fround(targets[output]), round))
      .reduce((total, one) => round(total + one));
    return predictions.length === 1 ? sum : round(sum / predictions.length);
  };
}

const lossesInF32: Record<LossName, LossInF32> = {
  'squared-error': meanInF32((p, y, round) => round(round(p - y) ** 2)),
  'half-squared-error': meanInF32((p, y, round) => round(round(round(p - y) ** 2) * 0.5)),
  absolute: meanInF32((p, y, round) => Math.abs(round(p - y))),
  huber: meanInF32((p, y, round) => {
    const r = round(p - y);
    const above = Math.max(round(r - delta), 0);
    const below = Math.max(round(-r - delta), 0);
    const inside = round(round(r - above) + below);
    return round(round(round(inside ** 2) * 0.5) + round(round(above + below) * delta));
  }),
  hinge: meanInF32((p, y, round) => Math.max(0, round(1 - y * p))),
  'squared-hinge': meanInF32((p, y, round) => round(Math.max(0, round(1 - y * p)) ** 2)),
  'binary-cross-entropy': ([p], [y], round) => softplusInF32((1 - 2 * y) * p, round),
  'cross-entropy': (logits, targets, round) => {
    const total = logits.reduce((sum, z) => round(z + softplusInF32(round(sum - z), round)));
    return round(total - logits[targets.indexOf(1)]);
  },
};

function randomRequest(
  random: Random,
  otherLoss?: LossName,
): { request: LandscapeEvaluation; loss: LossName } {
  const drawn = randomShape(random);
  const shape: NetworkShape =
    otherLoss === undefined ? drawn : { ...drawn, loss: otherLoss, task: 'classification' };
  const { program, parameters, columns } = randomNetwork(shape, 'usual', sampleCount, random);
  const targets = randomTargets(shape, sampleCount, random);
  const direction = (): Float64Array => parameters.map(() => random() - 0.5);
  const steps = Float64Array.from({ length: 3 }, () => 2 * random() - 1);
  const request: LandscapeEvaluation = {
    program,
    loss: traceLoss(shape.loss, targets.length, { delta }),
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
function shares(changeWeight: number, otherLoss?: LossName, count = 40): number[] {
  const random = seededRandom(17);
  return Array.from({ length: count }, () => {
    const { request, loss } = randomRequest(random, otherLoss);
    const [alpha, beta] = [request.alphas[0], request.betas[1]];
    const { value, bound } = finish(meanLossSteps(request, loss, alpha, beta, delta));
    const parameters = request.parameters.slice();
    parameters[parameters.length - 1 - request.samples.targets.length] *= 1 + changeWeight;
    const distance = Math.abs(meanLossInF32({ ...request, parameters }, loss, alpha, beta, random) - value);
    // The cross-entropy of a single class is 0, and so is its bound.
    return distance === 0 ? 0 : distance / bound;
  });
}

describe('the bound on the error of a loss on the GPU', () => {
  it('holds for every f32 evaluation of random networks under moved weights', () => {
    for (const share of shares(0)) expect(share).toBeLessThanOrEqual(1);
  });

  it.each(['half-squared-error', 'absolute', 'huber', 'hinge', 'squared-hinge'] as const)(
    'holds for %s, and is broken by a weight that is off',
    (loss) => {
      for (const share of shares(0, loss, 15)) expect(share).toBeLessThanOrEqual(1);
      expect(shares(0.01, loss, 15).filter((share) => share > 1).length).toBeGreaterThan(5);
    },
  );

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
