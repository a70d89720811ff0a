/** Farther neighbours leave no more room than so many pixels of the drawing. */
const most = 1600;

/**
 * How wide and how tall each of several boxes may grow around its centre without meeting another that grows as far
 * as it may: w0, h0, w1, h1, … `rectangles` are x, y of the centre, width and height of each, none over another. Those
 * that are `wide` leave what is beside them to the others.
 */
export function roomsOf(
  rectangles: Float32Array,
  isWide: (rectangle: number) => boolean = () => false,
): Float32Array {
  const count = rectangles.length / 4;
  const [xs, ys, widths, heights] = [0, 1, 2, 3].map((part) =>
    Float64Array.from({ length: count }, (_, i) => rectangles[4 * i + part]),
  );
  const wide = Uint8Array.from(xs, (_, i) => (isWide(i) ? 1 : 0));
  const rooms = new Float32Array(2 * count).fill(most);
  // From left to right: what is farther away than the widest box is in no column with the one looked at.
  const order = Uint32Array.from(xs.keys()).sort((a, b) => xs[a] - xs[b]);
  const widest = widths.reduce((a, b) => Math.max(a, b), 0);
  for (let i = 0; i < count; i++) {
    const a = order[i];
    for (let j = i + 1; j < count; j++) {
      const b = order[j];
      if (xs[b] - xs[a] >= widest) break;
      if (xs[b] - xs[a] >= (widths[a] + widths[b]) / 2) continue;
      const gap = Math.max(0, Math.abs(ys[a] - ys[b]) - (heights[a] + heights[b]) / 2);
      rooms[2 * a + 1] = Math.min(rooms[2 * a + 1], heights[a] + gap);
      rooms[2 * b + 1] = Math.min(rooms[2 * b + 1], heights[b] + gap);
    }
  }
  for (let i = 0; i < count; i++) {
    const a = order[i];
    for (let j = i + 1; j < count; j++) {
      const b = order[j];
      if (xs[b] - xs[a] >= most + widest) break;
      const apart = xs[b] - xs[a] - (widths[a] + widths[b]) / 2;
      if (apart < 0 || Math.abs(ys[a] - ys[b]) >= (rooms[2 * a + 1] + rooms[2 * b + 1]) / 2) continue;
      // Two that are alike share what is between them.
      const forA = wide[a] === wide[b] ? 1 : wide[a] === 1 ? 0 : 2;
      rooms[2 * a] = Math.min(rooms[2 * a], widths[a] + forA * apart);
      rooms[2 * b] = Math.min(rooms[2 * b], widths[b] + (2 - forA) * apart);
    }
  }
  return rooms;
}
