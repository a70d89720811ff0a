import { classNamesOf } from '../experiment/data-sets.ts';
import {
  drawingOf,
  drawingShortfall,
  drawingWindow,
  type Drawing,
  type DrawnPoint,
} from '../experiment/drawing.ts';
import type { DataSet } from './data-set-types.ts';
import { labelOf, planeTable, type PointColumns } from './plane-table.ts';

/** The points as they are drawn over the plane, by the side of the split that they are on. */
export function drawnColumns(drawing: Drawing, classCount: number): Record<DrawnPoint['side'], PointColumns> {
  const on = (side: DrawnPoint['side']): PointColumns =>
    columnsOf(
      drawing.filter((point) => point.side === side),
      classCount,
    );
  return { train: on('train'), test: on('test') };
}

function columnsOf(points: Drawing, classCount: number): PointColumns {
  return {
    x1: Float64Array.from(points, ({ x1 }) => x1),
    x2: Float64Array.from(points, ({ x2 }) => x2),
    label: Float64Array.from(points, ({ place }) => labelOf(place, classCount)),
  };
}

/** What a user has drawn, however little: either side may be empty. */
export function drawnDataSet(drawn: string): DataSet {
  const drawing = drawingOf(drawn);
  const classNames = classNamesOf({ dataSet: 'draw', drawn });
  const rowsOn = (side: DrawnPoint['side']): Uint32Array =>
    Uint32Array.from([...drawing.keys()].filter((row) => drawing[row].side === side));
  return {
    name: 'draw',
    task: 'classification',
    classNames,
    table: planeTable(columnsOf(drawing, classNames.length), classNames),
    rows: { train: rowsOn('train'), test: rowsOn('test') },
    encoding: null,
    notes: [],
    picture: null,
    slice: {
      kind: 'columns',
      axes: ['x1', 'x2'],
      window: { x1: drawingWindow, x2: drawingWindow },
      fixed: null,
    },
    ...drawnColumns(drawing, classNames.length),
  };
}

/** Why a data set can not be trained on, and what to do; null where it can. */
export function shortfallOf({ name }: Pick<DataSet, 'name'>, drawn: string): string | null {
  return name === 'draw' ? drawingShortfall(drawingOf(drawn)) : null;
}
