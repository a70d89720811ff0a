import { instance } from '@viz-js/viz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCrossings } from '../../../src/layout/crossings.ts';
import { layeredLayout } from '../../../src/layout/layered-layout.ts';
import { drawGraph } from '../../../src/lab/drawing.ts';
import type { LayoutRequest, LayoutResult } from '../../../src/protocol/layout.ts';
import { requestFor } from '../../../src/ui/lab/graph/layout-keeper.ts';
import { layoutByGraphviz, readLayout, writeDot } from '../../../workers/graphviz-layout.ts';
import { sampleNetwork, sampleOf } from '../helpers/graph-samples.ts';

const viz = await instance();

const request = (parts: Partial<Record<keyof LayoutRequest, readonly number[]>>): LayoutRequest => ({
  sizes: Float32Array.from(parts.sizes ?? []),
  edges: Uint32Array.from(parts.edges ?? []),
  frameOf: Int32Array.from(parts.frameOf ?? Array<number>((parts.sizes ?? []).length / 2).fill(-1)),
  frameParents: Int32Array.from(parts.frameParents ?? []),
});

const networkRequest = (widths: readonly number[], isOpen: boolean): LayoutRequest => {
  const { graph, groups } = sampleNetwork(widths);
  const open = new Set(groups.flatMap(({ id }) => (isOpen || !id.includes('/') ? [id] : [])));
  const drawing = drawGraph(graph, groups, open);
  return requestFor(drawing, Float32Array.from(drawing.nodes.flatMap(() => [120, 52])));
};

/** Graphs whose edges lead from lower to higher numbers, some in frames that nest. */
const requests = fc
  .record({
    boxes: fc.array(fc.tuple(fc.integer({ min: 40, max: 200 }), fc.integer({ min: 20, max: 60 })), {
      minLength: 1,
      maxLength: 40,
    }),
    pairs: fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 70 }),
    frames: fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 40, maxLength: 40 }),
    isFramed: fc.boolean(),
  })
  .map(({ boxes, pairs, frames, isFramed }) => {
    const edges = new Set(
      pairs
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b)])
        .filter(([from, to]) => from < to && to < boxes.length)
        .map(String),
    );
    return request({
      sizes: boxes.flat(),
      edges: [...edges].flatMap((edge) => edge.split(',').map(Number)),
      ...(isFramed ? { frameOf: frames.slice(0, boxes.length), frameParents: [-1, 0, 1, -1] } : {}),
    });
  });

function overlaps({ sizes }: LayoutRequest, { centres }: LayoutResult): number {
  let count = 0;
  for (let a = 0; a < sizes.length / 2; a++) {
    for (let b = 0; b < a; b++) {
      const dx = Math.abs(centres[2 * a] - centres[2 * b]) - (sizes[2 * a] + sizes[2 * b]) / 2;
      const dy =
        Math.abs(centres[2 * a + 1] - centres[2 * b + 1]) - (sizes[2 * a + 1] + sizes[2 * b + 1]) / 2;
      if (dx < -1 && dy < -1) count++;
    }
  }
  return count;
}

/** Distances between the ends of curves and the sides of the boxes they join. */
function gaps({ sizes, edges }: LayoutRequest, { centres, curves, curveStarts }: LayoutResult): number[] {
  return Array.from({ length: edges.length / 2 }, (_, edge) => {
    const [from, to] = [edges[2 * edge], edges[2 * edge + 1]];
    const [start, end] = [2 * curveStarts[edge], 2 * curveStarts[edge + 1] - 2];
    return Math.max(
      Math.abs(curves[start] - centres[2 * from] - sizes[2 * from] / 2),
      Math.abs(curves[start + 1] - centres[2 * from + 1]),
      Math.abs(curves[end] - centres[2 * to] + sizes[2 * to] / 2),
      Math.abs(curves[end + 1] - centres[2 * to + 1]),
    );
  });
}

const engines: Readonly<Record<string, (request: LayoutRequest) => LayoutResult>> = {
  Graphviz: (one) => layoutByGraphviz(viz, one),
  'the plain layout': layeredLayout,
};

describe.each(Object.entries(engines))('%s', (name, layout) => {
  it('places every box of random graphs, none over another, with edges from side to side', () => {
    fc.assert(
      fc.property(requests, (one) => {
        const result = layout(one);
        expect(result.centres.every(Number.isFinite)).toBe(true);
        expect(overlaps(one, result)).toBe(0);
        expect(Math.max(0, ...gaps(one, result))).toBeLessThan(2);
      }),
      { numRuns: 60 },
    );
  });

  it('finds overlaps and gaps where there are some (control)', () => {
    const one = request({ sizes: [100, 50, 100, 50], edges: [0, 1] });
    const result = layout(one);
    const centres = result.centres.map((value, i) => (i < 2 ? value : result.centres[i - 2] + 20));
    expect(overlaps(one, { ...result, centres })).toBe(1);
    expect(Math.max(...gaps(one, { ...result, centres }))).toBeGreaterThan(10);
  });

  it('puts every operand left of its user', () => {
    const one = networkRequest([4, 3, 1], true);
    const { centres } = layout(one);
    for (let i = 0; i < one.edges.length; i += 2) {
      expect(centres[2 * one.edges[i]]).toBeLessThan(centres[2 * one.edges[i + 1]]);
    }
  });

  it('draws frames around what they hold, one inside the other', () => {
    const one = networkRequest([2, 1], true);
    const { frames, centres } = layout(one);
    const frameBox = (frame: number) => [...frames.subarray(4 * frame, 4 * frame + 4)];
    one.frameOf.forEach((frame, box) => {
      if (frame < 0) return;
      const [x, y, width, height] = frameBox(frame);
      expect(centres[2 * box] - 60).toBeGreaterThan(x);
      expect(centres[2 * box] + 60).toBeLessThan(x + width);
      expect(centres[2 * box + 1] - 26).toBeGreaterThan(y + 12);
      expect(centres[2 * box + 1] + 26).toBeLessThan(y + height);
    });
    one.frameParents.forEach((parent, frame) => {
      if (parent < 0) return;
      const [inner, outer] = [frameBox(frame), frameBox(parent)];
      expect(inner[0]).toBeGreaterThan(outer[0]);
      expect(inner[1] + inner[3]).toBeLessThan(outer[1] + outer[3]);
    });
  });

  it.each([
    { widths: [4, 2, 1], isOpen: true },
    { widths: [8, 8, 3], isOpen: true },
    { widths: [5, 3, 2], isOpen: false },
  ])('stands the layers $widths on one middle line, side by side', ({ widths, isOpen }) => {
    const one = networkRequest(widths, isOpen);
    const { frames } = layout(one);
    const layers = [...one.frameParents.keys()].filter((frame) => one.frameParents[frame] < 0);
    expect(layers).toHaveLength(widths.length);
    const middles = layers.map((frame) => frames[4 * frame + 1] + frames[4 * frame + 3] / 2);
    for (const middle of middles) expect(middle).toBeCloseTo(middles[0], 2);
    layers.slice(1).forEach((frame, i) => {
      const before = layers[i];
      expect(frames[4 * frame]).toBeGreaterThan(frames[4 * before] + frames[4 * before + 2]);
    });
  });

  it('keeps the neurons of a layer in their order where some are open', () => {
    const { graph, groups } = sampleNetwork([6, 1]);
    const open = new Set(['layer-1', 'layer-1/neuron-2', 'layer-1/neuron-5']);
    const drawing = drawGraph(graph, groups, open);
    const one = requestFor(drawing, Float32Array.from(drawing.nodes.flatMap(() => [120, 52])));
    const { centres } = layout(one);
    const neurons = groups.flatMap(({ parent, result }) =>
      parent === 'layer-1' && result !== null ? [result] : [],
    );
    const ys = neurons.map((node) => centres[2 * drawing.boxOf[node] + 1]);
    expect(ys).toHaveLength(6);
    expect(ys).toEqual([...ys].sort((a, b) => a - b));
  });

  it('places a single box, and none', () => {
    expect(layout(request({ sizes: [100, 50] })).centres).toHaveLength(2);
    expect(layout(request({})).centres).toHaveLength(0);
  });

  it('goes on where closed groups use each other in a circle', () => {
    const one = request({ sizes: [50, 50, 50, 50, 50, 50], edges: [0, 1, 1, 2, 2, 0] });
    expect(overlaps(one, layout(one))).toBe(0);
  });

  it(`says who placed it: ${name}`, () => {
    const { engine } = layout(request({ sizes: [10, 10] }));
    expect(engine).toBe(name === 'Graphviz' ? 'graphviz' : 'layered');
  });
});

describe('the request to Graphviz', () => {
  it('has nothing in it that a user wrote', () => {
    const { graph } = sampleOf('evil = 1\nnode = evil * 2\nsubgraph_x = tanh(node)');
    const drawing = drawGraph(graph, [], new Set());
    const dot = writeDot(requestFor(drawing, Float32Array.from(drawing.nodes.flatMap(() => [100, 50]))));
    expect(dot).not.toMatch(/evil|subgraph_x|tanh/);
    expect(dot.match(/^\d+ \[width/gm)).toHaveLength(graph.values.length);
  });

  it('keeps operands in their order, so that a − b reads as it is written', () => {
    const star = (...operands: readonly number[]): LayoutRequest =>
      request({ sizes: Array<number>(8).fill(50), edges: operands.flatMap((operand) => [operand, 3]) });
    for (const operands of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const { centres } = layoutByGraphviz(viz, star(...operands));
      const ys = operands.map((box) => centres[2 * box + 1]);
      expect(ys).toEqual([...ys].sort((a, b) => a - b));
    }
  });

  it('lets edges cross less rather than keep operands in their order', () => {
    const { graph } = sampleOf(
      'z1 = 2\nz2 = 1\nz3 = -1\ne1 = exp(z1)\ne2 = exp(z2)\ne3 = exp(z3)\ntotal = e1 + e2 + e3\np1 = e1 / total\np2 = e2 / total\np3 = e3 / total\nf = -log(p1)',
    );
    const drawing = drawGraph(graph, [], new Set());
    const one = requestFor(drawing, Float32Array.from(drawing.nodes.flatMap(() => [120, 52])));
    const dot = viz.renderJSON(writeDot(one, true), { yInvert: true });
    const ordered = countCrossings(readLayout(dot, one), one);
    expect(countCrossings(layoutByGraphviz(viz, one), one)).toBeLessThan(ordered);
  });

  it('leads to neurons in their own order', () => {
    const { graph, groups } = sampleNetwork([12, 12, 1]);
    const drawing = drawGraph(graph, groups, new Set(['layer-1', 'layer-2', 'layer-3']));
    const one = requestFor(drawing, Float32Array.from(drawing.nodes.flatMap(() => [120, 52])));
    const result = layoutByGraphviz(viz, one);
    const order = drawing.nodes
      .map(({ title }, box) => ({ title, y: result.centres[2 * box + 1] }))
      .filter(({ title }) => title.startsWith('layer 2'))
      .sort((a, b) => a.y - b.y)
      .map(({ title }) => Number(title.split(' ').at(-1)));
    expect(order).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(Math.max(...gaps(one, result))).toBeLessThan(2);
  });

  it.each([
    [6, 6],
    [30, 30],
  ])('joins layers of %i and %i neurons from side to side', (...widths) => {
    const one = networkRequest([...widths, 1], false);
    const result = layoutByGraphviz(viz, one);
    expect(overlaps(one, result)).toBe(0);
    expect(Math.max(...gaps(one, result))).toBeLessThan(2);
  });
});

describe('the answer of Graphviz', () => {
  const two = request({ sizes: [50, 50, 50, 50], edges: [0, 1] });
  const objects = [
    { name: '0', pos: '25,25' },
    { name: '1', pos: '125,25' },
  ];
  const edges = [{ id: '0', pos: '50,25 60,25 90,25 100,25' }];

  it('is read with every box and edge', () => {
    const { centres, curves, width } = readLayout({ bb: '0,50,150,0', objects, edges }, two);
    expect([...centres]).toEqual([25, 25, 125, 25]);
    expect([...curves]).toEqual([50, 25, 60, 25, 90, 25, 100, 25]);
    expect(width).toBe(150);
  });

  it.each([
    ['no box', { bb: '0,50,150,0', objects: objects.slice(1), edges }],
    ['no edge', { bb: '0,50,150,0', objects, edges: [] }],
    ['no size', { objects, edges }],
    ['a place that is none', { bb: '0,50,150,0', objects: [{ name: '0', pos: 'here' }], edges }],
    ['nothing', null],
  ])('is refused with %s', (_, drawing) => {
    expect(() => readLayout(drawing, two)).toThrow(/Graphviz/);
  });
});
