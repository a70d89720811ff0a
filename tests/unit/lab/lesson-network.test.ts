import { describe, expect, it } from 'vitest';
import { longestLinkedSource } from '../../../src/experiment/lab-link.ts';
import { labGraph } from '../../../src/lab/graph.ts';
import { lessonNetworkSource } from '../../../src/lab/lesson-network.ts';
import { nudge, nudgedLeaves } from '../../../src/lab/nudge.ts';
import { gradientsOf } from '../../../src/lab/stepper.ts';
import { expectClose } from '../helpers/closeness.ts';
import { graphOf } from '../helpers/expression-sources.ts';
import { goldenLesson } from '../helpers/goldens.ts';
import { golden } from '../tolerances.ts';

/** The parameters' names in the order of a torch.nn.Linear: all weights of a layer, then its biases. */
const names = [3, 4, 4].flatMap((inputCount, layer) => {
  const neurons = Array.from({ length: layer === 2 ? 1 : 4 }, (_, i) => `${layer + 1}_${i + 1}`);
  const inputs = Array.from({ length: inputCount }, (_, i) => i + 1);
  return [
    ...neurons.flatMap((place) => inputs.map((input) => `w${place}_${input}`)),
    ...neurons.map((place) => `b${place}`),
  ];
});

describe('the lesson’s network as an expression', () => {
  const { initialParameters, learningRate, losses, finalParameters } = goldenLesson();

  it('has the 41 parameters for leaves, and fits into a link', () => {
    const source = lessonNetworkSource();
    const { leaves } = graphOf(source);
    expect([...leaves.keys()].sort()).toEqual([...names].sort());
    expect(names.map((name) => leaves.get(name)!.data)).toEqual(initialParameters);
    expect(source.length).toBeLessThan(longestLinkedSource);
  });

  it('goes through the lesson’s twenty steps when all leaves are nudged downhill', () => {
    let leafData: ReadonlyMap<string, number> = new Map();
    const seen = losses.map(() => {
      const graph = labGraph(graphOf(lessonNetworkSource(), leafData));
      const moved = nudge(graph, gradientsOf(graph), -learningRate);
      leafData = nudgedLeaves(graph, moved);
      return moved.before;
    });
    expectClose(seen, losses, golden);
    const parameters = names.map((name) => leafData.get(name)!);
    expectClose(parameters, finalParameters, golden);
    expect(() => expectClose(parameters, initialParameters, golden)).toThrow();
  });
});
