import { describe, expect, it } from 'vitest';
import type { NamedGraph } from '../../../src/autograd/expression.ts';
import { labGraph } from '../../../src/lab/graph.ts';
import { nudge, nudgedLeaves } from '../../../src/lab/nudge.ts';
import { presets } from '../../../src/lab/presets.ts';
import { stepModes } from '../../../src/lab/step-modes.ts';
import { gradientsOf } from '../../../src/lab/stepper.ts';
import { expectClose } from '../helpers/closeness.ts';
import { graphOf } from '../helpers/expression-sources.ts';
import { rounding } from '../tolerances.ts';

const preset = (id: string): (typeof presets)[number] => presets.find((other) => other.id === id)!;
const gradientOf = (graph: NamedGraph, name: string): number => graph.named.get(name)!.gradient;

describe('the presets', () => {
  it('have different ids', () => {
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  });

  it.each(presets)('$id comes to its numbers', ({ source, numbers }) => {
    const graph = graphOf(source);
    graph.root.backward();
    const dataNames = Object.keys(numbers.data);
    const gradientNames = Object.keys(numbers.gradients);
    expect(dataNames.length).toBeGreaterThan(0);
    expect(gradientNames.length).toBeGreaterThan(0);
    expectClose(
      dataNames.map((name) => graph.named.get(name)!.data),
      Object.values(numbers.data),
      rounding,
    );
    expectClose(
      gradientNames.map((name) => gradientOf(graph, name)),
      Object.values(numbers.gradients),
      rounding,
    );
    expect(() =>
      expectClose(
        dataNames.map((name) => graph.named.get(name)!.data * (1 + 1e-9)),
        Object.values(numbers.data),
        rounding,
      ),
    ).toThrow();
  });

  it.each(presets.filter(({ mistake }) => mistake !== undefined))(
    '$id shows what goes wrong in its mode',
    ({ source, numbers, mistake }) => {
      const graph = labGraph(graphOf(source));
      const gradients = gradientsOf(graph, { mode: mistake!.mode });
      const wrong = Object.entries(mistake!.gradients);
      for (const [name, gradient] of wrong)
        expect(gradients[graph.named.get(name)!]).toBeCloseTo(gradient, 12);
      expect(wrong.some(([name, gradient]) => gradient !== numbers.gradients[name])).toBe(true);
    },
  );

  it('show every mode but the wrong derivative', () => {
    const shown = new Set(presets.map(({ mistake }) => mistake?.mode));
    for (const mode of stepModes) {
      if (mode !== 'correct' && mode !== 'wrong-derivative') expect(shown, mode).toContain(mode);
    }
  });

  it.each(presets.filter(({ nudge: expected }) => expected !== undefined))(
    '$id moves as it is known to',
    ({ source, nudge: expected }) => {
      const graph = labGraph(graphOf(source));
      const moved = nudge(graph, gradientsOf(graph), expected!.step);
      expectClose([moved.after], [expected!.after], rounding);
      expect(() => expectClose([moved.before], [expected!.after], rounding)).toThrow();
    },
  );

  it('move as the lesson says: L = -8 becomes -7.286496', () => {
    const { source, nudge: expected } = preset('chain-rule');
    const graph = labGraph(graphOf(source));
    const moved = nudge(graph, gradientsOf(graph), expected!.step);
    expect(moved.before).toBe(-8);
    expectClose([moved.after], [expected!.after], rounding);
    expectClose([...nudgedLeaves(graph, moved).values()], [2.06, -3.04, 9.98, -1.96], rounding);
    expect(moved.predictedChange).toBeCloseTo(0.01 * (36 + 16 + 4 + 16), 12);
    expect(moved.trueChange).toBe(moved.after - moved.before);
    const again = labGraph(graphOf(source, nudgedLeaves(graph, moved)));
    expect(nudge(again, gradientsOf(again), 0.01).before).toBe(moved.after);
  });

  it('of softmax has the probabilities, less one for the right class, as gradients', () => {
    const graph = graphOf(preset('softmax').source);
    graph.root.backward();
    [1, 2, 3].forEach((k) => {
      const probability = graph.named.get(`p${k}`)!.data;
      expect(gradientOf(graph, `z${k}`)).toBeCloseTo(probability - (k === 1 ? 1 : 0), 14);
    });
  });
});
