import { describe, expect, it } from 'vitest';
import { errorCurve, errorRange, slopeGuide } from '../../../../../src/charts/difference-series.ts';
import { checkLeaves, checkNode, errorSeries, stepSizes } from '../../../../../src/lab/check.ts';
import { labGraph, type LabGraph } from '../../../../../src/lab/graph.ts';
import { nudge, nudgedLeaves } from '../../../../../src/lab/nudge.ts';
import { gradientsOf } from '../../../../../src/lab/stepper.ts';
import {
  alignedNumbers,
  plotSentence,
  splitAtError,
  verdictSentence,
} from '../../../../../src/ui/lab/check/difference-words.ts';
import { LeafChecker } from '../../../../../src/ui/lab/check/leaf-checker.ts';
import { NudgeHistory } from '../../../../../src/ui/lab/leaves/nudge-history.ts';
import { sparklinePoints } from '../../../../../src/ui/lab/leaves/sparkline-points.ts';
import { graphOf } from '../../../helpers/expression-sources.ts';

const take = (source: string): LabGraph => labGraph(graphOf(source));
const storyOf = (source: string, factor = 1): string => {
  const graph = take(source);
  const node = graph.leaves.get('x') ?? -1;
  const backward = gradientsOf(graph)[node] * factor;
  return plotSentence(errorSeries(graph, node, backward), checkNode(graph, node, backward));
};

describe('what the plot shows', () => {
  it('is told by the function that is plotted', () => {
    expect(storyOf('x = 1\nexp(x)')).toContain('slope 1');
    expect(storyOf('x = 1.3\ny = 3 * x + 1')).toContain('straight line');
    expect(storyOf('x = 1.3\ny = x ** 2')).toContain('parabola');
    for (const corner of ['relu(x)', 'relu(x) + relu(-x)', 'relu(-x)', 'x + relu(x)']) {
      expect(storyOf(`x = 0\n${corner}`), corner).toContain('Across a corner');
    }
    expect(storyOf('x = 1\nexp(x)', 2)).toContain('a gap remains');
    expect(storyOf('x = -1\nlog(x)')).toContain('not finite');
    expect(storyOf('x = 0\nstep(x)')).toContain('jump');
  });

  it('says how small a step has to be where the function bends fast', () => {
    expect(storyOf('x = 0.0005\n1 / x')).toMatch(/^Steps above about (0.001|1e−4) are too large/);
    expect(storyOf('x = 0.3\ntanh(10000 * (x - 0.3001))')).toMatch(
      /^Steps above about (0.0001|1e−5) are too large/,
    );
    expect(storyOf('x = 1\nexp(x)')).not.toContain('too large');
  });

  it('claims a gap only where the plot has one', () => {
    const eightSigmoids = `x = 0.3\n${Array.from({ length: 8 }, (_, i) => `s${i} = sigmoid(${i === 0 ? 'x' : `s${i - 1}`})`).join('\n')}`;
    expect(storyOf(eightSigmoids, 2)).toContain('a gap remains');
    // A slope of 1e-15 on a height of 1: what rounding does at any of the steps is larger.
    expect(storyOf('x = 2\ny = 1 + 0.000000000000001 * x', 2)).toContain('No single step shows the gap');
    expect(storyOf('x = 2\ny = 1 + 0.000000000000001 * x', 2)).not.toContain('a gap remains');
  });

  it('has a sentence for every verdict', () => {
    const graph = take('x = 2\ny = x ** 2');
    const node = graph.leaves.get('x') ?? -1;
    expect(verdictSentence(checkNode(graph, node, 4))).toContain('agrees');
    expect(verdictSentence(checkNode(graph, node, 5))).toBe(
      'The differences lead to 4, the backward pass says 5: it is wrong.',
    );
  });

  it('never says of two numbers that look the same that they differ', () => {
    const sentenceOf = (source: string, backward: number): string => {
      const graph = take(source);
      return verdictSentence(checkNode(graph, graph.leaves.get('x') ?? -1, backward));
    };
    expect(sentenceOf('x = 0\n3*x', 3.000004)).toBe(
      'The differences lead to 3, the backward pass says 3.000004: it is wrong.',
    );
    expect(sentenceOf('x = 0\nx + 0.00003*relu(x)', 1)).toContain('slope 1 before it and 1.00003 behind it');
    expect(sentenceOf('x = 0\nx + 0.00003*relu(-x)', 1)).toContain('slope 0.99997 before it and 1 behind it');
    // What is nothing but rounding is no slope to show beside the other one.
    expect(sentenceOf('x = 0\nrelu(exp(x) - 1)', 0)).toContain('slope 0 before it and 1 behind it');
    expect(sentenceOf('x = 0\n1e-9*relu(x)', 0)).toContain('slope 0 before it and 1e−9 behind it');
  });

  it('says where it may be a convention that is wrong', () => {
    const sentenceOf = (source: string, factor = 1): string => {
      const graph = take(source);
      const node = graph.leaves.get('x') ?? -1;
      return verdictSentence(checkNode(graph, node, gradientsOf(graph)[node] * factor));
    };
    for (const source of [
      'x = 0\nrelu(x) - relu(-x)',
      'x = 0\nrelu(x) + expm1(-relu(-x))',
      'x = 0\nrelu(exp(x) - 1) - relu(1 - exp(x))',
      'x = 2\nmax(x, 2) - relu(2 - x)',
    ]) {
      expect(sentenceOf(source), source).toMatch(/it is wrong\. It may be a convention that fails here: /);
    }
    // Away from the corner, and where the corner is on no way of x.
    expect(sentenceOf('x = 1\nrelu(x) - relu(-x)', 2)).toMatch(/it is wrong\.$/);
    expect(sentenceOf('x = 1\ny = 0\nx**2 + relu(y)', 2)).toMatch(/it is wrong\.$/);
    expect(sentenceOf('x = 1\nmax(x, 0.5) + abs(x)', 2)).toMatch(/it is wrong\.$/);
  });

  it('says when it is the backward pass that rounding hides', () => {
    const sentenceOf = (source: string): string => {
      const graph = take(source);
      const node = graph.leaves.get('x') ?? -1;
      return verdictSentence(checkNode(graph, node, gradientsOf(graph)[node]));
    };
    expect(sentenceOf('x = 3\n1e20*x - 1e20*x + x')).toMatch(
      /^Rounding hides it: the differences only tell that the slope is 1 ± \d00000, and the backward pass adds terms so large that it may be off by \d00000\.$/,
    );
    expect(sentenceOf('x = 1\n1 + 1e-20*tanh(x)')).toMatch(/the slope is 0 ± \S+\.$/);
  });

  it('has a sentence for every reason not to know', () => {
    const sentenceOf = (source: string): string => {
      const graph = take(source);
      const node = graph.leaves.get('x') ?? -1;
      return verdictSentence(checkNode(graph, node, gradientsOf(graph)[node]));
    };
    expect(sentenceOf('x = 0\n1 / x')).toContain('not finite at this point');
    expect(sentenceOf('x = 0\nsqrt(x)')).toContain('On one side');
    expect(sentenceOf('x = 0\ncos(0.000000001 * x) + 1e-30 * x')).toContain('Rounding hides it');
    expect(sentenceOf('x = 0\nrelu(x) + relu(-x)')).toContain('slope −1 before it and 1 behind it');
    expect(sentenceOf('x = 0\nstep(x)')).toContain('jumps');
  });

  it('holds every error between whole decades, exact ones on the lower edge', () => {
    const point = { h: 0.1, forwardError: 0.03, centralError: 0, roundingFloor: 2e-15 };
    const range = errorRange([point]);
    expect(range.max).toBeCloseTo(0.1, 12);
    expect(errorRange([{ ...point, forwardError: 0.09 }]).max).toBeCloseTo(1, 12);
    expect(range.min).toBeCloseTo(1e-15, 25);
    expect(errorCurve([point], 'centralError', range)).toEqual([{ x: 0.1, y: range.min, error: 0 }]);
    expect(errorCurve([{ ...point, forwardError: Infinity }], 'forwardError', range)[0].y).toBeNaN();
    expect(errorRange([])).toEqual({ min: 1e-16, max: 1 });
  });

  it('draws guides with the slopes of theory, and none where there is only rounding', () => {
    const graph = take('x = 1\nexp(x)');
    const points = errorSeries(graph, graph.leaves.get('x') ?? -1, Math.E, stepSizes());
    for (const [of, power] of [
      ['forwardError', 1],
      ['centralError', 2],
    ] as const) {
      const guide = slopeGuide(points, of, power);
      expect(guide.length).toBeGreaterThan(3);
      const slope = Math.log10(guide[1].y / guide[0].y) / Math.log10(guide[1].x / guide[0].x);
      expect(slope).toBeCloseTo(power, 9);
    }
    const gap = errorSeries(graph, graph.leaves.get('x') ?? -1, 2);
    expect(slopeGuide(gap, 'forwardError', 1)).toEqual([]);
    expect(slopeGuide([], 'forwardError', 1)).toEqual([]);
    const line = take('x = 1.3\ny = 3 * x + 1');
    expect(slopeGuide(errorSeries(line, line.leaves.get('x') ?? -1, 3), 'centralError', 2)).toEqual([]);
  });
});

describe('numbers one under another', () => {
  it('have the same decimals', () => {
    expect(alignedNumbers([0.5, 0.49996464])).toEqual(['0.5000000000', '0.4999646400']);
    expect(alignedNumbers([-138.8, 2])).toEqual(['−138.8000000', '2.0000000']);
    expect(alignedNumbers([2.3e-17, 0])).toEqual(['2.300000000e−17', '0']);
    expect(alignedNumbers([NaN, 1])).toEqual(['NaN', '1.000000000']);
  });

  it('are marked from the first digit that the error reaches', () => {
    expect(splitAtError('0.4999646400', 3.536e-5)).toEqual({ right: '0.4999', off: '646400' });
    expect(splitAtError('0.5000000000', 0)).toEqual({ right: '0.5000000000', off: '' });
    expect(splitAtError('2.0000000', 7)).toEqual({ right: '', off: '2.0000000' });
    expect(splitAtError('2.0000000', 0.3)).toEqual({ right: '2', off: '.0000000' });
    expect(splitAtError('2.300000000e−17', 1e-20)).toEqual({ right: '2.30', off: '0000000e−17' });
    expect(splitAtError('NaN', NaN)).toEqual({ right: '', off: 'NaN' });
  });
});

describe('the check of leaves in slices', () => {
  const graph = take('a = 1\nb = 2\nc = 3\nd = a * b * c');
  const gradients = gradientsOf(graph);
  const task = { graph, gradients, h: 1e-5, leaves: [...graph.leaves] };

  function checkerWith(msPerCheck: number) {
    let time = 0;
    let progress = 0;
    const waiting: (() => void)[] = [];
    const checker = new LeafChecker({
      now: () => (time += msPerCheck),
      soon: (work) => {
        waiting.push(work);
        return () => waiting.splice(waiting.indexOf(work), 1);
      },
      onProgress: () => progress++,
    });
    return { checker, waiting, progressCount: () => progress };
  }

  it('does at once what fits into one slice', () => {
    const { checker, waiting } = checkerWith(0);
    void checker.start(task);
    expect(checker.checks).toEqual(checkLeaves(graph, gradients, 1e-5));
    expect(waiting).toHaveLength(0);
  });

  it('leaves the rest for later, in the same order, to the same end', () => {
    const { checker, waiting, progressCount } = checkerWith(100);
    void checker.start(task);
    // Not even one leaf: on a large graph each takes longer than the page may wait.
    expect(checker.checks).toHaveLength(0);
    expect(checker.isDone).toBe(false);
    expect(checker.total).toBe(3);
    const seen: number[] = [];
    for (; waiting.length > 0; seen.push(checker.checks.length)) waiting.shift()?.();
    expect([...new Set(seen)]).toEqual([0, 1, 2, 3]);
    expect(progressCount()).toBeGreaterThan(1);
    expect(checker.isDone).toBe(true);
    expect(checker.checks).toEqual(checkLeaves(graph, gradients, 1e-5));
  });

  it('tells of its progress now and then, and at the end', () => {
    const names = Array.from({ length: 40 }, (_, i) => `x${i}`);
    const wide = take(`y = ${names.join(' + ')}`);
    const { checker, waiting, progressCount } = checkerWith(1);
    void checker.start({ ...task, graph: wide, gradients: gradientsOf(wide), leaves: [...wide.leaves] });
    let slices = 1;
    for (; waiting.length > 0; slices++) waiting.shift()?.();
    expect(checker.checks).toHaveLength(40);
    expect(progressCount()).toBeGreaterThan(2);
    expect(progressCount()).toBeLessThan(slices / 10);
  });

  it('drops an old task for a new one, and everything when it is stopped', () => {
    const { checker, waiting } = checkerWith(100);
    void checker.start(task);
    void checker.start({ ...task, leaves: task.leaves.slice(2) });
    expect(waiting).toHaveLength(1);
    while (waiting.length > 0) waiting.shift()?.();
    expect(checker.checks.map(({ name }) => name)).toEqual(['c']);
    void checker.start(task);
    checker.stop();
    expect(waiting).toHaveLength(0);
    expect(checker.checks).toHaveLength(0);
    expect(checker.total).toBe(0);
  });
});

describe('the history of nudges', () => {
  const graph = take('x = 3\ny = x ** 2');

  it('goes on while nothing but nudges moves the result', () => {
    const history = new NudgeHistory();
    const first = nudge(graph, gradientsOf(graph), -0.1);
    history.add(-0.1, first);
    history.follow(first.before);
    history.follow(first.after);
    const moved = take(`x = ${nudgedLeaves(graph, first).get('x') ?? NaN}\ny = x ** 2`);
    const second = nudge(moved, gradientsOf(moved), -0.1);
    history.follow(second.before);
    history.add(-0.1, second);
    expect(history.results()).toEqual([9, first.after, second.after]);
    expect(second.after).toBeLessThan(first.after);
    history.follow(1234);
    expect(history.results()).toEqual([]);
  });

  it('is drawn from left to right, high numbers on top, without what is not finite', () => {
    const points = sparklinePoints([1, NaN, 3, 2]);
    expect(points).toHaveLength(3);
    expect(points[0].x).toBeLessThan(points[1].x);
    expect(points[1].y).toBeLessThan(points[2].y);
    expect(points[2].y).toBeLessThan(points[0].y);
    for (const { x, y } of sparklinePoints([-1e308, 1e308, 5, 5])) {
      expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
    }
    expect(sparklinePoints([])).toEqual([]);
  });
});
