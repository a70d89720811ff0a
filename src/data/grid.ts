import type { PointColumns } from './plane-table.ts';
import type { PlotWindow } from './slice.ts';

/** resolution × resolution cells over the plot window: `values[map][row][column]`, the first row at the largest x2. */
export interface Grid {
  readonly resolution: number;
  readonly values: Float32Array;
}

/** The centres of a grid's columns, from left to right, and of its rows, from the largest x2 down. */
export function gridAxes(resolution: number, { x1, x2 }: PlotWindow): Pick<PointColumns, 'x1' | 'x2'> {
  return {
    x1: Float64Array.from(
      { length: resolution },
      (_, column) => x1[0] + ((column + 0.5) / resolution) * (x1[1] - x1[0]),
    ),
    x2: Float64Array.from(
      { length: resolution },
      (_, row) => x2[1] - ((row + 0.5) / resolution) * (x2[1] - x2[0]),
    ),
  };
}

/**
 * The centres of resolution × resolution cells over a window, row by row from the largest x2 down, as they are
 * painted.
 */
export function gridPoints(resolution: number, window: PlotWindow): Pick<PointColumns, 'x1' | 'x2'> {
  const axes = gridAxes(resolution, window);
  const count = resolution * resolution;
  const columns = { x1: new Float64Array(count), x2: new Float64Array(count) };
  for (let row = 0; row < resolution; row++) {
    for (let column = 0; column < resolution; column++) {
      const cell = row * resolution + column;
      columns.x1[cell] = axes.x1[column];
      columns.x2[cell] = axes.x2[row];
    }
  }
  return columns;
}
