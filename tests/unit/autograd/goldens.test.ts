import { describe, expect, it } from 'vitest';
import { opNames } from '../../../src/autograd/ops.ts';
import { differentiate } from '../../../src/autograd/differentiate.ts';
import { trace } from '../../../src/autograd/trace.ts';
import { expectClose, largestDifference } from '../helpers/closeness.ts';
import { buildExpression } from '../helpers/expressions.ts';
import { goldenExpressions, type GoldenExpression } from '../helpers/goldens.ts';
import { runTape } from '../helpers/run-tape.ts';
import { golden } from '../tolerances.ts';

/** [value, ...gradients], by Value. */
function byValue({ leaves, code }: GoldenExpression): number[] {
  const expression = buildExpression(leaves, code);
  expression.root.backward();
  return [expression.root.data, ...expression.leaves.map((leaf) => leaf.gradient)];
}

/** The same by a differentiated tape. */
function byTape({ leaves, code }: GoldenExpression): number[] {
  const expression = buildExpression(leaves, code);
  const tape = trace({ parameters: expression.leaves, outputs: [expression.root] });
  return runTape(differentiate(tape), { parameters: leaves });
}

const expected = ({ value, gradients }: GoldenExpression): number[] => [value, ...gradients];

const { random, edges } = goldenExpressions();

describe('expressions against PyTorch', () => {
  it('come in hundreds and use every op', () => {
    expect(random.length).toBeGreaterThanOrEqual(300);
    const used = new Set(random.flatMap(({ code }) => code.map(([op]) => op)));
    for (const op of opNames) expect(used).toContain(op);
  });

  it('have the same value and gradients by Value', () => {
    for (const expression of random) expectClose(byValue(expression), expected(expression), golden);
  });

  it('have the same value and gradients by a differentiated tape', () => {
    for (const expression of random) expectClose(byTape(expression), expected(expression), golden);
  });

  it('would not pass with a neighbour’s numbers', () => {
    random.slice(1).forEach((expression, k) => {
      const own = byValue(expression)[0];
      expect(
        largestDifference([own], [random[k].value], golden.floor),
        `expression ${k + 1}`,
      ).toBeGreaterThan(0);
    });
  });

  it('would not pass with a slope off by one part in a million', () => {
    for (const expression of random) {
      const off = byValue(expression).map((x, i) => (i === 0 ? x : x * (1 + 1e-6)));
      expect(() => expectClose(off, expected(expression), golden)).toThrow();
    }
  });
});

describe('the rims of the domains against PyTorch', () => {
  const titled = edges.map((edge): [string, GoldenExpression] => {
    const [op, , exponent] = edge.code[0];
    return [`${op}(${edge.leaves.join(', ')})${op === 'pow' ? ` to the ${exponent}` : ''}`, edge];
  });

  it.each(titled)('%s by Value', (_title, edge) => {
    expectClose(byValue(edge), expected(edge), golden);
  });

  it.each(titled)('%s by tape', (_title, edge) => {
    expectClose(byTape(edge), expected(edge), golden);
  });

  it('keep infinities and NaN apart', () => {
    const values = edges.map(({ value }) => value);
    expect(values.some(Number.isNaN)).toBe(true);
    expect(values).toContain(Infinity);
    expect(values).toContain(-Infinity);
    expect(() => expectClose([Infinity], [-Infinity], golden)).toThrow();
    expect(() => expectClose([NaN], [0], golden)).toThrow();
    expect(() => expectClose([0], [NaN], golden)).toThrow();
  });
});
