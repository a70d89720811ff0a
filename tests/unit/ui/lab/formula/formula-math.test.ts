import { describe, expect, it } from 'vitest';
import { labGraph } from '../../../../../src/lab/graph.ts';
import { presets } from '../../../../../src/lab/presets.ts';
import { Stepper } from '../../../../../src/lab/stepper.ts';
import type { Formula } from '../../../../../src/lab/formula.ts';
import {
  derivativeMath,
  formulaMath,
  formulaPieces,
} from '../../../../../src/ui/lab/formula/formula-math.ts';
import { plainText, type MathNode } from '../../../../../src/ui/lab/formula/math-node.ts';
import {
  bookText,
  mathNumber,
  shortText,
  signedText,
} from '../../../../../src/ui/lab/formula/math-number.ts';
import { identifierMath, nodeNameMath } from '../../../../../src/ui/lab/formula/name-math.ts';
import { graphOf } from '../../../helpers/expression-sources.ts';

/** A tree as one would type it in TeX, so that an expectation can be read. */
function tex(node: MathNode): string {
  if ('text' in node) return node.text;
  const parts = node.children.map(tex);
  switch (node.tag) {
    case 'mrow':
      return parts.join('');
    case 'mfrac':
      return `{${parts.join('/')}}`;
    case 'msup':
      return parts.join('^');
    case 'msub':
      return parts.join('_');
    case 'msqrt':
      return `√{${parts.join('')}}`;
  }
}

const names = { quantities: 'names', rootName: 'L' } as const;
const numbers = { quantities: 'numbers', rootName: 'L' } as const;

/** The formulas of the backward step at r in a graph that ends with `r = text`. */
function locals(text: string, leaves = ''): Formula[] {
  const stepper = new Stepper(labGraph(graphOf(`${leaves}\nr = ${text}`)));
  for (let i = 0; i < stepper.length; i++) {
    const step = stepper.describe(i);
    if (step?.kind === 'backward' && step.result.name === 'r') {
      return step.contributions.map(({ local }) => local);
    }
  }
  throw new Error(`no backward step in ${text}`);
}

function forward(text: string, leaves = ''): Formula {
  const stepper = new Stepper(labGraph(graphOf(`${leaves}\nr = ${text}`)));
  const step = stepper.describe(stepper.forwardCount - 1);
  if (step?.kind !== 'forward') throw new Error('the last forward step computes the root');
  return step.formula;
}

const plain = (math: MathNode): string => tex(math).replaceAll('\u2061', '');

describe('a number beside a formula', () => {
  it('has its power of ten as the formula has it', () => {
    expect([7.40238e-6, -2.3e-17, 1e21, 0.5, NaN].map((value) => bookText(shortText(value)))).toEqual([
      '7.40238×10⁻⁶',
      '−2.3×10⁻¹⁷',
      '1×10²¹',
      '0.5',
      'NaN',
    ]);
  });
});

describe('a formula', () => {
  it('writes every rule as a book does', () => {
    const written = (text: string): string[] => locals(text).map((local) => plain(formulaMath(local, names)));
    expect(written('a * b')).toEqual(['b', 'a']);
    expect(written('a - b')).toEqual(['1', '−1']);
    expect(written('a / b')).toEqual(['{1/b}', '−{r/b}']);
    expect(written('a ** 3')).toEqual(['3×a^2']);
    expect(written('log(a)')).toEqual(['{1/a}']);
    expect(written('sqrt(a)')).toEqual(['{1/2×r}']);
    expect(written('tanh(a)')).toEqual(['1−r^2']);
    expect(written('sigmoid(a)')).toEqual(['r×(1−r)']);
    expect(written('softplus(a)')).toEqual(['σ(a)']);
    expect(written('cos(a)')).toEqual(['−sin(a)']);
    expect(plain(formulaMath(forward('sqrt(a)'), names))).toBe('√{a}');
  });

  it('puts brackets where a sign would meet a sign, and nowhere else', () => {
    const put = (text: string, leaves: string): string => plain(formulaMath(forward(text, leaves), numbers));
    expect(put('a + b', 'a = -2\nb = -3')).toBe('−2+(−3)');
    expect(put('a * b', 'a = -2\nb = 3')).toBe('−2×3');
    expect(put('a * b', 'a = 2\nb = -3')).toBe('2×(−3)');
    expect(put('a - b', 'a = 2\nb = -3')).toBe('2−(−3)');
    expect(put('a / b', 'a = -2\nb = -3')).toBe('{−2/−3}');
    expect(put('a ** 2', 'a = -3')).toBe('(−3)^2');
    expect(put('-a', 'a = -3')).toBe('−(−3)');
    expect(put('a * b', 'a = 2\nb = 2.5e-17')).toBe('2×(2.5×10^−17)');
  });

  it('keeps what a step computes as it stands, even where both operands are one node', () => {
    expect(plain(formulaMath(forward('a * a'), names))).toBe('a×a');
  });

  it('brackets the name of a node that is an expression', () => {
    const formula = forward('(a + b) * c');
    expect(plain(formulaMath(formula, names))).toBe('(a+b)×c');
    expect(formulaPieces(formula, names).map(plain)).toEqual(['(a+b)', '×c']);
    // The pieces are the whole.
    expect(formulaPieces(formula, names).map(plain).join('')).toBe(plain(formulaMath(formula, names)));
    expect(formulaPieces(forward('tanh(a)'), names)).toHaveLength(1);
  });

  it('colours the numbers of gradients by their sign, and no others', () => {
    const quantity = { node: 0, name: 'a' };
    expect(formulaMath({ kind: 'gradient', ...quantity, value: -2 }, numbers)).toMatchObject({
      tone: 'negative',
    });
    expect(formulaMath({ kind: 'gradient', ...quantity, value: 0 }, numbers).tone).toBeUndefined();
    expect(formulaMath({ kind: 'data', ...quantity, value: -2 }, numbers).tone).toBeUndefined();
    expect(tex(formulaMath({ kind: 'gradient', ...quantity, value: 2 }, names))).toBe('{∂L/∂a}');
    expect(tex(derivativeMath('', 'a'))).toBe('{∂result/∂a}');
    expect(tex(derivativeMath('x1 * w1 + b', 'x1 * w1'))).toBe('{∂(x_1×w_1+b)/∂(x_1×w_1)}');
  });

  it('can be written at every step of every preset', () => {
    let written = 0;
    for (const { source } of presets) {
      const stepper = new Stepper(labGraph(graphOf(source)));
      for (let i = 0; i < stepper.length; i++) {
        const step = stepper.describe(i);
        const formulas = step?.kind === 'backward' ? step.contributions.map(({ local }) => local) : [];
        for (const formula of step?.kind === 'forward' ? [step.formula] : formulas) {
          for (const style of [names, numbers]) expect(plainText(formulaMath(formula, style))).not.toBe('');
          written++;
        }
      }
    }
    expect(written).toBeGreaterThan(150);
  });
});

describe('a name', () => {
  it('wears its digits below', () => {
    const written = (name: string): string => tex(identifierMath(name));
    expect(written('x1')).toBe('x_1');
    expect(written('w2_3_1')).toBe('w_2,3,1');
    expect(written('w_out')).toBe('w_out');
    expect(written('total')).toBe('total');
    expect(written('_hidden')).toBe('_hidden');
    expect(identifierMath('w_out').tag).toBe('msub');
    for (const name of ['x__1', 'x1_', '_1']) expect(identifierMath(name)).toEqual({ tag: 'mi', text: name });
  });

  it('that is an expression reads as one', () => {
    const written = (name: string): string => tex(nodeNameMath(name)).replaceAll('\u2061', '');
    expect(written('x1 * w1')).toBe('x_1×w_1');
    expect(written('(a + b) ** 2')).toBe('(a+b)^2');
    expect(written('a ** -0.5')).toBe('a^−0.5');
    expect(written('sigmoid(a)')).toBe('σ(a)');
    expect(written('-a')).toBe('−a');
    expect(written('a ** 2 #2')).toBe('a^2 #2');
    expect(written('(node 12) ** 2')).toBe('(node 12)^2');
  });

  it('that is neither is shown as it is', () => {
    for (const name of [
      'a b',
      '2 a',
      'a (b)',
      '<img src=x onerror=alert(1)>',
      'node 12',
      'a ** ',
      '(a',
      'a)',
      '',
      'tanh',
      '# 1',
    ]) {
      expect(plainText(nodeNameMath(name)), name).toBe(name);
    }
  });
});

describe('a number', () => {
  it('is short, with a true minus', () => {
    expect(shortText(-1 / 3)).toBe('−0.333333');
    expect(shortText(2.3e-17)).toBe('2.3e−17');
    expect(shortText(0.00001234567)).toBe('1.23457e−5');
    expect(shortText(12345678)).toBe('1.23457e7');
    expect(shortText(42)).toBe('42');
    expect(shortText(-0)).toBe('0');
    expect(shortText(Infinity)).toBe('∞');
    expect(shortText(NaN)).toBe('NaN');
    expect(signedText(0.5)).toBe('+0.5');
    expect(signedText(0)).toBe('0');
    expect(shortText(138.83381924, 4)).toBe('138.8');
    expect(tex(mathNumber(-2.3e-17))).toBe('−2.3×10^−17');
  });
});
