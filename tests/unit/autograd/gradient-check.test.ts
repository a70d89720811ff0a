import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  centralDifference,
  checkGradients,
  forwardDifference,
} from '../../../src/autograd/gradient-check.ts';
import { opNames, ops, type OpName } from '../../../src/autograd/ops.ts';
import { Value } from '../../../src/autograd/value.ts';
import type { Activation } from '../../../src/experiment/activation-formula.ts';
import { activationNames, lossNames } from '../../../src/experiment/names.ts';
import { activate } from '../../../src/nn/activations.ts';
import { initializeParameters } from '../../../src/nn/initializers.ts';
import { losses } from '../../../src/nn/losses.ts';
import { Mlp } from '../../../src/nn/mlp.ts';
import { uniformOf } from '../helpers/problems.ts';
import { gradientCheck } from '../tolerances.ts';

/** Inside each op's domain and away from kinks; [a, b], or [a, exponent] for pow. */
const anywhere = [[-3], [-1.2], [-0.1], [0], [0.4], [1], [2.7]];
const positive = [[0.05], [0.3], [1], [2.7], [40]];
const offZero = [[-3], [-0.2], [-0.01], [0.01], [0.4], [2.7]];
const pairs = [
  [2, -3],
  [-0.3, 0.7],
  [0, 5],
  [4, 0.25],
  [-2, -2],
];
const points = {
  add: pairs,
  sub: pairs,
  mul: pairs,
  div: pairs,
  neg: anywhere,
  pow: [
    ...anywhere.flatMap(([a]) => [1, 2, 3].map((n) => [a, n])),
    ...positive.flatMap(([a]) => [0.5, -1, 2.5].map((n) => [a, n])),
    [-2, -3],
  ],
  power: [
    [2, 3],
    [0.3, -1.5],
    [1.7, 0],
    [4, 0.5],
  ],
  exp: anywhere,
  log: positive,
  sqrt: positive,
  tanh: anywhere,
  sigmoid: [...anywhere, [-30], [30]],
  relu: offZero,
  step: offZero,
  softplus: [...anywhere, [-30], [30]],
  sin: anywhere,
  cos: anywhere,
  abs: offZero,
  max: pairs.filter(([a, b]) => a !== b),
  min: pairs.filter(([a, b]) => a !== b),
  erf: anywhere,
  expm1: anywhere,
} satisfies Record<OpName, number[][]>;

function errorsOf(op: OpName, at: readonly number[]): number[] {
  const build = (leaves: readonly Value[]): Value =>
    op === 'pow' ? leaves[0].pow(at[1]) : Value.apply(op, leaves);
  return checkGradients(build, op === 'pow' ? [at[0]] : at).map(({ error }) => error);
}

describe('backward agrees with central differences', () => {
  it.each(opNames)('for %s', (op) => {
    for (const at of points[op]) {
      const errors = errorsOf(op, at);
      expect(errors).toHaveLength(ops[op].arity);
      expect(Math.max(...errors), `at ${at.join(', ')}`).toBeLessThan(gradientCheck);
    }
  });

  it('and disagrees where a chain rule is wrong', () => {
    // Doubles its operand, but claims to be a negation.
    const wrong = ([a]: readonly Value[]): Value => new Value(2 * a.data, '', 'neg', [a]);
    const [{ backward, central, error }] = checkGradients(wrong, [0.5]);
    expect(backward).toBe(-1);
    expect(central).toBeCloseTo(2, 6);
    expect(error).toBeGreaterThan(1);
  });

  it('and disagrees across a kink', () => {
    const [{ backward, central }] = checkGradients(([a]) => a.relu(), [0]);
    expect(backward).toBe(0);
    expect(central).toBeCloseTo(0.5, 6);
  });
});

describe('a corner that rounding hides', () => {
  it('has the mean of its slopes for a central difference, not the one side’s', () => {
    // At 0 both sums are exactly 0, and stay so for steps that rounding swallows.
    for (const build of [
      ([a]: readonly Value[]): Value => a.exp().sub(1).relu(),
      ([a]: readonly Value[]): Value => a.add(1e6).sub(1e6).relu(),
    ]) {
      const [{ backward, central, error }] = checkGradients(build, [0]);
      expect(backward).toBe(0);
      expect(central).toBeCloseTo(0.5, 6);
      expect(error).toBeGreaterThan(0.9);
    }
    const [{ error }] = checkGradients(([a]) => a.exp().sub(1).relu(), [1e-4]);
    expect(error).toBeLessThan(gradientCheck);
  });
});

const network = fc.record({
  inputCount: fc.integer({ min: 1, max: 3 }),
  hidden: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
  activation: fc.constantFrom<Activation[]>(...activationNames, '=z * sigmoid(1.702 * z)'),
  loss: fc.constantFrom(...lossNames),
  label: fc.constantFrom(-1, 1),
  seed: fc.nat(),
});

describe('the gradient of a random network’s loss', () => {
  it('agrees with central differences in every weight, bias and input', () => {
    let smallest = Infinity;
    let largestGradient = 0;
    fc.assert(
      fc.property(network, ({ inputCount, hidden, activation, loss, label, seed }) => {
        const widths = [...hidden, 1];
        const { of, outputActivation, target } = losses[loss];
        const outputActivationName = outputActivation(2);
        const shape = {
          inputCount,
          widths,
          hiddenActivation: activation,
          outputActivation: outputActivationName,
        };
        const uniform = uniformOf(seed);
        const at = [
          ...initializeParameters(inputCount, widths, uniform),
          ...Array.from({ length: inputCount }, () => 4 * uniform() - 2),
        ];
        let closestToKink = Infinity;
        const build = (leaves: readonly Value[]): Value => {
          const mlp = new Mlp(shape);
          const inputs = leaves.slice(leaves.length - inputCount);
          const [prediction, closest] = forwardWith(mlp, leaves, inputs);
          closestToKink = Math.min(closestToKink, closest);
          return of([prediction], [new Value(target(label, 0, 2))]);
        };
        const checks = checkGradients(build, at);
        fc.pre(closestToKink > 1e-4);
        smallest = Math.min(smallest, checks.length);
        largestGradient = Math.max(largestGradient, ...checks.map(({ backward }) => Math.abs(backward)));
        expect(Math.max(...checks.map(({ error }) => error))).toBeLessThan(gradientCheck);
      }),
    );
    expect(smallest).toBeGreaterThan(1);
    expect(largestGradient).toBeGreaterThan(0.1);
  });
});

/** What has an edge or a jump at 0, or a second derivative that jumps there. */
const hasKink: ReadonlySet<Activation> = new Set(['relu', 'leaky-relu', 'elu', 'step']);

/** The network's output with the given leaves as its parameters, and how near any of its neurons came to a kink. */
function forwardWith(mlp: Mlp, parameters: readonly Value[], inputs: readonly Value[]): [Value, number] {
  let closest = Infinity;
  let next = 0;
  let signals = inputs;
  for (const layer of mlp.layers) {
    const weights = layer.neurons.map((neuron) => neuron.weights.map(() => parameters[next++]));
    signals = layer.neurons.map(({ activation }, i) => {
      const z = weights[i].reduce((sum, w, j) => sum.add(w.mul(signals[j])), parameters[next++]);
      if (hasKink.has(activation)) closest = Math.min(closest, Math.abs(z.data));
      return activate(activation, z);
    });
  }
  return [signals[0], closest];
}

describe('finite differences', () => {
  const cube = (x: number): number => x ** 3;

  it('have an error that shrinks as h forwards and as h² centrally', () => {
    const forward = [0.1, 0.01].map((h) => Math.abs(forwardDifference(cube, 1, h) - 3));
    const central = [0.1, 0.01].map((h) => Math.abs(centralDifference(cube, 1, h) - 3));
    expect(forward[0] / forward[1]).toBeCloseTo(10, 0);
    expect(central[0] / central[1]).toBeCloseTo(100, 0);
  });
});
