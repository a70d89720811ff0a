import { describe, expect, it } from 'vitest';
import { labGraph } from '../../../../../src/lab/graph.ts';
import type { Contribution } from '../../../../../src/lab/describe-step.ts';
import { gradientsOf, Stepper } from '../../../../../src/lab/stepper.ts';
import type { StepMode } from '../../../../../src/lab/step-modes.ts';
import { derivativeMath } from '../../../../../src/ui/lab/formula/formula-math.ts';
import { plainText } from '../../../../../src/ui/lab/formula/math-node.ts';
import { ordinalOf, rightGradient } from '../../../../../src/ui/lab/step/parts-of-step.ts';
import { graphOf } from '../../../helpers/expression-sources.ts';

/** The parts of the last step of a pass, and where all of it went wrong. */
function lastStep(
  source: string,
  mode: StepMode,
): { parts: readonly Contribution[]; mistakes: ReadonlyMap<number, number> } {
  const graph = labGraph(graphOf(source));
  const stepper = new Stepper(graph, { mode });
  const last = stepper.describe(stepper.length - 1);
  if (last?.kind !== 'backward') throw new Error('a pass ends with a backward step');
  const [right, found] = [gradientsOf(graph), gradientsOf(graph, { mode })];
  const mistakes = [...right].flatMap((value, node) =>
    value === found[node] ? [] : [[node, value] as const],
  );
  return { parts: last.contributions, mistakes: new Map(mistakes) };
}

const rights = (source: string, mode: StepMode): (number | undefined)[] => {
  const { parts, mistakes } = lastStep(source, mode);
  return parts.map((part) => rightGradient(part, parts, mistakes));
};

describe('the parts of a backward step', () => {
  it('are wrong only where nothing follows that could put them right', () => {
    expect(rights('a = 3\nb = a + a', 'overwrite')).toEqual([undefined, 2]);
    expect(rights('a = 3\nb = a + a', 'correct')).toEqual([undefined, undefined]);
  });

  it('are wrong at a constant as at any other operand', () => {
    expect(rights('a = 3\nd = a * 2\ne = d + 1\nf = d * e', 'no-topological-order')).toEqual([26, 39]);
  });

  it('are told apart where one node is both operands', () => {
    const { parts } = lastStep('a = 3\nb = a * a', 'correct');
    expect(parts.map((part) => ordinalOf(part, parts))).toEqual(['1st', '2nd']);
    const { parts: others } = lastStep('a = 3\nc = 4\nb = a * c', 'correct');
    expect(others.map((part) => ordinalOf(part, others))).toEqual(['', '']);
    const texts = (['1st', ''] as const).map((ordinal) => plainText(derivativeMath('b', 'a', ordinal)));
    expect(texts).toEqual(['∂b∂(1st\u00a0a)', '∂b∂a']);
  });
});
