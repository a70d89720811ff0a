import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamedGraph } from '../../../src/autograd/expression.ts';
import { printExpression } from '../../../src/autograd/expression/print.ts';
import { topologicalOrder, Value } from '../../../src/autograd/value.ts';
import { namedGraphOf } from '../../../src/lab/graph.ts';
import { buildExpression, randomExpression } from '../helpers/expressions.ts';
import { graphOf, tameSource } from '../helpers/expression-sources.ts';

/** Everything that makes a graph, wherever its leaves stand: ops, wiring, bits of data, names. */
function shapeOf({ named, root }: NamedGraph): unknown {
  const byName = [...named].sort(([a], [b]) => (a < b ? -1 : 1));
  const nodes = topologicalOrder([root, ...byName.map(([, node]) => node)]);
  const place = new Map(nodes.map((node, i) => [node, i]));
  return {
    nodes: nodes.map(({ op, operands, exponent, data }) => [
      op,
      operands.map((operand) => place.get(operand)),
      exponent,
      data,
    ]),
    names: byName.map(([name, node]) => [name, place.get(node)]),
  };
}

describe('an expression as text', () => {
  it.each([
    'a * (b + c)',
    '(a - b) - c',
    'a - (b - c)',
    'a / (b / c)',
    '-(a ** 2)',
    '(-a) ** 2',
    '(-3) ** 2',
    '-3 + a',
    '-(3)',
    '--a',
    'a * -b',
    'a ** -0.5',
    '(a ** 2) ** 3',
    'tanh(a + b) * exp(-a)',
    '1e300 - 1e-300',
  ])('keeps the tree of %s', (source) => {
    const graph = graphOf(source);
    expect(shapeOf(graphOf(printExpression(graph)))).toEqual(shapeOf(graph));
  });

  it('gives a number that is not finite as what makes it', () => {
    for (const value of [Infinity, -Infinity]) {
      const graph = namedGraphOf(new Value(value).mul(new Value(2, 'a')));
      expect(graphOf(printExpression(graph)).root.data).toBe(value);
    }
  });

  it('writes no brackets that are not needed', () => {
    const source = 'a = 2\nb = -3\nd = a * b + c - -a ** 2 / 4\ne = d\nrelu(d) * (1 - d)';
    expect(printExpression(graphOf(source))).toBe(source.replace('d = a', 'c = 1\nd = a'));
  });

  it('names a node that is used twice, and what nests deep', () => {
    const a = new Value(2, 'a');
    const shared = a.mul(a);
    expect(printExpression(namedGraphOf(shared.add(shared)))).toBe('a = 2\nt1 = a * a\nt1 + t1');
    let deep = a;
    for (let i = 0; i < 1200; i++) deep = deep.tanh();
    const again = graphOf(printExpression(namedGraphOf(deep)));
    expect(again.nodes).toHaveLength(1201);
    expect(again.root.data).toBe(deep.data);
  });

  it('comes back as the same graph for random texts', () => {
    fc.assert(
      fc.property(tameSource, (source) => {
        const graph = graphOf(source);
        const printed = printExpression(graph);
        expect(shapeOf(graphOf(printed))).toEqual(shapeOf(graph));
        expect(printExpression(graphOf(printed))).toBe(printed);
      }),
      { numRuns: 200 },
    );
  });

  it('comes back with the same data for random Values of any kind', () => {
    fc.assert(
      fc.property(randomExpression, ({ leaves, code }) => {
        const built = buildExpression(leaves, code);
        built.leaves.forEach((leaf, i) => leaf.named(`x${i}`));
        if (built.leaves.some(({ data }) => Number.isNaN(data))) return;
        const graph = namedGraphOf(built.root);
        expect(graphOf(printExpression(graph)).root.data).toBe(graph.root.data);
      }),
      { numRuns: 300 },
    );
  });
});
