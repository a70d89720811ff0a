import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression, type ExpressionError } from '../../../src/autograd/expression.ts';
import { opNames, ops } from '../../../src/autograd/ops.ts';
import { graphOf } from '../helpers/expression-sources.ts';

const valueOf = (source: string, leaves: Record<string, number> = {}): number =>
  graphOf(source, new Map(Object.entries(leaves))).root.data;

function errorOf(source: string): ExpressionError {
  const result = parseExpression(source);
  if (result.ok) throw new Error(`expected an error in ${source}, got ${result.graph.root.data}`);
  return result.error;
}

/** The characters that the error points at, and its message. */
function complaint(source: string): [string, string] {
  const { from, to, message } = errorOf(source);
  return [source.slice(from, to), message];
}

describe('the expression language', () => {
  it('computes as Python does', () => {
    const leaves = { x: 3, y: 2, z: 0.5 };
    const cases: [string, number][] = [
      ['x + y * z', 4],
      ['(x + y) * z', 2.5],
      ['x - y - z', 0.5],
      ['x / y / z', 3],
      ['-x ** 2', -9],
      ['(-x) ** 2', 9],
      ['2 ** -1', 0.5],
      ['2 ** 3 ** 2', 512],
      ['-2 ** 2', -4],
      ['x * -y', -6],
      ['x - -y', 5],
      ['--x', 3],
      ['+x', 3],
      ['x ** (1 / 2)', Math.sqrt(3)],
      ['1e3 + .5 + 2.', 1002.5],
      ['-x * y', -6],
      ['tanh(x) ** 2', Math.tanh(3) ** 2],
    ];
    for (const [source, expected] of cases) expect(valueOf(source, leaves), source).toBe(expected);
  });

  it('has every function of the op table', () => {
    for (const op of opNames) {
      if (['add', 'sub', 'mul', 'div', 'neg', 'pow', 'power'].includes(op)) continue;
      const operands = ops[op].arity === 2 ? 'x, y' : 'x';
      expect(valueOf(`${op}(${operands})`, { x: 0.7, y: 3 }), op).toBe(ops[op].value(0.7, 3, 0));
    }
    expect(valueOf('max ( min(x, 2) * 3 , -x ) ** 2', { x: 1 })).toBe(9);
  });

  it('takes several lines, comments and a last line without a name', () => {
    const graph = graphOf(
      '# the lesson\na = 2\n\nb = -3 # a leaf\r\nd = a * b + c\ntanh(d)',
      new Map([['c', 10]]),
    );
    expect([...graph.leaves.keys()]).toEqual(['a', 'b', 'c']);
    expect([...graph.named.keys()]).toEqual(['a', 'b', 'c', 'd']);
    expect(graph.root.data).toBe(Math.tanh(4));
    expect(graph.roots).toEqual([graph.root]);
    expect(graph.nodes.at(-1)).toBe(graph.root);
  });

  it('puts given values before the numbers in the text, and 1 where there is neither', () => {
    const graph = graphOf('a = 2\nb = 3\na * b * c', new Map([['a', 7]]));
    expect([...graph.leaves].map(([name, { data }]) => [name, data])).toEqual([
      ['a', 7],
      ['b', 3],
      ['c', 1],
    ]);
  });

  it('makes one node of two names, and one node of a name used twice', () => {
    const graph = graphOf('b = a + a\nc = b\nc * b');
    expect(graph.named.get('c')).toBe(graph.named.get('b'));
    expect(graph.nodes).toHaveLength(3);
    graph.root.backward();
    expect(graph.leaves.get('a')?.gradient).toBe(8);
  });

  it('lists the results that nothing uses', () => {
    const graph = graphOf('d = a + b\ne = a * b\nf = d ** 2');
    expect(graph.roots.map(({ label }) => label)).toEqual(['e', 'f']);
    expect(graph.root.label).toBe('f');
  });

  it('computes a power whose exponent is a node of its own', () => {
    const powerOf = (x: number, y: number): readonly number[] => {
      const graph = graphOf(
        'x ** y',
        new Map([
          ['x', x],
          ['y', y],
        ]),
      );
      expect(graph.root.op).toBe('power');
      expect(graph.notes).toEqual([]);
      graph.root.backward();
      return [graph.root.data, graph.leaves.get('x')!.gradient, graph.leaves.get('y')!.gradient];
    };
    expect(powerOf(2, 3)).toEqual([8, 12, 8 * Math.log(2)]);
    expect(powerOf(-3, 2)).toEqual([9, -6, NaN]);
    expect(powerOf(0, 2)).toEqual([0, 0, 0]);
    expect(powerOf(0, 1)).toEqual([0, 1, 0]);
    expect(powerOf(0, 0)).toEqual([1, 0, 0]);
    expect(powerOf(0, -1)).toEqual([Infinity, -Infinity, -Infinity]);
    expect(powerOf(1, Infinity)[0]).toBe(1);
    expect(powerOf(2, 1e4)[0]).toBe(Infinity);
  });

  it('notes what is no node of its own', () => {
    expect(graphOf('x ** (2 * 3)').notes).toEqual([]);
    expect(graphOf('a = 2\nf = a').notes).toMatchObject([
      { message: '“f” is another name for “a”: nothing is computed, so it is no node of its own', from: 10 },
    ]);
    expect(graphOf('a = inf + NaN').notes.map(({ message }) => message.slice(0, 14))).toEqual([
      '“inf” is a nam',
      '“NaN” is a nam',
    ]);
    expect(graphOf('y = 2\nx ** y').notes).toEqual([]);
  });

  it('knows where each node was written', () => {
    const source = 'n = x * w\ntanh(n + b)';
    const { ranges, nodes } = graphOf(source);
    const texts = nodes.map((node) => source.slice(ranges.get(node)?.from, ranges.get(node)?.to));
    expect(texts).toEqual(['x', 'w', 'x * w', 'b', 'n + b', 'tanh(n + b)']);
  });

  it('takes the names of Object.prototype for ordinary names', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
    expect(valueOf(names.join(' + '))).toBe(names.length);
    for (const name of names) {
      expect(valueOf(`${name} = 3\n${name} * 2`)).toBe(6);
      expect(complaint(`1 + ${name}(2)`)).toEqual([name, expect.stringContaining('there is no function')]);
    }
  });

  it('takes letters of any script', () => {
    expect(valueOf('δ = 2\nθ_1 = 3\nδ * θ_1')).toBe(6);
  });

  it('reads the numbers that Python reads as decimal floats', () => {
    for (const [text, value] of [
      ['1.', 1],
      ['.5', 0.5],
      ['007.5', 7.5],
      ['007', 7],
      ['1e5', 1e5],
      ['1E+05', 1e5],
      ['1.e-2', 0.01],
      ['.5e1', 5],
      ['5e-324', 5e-324],
      ['1e-999', 0],
      ['1.7976931348623157e308', Number.MAX_VALUE],
    ] as const) {
      expect(valueOf(text), text).toBe(value);
      expect(valueOf(`2*${text}+1`), text).toBe(2 * value + 1);
    }
  });

  it('compares names as Python does, in normal form NFKC', () => {
    const graph = graphOf('\uFB01 = 2\nf = fi * \uFB01');
    expect([...graph.named.keys()]).toEqual(['fi', 'f']);
    expect(graph.root.data).toBe(4);
    expect(valueOf('ｅｘｐ(x)', { x: 0 })).toBe(1);
    expect(complaint('ﬁ = 2\nfi = 3')).toEqual(['fi', expect.stringContaining('already defined in line 1')]);
  });

  it('takes anything in a comment', () => {
    expect(valueOf('a = 2 # \u2028 b \u2029 $ = \f # \ud800\na * 3')).toBe(6);
    expect(valueOf('\f a = 2\n# \u2028\na\f* 3')).toBe(6);
  });

  it('notes names that look like a number, where no value is given', () => {
    const notesOf = (source: string, leaves: Record<string, number> = {}): string[] =>
      graphOf(source, new Map(Object.entries(leaves))).notes.map(({ message }) => message);
    expect(notesOf('r * pi')).toEqual([expect.stringContaining('write pi = 3.141592653589793')]);
    expect(notesOf('r * π')).toEqual([expect.stringContaining('write π = 3.141592653589793')]);
    expect(notesOf('2 * e')).toEqual([expect.stringContaining('exp(1)')]);
    expect(notesOf('x * inf')).toEqual([expect.stringContaining('only finite numbers')]);
    expect(notesOf('pi = 3.141592653589793\nr * pi')).toEqual([]);
    expect(notesOf('e = a * b\ne * 2')).toEqual([]);
    expect(notesOf('r * pi', { pi: 3 })).toEqual([]);
    expect(notesOf('pin * epsilon')).toEqual([]);
  });

  it('gives infinities and NaN rather than errors', () => {
    expect(valueOf('1 / 0')).toBe(Infinity);
    expect(valueOf('log(-1)')).toBeNaN();
    expect(valueOf('(-8) ** (1 / 3)')).toBeNaN();
  });
});

describe('an expression with a mistake', () => {
  const cases: [source: string, culprit: string, message: string][] = [
    ['a b', 'b', 'operator is missing'],
    ['a  3', '3', 'operator is missing'],
    ['2 (a)', '(', 'operator is missing'],
    ['(a)(b)', '(', 'operator is missing'],
    ['2x', '2x', '2 * x'],
    ['a.b', '.', 'not expected'],
    ['this', 'this', 'cannot be used'],
    ['a ? b : c', '?', 'not expected'],
    ['a[0]', '[', 'not expected'],
    ['"a"', '"', 'not expected'],
    ['a && b', '&', 'not expected'],
    ['a, b', ',', 'not expected'],
    [', a', ',', 'not expected'],
    ['b = ;a', ';', 'own line'],
    ['b =;a', ';', 'own line'],
    ['a; b', ';', 'own line'],
    ['a % b', '%', 'not expected'],
    ['a // b', '/', 'not expected'],
    ['x^2', '^', '**'],
    ['x²', '²', '**'],
    ['a × b', '×', '*'],
    ['a − b', '−', '-'],
    ['foo(a)', 'foo', 'no function'],
    ['tanh', 'tanh', 'is a function'],
    ['tanh a', 'tanh', 'is a function'],
    ['tanh()', 'tanh()', 'got none'],
    ['tanh(a, b)', ',', 'got more'],
    ['(a + b', '(', 'never closed'],
    ['tanh(a', '(', 'never closed'],
    ['a)', ')', 'no bracket is open'],
    ['()', '()', 'nothing between'],
    ['a +', '+', 'missing after'],
    ['a ** ', '*', 'missing after'],
    ['* a', '*', 'not expected'],
    ['1.2.3', '1.2.3', 'not a number'],
    ['1e', '1e', 'missing after the e'],
    ['.e5', '.e5', 'missing before the e'],
    ['x*.e5', '.e5', 'missing before the e'],
    ['.', '.', 'not a number'],
    ['x + .', '.', 'not a number'],
    ['1..2', '1..2', 'not a number'],
    ['1e5.5', '1e5.5', 'not a number'],
    ['1e+', '1e', 'missing after the e'],
    ['1_000', '1_000', 'without _, as 1000'],
    ['1_000.5', '1_000.5', 'without _, as 1000.5'],
    ['0x10', '0x10', 'only decimal numbers can be written, as 16'],
    ['0b101', '0b101', 'as 5'],
    ['0o17', '0o17', 'as 15'],
    ['1j', '1j', '1 * j'],
    ['1e999', '1e999', 'too large'],
    ['x ** 1e999', '1e999', 'too large'],
    ['12%', '%', 'share, 0.12'],
    ['1,5', ',', 'decimal point'],
    ['1\u0660', '1\u0660', 'not a number'],
    ['a\u2028 = 2', '\u2028', 'U+2028'],
    ['a +\u2029 b', '\u2029', 'U+2029'],
    ['a +\v b', '\v', 'U+000B'],
    ['\uFDFA = 2', '\uFDFA', 'cannot be used'],
    ['a =', '=', 'missing after ='],
    ['= a', '=', 'name is missing'],
    ['a = b = c', '=', 'one ='],
    ['a += 2', '+=', 'name = expression'],
    ['a == 2', '==', 'name = expression'],
    ['a + b = 2', 'a + b', 'not a name'],
    ['2a = 2', '2a', 'not a name'],
    ['x² = 2', '²', 'not a name'],
    ['exp = 2', 'exp', 'is a function'],
    ['a\nb', 'a', 'only the last line'],
    ['a = b + 1\nb = 2', 'b', 'defined in line 2'],
    ['a = a + 1', 'a', 'its own definition'],
    ['new Function("x")', 'Function', 'operator is missing'],
    ['a => b', '>', 'not expected'],
  ];

  it.each(cases)('%s: points at %s', (source, culprit, message) => {
    expect(complaint(source)).toEqual([culprit, expect.stringContaining(message)]);
  });

  it('is found at its line and column', () => {
    expect(errorOf('a = 2\n\n  b = a $ 3')).toMatchObject({ line: 3, column: 9, from: 15, to: 16 });
    expect(errorOf('a = 2\r\na = 3')).toMatchObject({ line: 2, column: 1, from: 7, to: 8 });
  });

  it('is also a text without an expression', () => {
    expect(errorOf('').message).toContain('no expression');
    expect(errorOf(' \n# nothing\n').message).toContain('no expression');
  });
});

describe('a hostile text', () => {
  it('of 10⁵ characters is read if it is right', () => {
    const terms = graphOf(`a${'+a'.repeat(50_000)}`);
    expect(terms.root.data).toBe(50_001);
    terms.root.backward();
    expect(terms.leaves.get('a')?.gradient).toBe(50_001);
    expect(valueOf('a'.repeat(100_000))).toBe(1);
  });

  it('that nests too deep is refused at the place', () => {
    expect(errorOf(`${'('.repeat(10_000)}a${')'.repeat(10_000)}`)).toMatchObject({ from: 500, to: 501 });
    for (const deep of ['-'.repeat(1e5), 'a**'.repeat(3e4), 'tanh('.repeat(2e4), 'a*(b+'.repeat(2e4)]) {
      expect(errorOf(`${deep}a`).message).toContain('nested deeper than 500');
    }
    expect(valueOf(`${'('.repeat(499)}a${')'.repeat(499)}`)).toBe(1);
  });

  it('that is too long is refused', () => {
    expect(errorOf('a'.repeat(200_001)).message).toContain('200001 characters');
  });

  it('gives a graph or an error within the text, and never throws', () => {
    const pieces = fc.constantFrom(
      ...[
        'a',
        'b1',
        '2',
        '.5',
        '1e9',
        '+',
        '-',
        '*',
        '/',
        '**',
        '(',
        ')',
        '=',
        '\n',
        ' ',
        '#',
        ',',
        '.',
        'exp',
        'log(',
      ],
      ...[
        'this',
        '__proto__',
        'constructor',
        '?',
        ':',
        '[',
        ']',
        '{',
        '`',
        '\\',
        '"',
        "'",
        '$',
        '²',
        '𝛼',
        '\u0000',
        '\ud800',
        '\u00a0',
      ],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 30 }).map((list) => list.join('')),
    );
    const seen = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(texts, (source) => {
        const result = parseExpression(source);
        if (result.ok) {
          seen.right++;
          return;
        }
        seen.wrong++;
        const { from, to, line, column, message } = result.error;
        expect(message).not.toBe('');
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(source.length);
        expect(source.split(/\r\n|\n|\r/)[line - 1].length).toBeGreaterThanOrEqual(column - 1);
      }),
      { numRuns: 3000 },
    );
    expect(seen.right).toBeGreaterThan(30);
    expect(seen.wrong).toBeGreaterThan(300);
  });
});
