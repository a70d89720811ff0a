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

/** α of a column; β of a row is the negative. */
export function coordinate(index: number, cells: number, extent: number): number {
  return extent * ((2 * index) / cells - 1);
}

/** The points where some rows of a grid cross some columns. */
export interface GridPart {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Parts with those points of a grid that the grid of half as many cells lacks; the whole if there is none. */
export function missingParts(cells: number, extent: number, coarser: LossGrid | null): readonly GridPart[] {
  const all = Array.from({ length: cells + 1 }, (_, i) => i);
  if (coarser === null) return [{ rows: all, columns: all }];
  if (coarser.cells * 2 !== cells || coarser.extent !== extent) {
    throw new RangeError(
      `a grid of ${cells} cells to ±${extent} does not contain one of ${coarser.cells} to ±${coarser.extent}`,
    );
  }
  const even = all.filter((i) => i % 2 === 0);
  const odd = all.filter((i) => i % 2 === 1);
  return [
    { rows: even, columns: odd },
    { rows: odd, columns: all },
  ];
}

/** Writes the losses of a part, `[row][column]` of the part, into those of the whole grid. */
export function placePart(
  part: GridPart,
  partLosses: Float64Array,
  cells: number,
  losses: Float64Array,
): void {
  let next = 0;
  for (const row of part.rows)
    for (const column of part.columns) losses[row * (cells + 1) + column] = partLosses[next++];
}

/** Losses of the grid of twice as many cells, so far only where the coarser grid has points. */
export function spreadOut({ cells, losses }: LossGrid): Float64Array {
  const [coarseSide, side] = [cells + 1, 2 * cells + 1];
  const all = new Float64Array(side * side);
  losses.forEach((loss, i) => {
    all[2 * Math.floor(i / coarseSide) * side + 2 * (i % coarseSide)] = loss;
  });
  return all;
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
