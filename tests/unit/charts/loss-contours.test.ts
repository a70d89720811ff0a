import { describe, expect, it } from 'vitest';
import { contourLines, type LossPicture } from '../../../src/charts/loss-contours.ts';
import { LogPlaces, rangeOfLosses } from '../../../src/charts/loss-scale.ts';

/** A picture of exp(f) over x and y in 0…1, from left to right and from top to bottom. */
function pictureOf(cells: number, f: (x: number, y: number) => number): LossPicture {
  const side = cells + 1;
  const losses = Float64Array.from({ length: side * side }, (_, i) =>
    Math.exp(f((i % side) / cells, Math.floor(i / side) / cells)),
  );
  return { cells, losses };
}

const linesOf = (picture: LossPicture) => contourLines(picture, rangeOfLosses(picture.losses)!);

describe('contour lines', () => {
  it('run where the loss is that of their place on the scale', () => {
    const slope = (x: number, y: number): number => 3 * x + y;
    const picture = pictureOf(64, slope);
    const places = new LogPlaces(rangeOfLosses(picture.losses)!);
    const all = linesOf(picture);
    expect(all.length).toBeGreaterThan(8);
    for (const { place, lines } of all) {
      expect(lines).toHaveLength(1);
      for (const [x, y] of lines[0]) expect(slope(x, y)).toBeCloseTo(Math.log(places.at(place)), 2);
    }
  });

  it('end at the edge of the picture, without a way along it', () => {
    for (const { lines } of linesOf(pictureOf(16, (x, y) => 3 * x + y))) {
      const [line] = lines;
      const isAtEdge = ([x, y]: readonly [number, number]): boolean => Math.min(x, y, 1 - x, 1 - y) < 1e-9;
      expect([line[0], line[line.length - 1]].every(isAtEdge)).toBe(true);
      expect(line.slice(1, -1).some(isAtEdge)).toBe(false);
    }
  });

  it('are closed around a valley', () => {
    const bowl = linesOf(pictureOf(32, (x, y) => (x - 0.5) ** 2 + (y - 0.5) ** 2));
    const [first] = bowl[0].lines;
    expect(first[0]).toEqual(first[first.length - 1]);
    // Rings that reach the edges are four arcs in the corners.
    expect(bowl[bowl.length - 1].lines).toHaveLength(4);
  });

  it('of a finer slice are drawn by fewer of its points, to the same lines', () => {
    const shape = (x: number, y: number): number => 3 * x * x + y;
    expect(linesOf(pictureOf(256, shape))).toEqual(linesOf(pictureOf(64, shape)));
  });

  it('keep away from what has no loss', () => {
    const picture = pictureOf(16, (x) => x);
    picture.losses.fill(NaN, 0, 17 * 8);
    for (const { lines } of linesOf(picture)) {
      for (const [, y] of lines.flat()) expect(y).toBeGreaterThan(0.4);
    }
  });

  it('are none where all losses are equal', () => {
    expect(linesOf(pictureOf(16, () => 0)).flatMap(({ lines }) => lines)).toEqual([]);
  });
});
