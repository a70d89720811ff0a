import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opNames, ops } from '../../../src/autograd/ops.ts';
import {
  checkLeaves,
  checkNode,
  crossesKink,
  differencesAt,
  errorSeries,
  stepSizes,
} from '../../../src/lab/check.ts';
import { labGraph, type LabGraph } from '../../../src/lab/graph.ts';
import { smallRandom } from '../../../src/lab/random.ts';
import { stepModes, type StepperOptions } from '../../../src/lab/step-modes.ts';
import { gradientsOf } from '../../../src/lab/stepper.ts';
import { graphOf, tameSource } from '../helpers/expression-sources.ts';

const take = (source: string): LabGraph => labGraph(graphOf(source));
const verdicts = (graph: LabGraph, options: StepperOptions = {}): string[] =>
  checkLeaves(graph, gradientsOf(graph, options)).map(({ verdict }) => verdict);

describe('differences', () => {
  it('are those of the lesson', () => {
    const graph = take('a = 2\nb = -3\nc = 10\nd = a * b + c');
    const { forward, central } = differencesAt(graph, graph.leaves.get('a')!, 1e-4);
    expect(forward).toBeCloseTo(-3, 10);
    expect(central).toBeCloseTo(-3, 10);
    expect(() => differencesAt(graph, 0, 0)).toThrow(RangeError);
  });

  it('can be taken in any node, as if it were a leaf', () => {
    const graph = take('a = 2\nb = -3\nc = 10\nf = -2\ne = a * b\nd = e + c\nL = d * f');
    const gradients = gradientsOf(graph);
    for (let node = 0; node < graph.values.length; node++) {
      expect(differencesAt(graph, node, 1e-3).central).toBeCloseTo(gradients[node], 9);
    }
  });

  it('err by h, and by h² in the middle, until rounding takes over', () => {
    const graph = take('x = 1\nexp(x)');
    const series = errorSeries(graph, graph.leaves.get('x')!, Math.E);
    expect(series.map(({ h }) => h)).toEqual([
      1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12,
    ]);
    const slope = (of: 'forwardError' | 'centralError', i: number): number =>
      Math.log10(series[i][of] / series[i + 1][of]);
    for (const i of [0, 1, 2, 3]) expect(slope('forwardError', i)).toBeCloseTo(1, 1);
    for (const i of [0, 1, 2]) expect(slope('centralError', i)).toBeCloseTo(2, 1);
    const last = series[11];
    expect(last.centralError).toBeGreaterThan(1e-6);
    expect(last.centralError).toBeLessThan(last.roundingFloor * 2);
    expect(stepSizes(4)).toHaveLength(45);
  });
});

describe('the check of all leaves', () => {
  it('agrees with the correct pass on random expressions', () => {
    let checked = 0;
    fc.assert(
      fc.property(tameSource, (source) => {
        const graph = take(source);
        for (const { verdict, error, name } of checkLeaves(graph, gradientsOf(graph))) {
          if (verdict === 'kink') continue;
          expect(verdict, `${name} off by ${error} in\n${source}`).toBe('agrees');
          checked++;
        }
      }),
      { numRuns: 200 },
    );
    expect(checked).toBeGreaterThan(400);
  });

  it('finds a gradient that is off by a thousandth', () => {
    fc.assert(
      fc.property(tameSource, (source) => {
        const graph = take(source);
        const gradients = gradientsOf(graph);
        for (const [name, node] of graph.leaves) {
          const wrong = gradients[node] + 1e-3 * Math.max(1, Math.abs(gradients[node]));
          expect(checkNode(graph, node, wrong, name).verdict).not.toBe('agrees');
        }
      }),
      { numRuns: 100 },
    );
  });

  it('finds every broken mode wherever its gradients differ', () => {
    const differing = new Map<string, number>();
    fc.assert(
      fc.property(
        tameSource,
        fc.constantFrom(...stepModes),
        fc.constantFrom(...opNames),
        (source, mode, wrongOp) => {
          const graph = take(source);
          const right = gradientsOf(graph);
          const options = { mode, wrongOp };
          const given = gradientsOf(graph, options);
          for (const { node, verdict } of checkLeaves(graph, given)) {
            const off =
              Math.abs(given[node] - right[node]) / Math.max(1, Math.abs(given[node]), Math.abs(right[node]));
            if (off < 1e-5) continue;
            differing.set(mode, (differing.get(mode) ?? 0) + 1);
            expect(['differs', 'kink']).toContain(verdict);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(differing.has('correct')).toBe(false);
    for (const mode of stepModes)
      if (mode !== 'correct') expect(differing.get(mode), mode).toBeGreaterThan(20);
  });

  it('exposes the modes on the smallest expressions that they break', () => {
    const cases: [StepperOptions['mode'], string][] = [
      ['overwrite', 'a = 3\nb = a + a'],
      ['no-topological-order', 'a = 3\nd = a * 2\ne = d + 1\nf = d * e'],
      ['no-zeroing', 'a = 3\nb = a * 2'],
    ];
    for (const [mode, source] of cases) {
      expect(verdicts(take(source), { mode: mode! })).toEqual(['differs']);
      expect(verdicts(take(source))).toEqual(['agrees']);
    }
    // Without a node that is used twice neither an order nor += is needed.
    const tree = take('a = 2\nb = -3\nc = 10\nf = -2\nL = (a * b + c) * f');
    for (const mode of ['overwrite', 'no-topological-order'] as const) {
      expect([...gradientsOf(tree, { mode })]).toEqual([...gradientsOf(tree)]);
    }
  });

  it('exposes the wrong derivative of every op', () => {
    for (const op of opNames) {
      const operands = ops[op].arity === 2 ? ['a', 'b'] : ['a'];
      const a = op === 'relu' || op === 'step' ? -0.7 : 0.7;
      const written = ops[op].write(operands[0], operands[1] ?? '', 3);
      const graph = take(`a = ${a}\nb = 1.9\nr = ${written}`);
      expect(verdicts(graph), op).not.toContain('differs');
      expect(verdicts(graph, { mode: 'wrong-derivative', wrongOp: op }), op).toContain('differs');
    }
  });

  it('marks a kink as a kink', () => {
    const graph = take('a = 0\nrelu(a)');
    expect(verdicts(graph)).toEqual(['kink']);
    expect(verdicts(take('a = 0.5\nrelu(a)'))).toEqual(['agrees']);
    expect(crossesKink(take('a = 0.05\nrelu(a)'), 0, 0.05, 0.1)).toBe(true);
  });

  it('says that it cannot tell where the function is not finite', () => {
    expect(verdicts(take('a = -1\nlog(a)'))).toEqual(['unknown']);
  });
});

describe('the rounding floor', () => {
  it('is where the error is at small steps, also where the result is almost 0', () => {
    const { below } = smallRandom(7);
    const random = (): number => below(1e9) / 1e9;
    const ratios: number[] = [];
    for (let round = 0; round < 60; round++) {
      const [x, y] = [random() * 2 - 1, (random() - 0.5) * 1e-4];
      // A loss that is all but 0: its terms are not.
      const graph = take(
        `x = ${x}\nw = ${random()}\no = tanh(x * w + 0.3)\nf = (o - tanh(${x} * w + 0.3) - ${y}) ** 2`,
      );
      const node = graph.leaves.get('x')!;
      const derivative = gradientsOf(graph)[node];
      const { forwardError, roundingFloor } = errorSeries(graph, node, derivative, [1e-11])[0];
      ratios.push(forwardError / roundingFloor);
    }
    ratios.sort((a, b) => a - b);
    expect(ratios[30]).toBeGreaterThan(0.02);
    expect(ratios[30]).toBeLessThan(3);
    expect(ratios[59]).toBeLessThan(10);
  });
});
