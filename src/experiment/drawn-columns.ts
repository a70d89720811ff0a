import { labelOf } from './data-sets.ts';
import type { Drawing, DrawnPoint } from './drawing.ts';

interface DrawnColumns {
  readonly x1: Float64Array;
  readonly x2: Float64Array;
  readonly label: Float64Array;
}

/** The points as they are drawn over the plane, by the side of the split that they are on. */
export function drawnColumns(drawing: Drawing, classCount: number): Record<DrawnPoint['side'], DrawnColumns> {
  const on = (side: DrawnPoint['side']): DrawnColumns =>
    columnsOf(
      drawing.filter((point) => point.side === side),
      classCount,
    );
  return { train: on('train'), test: on('test') };
}

/** `label` as in the columns of any points of the plane. */
export function columnsOf(points: Drawing, classCount: number): DrawnColumns {
  return {
    x1: Float64Array.from(points, ({ x1 }) => x1),
    x2: Float64Array.from(points, ({ x2 }) => x2),
    label: Float64Array.from(points, ({ place, value }) => value ?? labelOf(place, classCount)),
  };
}
