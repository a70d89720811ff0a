import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate } from '../../../src/autograd/differentiate.ts';
import { numbers, ops } from '../../../src/autograd/ops.ts';
import { isLeaf, opOf, type Tape } from '../../../src/autograd/tape.ts';
import { trace } from '../../../src/autograd/trace.ts';
import { createValues, evaluate, leafMap, loadSlots } from '../../../src/backends/interpreter/evaluate.ts';
import { buildExpression, randomExpression, type RandomExpression } from '../helpers/expressions.ts';
import { runTape } from '../helpers/run-tape.ts';
import { wasmBackend } from './backends.ts';

/** Value and gradients by input and by parameter, as one tape each. */
function tapesOf({ leaves, inputCount, parameterCount, code }: RandomExpression): Tape[] {
  const built = buildExpression(leaves, code);
  const parameters = built.leaves.slice(inputCount, inputCount + parameterCount);
  const tape = trace({ inputs: built.leaves.slice(0, inputCount), parameters, outputs: [built.root] });
  return [differentiate(tape, 'input'), differentiate(tape, 'parameter')];
}

/** Rounding of one operation, generously: kernels are within a few ulp. */
const unit = { f32: 8 * 2 ** -24, f64: 8 * 2 ** -53 } as const;

interface Evaluated {
  readonly values: number[];
  /** To first order, how far rounding can move each value; ∞ next to a kink or a pole. */
  readonly errors: number[];
}

/** Runs the tape in f64 and carries along a bound for the error of each instruction (running error analysis). */
function evaluateWithErrors(
  tape: Tape,
  inputs: readonly number[],
  parameters: readonly number[],
  rounding: number,
): Evaluated {
  const values = createValues(tape);
  loadSlots(leafMap(tape, 'input'), Float64Array.from(inputs), values);
  loadSlots(leafMap(tape, 'parameter'), Float64Array.from(parameters), values);
  evaluate(tape, values);
  const errors = new Float64Array(tape.length);
  for (let i = 0; i < tape.length; i++) {
    errors[i] = Math.abs(values[i]) * rounding;
    if (isLeaf(tape.codes[i])) continue;
    const name = opOf(tape.codes[i]);
    const [left, right] = [tape.left[i], tape.right[i]];
    const b = right < 0 ? 0 : values[right];
    const local = { result: values[i], a: values[left], b, exponent: tape.immediates[i] };
    const slopes = ops[name].chainRules.map((rule) => Math.abs(rule(numbers, 1, local)));
    errors[i] += slopes[0] * errors[left] + (right < 0 ? 0 : (slopes[1] ?? 0) * errors[right]);
    // sin and cos round relative to 1; what jumps or bends within the error is not bounded by its slope.
    if (name === 'sin' || name === 'cos') errors[i] += rounding;
    const bends = name === 'step' || name === 'relu';
    const steep = name === 'div' || name === 'log' || name === 'sqrt' || name === 'pow';
    const nearby = name === 'div' ? b : values[left];
    const nearbyError = name === 'div' ? errors[right] : errors[left];
    if ((bends || steep) && Math.abs(nearby) <= 8 * nearbyError && nearbyError > 0) errors[i] = Infinity;
    // Of a base that may be 0 or negative a power changes its kind with the exponent's last bit.
    if (name === 'power' && values[left] <= 8 * errors[left]) errors[i] = Infinity;
    if (!Number.isFinite(values[i]) || Math.abs(values[i]) > 1e30) errors[i] = Infinity;
    if (values[i] !== 0 && Math.abs(values[i]) < 1e-30) errors[i] = Infinity;
  }
  return {
    values: Array.from(tape.outputs, (i) => values[i]),
    errors: Array.from(tape.outputs, (i) => errors[i]),
  };
}

describe.each(['f32', 'f64'] as const)('random expressions in %s', (lanes) => {
  it.each(['straight', 'loops'] as const)('have the same values and gradients as %s code', (shape) => {
    const backend = wasmBackend(lanes, shape);
    const round = lanes === 'f32' ? Math.fround : (x: number): number => x;
    let bounded = 0;
    let compared = 0;
    fc.assert(
      fc.property(randomExpression, (expression) => {
        const { inputCount, parameterCount } = expression;
        const leaves = expression.leaves.map(round);
        const inputs = leaves.slice(0, inputCount);
        const parameters = leaves.slice(inputCount, inputCount + parameterCount);
        for (const tape of tapesOf({ ...expression, leaves })) {
          const { values, errors } = evaluateWithErrors(tape, inputs, parameters, unit[lanes]);
          runTape(tape, { inputs, parameters }, backend).forEach((actual, k) => {
            compared++;
            if (!Number.isFinite(errors[k])) return;
            bounded++;
            expect(Math.abs(actual - values[k])).toBeLessThanOrEqual(2 * errors[k] + 1e-37);
          });
        }
      }),
      { numRuns: 500, seed: 20_240 },
    );
    // The control: most comparisons meant something.
    expect(bounded).toBeGreaterThan(compared / 2);
  });
});
