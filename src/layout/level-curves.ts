import type { LayoutRequest, LayoutResult } from '../protocol/layout.ts';

/** One curve an edge, from the right of one box to the left of the other, level at both ends. */
export function levelCurves(
  { edges, sizes }: LayoutRequest,
  centres: Float32Array,
): Pick<LayoutResult, 'curves' | 'curveStarts'> {
  const edgeCount = edges.length / 2;
  const curves = new Float32Array(8 * edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    const from = edges[2 * edge];
    const to = edges[2 * edge + 1];
    const x0 = centres[2 * from] + sizes[2 * from] / 2;
    const x1 = centres[2 * to] - sizes[2 * to] / 2;
    const y0 = centres[2 * from + 1];
    const y1 = centres[2 * to + 1];
    const bend = (x1 - x0) / 2;
    curves.set([x0, y0, x0 + bend, y0, x1 - bend, y1, x1, y1], 8 * edge);
  }
  return { curves, curveStarts: Uint32Array.from({ length: edgeCount + 1 }, (_, edge) => 4 * edge) };
}
