import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../../src/data/random.ts';
import {
  activationNames,
  initializationNames,
  type InitializationName,
} from '../../../src/experiment/names.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { gainOf, initialValues } from '../../../src/nn/initializers.ts';
import { layoutOf, moduleOf, numbered, type Module } from '../../../src/nn/module.ts';
import { allWeightsOf, biasAt } from '../../../src/nn/parameter-blocks.ts';
import { initialParameters } from '../../../src/training/network.ts';
import { Run } from '../../../src/training/run.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';

/** Described in tests/golden/make_initializer_goldens.py. */
const golden = v.parse(
  v.array(
    v.object({
      name: v.picklist(initializationNames),
      activation: v.string(),
      gain: v.number(),
      fanIn: v.number(),
      fanOut: v.number(),
      deviation: v.number(),
      bounds: v.array(v.number()),
      below: v.array(v.number()),
    }),
  ),
  JSON.parse(readFileSync(new URL('../../golden/initializers.json', import.meta.url), 'utf8')),
);
const cases = golden.flatMap(({ activation: said, ...rest }) =>
  activationNames.filter((name) => name === said).map((activation) => ({ ...rest, activation })),
);
type Case = (typeof cases)[number];

function moduleFor({ activation, fanIn, fanOut }: Pick<Case, 'activation' | 'fanIn' | 'fanOut'>): Module {
  return moduleOf(
    { kind: 'mlp', hidden: [{ width: fanOut, activation }] },
    { inputs: numbered('input', fanIn), outputs: ['output'], outputActivation: 'linear' },
  );
}

/** Of the first layer, many times over. */
function drawn(module: Module, name: InitializationName, width = 1): { weights: number[]; biases: number[] } {
  const layer = layoutOf(module.layers[0]);
  const weights: number[] = [];
  const biases: number[] = [];
  for (let seed = 1; weights.length < 24_000; seed++) {
    const random = randomFromSeed(seed, 1);
    const all = initialValues(module, () => random.uniform(), { name, width });
    weights.push(...allWeightsOf(all, layer));
    biases.push(...all.subarray(biasAt(layer, 0), biasAt(layer, layer.width)));
  }
  return { weights, biases };
}

const deviationOf = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/** The largest difference between the shares below the bounds, and those of PyTorch. */
function difference({ deviation, bounds, below }: Case, weights: readonly number[]): number {
  const shares = bounds.map(
    (bound) => weights.filter((weight) => weight < bound * deviation).length / weights.length,
  );
  return Math.max(...shares.map((share, i) => Math.abs(share - below[i])));
}

describe('initial weights', () => {
  it('are compared for every scheme of PyTorch and at least its four common activations', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(5);
    expect(new Set(cases.map(({ activation }) => activation)).size).toBeGreaterThanOrEqual(4);
  });

  it.each(cases)('are distributed as PyTorch’s: $name before $activation, $fanIn to $fanOut', (one) => {
    expect(gainOf(one.activation)).toBeCloseTo(one.gain, 12);
    const { weights } = drawn(moduleFor(one), one.name);
    expect(Math.abs(deviationOf(weights) / one.deviation - 1)).toBeLessThan(0.015);
    expect(difference(one, weights)).toBeLessThan(0.01);
  });

  it('have a gain of 1 before what PyTorch has no gain for', () => {
    for (const activation of ['elu', 'gelu', 'silu', 'step', '=tanh(z)', '=relu(z)'] as const)
      expect(gainOf(activation)).toBe(1);
  });

  it('control: those of another shape or width are told apart', () => {
    const uniform = cases.find(({ name }) => name === 'kaiming-uniform')!;
    expect(difference(uniform, drawn(moduleFor(uniform), 'kaiming-normal').weights)).toBeGreaterThan(0.02);
    expect(
      difference(
        uniform,
        drawn(moduleFor(uniform), 'kaiming-uniform').weights.map((weight) => weight * 1.1),
      ),
    ).toBeGreaterThan(0.02);
  });

  const [one] = cases;
  it('of TensorFlow Playground are within ±0.5, with biases of 0.1', () => {
    const { weights, biases } = drawn(moduleFor(one), 'tensorflow-playground');
    expect(deviationOf(weights)).toBeCloseTo(0.5 / Math.sqrt(3), 2);
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(new Set(biases)).toEqual(new Set([0.1]));
  });

  it('of the lesson are within ±1, and its biases too', () => {
    for (const values of Object.values(drawn(moduleFor(one), 'lesson'))) {
      expect(deviationOf(values)).toBeCloseTo(1 / Math.sqrt(3), 1);
      expect(Math.max(...values)).toBeLessThanOrEqual(1);
      expect(Math.max(...values)).toBeGreaterThan(0.99);
      expect(Math.min(...values)).toBeLessThan(-0.99);
    }
  });

  it('are normal with the width that is asked for, or all 0', () => {
    const { weights, biases } = drawn(moduleFor(one), 'normal', 0.25);
    expect(deviationOf(weights)).toBeCloseTo(0.25, 2);
    expect(new Set(biases)).toEqual(new Set([0]));
    const zero = drawn(moduleFor(one), 'zero');
    expect(new Set([...zero.weights, ...zero.biases])).toEqual(new Set([0]));
  });

  it('keep their values where only the biases are drawn anew', () => {
    const { network } = new Run(defaultExperiment, interpreter, () => 0);
    const [usual, other, again] = [null, 7, 7].map((biasSeed) => initialParameters(network, 1, { biasSeed }));
    expect(usual).toEqual(initialParameters(network, 1));
    expect(other).toEqual(again);
    network.decay.forEach((isWeight, i) => {
      expect(other[i] === usual[i]).toBe(isWeight === 1);
    });
  });
});
