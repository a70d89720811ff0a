import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { differentiate } from '../../../src/autograd/differentiate.ts';
import { instructionNames, isLeaf, type Tape } from '../../../src/autograd/tape.ts';
import { trace } from '../../../src/autograd/trace.ts';
import type { Value } from '../../../src/autograd/value.ts';
import { buildExpression, randomExpression, type RandomExpression } from '../helpers/expressions.ts';
import { gradientScales } from '../helpers/gradient-scale.ts';
import { runTape } from '../helpers/run-tape.ts';
import { rounding } from '../tolerances.ts';

interface Traced {
  readonly inputs: readonly Value[];
  readonly parameters: readonly Value[];
  readonly root: Value;
  readonly tape: Tape;
  readonly run: (tape: Tape) => number[];
}

function traced({ leaves, inputCount, parameterCount, code }: RandomExpression): Traced {
  const expression = buildExpression(leaves, code);
  const inputs = expression.leaves.slice(0, inputCount);
  const parameters = expression.leaves.slice(inputCount, inputCount + parameterCount);
  const values = {
    inputs: leaves.slice(0, inputCount),
    parameters: leaves.slice(inputCount, inputCount + parameterCount),
  };
  const tape = trace({ inputs, parameters, outputs: [expression.root] });
  return { inputs, parameters, root: expression.root, tape, run: (tapeToRun) => runTape(tapeToRun, values) };
}

/** Equal, NaN with NaN; the sign of a zero may differ, because x + 0 folds to x. */
function same(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

describe('a random expression', () => {
  const values = { finite: 0, foldedOrShared: 0 };
  const gradients = { compared: 0, notZero: 0 };

  it('has the same value, to the bit, as a tape and as Values', () => {
    fc.assert(
      fc.property(randomExpression, (expression) => {
        const built = traced(expression);
        if (Number.isFinite(built.root.data)) values.finite++;
        if (built.tape.length < expression.leaves.length + expression.code.length) values.foldedOrShared++;
        const [value] = built.run(built.tape);
        expect(same(value, built.root.data), `${value} is not ${built.root.data}`).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(values.finite).toBeGreaterThan(250);
    expect(values.foldedOrShared).toBeGreaterThan(100);
  });

  it.each(['parameter', 'input'] as const)(
    'has the same gradients by %s from differentiate and from backward',
    (role) => {
      fc.assert(
        fc.property(randomExpression, (expression) => {
          const { inputs, parameters, root, tape, run } = traced(expression);
          const leaves = role === 'input' ? inputs : parameters;
          const scales = gradientScales(root, leaves);
          fc.pre(Number.isFinite(root.data) && scales.every(Number.isFinite));
          root.backward();
          const [value, ...byTape] = run(differentiate(tape, role));
          expect(same(value, root.data)).toBe(true);
          expect(byTape).toHaveLength(leaves.length);
          leaves.forEach(({ gradient }, slot) => {
            gradients.compared++;
            if (gradient !== 0) gradients.notZero++;
            const allowed = rounding.relative * scales[slot] + Number.MIN_VALUE * 2 ** 20;
            expect(Math.abs(byTape[slot] - gradient)).toBeLessThanOrEqual(allowed);
          });
        }),
        { numRuns: 500 },
      );
    },
  );

  afterAll(() => {
    expect(gradients.notZero).toBeGreaterThan(gradients.compared / 8);
  });
});

/** What an instruction does, so that two that do the same read the same. */
function signature({ codes, left, right, immediates }: Tape, i: number): string {
  return [codes[i], left[i], right[i], Object.is(immediates[i], -0) ? '-0' : immediates[i]].join(' ');
}

describe('the tape of a random expression', () => {
  const all = (check: (tape: Tape) => void): void =>
    fc.assert(
      fc.property(randomExpression, (expression) => {
        const { tape } = traced(expression);
        check(tape);
        check(differentiate(tape));
      }),
    );

  it('has no two equal instructions, NaN constants aside', () => {
    all((tape) => {
      // NaNs of different bits are different constants.
      if (tape.immediates.some(Number.isNaN)) return;
      const signatures = Array.from(tape.codes, (_, i) => signature(tape, i));
      expect(new Set(signatures).size).toBe(tape.length);
    });
  });

  it('has no instruction that no output needs', () => {
    all((tape) => {
      const needed = new Set(tape.outputs);
      for (let i = tape.length - 1; i >= 0; i--) {
        if (!needed.has(i) || isLeaf(tape.codes[i])) continue;
        needed.add(tape.left[i]);
        if (tape.right[i] >= 0) needed.add(tape.right[i]);
      }
      expect(needed.size).toBe(tape.length);
    });
  });

  it('has no op on constants alone', () => {
    all((tape) => {
      const isConstant = (i: number): boolean => instructionNames[tape.codes[i]] === 'constant';
      for (let i = 0; i < tape.length; i++) {
        if (isLeaf(tape.codes[i])) continue;
        expect(isConstant(tape.left[i]) && (tape.right[i] < 0 || isConstant(tape.right[i]))).toBe(false);
      }
    });
  });
});
