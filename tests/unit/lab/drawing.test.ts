import { describe, expect, it } from 'vitest';
import { drawGraph, operationSign, type GraphDrawing } from '../../../src/lab/drawing.ts';
import type { NodeGroup } from '../../../src/lab/groups.ts';
import { closeGroup, comfortablyOpen, openGroup } from '../../../src/lab/open-groups.ts';
import type { NetworkShape } from '../../../src/nn/network.ts';
import { sampleGraph } from '../../../src/lab/sample-graph.ts';
import { sampleNetwork, sampleOf } from '../helpers/graph-samples.ts';

const none: ReadonlySet<string> = new Set();
const neuron = 'x1 = 2\nx2 = 0\nw1 = -3\nw2 = 1\nb = 6.88\nn = x1 * w1 + x2 * w2 + b\no = tanh(n)';

const titles = ({ nodes }: GraphDrawing): string[] => nodes.map(({ title }) => title).sort();
const namedEdges = ({ nodes, edges }: GraphDrawing): string[] =>
  edges.map(({ from, to, count }) => `${nodes[from].title} → ${nodes[to].title} ×${count}`).sort();
const keysOf = (source: string): Set<string> =>
  new Set(drawGraph(sampleOf(source).graph, [], none).nodes.map(({ key }) => key));

describe('the drawing of a graph', () => {
  it('has a box for every node and an edge for every operand', () => {
    const drawing = drawGraph(sampleOf(neuron).graph, [], none);
    expect(titles(drawing)).toEqual(
      ['x1', 'x2', 'w1', 'w2', 'b', 'n', 'o', 'x1 × w1', 'x2 × w2', '+'].sort(),
    );
    expect(namedEdges(drawing)).toContain('x1 × w1 → + ×1');
    expect(drawing.edges).toHaveLength(9);
    expect(
      drawing.nodes
        .filter(({ kind }) => kind === 'leaf')
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['b', 'w1', 'w2', 'x1', 'x2']);
  });

  it('says an operand that is used twice with a count', () => {
    expect(namedEdges(drawGraph(sampleOf('a = 3\nb = a + a').graph, [], none))).toEqual(['a → b ×2']);
  });

  it('writes operations as one does on paper', () => {
    const { graph } = sampleOf('a = 2\nf = (a ** 2 + a ** -1) / 3 - -a * tanh(a) + a ** 0.5');
    const signs = new Set(graph.ops.map((_, node) => operationSign(graph, node)));
    for (const sign of ['x²', 'x⁻¹', 'x^0.5', '÷', '×', '+', '−', 'tanh', '']) expect(signs).toContain(sign);
    expect(titles(drawGraph(sampleOf('a = 2\nf = a ** 2 * 3').graph, [], none))).toEqual([
      '3',
      'a',
      'a²',
      'f',
    ]);
  });

  it('keeps the keys of what stays when a term is added', () => {
    const before = keysOf('a = 1\nb = 2\nf = a * b + 3');
    const after = keysOf('a = 1\nb = 2\nc = 1\nf = a * b + 3 + c * c');
    for (const key of before) expect(after).toContain(key);
    expect(after.size).toBe(before.size + 3);
  });

  it('keeps the keys when a number changes, but not when an operation does', () => {
    const before = keysOf('a = 1\nf = tanh(a * 2) + 1');
    expect(keysOf('a = 7\nf = tanh(a * 3) + 4')).toEqual(before);
    expect(keysOf('a = 1\nf = sin(a * 2) + 1')).not.toEqual(before);
  });

  it('has unique keys, however deep and alike the nodes are', () => {
    const source = `a = 1\nf = ${Array(600).fill('a * 2').join(' + ')} + ${Array(50).fill('3').join(' * ')}`;
    const { graph } = sampleOf(source);
    const { nodes } = drawGraph(graph, [], none);
    expect(new Set(nodes.map(({ key }) => key)).size).toBe(graph.values.length);
    expect(Math.max(...nodes.map(({ key }) => key.length))).toBeLessThan(100);
  });
});

describe('groups', () => {
  const { graph, groups } = sampleNetwork([3, 2, 1]);

  it('closed at the top, are one box a layer, with all their edges in one', () => {
    const drawing = drawGraph(graph, groups, none);
    expect(titles(drawing)).toEqual(['layer 1', 'layer 2', 'layer 3', 'x1', 'x2']);
    expect(namedEdges(drawing)).toEqual([
      'layer 1 → layer 2 ×6',
      'layer 2 → layer 3 ×2',
      'x1 → layer 1 ×3',
      'x2 → layer 1 ×3',
    ]);
    expect(drawing.frames).toEqual([]);
  });

  it('show their neurons when a layer is opened, inside its frame', () => {
    const drawing = drawGraph(graph, groups, new Set(['layer-1']));
    const neurons = drawing.nodes.filter(({ title }) => title.startsWith('layer 1'));
    expect(neurons).toHaveLength(3);
    for (const { frame, kind, node, members, detail } of neurons) {
      expect(kind).toBe('group');
      expect(drawing.frames[frame].title).toBe('layer 1');
      expect(graph.ops[node!]).toBe('tanh');
      expect(members).toContain(node);
      expect(detail).toBe(String(members.length));
    }
  });

  it('nest: a neuron that is opened in a closed layer stays inside', () => {
    expect(drawGraph(graph, groups, new Set(['layer-1/neuron-1']))).toEqual(drawGraph(graph, groups, none));
  });

  it('all opened, show every node once, each in the frame of its neuron', () => {
    const drawing = drawGraph(graph, groups, new Set(groups.map(({ id }) => id)));
    expect(drawing.nodes).toHaveLength(graph.values.length);
    expect(drawing.frames.filter(({ parent }) => parent < 0)).toHaveLength(3);
    const weight = drawing.nodes.find(({ title }) => title === 'w2_1_3')!;
    expect(drawing.frames[weight.frame].title).toBe('layer 2, neuron 1');
    expect(drawing.frames[drawing.frames[weight.frame].parent].title).toBe('layer 2');
  });

  it('map every node to the box that shows it', () => {
    for (const open of [none, new Set(['layer-2']), new Set(groups.map(({ id }) => id))]) {
      const { boxOf, nodes } = drawGraph(graph, groups, open);
      boxOf.forEach((box, node) => expect(nodes[box].members).toContain(node));
      expect(nodes.reduce((count, { members }) => count + members.length, 0)).toBe(graph.values.length);
    }
  });

  it('without a single result stand for no node', () => {
    const leaves = [...graph.leaves.values()];
    const group: NodeGroup = { id: 'all', title: 'all leaves', parent: null, nodes: leaves, result: null };
    const box = drawGraph(graph, [group], none).nodes.find(({ kind }) => kind === 'group');
    expect(box).toMatchObject({ node: null, group: 'all', title: 'all leaves' });
  });
});

describe('which groups are open', () => {
  const { graph, groups } = sampleNetwork([8, 8, 1]);
  const count = (open: ReadonlySet<string>): number => drawGraph(graph, groups, open).nodes.length;

  it('begins with whole levels, as many as there is room for', () => {
    expect(count(comfortablyOpen(graph, groups, 1000))).toBe(graph.values.length);
    expect(count(comfortablyOpen(graph, groups, 30))).toBe(2 + 8 + 8 + 1);
    expect(count(comfortablyOpen(graph, groups, 10))).toBe(2 + 3);
  });

  it('leaves a single output neuron closed as long as the neurons beside it are', () => {
    const network: NetworkShape = {
      inputCount: 2,
      hidden: [16, 16],
      activation: 'tanh',
      task: 'classification',
      loss: 'squared-error',
    };
    const parameters = Float64Array.from({ length: 337 }, (_, i) => Math.sin(i));
    const wide = sampleGraph({
      network,
      root: { kind: 'loss' },
      inputs: [0.5, -1],
      targets: [1],
      parameters,
    });
    const open = comfortablyOpen(wide.graph, wide.groups, 200);
    expect([...open]).toEqual(['layer-1', 'layer-2']);
    const titles = drawGraph(wide.graph, wide.groups, open).nodes.map(({ title }) => title);
    expect(titles).toContain('output');
    expect(titles).not.toContain('w3_1_1');
  });

  it('opens a group with those around it', () => {
    expect(openGroup(graph, groups, none, 'layer-2/neuron-3')).toEqual(
      new Set(['layer-2', 'layer-2/neuron-3']),
    );
  });

  it('closes what was opened longest ago when it gets too much', () => {
    let open: ReadonlySet<string> = none;
    for (const id of ['layer-1', 'layer-2/neuron-1', 'layer-2/neuron-2']) {
      open = openGroup(graph, groups, open, id, 60);
      expect(count(open)).toBeLessThanOrEqual(60);
    }
    expect(open).toContain('layer-2/neuron-2');
    expect(open).not.toContain('layer-1');
  });

  it('leaves closed what has no room at all', () => {
    expect(openGroup(graph, groups, none, 'layer-2/neuron-1', 20)).toBe(none);
  });

  it('closes a group with all inside it', () => {
    const open = new Set(['layer-1', 'layer-1/neuron-1', 'layer-2']);
    expect(closeGroup(groups, open, 'layer-1')).toEqual(new Set(['layer-2']));
  });
});
