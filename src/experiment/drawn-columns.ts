import { labelOf } from './data-sets.ts';
import type { Drawing, DrawnPoint, DrawnUnits } from './drawing.ts';
import { ontoAxis } from './drawn-grid.ts';

interface DrawnColumns {
  readonly x1: Float64Array;
  readonly x2: Float64Array;
  readonly label: Float64Array;
}

/** The points as they are drawn over the plane, by the side of the split that they are on. */
export function drawnColumns(
  drawing: Drawing,
  classCount: number,
  units: DrawnUnits | null = null,
): Record<DrawnPoint['side'], DrawnColumns> {
  const on = (side: DrawnPoint['side']): DrawnColumns =>
    columnsOf(
      drawing.filter((point) => point.side === side),
      classCount,
      units,
    );
  return { train: on('train'), test: on('test') };
}

/** Which of the points they are, in the same order. */
export function drawnRows(drawing: Drawing): Record<DrawnPoint['side'], Uint32Array> {
  const on = (side: DrawnPoint['side']): Uint32Array =>
    Uint32Array.from([...drawing.keys()].filter((row) => drawing[row].side === side));
  return { train: on('train'), test: on('test') };
}

/** In the units of their axes; `label` as in the columns of any points of the plane. */
export function columnsOf(
  points: Drawing,
  classCount: number,
  units: DrawnUnits | null = null,
): DrawnColumns {
  const [across, up] = [ontoAxis(units?.axes?.[0]), ontoAxis(units?.axes?.[1])];
  return {
    x1: Float64Array.from(points, ({ x1 }) => across(x1)),
    x2: Float64Array.from(points, ({ x2 }) => up(x2)),
    label: Float64Array.from(points, ({ place, value }) => value ?? labelOf(place, classCount)),
  };
}
