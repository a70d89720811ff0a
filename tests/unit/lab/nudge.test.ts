import { describe, expect, it } from 'vitest';
import { nudge } from '../../../src/lab/nudge.ts';
import { gradientsOf } from '../../../src/lab/stepper.ts';
import { sampleOf } from '../helpers/graph-samples.ts';

describe('a nudge', () => {
  const { graph } = sampleOf('a = 2\nb = -3\nc = 10\nd = a * b + c');
  const gradients = gradientsOf(graph);
  const at = (name: string): number => graph.named.get(name)!;

  it('moves every leaf along its gradient, but for those that are locked', () => {
    const all = nudge(graph, gradients, 0.1);
    expect(all.moved[at('b')]).toBeCloseTo(-2.8, 12);
    expect(all.predictedChange).toBeCloseTo(0.1 * (9 + 4 + 1), 12);
    const some = nudge(graph, gradients, 0.1, new Set(['b']));
    expect(some.moved[at('b')]).toBe(-3);
    expect(some.moved[at('a')]).toBeCloseTo(1.7, 12);
    expect(some.predictedChange).toBeCloseTo(0.1 * (9 + 1), 12);
    expect(some.trueChange).toBeCloseTo(1.7 * -3 + 10.1 - 4, 12);
  });
});
