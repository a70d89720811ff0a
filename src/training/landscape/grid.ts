/**
 * Losses at the corners of cells × cells squares over [-extent, extent]², so (cells + 1)² of them: `[row][column]`,
 * the first row at β = +extent as it is painted, α growing along a row. `cells` is a power of 2: the centre of the
 * plane is then one of the points, and every point of a grid is one of the grid of twice as many cells.
 */
export interface LossGrid {
  readonly cells: number;
  readonly extent: number;
  readonly losses: Float64Array;
}

/** Points of a plane in columns. */
export interface PlanePoints {
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
}

/** α of a column; β of a row is the negative. */
export function coordinate(index: number, cells: number, extent: number): number {
  return extent * ((2 * index) / cells - 1);
}

/** Those points of a grid that a grid of half as many cells lacks, or all if there is none. */
export function missingPoints(cells: number, extent: number, coarser: LossGrid | null): Uint32Array {
  if (coarser !== null && (coarser.cells * 2 !== cells || coarser.extent !== extent)) {
    throw new RangeError(
      `a grid of ${cells} cells to ±${extent} does not contain one of ${coarser.cells} to ±${coarser.extent}`,
    );
  }
  const side = cells + 1;
  const missing: number[] = [];
  for (let i = 0; i < side * side; i++) {
    const isKnown = coarser !== null && (i % side) % 2 === 0 && Math.floor(i / side) % 2 === 0;
    if (!isKnown) missing.push(i);
  }
  return Uint32Array.from(missing);
}

export function pointsAt(indices: Uint32Array, cells: number, extent: number): PlanePoints {
  const side = cells + 1;
  return {
    alpha: Float64Array.from(indices, (i) => coordinate(i % side, cells, extent)),
    beta: Float64Array.from(indices, (i) => -coordinate(Math.floor(i / side), cells, extent)),
  };
}

/** The grid of twice as many cells, its new points from `losses` in the order of `missing`. */
export function refined(coarser: LossGrid, missing: Uint32Array, losses: Float64Array): LossGrid {
  const { cells, extent } = coarser;
  const [coarseSide, side] = [cells + 1, 2 * cells + 1];
  const all = new Float64Array(side * side);
  coarser.losses.forEach((loss, i) => {
    all[2 * Math.floor(i / coarseSide) * side + 2 * (i % coarseSide)] = loss;
  });
  missing.forEach((i, k) => (all[i] = losses[k]));
  return { cells: 2 * cells, extent, losses: all };
}

/** The same grid with fewer cells: a part of its points. */
export function coarsened({ cells, extent, losses }: LossGrid, fewer: number): LossGrid {
  const stride = cells / fewer;
  const [side, coarseSide] = [cells + 1, fewer + 1];
  const part = Float64Array.from(
    { length: coarseSide * coarseSide },
    (_, i) => losses[stride * Math.floor(i / coarseSide) * side + stride * (i % coarseSide)],
  );
  return { cells: fewer, extent, losses: part };
}
