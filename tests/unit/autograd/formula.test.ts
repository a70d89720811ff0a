import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../../src/autograd/expression.ts';
import { longestFormula, mostConditions, parseFormula, type Formula } from '../../../src/autograd/formula.ts';

function formulaOf(source: string): Formula {
  const result = parseFormula(source);
  if (!result.ok) throw new Error(`${source}: ${result.error.message}`);
  return result.formula;
}

/** Whether each condition holds in a point. */
function truths(source: string, x1: number, x2: number): (boolean | null)[] {
  const formula = formulaOf(source);
  if (formula.kind === 'number') throw new Error('a number');
  return formula.conditions.map(({ holds }) => holds(x1, x2));
}

/** The characters that the error points at, and its message. */
function complaint(source: string): [string, string] {
  const result = parseFormula(source);
  if (result.ok) throw new Error(`expected an error in ${source}`);
  const { from, to, message } = result.error;
  return [source.slice(from, to), message];
}

interface Written {
  readonly text: string;
  readonly value: (x1: number, x2: number) => number;
}
interface Judged {
  readonly text: string;
  readonly holds: (x1: number, x2: number) => boolean;
}

const space = fc.constantFrom('', ' ', '  ');

const number: fc.Arbitrary<Written> = fc.letrec<{ number: Written }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3 },
    fc.constant<Written>({ text: 'x1', value: (x1) => x1 }),
    fc.constant<Written>({ text: 'x2', value: (_, x2) => x2 }),
    fc.integer({ min: 0, max: 9 }).map((n): Written => ({ text: String(n), value: () => n })),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number'), space)
      .map(([a, sign, b, s]): Written => ({
        text: `(${a.text}${s}${sign}${s}${b.text})`,
        value: (x1, x2) => {
          const [left, right] = [a.value(x1, x2), b.value(x1, x2)];
          return sign === '+' ? left + right : sign === '-' ? left - right : left * right;
        },
      })),
    tie('number').map((a): Written => ({
      text: `sin(${a.text})`,
      value: (x1, x2) => Math.sin(a.value(x1, x2)),
    })),
  ),
})).number;

const compare = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
} as const;
const sign = fc.constantFrom('<', '<=', '>', '>=');

const condition: fc.Arbitrary<Judged> = fc.letrec<{ condition: Judged }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(number, sign, number, space).map(([a, by, b, s]): Judged => ({
      text: `${a.text}${s}${by}${s}${b.text}`,
      holds: (x1, x2) => compare[by](a.value(x1, x2), b.value(x1, x2)),
    })),
    fc.tuple(number, sign, number, sign, number).map(([a, first, b, second, c]): Judged => ({
      text: `${a.text} ${first} ${b.text} ${second} ${c.text}`,
      holds: (x1, x2) =>
        compare[first](a.value(x1, x2), b.value(x1, x2)) && compare[second](b.value(x1, x2), c.value(x1, x2)),
    })),
    fc
      .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'), space)
      .map(([a, by, b, s]): Judged => ({
        text: `(${s}${a.text})${s}${by}${s}(${b.text}${s})`,
        holds: (x1, x2) =>
          by === 'and' ? a.holds(x1, x2) && b.holds(x1, x2) : a.holds(x1, x2) || b.holds(x1, x2),
      })),
    tie('condition').map((a): Judged => ({ text: `not(${a.text})`, holds: (x1, x2) => !a.holds(x1, x2) })),
  ),
})).condition;

const coordinate = fc.constantFrom(-6, -2.5, -1, 0, 0.5, 1, 3, 6);

describe('a formula', () => {
  it('holds where JavaScript says so, whatever the conditions', () => {
    fc.assert(
      fc.property(
        fc.array(condition, { minLength: 1, maxLength: 4 }),
        coordinate,
        coordinate,
        (list, x1, x2) => {
          const expected = list.map(({ holds }) => holds(x1, x2));
          for (const separator of ['\n', ';', '\r\n', ' # a class\n\n'])
            expect(truths(list.map(({ text }) => text).join(separator), x1, x2)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('binds not, and, or in this order, as Python does', () => {
    fc.assert(
      fc.property(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), ([a, b, c]) => {
        const text = (one: boolean): string => (one ? 'x1 < x2' : 'x1 > x2');
        const said = (source: string): boolean | null => truths(source, 0, 1)[0];
        expect(said(`${text(a)} or ${text(b)} and ${text(c)}`)).toBe(a || (b && c));
        expect(said(`(${text(a)} or ${text(b)}) and ${text(c)}`)).toBe((a || b) && c);
        expect(said(`not ${text(a)} and ${text(b)}`)).toBe(!a && b);
        expect(said(`not (${text(a)} and ${text(b)})`)).toBe(!(a && b));
        expect(said(`not not ${text(a)}`)).toBe(a);
      }),
    );
  });

  it('may be a number', () => {
    const formula = formulaOf('x1*x2 - 2 ** -1  # a saddle');
    if (formula.kind !== 'number') throw new Error('conditions');
    expect(formula.at(3, -2)).toBe(-6.5);
    expect(formula.at(0, 0)).toBe(-0.5);
  });

  it('has names for what is used below, on a line or before a semicolon', () => {
    const source = 'r = sqrt(x1**2 + x2**2); inner = 2\nr < inner; r < 2 * inner';
    expect([truths(source, 1, 1), truths(source, 3, 0), truths(source, 4, 4)]).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
    const number = formulaOf('a = x1 + 1\nb = a * a\nb - x2');
    expect(number.kind === 'number' && number.at(2, 1)).toBe(8);
  });

  it('is undefined where a number that it asks for is none, and only there', () => {
    expect(truths('log(x1) > 0', 2, 0)).toEqual([true]);
    expect(truths('log(x1) > 0; 1 / x2 < 1; 1 / x2 > 1', -1, 0)).toEqual([null, null, null]);
    expect(truths('x1 > 0 and log(x1) > 0; x1 <= 0 or log(x1) > 0', -1, 0)).toEqual([false, true]);
    expect(truths('not log(x1) > 0; log(x1) > 0 or x2 > 1', -1, 2)).toEqual([null, null]);
    // The first comparison decides.
    expect(truths('0 < x1 < log(x2)', -1, -1)).toEqual([false]);
  });

  it('keeps what was written as the text of each condition', () => {
    const formula = formulaOf('  x1 > 1 ;(x2<0)# no\nnot x1 > 2');
    expect(formula.kind === 'classes' && formula.conditions.map(({ text }) => text)).toEqual([
      'x1 > 1',
      '(x2<0)',
      'not x1 > 2',
    ]);
  });
});

describe('an error in a formula', () => {
  it.each([
    ['', '', 'there is no formula yet: write a condition, such as x2 > sin(x1)'],
    ['# x1 > 2', '# x1 > 2', 'there is no formula yet: write a condition, such as x2 > sin(x1)'],
    ['x1 >', '>', 'something is missing after “>”'],
    ['x1 > 2 and', 'and', 'something is missing after “and”'],
    ['> 2', '>', 'something is missing before “>”'],
    ['x1 > > 2', '>', 'something is missing after “>”'],
    ['or x1 > 2', 'or', 'something is missing before “or”'],
    ['x1 > 2 and and x2 > 1', 'and', 'something is missing before “and”'],
    ['x1 == 2', '==', '“==” is not part of the language; numbers are compared with <, <=, > or >='],
    ['x1 => 2', '=>', '“=>” is not part of the language; write >='],
    ['x1 > 2 = 3', '=', '“=” is not part of the language; a line that gives a name is “name = expression”'],
    ['x1 > 1 && x2 > 1', '&&', '“&&” is not part of the language; write and'],
    ['x1 ≥ 2', '≥', '“≥” is not part of the language; write >='],
    ['!(x1 > 0)', '!', '“!” is not part of the language; write not'],
    ['x1 > 0 and !(x2 > 0)', '!', '“!” is not part of the language; write not'],
    ['|x1| > 2', '|', '“|” is not part of the language; a size without its sign is abs(…)'],
    ['x1 > |x2|', '|', '“|” is not part of the language; a size without its sign is abs(…)'],
    ['x1 > 0 | x2 > 0', '|', '“|” is not part of the language; write or'],
    ['x1 > 0 OR x2 > 0', 'OR', '“OR” is written or'],
    ['x1 > 0 And x2 > 0', 'And', '“And” is written and'],
    ['NOT x1 > 0', 'NOT', '“NOT” is written not'],
    ['(NOT (x1 > 0))', 'NOT', '“NOT” is written not'],
    ['not = x1\nx1 > 0', 'not ', '“not” joins conditions and cannot be a name'],
    ['and = 3\nx1 > 0', 'and ', '“and” joins conditions and cannot be a name'],
    ['x1 > 0\nOR=3', 'OR', '“OR” joins conditions and cannot be a name'],
    [
      'y > 2',
      'y',
      '“y” is not known: the inputs are x1 and x2, other names get a line before, as r = x1 * x2',
    ],
    [
      'r > 2\nr = x1',
      'r',
      '“r” is not known: the inputs are x1 and x2, other names get a line before, as r = x1 * x2',
    ],
    [
      'x2 = sin(x1)',
      'x2 ',
      '“x2” cannot be defined: it is an input and keeps its meaning; to compare, write < or >',
    ],
    ['r = 1\nr = 2\nr > x1', 'r = 2', '“r” is already defined; a name stands for one number'],
    ['r = x1 < 2', '<', '“<” is not expected here'],
    ['sin(x1 > 2) < 1', '>', '“>” is not expected here'],
    ['(x1 > 2) + 1 > 0', '+', '“+” is not expected after a condition: join it with and, or'],
    ['(x1 > 2) > 1', '>', '“>” is not expected after a condition: join it with and, or'],
    ['(x1 > 2', '(', 'this bracket is never closed'],
    ['(x1 + 2 > 1', '(', 'this bracket is never closed'],
    ['x1 > (2 + x2', '(', 'this bracket is never closed'],
    ['x1 > 2)', ')', '“)” is not expected here; no bracket is open here'],
    ['x1 > 2 x2', 'x2', 'an operator is missing before “x2”'],
    ['x1 > 2 not x2 > 1', 'not', '“not” is not expected here'],
    ['x1 > x2 ^ 2', '^', '“^” is not expected here; a power is written **'],
    ['x1 > tan(x2)', 'tan', expect.stringContaining('there is no function “tan”')],
    ['x1 > 2\nx1 * 2', 'x1 * 2', '“x1 * 2” is a number and no condition: compare it, as in x1 * 2 > 0'],
    ['x1 and x2 > 1', 'x1', '“x1” is a number and no condition: compare it, as in x1 > 0'],
    ['not x1', 'x1', '“x1” is a number and no condition: compare it, as in x1 > 0'],
    ['x1 > 1e999', '1e999', '“1e999” is too large: numbers go up to about 1.8e308'],
    ['(x1)(x2) > 1', '(', 'an operator is missing before “(”'],
  ])('points at its characters: %j', (source, where, message) => {
    expect(complaint(source)).toEqual([where, message]);
  });

  it('is placed by line and column, behind semicolons and comments too', () => {
    const result = parseFormula('r = x1; r > 1 # ;(\r\nx2 > 1;  x2 > y');
    expect(result).toMatchObject({ ok: false, error: { line: 2, column: 15, from: 34, to: 35 } });
  });

  it('is a text that is too long, or has too many conditions', () => {
    const most = Array.from({ length: mostConditions }, () => 'x1>1').join(';');
    expect(truths(most, 2, 0)).toHaveLength(mostConditions);
    expect(complaint(`${most}; x2 > 1`)).toEqual(['x2 > 1', 'at most 49 conditions are possible']);
    const long = `x1 > 1${' '.repeat(longestFormula)}`;
    expect(complaint(long)[1]).toBe('the formula has 2006 characters, at most 2000 are possible');
  });

  it('is all that a hostile text can bring about', () => {
    const pieces = fc.constantFrom(
      ...[
        'x1',
        'x2',
        'r',
        '=',
        '==',
        '<',
        '<=',
        '>',
        '(',
        ')',
        '((',
        'and',
        'or',
        'not',
        ';',
        '\n',
        '\r',
        '#',
      ],
      ...[
        '1',
        '.5',
        '1e',
        '1_0',
        '+',
        '-',
        '*',
        '**',
        '/',
        'sin(',
        'log',
        'this',
        '__proto__',
        'constructor',
      ],
      ...[
        '\u2028',
        '\u00a0',
        '²',
        '−',
        '😀',
        '\ud800',
        ',',
        '[',
        '`',
        '${',
        '"',
        "'",
        '\\',
        '&&',
        '!',
        '?',
        ':',
      ],
    );
    const hostile = fc.oneof(
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(' ')),
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(hostile, (source) => {
        const result = parseFormula(source);
        if (result.ok) return;
        const { from, to, message, line, column } = result.error;
        expect(message.length).toBeGreaterThan(5);
        expect(from).toBeLessThanOrEqual(to);
        expect(to).toBeLessThanOrEqual(source.length);
        expect(Math.min(line, column)).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });

  it('comes of deep nesting too, and soon', () => {
    for (const source of ['('.repeat(2000), `${'('.repeat(999)}x1>1${')'.repeat(990)}`, 'not '.repeat(499)]) {
      expect(parseFormula(source).ok).toBe(false);
    }
    expect(truths(`${'('.repeat(200)}x1 > 1${')'.repeat(200)}`, 2, 0)).toEqual([true]);
  });
});

describe('the graph lab', () => {
  it('still knows of no comparisons, before and after a formula was read', () => {
    const said = (source: string): string => {
      const result = parseExpression(source);
      return result.ok ? 'read' : result.error.message;
    };
    const before = ['x > 1', 'x <= y', 'a = x >= 2', 'x and y', 'not x'].map(said);
    formulaOf('x1 > 1 and not x2 <= 2 or x1 >= x2');
    const after = ['x > 1', 'x <= y', 'a = x >= 2', 'x and y', 'not x'].map(said);
    expect(after).toEqual(before);
    expect(before).toEqual([
      '“>” is not expected here',
      '“<=” is not part of the language; a line is “name = expression”',
      '“>” is not expected here',
      'an operator is missing before “and”',
      'an operator is missing before “x”',
    ]);
  });
});
