import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opNames, ops } from '../../../src/autograd/ops.ts';
import { checkLeaves, checkNode, differencesAt, errorSeries, stepSizes } from '../../../src/lab/check.ts';
import { labGraph, type LabGraph } from '../../../src/lab/graph.ts';
import { smallRandom } from '../../../src/lab/random.ts';
import { stepModes, type StepperOptions } from '../../../src/lab/step-modes.ts';
import { gradientsOf } from '../../../src/lab/stepper.ts';
import { inMass } from '../../mass.ts';
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
  it('agrees with the correct pass on random expressions, and notices a thousandth', () => {
    let agreeing = 0;
    let unknown = 0;
    let missed = 0;
    fc.assert(
      fc.property(tameSource, (source) => {
        const graph = take(source);
        const gradients = gradientsOf(graph);
        for (const [name, node] of graph.leaves) {
          const { verdict, error } = checkNode(graph, node, gradients[node], name);
          expect(verdict, `${name} off by ${error} in\n${source}`).not.toBe('differs');
          if (verdict === 'unknown') unknown++;
          if (verdict !== 'agrees' || gradients[node] === 0) continue;
          agreeing++;
          if (checkNode(graph, node, 1.001 * gradients[node], name).verdict === 'agrees') missed++;
        }
      }),
      { numRuns: 600 },
    );
    expect(agreeing).toBeGreaterThan(800);
    expect(missed / agreeing).toBeLessThanOrEqual(0.002);
    expect(unknown / agreeing).toBeLessThanOrEqual(0.002);
  });

  it('finds every broken mode wherever its gradients differ', () => {
    const differing = new Map<string, number>();
    fc.assert(
      fc.property(tameSource, fc.constantFrom(...stepModes), fc.nat(), (source, mode, chosen) => {
        const graph = take(source);
        const right = gradientsOf(graph);
        // One that the expression has: the others break nothing.
        const used = opNames.filter((op) => graph.ops.includes(op));
        if (used.length === 0) return;
        const options = { mode, wrongOp: used[chosen % used.length] };
        const given = gradientsOf(graph, options);
        for (const { node, verdict } of checkLeaves(graph, given)) {
          const off =
            Math.abs(given[node] - right[node]) / Math.max(Math.abs(given[node]), Math.abs(right[node]));
          // Below, rounding in the differences may hide it.
          if (!(off > 1e-3) || Math.abs(given[node] - right[node]) < 1e-12) continue;
          differing.set(mode, (differing.get(mode) ?? 0) + 1);
          expect(['differs', 'kink']).toContain(verdict);
        }
      }),
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
      const a = op === 'relu' || op === 'step' || op === 'abs' ? -0.7 : 0.7;
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
    expect(verdicts(take('a = 0.000001\nrelu(a)'))).toEqual(['agrees']);
  });

  it('says that it cannot tell where the function is not finite', () => {
    expect(verdicts(take('a = -1\nlog(a)'))).toEqual(['unknown']);
  });
});

const chain = (length: number): string =>
  `x = 0.3\n${Array.from({ length }, (_, i) => `s${i} = sigmoid(${i === 0 ? 'x' : `s${i - 1}`})`).join('\n')}`;

/** A text with a leaf x, by how much the right gradient is wrong, and what the check must find. */
const hardCases: readonly (readonly [source: string, times: number, verdict: string])[] = [
  // Steps must suit the function, whatever the size of x.
  ['x = 5e-4\n1/x', 1, 'agrees'],
  ['x = 5e-4\n1/x', 1.001, 'differs'],
  ['x = 2\n1/(x - 2.0001)', 1, 'agrees'],
  ['x = 0\ntanh(10000*x)', 1, 'agrees'],
  ['x = 0\ntanh(10000*x)', 0.999, 'differs'],
  ['x = 1\ntanh(1e6*(x - 1))', 1, 'agrees'],
  ['x = 20000\nsin(x)', 1, 'agrees'],
  ['x = 20000\nsin(x)', 1.001, 'differs'],
  ['x = 0.01\nsin(1/x)', 1, 'agrees'],
  ['x = 0.5\nsin(6283185.307179586*x)', 1, 'agrees'],
  ['x = 1e8\nx*x', 1, 'agrees'],
  ['x = 1e150\nx*x', 1, 'agrees'],
  ['x = 1e-5\n-log(x)', 1, 'agrees'],
  ['x = 1e-300\nlog(x)', 1, 'agrees'],
  ['x = 1e-12\nsqrt(x)', 1, 'agrees'],
  ['x = 700\nexp(x)', 1, 'agrees'],
  ['x = 2\nexp(300*x)', 1, 'agrees'],
  ['x = 30\nsigmoid(-x)', 1, 'agrees'],
  // Small gradients are gradients.
  [chain(8), 1, 'agrees'],
  [chain(8), 2, 'differs'],
  [chain(8), 1.001, 'differs'],
  ['x = 2\ny = 1e-8*x*x\ny', 1, 'agrees'],
  ['x = 2\ny = 1e-8*x*x\ny', 0.5, 'differs'],
  [chain(20), 2, 'differs'],
  [chain(40), 2, 'unknown'],
  ['x = 3\nx - x', 1, 'agrees'],
  ['x = 3\n0*x', 1, 'agrees'],
  // Where there is no derivative.
  ['x = 0\n1/x', 1, 'unknown'],
  ['x = -1\nlog(x)', 1, 'unknown'],
  ['x = 0\nsqrt(x)', 1, 'unknown'],
  ['x = 0\nrelu(x) + relu(-x)', 1, 'kink'],
  ['x = 0\nx + 0.0001*(relu(x) + relu(-x))', 1, 'kink'],
  ['x = 0\nsqrt(x*x)', 1, 'kink'],
  ['x = 0.7\nrelu(x - 0.7)', 1, 'kink'],
  ['x = 0\nstep(x)', 1, 'kink'],
  ['x = 1\nx * step(x - 1)', 1, 'kink'],
  ['x = 0\nrelu(x)**2', 1, 'agrees'],
  ['x = 0\nrelu(x)**2 + x', 1.001, 'differs'],
  ['x = 0.7\nrelu(x - 0.699999)', 1, 'agrees'],
  ['x = 0.7\nrelu(x - 0.7 - 1e-9)', 1, 'agrees'],
];

describe('the check in hard cases', () => {
  it.each(hardCases)('%j with %d times the gradient', (source, times, verdict) => {
    const graph = take(source);
    const node = graph.leaves.get('x')!;
    expect(checkNode(graph, node, times * gradientsOf(graph)[node]).verdict).toBe(verdict);
  });
});

/** A text, its leaf, by how much its gradient is wrong, and what the check must find where rounding hides a corner. */
const hiddenCorners: readonly (readonly [source: string, leaf: string, times: number, verdict: string])[] = [
  ['w = 2\nx = 3\nb = 0\nt = 6\nabs(w*x + b - t)', 'b', 1, 'kink'],
  ['w = 0\nx = 1\nt = 1\nb = 1\nrelu(1 - t*(w*x + b))', 'w', 1, 'kink'],
  // It moves nothing, so that it has a slope: 0.
  ['w = 0\nx = 1\nt = 1\nb = 1\nrelu(1 - t*(w*x + b))', 'x', 1, 'agrees'],
  ['x = 0\nrelu(exp(x) - 1)', 'x', 1, 'kink'],
  ['x = 0\n5*x + relu(exp(x) - 1)', 'x', 1, 'kink'],
  ['x = 0\nmax(exp(x) - 1, 0)', 'x', 1, 'kink'],
  ['x = 0\nmin(exp(x) - 1, 0) + 3', 'x', 1, 'kink'],
  ['x = 0\nabs(abs(x - 0.03) - 0.03)', 'x', 1, 'kink'],
  ['x = 0\nrelu(x + 1 - 1) + relu(-(x + 1 - 1))', 'x', 1, 'kink'],
  ['x = 1\nrelu(x + 1000000 - 1000001)', 'x', 1, 'kink'],
  ['x = 0\nrelu(x + 1e17 - 1e17)', 'x', 1, 'kink'],
  // Jumps, with and without a slope beside them.
  ['x = 0\nstep(x + 3 - 3)', 'x', 1, 'kink'],
  ['x = 0\nstep(exp(x) - 1)', 'x', 1, 'kink'],
  ['x = 0\n10*x + step(x + 1000000 - 1000000)', 'x', 1, 'kink'],
  ['x = 0\nrelu(step(x + 3 - 3) - 0.5)', 'x', 1, 'kink'],
  // Corners of the second order.
  ['x = 0\nsqrt((x + 1 - 1)**2)', 'x', 1, 'kink'],
  ['x = 0\nsqrt((x + 1 - 1)*(x + 1 - 1))', 'x', 1, 'kink'],
  ['x = 0\nabs(sin(x + 3) - sin(3))**0.5', 'x', 1, 'unknown'],
  // Two corners that make none: the slope is 1, and 0 by convention is no slope of it.
  ['x = 0\nrelu(exp(x) - 1) - relu(1 - exp(x))', 'x', 1, 'differs'],
  // Beside the corner.
  ['w = 2\nx = 3\nb = 0.00001\nt = 6\nabs(w*x + b - t)', 'b', 1, 'agrees'],
  ['w = 2\nx = 3\nb = 0.00001\nt = 6\nabs(w*x + b - t)', 'b', 1.001, 'differs'],
  ['x = 0.00001\nrelu(exp(x) - 1)', 'x', 1, 'agrees'],
  ['x = 0\nstep(x + 3 - 2.99999)', 'x', 1, 'agrees'],
  ['x = 0\nstep(x - 1e-15)', 'x', 1, 'agrees'],
  ['x = 0\nsqrt((x + 1 - 0.5)**2)', 'x', 1.001, 'differs'],
];

describe('a corner that rounding hides', () => {
  it.each(hiddenCorners)('in %j by %s, with %d times the gradient: %s', (source, leaf, times, verdict) => {
    const graph = take(source);
    const node = graph.leaves.get(leaf)!;
    expect(checkNode(graph, node, times * gradientsOf(graph)[node]).verdict).toBe(verdict);
  });

  it('is found in every text of small numbers that is placed on its corner', () => {
    const { pick } = smallRandom(3);
    const count = inMass(1000, 100);
    let corners = 0;
    for (let i = 0; i < count; i++) {
      const [w, x, b, u] = Array.from({ length: 4 }, () => pick([0, 0, 1, 2, 3, -1, -2, 0.5, 4]));
      const t = w * x + b;
      const leaves = `w = ${w}\nx = ${x}\nb = ${b}\nt = ${t}\nu = ${u}\n`;
      // What is 0 at the corner, and how fast it moves with each leaf.
      const slopes = { w: x, x: w, b: 1, t: -1 };
      for (const [text, factor] of [
        ['abs(w*x + b - t)', 1],
        ['relu(w*x + b - t)', 1],
        ['max(0, u*(w*x + b - t)) + 0.01*w**2', u],
      ] as const) {
        for (const { name, verdict } of checkLeaves(take(leaves + text), gradientsOf(take(leaves + text)))) {
          const isCorner = name in slopes && factor * slopes[name as keyof typeof slopes] !== 0;
          if (isCorner) corners++;
          expect(verdict, `${name} in ${leaves}${text}`).toBe(isCorner ? 'kink' : 'agrees');
        }
      }
    }
    expect(corners).toBeGreaterThan(6 * count);
  });
});

describe('a gradient that rounding hides', () => {
  it.each([
    ['x = 3\n1e20*x - 1e20*x + x', 'x'],
    ['x = 3\n1e20*x + x - 1e20*x', 'x'],
    ['k = 1e17\nx = 3\ny = 1\nk*x - k*x + y*x', 'x'],
  ])('in %j by %s is none that the check agrees with', (source, leaf) => {
    const graph = take(source);
    const node = graph.leaves.get(leaf)!;
    for (const backward of [gradientsOf(graph)[node], 0, 1, 2, -1, 10]) {
      expect(checkNode(graph, node, backward).verdict, `${backward}`).toBe('unknown');
    }
  });

  it('is not one of two zeros', () => {
    for (const source of ['x = 3\nx - x', 'x = 3\n0*x', 'x = 3\nx + 3 - x', 'x = 3\ny = 6680\n0*x + y**3']) {
      expect(verdicts(take(source)), source).toContain('agrees');
      expect(verdicts(take(source)), source).not.toContain('unknown');
    }
    expect(verdicts(take('x = 3\nk = 1e17\ny = 1\nk*x - k*x + y*x')).slice(1)).toEqual(['agrees', 'agrees']);
  });

  it('is not called wrong where it is too small to be seen', () => {
    expect(verdicts(take('x = 1\n1 + 1e-20*tanh(x)'))).toEqual(['unknown']);
    expect(verdicts(take('x = 1\n1 + 1e-5*tanh(x)'))).toEqual(['agrees']);
  });
});

describe('slopes of two sides', () => {
  it('that differ by less than a kink’s are both right', () => {
    for (const weight of [1e-6, 3e-6, 9e-6, -9e-6]) {
      const graph = take(`x = 0\nx + ${weight}*relu(x)`);
      const node = graph.leaves.get('x')!;
      for (const right of [1, 1 + weight, 1 + weight / 2]) {
        expect(checkNode(graph, node, right).verdict, `${right} of ${weight}`).toBe('agrees');
        expect(checkNode(graph, node, 1.001 * right).verdict).toBe('differs');
        expect(checkNode(graph, node, 1.0001 * right).verdict).toBe('differs');
      }
    }
    expect(verdicts(take('x = 0\nx + 2e-5*relu(x)'))).toEqual(['kink']);
  });

  it('do not jump where the function goes up and down between all steps', () => {
    expect(verdicts(take('x = 6000\nsqrt(cos(x**3)**2 + 1)'))).not.toContain('kink');
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
