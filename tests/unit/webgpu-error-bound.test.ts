import { describe, expect, it } from 'vitest';
import { boundAt } from '../../src/backends/webgpu/error-bound.ts';
import type { NetworkPlan, PlanActivation } from '../../src/backends/webgpu/network-plan.ts';
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

/** The network's displayed output, every operation in f32. */
function inF32(
  { program: { plan }, parameters, columns: { columns } }: TestNetwork,
  sample: number,
  random: Random,
): number {
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
  const [z] = signals;
  return plan.display === 'identity' ? z : round(2 / (1 + Math.exp(-z)) - 1);
}

function onePlan(activation: PlanActivation): NetworkPlan {
  return {
    inputCount: 1,
    layers: [{ width: 1, activation, weightOffset: 0, biasOffset: 1 }],
    display: 'identity',
  };
}

function shares(changeWeight: number): number[] {
  const random = seededRandom(7);
  return Array.from({ length: 60 }, () => {
    const network = randomNetwork(randomShape(random), 'usual', 1, random);
    const parameters = network.parameters.slice();
    parameters[parameters.length - 2] *= 1 + changeWeight;
    const { values, bounds } = boundAt(
      network.program.plan,
      network.parameters,
      network.columns.columns.map(([x]) => x),
    );
    return Math.abs(inF32({ ...network, parameters }, 0, random) - values[0]) / bounds[0];
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
