/** Farther neighbours leave no more room than so many pixels of the drawing. */
const most = 4000;

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
  const rooms = new Float32Array(2 * count).fill(most);
  const between = (a: number, b: number, axis: 0 | 1): number =>
    Math.abs(rectangles[4 * a + axis] - rectangles[4 * b + axis]);
  /** Of two that grow evenly, each takes of the gap as much as the other; sizes stay what they are. */
  const share = (a: number, b: number, axis: 0 | 1): number => {
    const gap = between(a, b, axis) - (rectangles[4 * a + 2 + axis] + rectangles[4 * b + 2 + axis]) / 2;
    const part = axis === 1 || isWide(a) === isWide(b) ? 1 : isWide(a) ? 0 : 2;
    return rectangles[4 * a + 2 + axis] + part * Math.max(0, gap);
  };
  const take = (a: number, axis: 0 | 1, room: number): void => {
    rooms[2 * a + axis] = Math.min(rooms[2 * a + axis], room);
  };
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const isInColumn = between(a, b, 0) < (rectangles[4 * a + 2] + rectangles[4 * b + 2]) / 2;
      if (!isInColumn) continue;
      take(a, 1, share(a, b, 1));
      take(b, 1, share(b, a, 1));
    }
  }
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const isInColumn = between(a, b, 0) < (rectangles[4 * a + 2] + rectangles[4 * b + 2]) / 2;
      if (isInColumn || between(a, b, 1) >= (rooms[2 * a + 1] + rooms[2 * b + 1]) / 2) continue;
      take(a, 0, share(a, b, 0));
      take(b, 0, share(b, a, 0));
    }
  }
  return rooms;
}
