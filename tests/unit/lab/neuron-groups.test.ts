import { describe, expect, it } from 'vitest';
import { drawGraph } from '../../../src/lab/drawing.ts';
import { lessonNetworkSource } from '../../../src/lab/lesson-network.ts';
import { neuronGroups } from '../../../src/lab/neuron-groups.ts';
import { sampleOf } from '../helpers/graph-samples.ts';

describe('the groups of a network that is written row by row', () => {
  const { graph } = sampleOf(lessonNetworkSource());
  const groups = neuronGroups(graph);

  it('are its neurons by row and layer, and the parameters that the rows share, each node in one', () => {
    const nodes = groups.flatMap((group) => group.nodes);
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(groups.filter(({ parent }) => parent !== null)).toHaveLength(4 * (4 + 4 + 1));
    const parameters = groups.filter(({ id }) => id.startsWith('parameters'));
    expect(parameters.flatMap((group) => group.nodes).sort()).toEqual([...graph.leaves.values()].sort());
    const { result } = groups.find(({ title }) => title === 'row 2, layer 1, neuron 3')!;
    expect(graph.names[result!]).toBe('p2_3');
  });

  it('make few boxes of hundreds of nodes', () => {
    expect(graph.values.length).toBeGreaterThan(390);
    expect(drawGraph(graph, groups, new Set()).nodes.length).toBeLessThan(40);
  });

  it('are none where nothing is called so', () => {
    expect(neuronGroups(sampleOf('p = 1\nw1_1 = 2\nf = tanh(p * w1_1)').graph)).toEqual([]);
    expect(neuronGroups(sampleOf('a = 1\np1_1 = tanh(a)').graph)).toEqual([]);
  });
});
