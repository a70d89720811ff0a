import fc from 'fast-check';
import { parseExpression, type ExpressionGraph } from '../../../src/autograd/expression.ts';

/** The graph of a text that must be right. */
export function graphOf(source: string, leafData?: ReadonlyMap<string, number>): ExpressionGraph {
  const result = parseExpression(source, leafData === undefined ? {} : { leafData });
  if (!result.ok)
    throw new Error(`${result.error.line}:${result.error.column} ${result.error.message}\n${source}`);
  return result.graph;
}

const unary = fc.constantFrom<((a: string) => string)[]>(
  (a) => `-${a}`,
  (a) => `${a} ** 2`,
  (a) => `(${a} ** 2 + 0.5) ** -1.5`,
  (a) => `exp(-${a} / 4)`,
  (a) => `log(${a} ** 2 + 0.5)`,
  (a) => `sqrt(${a} ** 2 + 0.25)`,
  (a) => `tanh(${a})`,
  (a) => `sigmoid(${a})`,
  (a) => `relu(${a})`,
  (a) => `step(${a}) * ${a}`,
  (a) => `softplus(${a})`,
  (a) => `sin(${a})`,
  (a) => `cos(3 * ${a})`,
  (a) => `abs(${a})`,
  (a) => `erf(${a})`,
  (a) => `expm1(${a})`,
);

const binary = fc.constantFrom<((a: string, b: string) => string)[]>(
  (a, b) => `${a} + ${b}`,
  (a, b) => `${a} - (${b} - 0.5)`,
  (a, b) => `${a} * ${b}`,
  (a, b) => `${a} / (${b} ** 2 + 1)`,
  (a, b) => `(${a} ** 2 + 1) ** tanh(${b})`,
  (a, b) => `max(${a}, ${b})`,
  (a, b) => `min(${a}, 1 - ${b})`,
);

const leaf = fc.integer({ min: -200, max: 200 }).map((hundredths) => hundredths / 100);

/** Texts over leaves a, b, c that every op of the table may appear in, and whose numbers stay moderate. */
export const tameSource: fc.Arbitrary<string> = fc
  .record({
    leaves: fc.tuple(leaf, leaf, leaf),
    lines: fc.array(fc.record({ unary, binary, first: fc.nat(99), second: fc.nat(99) }), {
      minLength: 2,
      maxLength: 6,
    }),
  })
  .map(({ leaves, lines }) => {
    const names = ['a', 'b', 'c'];
    const text = leaves.map((value, i) => `${names[i]} = ${value}`);
    lines.forEach(({ unary, binary, first, second }, i) => {
      const [x, y] = [names[first % names.length], names[second % names.length]];
      // Through tanh, so that a power of a power of a power does not grow without bound.
      text.push(`v${i} = tanh(${binary(x, y)}) + ${unary(y)} / 4`);
      names.push(`v${i}`);
    });
    return text.join('\n');
  });
