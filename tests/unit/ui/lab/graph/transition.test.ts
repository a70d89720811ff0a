import { describe, expect, it } from 'vitest';
import { drawGraph } from '../../../../../src/lab/drawing.ts';
import { layeredLayout } from '../../../../../src/layout/layered-layout.ts';
import { requestFor } from '../../../../../src/ui/lab/graph/layout-keeper.ts';
import {
  restingPose,
  samePieces,
  Transition,
  type PlacedDrawing,
} from '../../../../../src/ui/lab/graph/transition.ts';
import { sampleNetwork, sampleOf, type Sample } from '../../../helpers/graph-samples.ts';

function place({ graph, groups }: Sample, open: readonly string[] = []): PlacedDrawing {
  const drawing = drawGraph(graph, groups, new Set(open));
  const sizes = Float32Array.from(drawing.nodes.flatMap(() => [124, 52]));
  return { drawing, sizes, layout: layeredLayout(requestFor(drawing, sizes)) };
}

const way = (from: PlacedDrawing, to: PlacedDrawing, isSameGraph = false): Transition =>
  new Transition({ drawing: from.drawing, pose: restingPose(from), isSameGraph }, to);
const centre = (centres: Float32Array, box: number): number[] => [...centres.subarray(2 * box, 2 * box + 2)];
const boxOf = ({ drawing }: PlacedDrawing, key: string): number =>
  drawing.nodes.findIndex((node) => node.key === key);

/** A point of a curve of several pieces. */
function pointAt(curve: Float32Array, piece: number, t: number): number[] {
  return [0, 1].map((axis) => {
    const [a, b, c, d] = [0, 2, 4, 6].map((i) => curve[6 * piece + i + axis]);
    return (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t ** 3 * d;
  });
}

describe('the way to another drawing', () => {
  const from = place(sampleOf('a = 1\nb = 2\nf = a * b'));
  const to = place(sampleOf('a = 1\nb = 2\nc = 3\nf = a * b + c'));

  it('begins where things were and ends where they are to be', () => {
    const start = way(from, to).at(0);
    for (const key of ['a', 'b', 'f']) {
      expect(centre(start.centres, boxOf(to, key))).toEqual(centre(from.layout.centres, boxOf(from, key)));
    }
    expect(way(from, to).at(1).centres).toEqual(to.layout.centres);
    expect(start.centres).not.toEqual(to.layout.centres);
  });

  it('lets what is new appear in its place', () => {
    const c = boxOf(to, 'c');
    const [start, end] = [way(from, to).at(0), way(from, to).at(1)];
    expect(centre(start.centres, c)).toEqual(centre(to.layout.centres, c));
    expect(start.boxAlphas![c]).toBe(0);
    expect(start.boxAlphas![boxOf(to, 'a')]).toBe(1);
    expect(end.boxAlphas!.every((alpha) => alpha === 1)).toBe(true);
    expect([...start.edgeAlphas!].filter((alpha) => alpha === 0).length).toBeGreaterThan(0);
  });

  it('lets boxes come out of the group that is opened', () => {
    const network = sampleNetwork([2, 1]);
    const [closed, open] = [place(network), place(network, ['layer-1'])];
    const start = way(closed, open, true).at(0);
    const group = boxOf(closed, 'group:layer-1');
    for (const key of ['group:layer-1/neuron-1', 'group:layer-1/neuron-2']) {
      expect(centre(start.centres, boxOf(open, key))).toEqual(centre(closed.layout.centres, group));
    }
    expect([...start.frameAlphas!]).toEqual([0]);
  });
});

describe('two curves with equally many pieces', () => {
  const short = Float32Array.from([0, 0, 10, 40, 60, -20, 90, 30]);
  const long = Float32Array.from([0, 0, 1, 1, 2, 1, 3, 0, 4, 1, 5, 1, 6, 0, 7, 1, 8, 1, 9, 0]);

  it('are the same curves as before', () => {
    const [a, b] = samePieces(short, long);
    expect(a).toHaveLength(b.length);
    expect(b).toEqual(long);
    expect(a.slice(0, 2)).toEqual(short.slice(0, 2));
    expect(a.slice(-2)).toEqual(short.slice(-2));
    // Halved once, the first piece ends in the middle of the old one.
    const halved = samePieces(short, long.slice(0, 14))[0];
    const [x, y] = pointAt(short, 0, 0.5);
    expect(halved[6]).toBeCloseTo(x, 4);
    expect(halved[7]).toBeCloseTo(y, 4);
    const [quarterX, quarterY] = pointAt(short, 0, 0.25);
    expect(pointAt(halved, 0, 0.5)[0]).toBeCloseTo(quarterX, 4);
    expect(pointAt(halved, 0, 0.5)[1]).toBeCloseTo(quarterY, 4);
  });
});
