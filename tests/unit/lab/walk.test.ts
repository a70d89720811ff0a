import { describe, expect, it } from 'vitest';
import { drawGraph } from '../../../src/lab/drawing.ts';
import { describeBox, neighbours, operationWords, walk } from '../../../src/lab/walk.ts';
import { sampleNetwork, sampleOf } from '../helpers/graph-samples.ts';

const { graph } = sampleOf(
  'x1 = 2\nx2 = 0\nw1 = -3\nw2 = 1\nb = 6.88\nn = x1 * w1 + x2 * w2 + b\no = tanh(n)',
);
const drawing = drawGraph(graph, [], new Set());
const next = neighbours(drawing);
const box = (title: string): number => drawing.nodes.findIndex((node) => node.title === title);
const spoken = { data: '0.8814', gradient: '0.5000', remarks: [] };

/** In one column, from top to bottom in their order, but for o beside them. */
const sizes = drawing.nodes.flatMap(() => [100, 50]);
const centres = drawing.nodes.flatMap((_, i) => [i === box('o') ? 500 : 0, 60 * i]);
const press = (from: string, key: string): string | undefined => {
  const to = walk(next, { centres, sizes }, box(from), key);
  return to === null ? undefined : drawing.nodes[to].title;
};

describe('walking through a graph', () => {
  it('goes left to the first operand and right to the user', () => {
    expect(press('o', 'ArrowLeft')).toBe('n');
    expect(press('n', 'ArrowLeft')).toBe('+');
    expect(press('+', 'ArrowLeft')).toBe('x1 × w1');
    expect(press('x1 × w1', 'ArrowRight')).toBe('+');
  });

  it('stays where there is nowhere to go', () => {
    expect(press('o', 'ArrowRight')).toBe('o');
    expect(press('b', 'ArrowLeft')).toBe('b');
    expect(press('o', 'ArrowUp')).toBe('o');
  });

  it('goes up and down within a column', () => {
    const order = drawing.nodes.map(({ title }) => title);
    expect(press(order[3], 'ArrowDown')).toBe(order[4]);
    expect(press(order[3], 'ArrowUp')).toBe(order[2]);
    expect(press(order[0], 'ArrowUp')).toBe(order[0]);
  });

  it('goes to both ends, and leaves other keys alone', () => {
    expect(press('n', 'Home')).toBe(drawing.nodes[0].title);
    expect(press('n', 'End')).toBe('o');
    expect(press('n', 'a')).toBeUndefined();
  });

  it('reaches every node with arrows alone', () => {
    const reached = new Set([box('o')]);
    for (const from of reached) {
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
        reached.add(walk(next, { centres, sizes }, from, key)!);
      }
    }
    expect(reached.size).toBe(drawing.nodes.length);
  });
});

describe('what is said of a box', () => {
  it('is its name, place, operation, numbers and neighbours', () => {
    expect(describeBox(graph, drawing, next, box('n'), spoken)).toBe(
      `n, node ${box('n') + 1} of 10: x1 * w1 + x2 * w2 plus b, data 0.8814, gradient 0.5000. ` +
        'Operands: x1 * w1 + x2 * w2, b. Used by: o.',
    );
    expect(describeBox(graph, drawing, next, box('o'), spoken)).toMatch(/: tanh of n, .*The result\.$/);
    expect(describeBox(graph, drawing, next, box('b'), spoken)).toMatch(
      /: leaf, data .*gradient 0.5000\. Used by: n\.$/,
    );
  });

  it('has remarks in it', () => {
    const remarks = ['This is not finite.'];
    expect(describeBox(graph, drawing, next, box('b'), { ...spoken, remarks })).toContain(
      '. This is not finite. Used by',
    );
  });

  it('says every kind of operation in words', () => {
    const one = sampleOf('a = 2\nf = -(a - 1) / a ** 3').graph;
    const words = one.ops.map((_, node) => operationWords(one, node));
    for (const wanted of ['a minus 1', 'minus a - 1', 'a to the power of 3', 'leaf'])
      expect(words).toContain(wanted);
    expect(words.join()).toContain('divided by a ** 3');
  });

  it('tells a closed group from a node, and the frame that a node is in', () => {
    const network = sampleNetwork([14, 1]);
    const groups = drawGraph(network.graph, network.groups, new Set(['layer-1', 'layer-1/neuron-2']));
    const say = (title: string): string => {
      const index = groups.nodes.findIndex((node) => node.title === title);
      return describeBox(network.graph, groups, neighbours(groups), index, spoken);
    };
    expect(say('layer 1, neuron 3')).toMatch(
      /^layer 1, neuron 3, box \d+ of \d+: closed group of \d+ nodes, data .*Used by: layer 2\.$/,
    );
    expect(say('layer 2')).toMatch(
      /closed group of \d+ nodes\. Operands: layer 1, neuron 1; .*The result\.$/,
    );
    expect(say('layer 2')).toMatch(/Operands: .* and 2 more\./);
    expect(say('b1_2')).toContain('. In layer 1, neuron 2. ');
  });
});
