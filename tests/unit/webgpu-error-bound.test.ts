import { describe, expect, it } from 'vitest';
import { boundAt } from '../../src/backends/webgpu/error-bound.ts';
import {
  outputCount,
  type NetworkPlan,
  type PlanActivation,
  type PlanDisplay,
} from '../../src/backends/webgpu/network-plan.ts';
import {
  randomNetwork,
  randomShape,
  seededRandom,
  type Random,
  type TestNetwork,
} from '../e2e/webgpu/random-networks.ts';

/** Rounds to f32, to either neighbour, as WGSL allows. */
function sloppyRound(value: number, random: Random): number {
  const nearest = Math.fround(value);
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

const display: Record<PlanDisplay, (predictions: readonly number[], round: Round) => readonly number[]> = {
  identity: (predictions) => predictions,
  'two-sigmoid-minus-one': ([z], round) => [round(2 / (1 + Math.exp(-z)) - 1)],
  softmax: (logits, round) => {
    const largest = Math.max(...logits);
    const shares = logits.map((z) => round(Math.exp(Math.max(round(z - largest), -80))));
    const total = shares.reduce((sum, share) => round(sum + share));
    return shares.map((share) => round(share / total));
  },
};

/** The network's displayed outputs, every operation in f32. */
function inF32(
  { program: { plan }, parameters, columns: { columns } }: TestNetwork,
  sample: number,
  random: Random,
): readonly number[] {
  const round = (value: number): number => sloppyRound(value, random);
  let signals = columns.map((column) => Math.fround(column[sample]));
  for (const { width, activation, weightOffset, biasOffset } of plan.layers) {
    const inputs = signals;
    signals = Array.from({ length: width }, (_, neuron) => {
      let sum = Math.fround(parameters[biasOffset + neuron]);
      for (const [i, input] of inputs.entries()) {
        const weight = Math.fround(parameters[weightOffset + neuron * inputs.length + i]);
        sum = round(sum + round(weight * input));
      }
      return round(activate[activation](sum));
    });
  }
  return display[plan.display](signals, round);
}

function onePlan(activation: PlanActivation, width = 1, shownAs: PlanDisplay = 'identity'): NetworkPlan {
  return {
    inputCount: 1,
    layers: [{ width, activation, weightOffset: 0, biasOffset: width }],
    display: shownAs,
  };
}

/** By network, the largest distance of a displayed output as a share of its bound. */
function shares(changeWeight: number): number[] {
  const random = seededRandom(7);
  return Array.from({ length: 60 }, () => {
    const network = randomNetwork(randomShape(random), 'usual', 1, random);
    const { plan } = network.program;
    const parameters = network.parameters.slice();
    // The last weight of the last output, before the biases.
    parameters[parameters.length - 1 - outputCount(plan)] *= 1 + changeWeight;
    const { values, bounds } = boundAt(
      plan,
      network.parameters,
      network.columns.columns.map(([x]) => x),
    );
    const outputs = inF32({ ...network, parameters }, 0, random);
    return Math.max(...outputs.map((output, i) => Math.abs(output - values[i]) / bounds[i]));
  });
}

describe('the bound on the error of the GPU', () => {
  it('holds for every f32 evaluation of random networks', () => {
    for (const share of shares(0)) expect(share).toBeLessThanOrEqual(1);
  });

  it('control: is broken by most networks when one output weight is 1 % off', () => {
    expect(shares(0.01).filter((share) => share > 1).length).toBeGreaterThan(30);
  });

  it('is a few units of the last place for one linear neuron', () => {
    const { values, bounds } = boundAt(onePlan('linear'), Float64Array.of(2, 1), [3]);
    expect(values[0]).toBe(7);
    expect(bounds[0]).toBeGreaterThan(7 * 2 ** -24);
    expect(bounds[0]).toBeLessThan(7 * 2 ** -20);
  });

  it('is zero for a relu that is surely off', () => {
    expect(boundAt(onePlan('relu'), Float64Array.of(-1, 0), [5]).bounds[0]).toBe(0);
  });

  it('shrinks to the error of tanh itself where tanh is flat', () => {
    const parameters = Float64Array.of(1e6, 0);
    expect(boundAt(onePlan('tanh'), parameters, [1]).bounds[0]).toBeLessThan(1e-6);
    expect(boundAt(onePlan('linear'), parameters, [1]).bounds[0]).toBeGreaterThan(0.1);
  });

  it('never exceeds the range of an activation', () => {
    const parameters = Float64Array.of(1e30, 0);
    expect(boundAt(onePlan('sigmoid'), parameters, [0]).bounds[0]).toBeLessThan(1.001);
    expect(boundAt(onePlan('tanh'), parameters, [1e-30]).bounds[0]).toBeLessThan(2.001);
  });

  it('of a softmax is a few units where the logits are known, however large they are', () => {
    const plan = onePlan('linear', 3, 'softmax');
    // All in the biases: the logits are off by what rounds them to f32, and no more.
    const logits = [700, 699, -700];
    const { values, bounds } = boundAt(plan, Float64Array.of(0, 0, 0, ...logits), [0]);
    const likelier = 1 / (1 + Math.exp(-1));
    for (const [i, p] of [likelier, 1 - likelier, 0].entries()) expect(values[i]).toBeCloseTo(p, 12);
    // Half a unit of 700 and the two sums, of either logit.
    const ofLogits = 2 * 3 * 700 * 2 ** -23;
    expect(bounds[0]).toBeGreaterThan(0.9 * likelier * (1 - likelier) * ofLogits);
    expect(bounds[0]).toBeLessThan(likelier * (1 - likelier) * ofLogits + 20 * 2 ** -23);
    expect(bounds[2]).toBeLessThan(1e-30);
    const small = boundAt(plan, Float64Array.of(0, 0, 0, 0.1, -0.2, 0.05), [0]);
    for (const bound of small.bounds.subarray(0, 3)) expect(bound).toBeLessThan(10 * 2 ** -23);
  });

  it('of a softmax covers logits that are anywhere within their own bounds', () => {
    const random = seededRandom(23);
    const plan = onePlan('linear', 4, 'softmax');
    for (let repeat = 0; repeat < 200; repeat++) {
      const parameters = Float64Array.from({ length: 8 }, () => 1e5 * (random() - 0.5));
      const { values, bounds } = boundAt(plan, parameters, [1e-4]);
      const logits = Array.from(
        values.subarray(4, 8),
        (z, i) => z + (random() < 0.5 ? 1 : -1) * bounds[4 + i],
      );
      const largest = Math.max(...logits);
      const total = logits.reduce((sum, z) => sum + Math.exp(z - largest), 0);
      for (const [i, z] of logits.entries()) {
        const distance = Math.abs(Math.exp(z - largest) / total - values[i]);
        expect(distance).toBeLessThanOrEqual(bounds[i]);
      }
    }
  });

  it('puts displayed outputs and predictions first, each in the order of the outputs', () => {
    const plan = onePlan('tanh', 3);
    const { values, bounds } = boundAt(
      plan,
      Float64Array.of(1, 2, 3, 0, 0, 0),
      [0.5],
      [{ layer: 0, neuron: 2 }],
    );
    const outputs = [0.5, 1, 1.5].map(Math.tanh);
    expect([...values]).toEqual([...outputs, ...outputs, outputs[2]]);
    // Identity adds nothing to the error.
    expect([...bounds.subarray(0, 3)]).toEqual([...bounds.subarray(3, 6)]);
  });

  it('puts displayed output and prediction first and then the neurons as they were asked for', () => {
    const plan: NetworkPlan = {
      inputCount: 1,
      layers: [
        { width: 2, activation: 'linear', weightOffset: 0, biasOffset: 2 },
        { width: 1, activation: 'linear', weightOffset: 4, biasOffset: 6 },
      ],
      display: 'two-sigmoid-minus-one',
    };
    const parameters = Float64Array.of(2, 3, 0.5, 0.25, 1, -1, 0);
    const neurons = [
      { layer: 0, neuron: 1 },
      { layer: 1, neuron: 0 },
      { layer: 0, neuron: 0 },
    ];
    const { values } = boundAt(plan, parameters, [1], neurons);
    expect([...values.subarray(1)]).toEqual([-0.75, 3.25, -0.75, 2.5]);
    expect(values[0]).toBeCloseTo(Math.tanh(-0.375), 12);
  });
});
