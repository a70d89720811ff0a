import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression, type ExpressionGraph } from '../../../src/autograd/expression.ts';
import { moveLeaves } from '../../../src/lab/move-leaves.ts';

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
