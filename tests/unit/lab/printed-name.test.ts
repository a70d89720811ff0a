import { describe, expect, it } from 'vitest';
import { printedName } from '../../../src/lab/printed-name.ts';
import { times } from '../../../src/ui/lab/formula/math-node.ts';

describe('a name in print', () => {
  it.each([
    ['x1', 'x₁'],
    ['w11', 'w₁₁'],
    ['w2_3_1', 'w₂,₃,₁'],
    ['w_1', 'w₁'],
    ['α2', 'α₂'],
    ['w11 * x1', 'w₁₁ × x₁'],
    ['x1 ** 2', 'x₁²'],
    ['h3_1 - y', 'h₃,₁ − y'],
    ['loss', 'loss'],
    ['node 12', 'node 12'],
    ['a + b #2', 'a + b #2'],
    ['1e5', '1e5'],
    ['2.5 * x1', '2.5 × x₁'],
    ['x1a', 'x1a'],
    ['log10(x)', 'log10(x)'],
    ['x__1', 'x__1'],
  ])('%s is %s', (name, print) => expect(printedName(name)).toBe(print));

  it('has the sign of a product that formulas have', () => {
    expect(printedName('a * b')).toBe(`a ${times} b`);
  });
});
