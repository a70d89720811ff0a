import type { LayoutRequest, LayoutResult } from '../protocol/layout.ts';

/** How many pairs of edges cross, taken as straight lines; those that share a box do not count. */
export function countCrossings({ centres }: Pick<LayoutResult, 'centres'>, { edges }: LayoutRequest): number {
  let count = 0;
  for (let i = 0; i < edges.length; i += 2) {
    for (let j = 0; j < i; j += 2) {
      const [a, b, c, d] = [edges[i], edges[i + 1], edges[j], edges[j + 1]];
      if (a === c || a === d || b === c || b === d) continue;
      if (side(centres, a, b, c) * side(centres, a, b, d) >= 0) continue;
      if (side(centres, c, d, a) * side(centres, c, d, b) < 0) count++;
    }
  }
  return count;
}

/** On which side of the line from one box to another a third one lies, as a sign. */
function side(centres: Float32Array, from: number, to: number, box: number): number {
  const [x, y] = [centres[2 * from], centres[2 * from + 1]];
  return Math.sign(
    (centres[2 * to] - x) * (centres[2 * box + 1] - y) - (centres[2 * to + 1] - y) * (centres[2 * box] - x),
  );
}
