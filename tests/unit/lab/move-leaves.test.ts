import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression, type ExpressionGraph } from '../../../src/autograd/expression.ts';
import { moveLeaves } from '../../../src/lab/move-leaves.ts';
import { tameSource } from '../helpers/expression-sources.ts';

const graphOf = (source: string, leafData?: ReadonlyMap<string, number>): ExpressionGraph => {
  const result = parseExpression(source, leafData === undefined ? {} : { leafData });
  if (!result.ok) throw new Error(result.error.message);
  return result.graph;
};

describe('moving leaves', () => {
  it('writes the new number where the text says the old one, and leaves the rest of the text alone', () => {
    const source = 'a = 2 # a leaf\n  b = -3\nf = a * b + 2';
    const moved = moveLeaves(
      source,
      new Map(),
      graphOf(source),
      new Map([
        ['b', 0.25],
        ['a', -1e-7],
      ]),
    );
    expect(moved.source).toBe('a = -1e-7 # a leaf\n  b = 0.25\nf = a * b + 2');
    expect(moved.leafData.size).toBe(0);
  });

  it('keeps the value beside the text when no line says it', () => {
    const source = 'f = a * a';
    const moved = moveLeaves(source, new Map(), graphOf(source), new Map([['a', 5]]));
    expect(moved).toEqual({ source, leafData: new Map([['a', 5]]) });
  });

  it('passes over what is no leaf', () => {
    const source = 'a = 2\nf = a * a';
    expect(moveLeaves(source, new Map(), graphOf(source), new Map([['f', 5]]))).toEqual({
      source,
      leafData: new Map(),
    });
  });

  it('is read back as the same numbers, whatever they are', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (a, b) => {
        const source = 'a = 1\nf = a * b';
        const moved = moveLeaves(
          source,
          new Map(),
          graphOf(source),
          new Map([
            ['a', a],
            ['b', b],
          ]),
        );
        const { leaves } = graphOf(moved.source, moved.leafData);
        expect([leaves.get('a')?.data, leaves.get('b')?.data]).toEqual([a, b]);
      }),
    );
  });
});

/** Everything of a graph but the data that is computed. */
function structureOf({ nodes, named, leaves }: ExpressionGraph): unknown {
  const place = new Map(nodes.map((node, i) => [node, i]));
  return {
    nodes: nodes.map(({ op, operands, exponent }) => [op, operands.map((o) => place.get(o)), exponent]),
    names: [...named].map(([name, node]) => [name, place.get(node) ?? -1]),
    leaves: [...leaves.keys()],
    constants: nodes.filter(({ op, label }) => op === null && label === '').map(({ data }) => data),
  };
}

/** Texts in which a value could be written into the wrong place, or read another way once it is there. */
const awkward = [
  '(a) + a * b',
  '((a)) ** 2 - (b)',
  'a = (2)\n(a) * b',
  'a = +2\nb=-(a)',
  'a = +(-2)\nf = 3 - a',
  'a =2#two\nb= 3 # a = 4\nf = (a)*(b)',
  'a = 2 \u2028\n'.replace(' \u2028', ' # \u2028 a'),
  'a = -2\nf = -a ** 2 + 2 ** -1',
  'a = 007.50\nf = a * 7',
  'a = .5\nf=a/.25',
  'a = 1.\r\nb = 2e0\r\nf = a - b',
  'b = a\nc = b\nf = (c) * a',
  'a = 3\nb = a\nf = (b) + a',
  'f = tanh((a)) + tanh(((b)))',
  'f = (x) ** (n)',
  '\uFB01 = 2\nf = (fi) * \uFB01',
  'f = (\uFB01) + fi * b',
  'x = 0\nn = 2\nf = x ** n',
  '__proto__ = 3\nconstructor = (4)\nf = (__proto__) * constructor',
  'a = 2\n\n   # nothing\n\tf =\ta*a',
];

const anyNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, 1, -1, 2, 0.5, -1e-7, 1e21, 1e300, 5e-324, -2.5, NaN, Infinity, -Infinity),
);

describe('a text with a moved leaf', () => {
  it('is the same graph but for that leaf, whatever the text', () => {
    let moves = 0;
    fc.assert(
      fc.property(
        fc.oneof(tameSource, fc.constantFrom(...awkward)),
        anyNumber,
        fc.nat(),
        (source, value, pick) => {
          const graph = graphOf(source);
          const names = [...graph.leaves.keys()];
          if (names.length === 0) return;
          const name = names[pick % names.length];
          const moved = moveLeaves(source, new Map(), graph, new Map([[name, value]]));
          const after = graphOf(moved.source, moved.leafData);
          expect(structureOf(after), `${name} → ${value} in\n${source}`).toEqual(structureOf(graph));
          for (const [other, leaf] of graph.leaves) {
            expect(after.leaves.get(other)?.data).toBe(other === name ? value : leaf.data);
          }
          // And back to where it was.
          const back = moveLeaves(
            moved.source,
            moved.leafData,
            after,
            new Map([[name, graph.leaves.get(name)!.data]]),
          );
          expect(graphOf(back.source, back.leafData).root.data).toBe(graph.root.data);
          moves++;
        },
      ),
      { numRuns: 1500 },
    );
    expect(moves).toBeGreaterThan(1000);
  });

  it('computes with the value where the name stands in brackets', () => {
    const source = '(a) + a * b';
    const moved = moveLeaves(source, new Map(), graphOf(source), new Map([['a', 5]]));
    expect(moved).toEqual({ source, leafData: new Map([['a', 5]]) });
    expect(graphOf(moved.source, moved.leafData).root.data).toBe(10);
  });
});
