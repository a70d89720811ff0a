import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawGraph } from '../../../../../src/lab/drawing.ts';
import { layeredLayout } from '../../../../../src/layout/layered-layout.ts';
import { fit } from '../../../../../src/ui/lab/graph/camera.ts';
import { briefText } from '../../../../../src/ui/lab/graph/card-numbers.ts';
import { briefFor, detailOf, readableFrom } from '../../../../../src/ui/lab/graph/detail.ts';
import { hitAt } from '../../../../../src/ui/lab/graph/hit.ts';
import { requestFor } from '../../../../../src/ui/lab/graph/layout-keeper.ts';
import { roomsOf } from '../../../../../src/ui/lab/graph/rooms.ts';
import { spread, spreadFactor } from '../../../../../src/ui/lab/graph/spread.ts';
import type { PlacedDrawing } from '../../../../../src/ui/lab/graph/transition.ts';
import { sampleNetwork, sampleOf, type Sample } from '../../../helpers/graph-samples.ts';

const view = { width: 680, height: 640 };

function place({ graph, groups }: Sample): PlacedDrawing {
  const drawing = drawGraph(graph, groups, new Set(groups.map(({ id }) => id)));
  const sizes = Float32Array.from(drawing.nodes.flatMap(() => [124, 52]));
  return { drawing, sizes, layout: layeredLayout(requestFor(drawing, sizes)) };
}

const filling = (placed: PlacedDrawing): PlacedDrawing => spread(placed, spreadFactor(placed, view));

/** Pairs that lie over one another. */
function overlaps(rectangles: readonly (readonly number[])[]): number {
  let count = 0;
  rectangles.forEach(([x, y, w, h], a) => {
    for (const [u, v, p, q] of rectangles.slice(0, a)) {
      if (Math.abs(x - u) < (w + p) / 2 - 0.01 && Math.abs(y - v) < (h + q) / 2 - 0.01) count++;
    }
  });
  return count;
}

const boxesOf = ({ sizes, layout }: PlacedDrawing): number[][] =>
  Array.from({ length: sizes.length / 2 }, (_, box) => [
    ...layout.centres.subarray(2 * box, 2 * box + 2),
    ...sizes.subarray(2 * box, 2 * box + 2),
  ]);

describe('the room of a box', () => {
  it('lets all grow as far as they may without meeting', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.nat(7), fc.nat(7)), { minLength: 2, maxLength: 20, selector: String }),
        (cells) => {
          const boxes = cells.map(([column, row]) => [160 * column, 70 * row, 124, 52]);
          const rooms = roomsOf(Float32Array.from(boxes.flat()));
          const grown = boxes.map(([x, y], i) => [x, y, rooms[2 * i], rooms[2 * i + 1]]);
          expect(overlaps(grown)).toBe(0);
          grown.forEach(([, , width, height]) => {
            expect(width).toBeGreaterThanOrEqual(124);
            expect(height).toBeGreaterThanOrEqual(52);
          });
        },
      ),
    );
  });

  it('is found too small where they grow farther (control)', () => {
    const boxes = [
      [0, 0, 124, 52],
      [0, 70, 124, 52],
    ];
    const rooms = roomsOf(Float32Array.from(boxes.flat()));
    expect(overlaps(boxes.map(([x, y], i) => [x, y, rooms[2 * i], rooms[2 * i + 1] + 2]))).toBe(1);
  });
});

describe('a drawing that fills its pane', () => {
  it.each([[[4, 2, 1]], [[8, 8, 1]], [[3, 3, 3, 3, 1]]])(
    'of a network %j is tall, with nothing over another',
    (widths) => {
      const placed = place(sampleNetwork(widths));
      const full = filling(placed);
      const { scale } = fit(full.layout, view);
      expect(overlaps(boxesOf(full))).toBe(0);
      expect(full.layout.height * scale).toBeGreaterThan(0.6 * view.height);
      expect(full.layout.width).toBe(placed.layout.width);
    },
  );

  it('keeps layers on their middle line, and everything in its frame', () => {
    const { drawing, layout } = filling(place(sampleNetwork([5, 2, 1])));
    const middles = drawing.frames.flatMap(({ parent }, frame) =>
      parent < 0 ? [layout.frames[4 * frame + 1] + layout.frames[4 * frame + 3] / 2] : [],
    );
    expect(middles).toHaveLength(3);
    for (const middle of middles) expect(middle).toBeCloseTo(middles[0], 1);
    drawing.nodes.forEach(({ frame }, box) => {
      if (frame < 0) return;
      const [, top, , height] = layout.frames.subarray(4 * frame, 4 * frame + 4);
      expect(layout.centres[2 * box + 1] - 26).toBeGreaterThan(top);
      expect(layout.centres[2 * box + 1] + 26).toBeLessThan(top + height);
    });
  });

  it('keeps the ends of every line at its boxes', () => {
    const { drawing, layout } = filling(place(sampleNetwork([4, 2, 1])));
    drawing.edges.forEach(({ from, to }, edge) => {
      const [start, end] = [2 * layout.curveStarts[edge], 2 * layout.curveStarts[edge + 1] - 2];
      expect(Math.abs(layout.curves[start + 1] - layout.centres[2 * from + 1])).toBeLessThan(2);
      expect(Math.abs(layout.curves[end + 1] - layout.centres[2 * to + 1])).toBeLessThan(2);
    });
  });

  it('leaves alone what can be read as it is', () => {
    const placed = place(sampleOf('a = 1\nb = a * 2'));
    expect(spreadFactor(placed, view)).toBe(1);
    expect(filling(placed)).toBe(placed);
  });
});

describe('what is too small to read', () => {
  const placed = filling(place(sampleNetwork([4, 2, 1])));
  const detail = detailOf(placed);
  const { scale } = fit(placed.layout, view);
  const inner = placed.drawing.frames.flatMap(({ title }, frame) => (/neuron/.test(title) ? [frame] : []));

  it('is shown as a neuron, its value and its gradient, in type of a readable size', () => {
    expect(scale).toBeLessThan(readableFrom / 2);
    const folds = detail.folds(scale);
    expect(inner.length).toBeGreaterThan(6);
    for (const frame of inner) {
      const { kind, enlarged } = folds.get(frame)?.brief ?? { kind: null, enlarged: 0 };
      expect(['card', 'stack']).toContain(kind);
      expect(enlarged).toBeGreaterThanOrEqual(0.86);
    }
  });

  it('unfolds as one comes nearer', () => {
    expect(detail.folds(readableFrom).size).toBe(0);
    expect(detail.briefOf(0, readableFrom)).toBeNull();
    expect(detail.folds(scale).size).toBeGreaterThan(0);
  });

  it('lies over nothing else', () => {
    const shown = [...detail.folds(scale).values()].map((fold) => {
      const { x, y, width, height } = detail.foldPlace(fold, scale);
      return [x + width / 2, y + height / 2, width, height];
    });
    const loose = placed.drawing.nodes.flatMap(({ frame }, box) => {
      if (detail.folds(scale).has(frame)) return [];
      const { width = 0, height = 0 } = detail.briefOf(box, scale) ?? {};
      const [x, y] = placed.layout.centres.subarray(2 * box, 2 * box + 2);
      return [[x, y, Math.max(124, width / scale), Math.max(52, height / scale)]];
    });
    expect(loose.length).toBeGreaterThan(1);
    expect(overlaps([...shown, ...loose])).toBe(0);
  });

  it('is found by the pointer as what it is shown as', () => {
    const fold = detail.folds(scale).get(inner[0])!;
    const { x, y, width, height } = detail.foldPlace(fold, scale);
    expect(hitAt(placed, x + width / 2, y + height / 2, scale)).toEqual({ kind: 'fold', index: inner[0] });
    expect(hitAt(placed, x + width / 2, y + height / 2, 1)?.kind).not.toBe('fold');
  });

  it('says nothing rather than what cannot be read', () => {
    expect(briefFor(40, 200)).toBeNull();
    expect(briefFor(52, 50)).toMatchObject({ kind: 'stack' });
    expect(briefFor(120, 24)).toMatchObject({ kind: 'pair' });
    expect(briefFor(400, 400)).toMatchObject({ kind: 'card', enlarged: 1.5 });
  });

  it('is written as large as it may be, with a link to be seen between neighbours', () => {
    expect(briefFor(112, 80)).toMatchObject({ kind: 'stack', enlarged: 1.5 });
    for (const [width, height] of [
      [51, 52],
      [61, 47],
      [112, 80],
    ]) {
      // prettier-ignore
      const brief = briefFor(width, height);
      expect(['card', 'stack']).toContain(brief?.kind);
      expect(width - (brief?.width ?? NaN)).toBeGreaterThanOrEqual(10);
    }
  });
});

describe('a small graph in a small pane', () => {
  it('has numbers of at least nine pixels', () => {
    const placed = place(sampleOf('a = 2\nb = -3\nc = a*b + exp(a)\nL = tanh(c)*a'));
    const pane = { width: 580, height: 480 };
    const shown = spread(placed, spreadFactor(placed, pane));
    const { scale } = fit(shown.layout, pane);
    expect(11 * scale).toBeLessThan(9); // control
    shown.drawing.nodes.forEach((_, box) => {
      const brief = detailOf(shown).briefOf(box, scale);
      expect(brief?.kind).toBe('stack');
      expect(10.5 * (brief?.enlarged ?? 0)).toBeGreaterThan(12);
    });
  });
});

describe('a number in little room', () => {
  it.each([
    ['0.7163', '0.716'],
    ['−0.0070', '−0.007'],
    ['−0.0035', '−0.0035'],
    ['0.0009', '9e−4'],
    ['1.000e−7', '1e−7'],
    ['645.58', '646'],
    ['123456.7', '1e5'],
    ['0.0000', '0'],
    ['NaN', 'NaN'],
    ['−∞', '−∞'],
    ['–', '–'],
    ['?', '?'],
  ])('%s is %s', (text, brief) => expect(briefText(text)).toBe(brief));
});
