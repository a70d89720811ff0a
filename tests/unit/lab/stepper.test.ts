import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Value } from '../../../src/autograd/value.ts';
import { labGraph, namedGraphOf } from '../../../src/lab/graph.ts';
import { stepModes } from '../../../src/lab/step-modes.ts';
import { gradientsOf, Stepper } from '../../../src/lab/stepper.ts';
import { buildExpression, randomExpression } from '../helpers/expressions.ts';
import { graphOf } from '../helpers/expression-sources.ts';

const lesson = 'a = 2\nb = -3\nc = 10\nf = -2\ne = a * b\nd = e + c\nL = d * f';
const copy = ({ data, gradients }: Stepper): [Float64Array, Float64Array] => [
  data.slice(),
  gradients.slice(),
];

describe('a stepper', () => {
  it('starts with the leaves alone and ends with every gradient', () => {
    const stepper = new Stepper(labGraph(graphOf(lesson)));
    const { graph } = stepper;
    const names = ['e', 'd', 'L'].map((name) => graph.named.get(name)!);
    expect(names.map((node) => stepper.hasData(node))).toEqual([false, false, false]);
    expect(stepper.data[graph.leaves.get('b')!]).toBe(-3);
    expect(stepper.data[graph.root]).toBeNaN();
    stepper.forth();
    expect(names.map((node) => stepper.hasData(node))).toEqual([true, false, false]);
    stepper.seek(stepper.forwardCount);
    expect(stepper.data[graph.root]).toBe(-8);
    expect([...stepper.gradients]).toEqual(graph.names.map(() => 0));
    stepper.seek(Number.MAX_SAFE_INTEGER);
    expect(stepper.position).toBe(stepper.length);
    expect(stepper.length).toBe(3 + 1 + 3);
    expect([...graph.leaves.values()].map((node) => stepper.gradients[node])).toEqual([6, -4, -2, 4]);
  });

  it('gives its steps one by one and all at once', () => {
    for (const mode of stepModes) {
      const stepper = new Stepper(labGraph(graphOf('a = 2\nb = a * a + a\nc = b * tanh(b)')), { mode });
      const one = Array.from({ length: stepper.length }, (_, i) => stepper.step(i));
      expect(stepper.steps).toEqual(one);
      expect([...stepper.eachStep()]).toEqual(one);
      expect([stepper.step(-1), stepper.step(stepper.length)]).toEqual([undefined, undefined]);
      const [first] = one;
      expect(first).toEqual({
        kind: 'forward',
        node: 1,
        pass: 0,
        arriving: 0,
        writes: [{ node: 1, before: NaN, after: 4, contribution: 4 }],
      });
      // a * a writes to a twice.
      expect(one.some((step) => step!.kind === 'backward' && step!.writes.length === 2)).toBe(true);
    }
  });

  it('stands still at both ends', () => {
    const stepper = new Stepper(labGraph(graphOf('a * b')));
    expect(stepper.back()).toBe(false);
    stepper.seek(stepper.length);
    expect(stepper.forth()).toBe(false);
    stepper.seek(-1);
    expect(stepper.position).toBe(0);
    expect(() => stepper.seek(0.5)).toThrow(RangeError);
  });

  it('leaves the Values alone', () => {
    const graph = graphOf(lesson);
    new Stepper(labGraph(graph)).seek(100);
    expect(graph.nodes.map(({ gradient }) => gradient)).toEqual(graph.nodes.map(() => 0));
  });

  it('has nothing but the seed to do on a leaf', () => {
    const stepper = new Stepper(labGraph(graphOf('a = 3')));
    expect(stepper.length).toBe(1);
    stepper.seek(1);
    expect(stepper.gradients[0]).toBe(1);
  });

  it('ends at the bits of Value.backward for 500 random expressions, forth and back in any order', () => {
    let notZero = 0;
    const moves = fc.array(fc.oneof(fc.integer({ min: -5, max: 8 }), fc.nat(200)), { maxLength: 12 });
    fc.assert(
      fc.property(randomExpression, moves, ({ leaves, code }, path) => {
        const { root } = buildExpression(leaves, code);
        const named = namedGraphOf(root);
        const stepper = new Stepper(labGraph(named));
        const states = [copy(stepper)];
        while (stepper.forth()) states.push(copy(stepper));
        for (const move of path) {
          if (move > 8) stepper.seek(move % (stepper.length + 1));
          for (let i = move; i > 0 && i <= 8; i--) stepper.forth();
          for (let i = move; i < 0; i++) stepper.back();
          expect(copy(stepper)).toEqual(states[stepper.position]);
        }
        stepper.seek(stepper.length);
        root.backward();
        expect([...stepper.data]).toEqual(named.nodes.map(({ data }) => data));
        expect([...stepper.gradients]).toEqual(named.nodes.map(({ gradient }) => gradient));
        notZero += stepper.gradients.filter((gradient) => gradient !== 0).length;
      }),
      { numRuns: 500 },
    );
    expect(notZero).toBeGreaterThan(1000);
  });

  it('goes back to the same bits in every mode', () => {
    fc.assert(
      fc.property(randomExpression, fc.constantFrom(...stepModes), ({ leaves, code }, mode) => {
        const stepper = new Stepper(labGraph(namedGraphOf(buildExpression(leaves, code).root)), { mode });
        if (stepper.length > 2000) return;
        const start = copy(stepper);
        stepper.seek(stepper.length);
        const end = copy(stepper);
        stepper.seek(0);
        expect(copy(stepper)).toEqual(start);
        stepper.seek(stepper.length);
        expect(copy(stepper)).toEqual(end);
      }),
      { numRuns: 200 },
    );
  });

  it('cuts the visits without an order off before they grow without bound', () => {
    let value = new Value(1, 'a');
    for (let i = 0; i < 40; i++) value = value.add(value);
    const graph = labGraph(namedGraphOf(value));
    const stepper = new Stepper(graph, { mode: 'no-topological-order' });
    expect(stepper.isCutOff).toBe(true);
    expect(stepper.length).toBeLessThan(60_000);
    expect(new Stepper(graph).isCutOff).toBe(false);
    expect(gradientsOf(graph)[graph.leaves.get('a')!]).toBe(2 ** 40);
  });

  it('takes a chain of 10⁵ nodes', () => {
    let value = new Value(1, 'a');
    for (let i = 0; i < 1e5; i++) value = value.add(1);
    const stepper = new Stepper(labGraph(namedGraphOf(value)), { mode: 'no-topological-order' });
    stepper.seek(stepper.length);
    expect(stepper.data[stepper.graph.root]).toBe(100_001);
  });
});
