import { classNamesOf, taskFor } from '../experiment/data-sets.ts';
import {
  drawingOf,
  drawingShortfall,
  drawingWindow,
  drawnTarget,
  type DrawnPoint,
} from '../experiment/drawing.ts';
import type { DataSet } from './data-set-types.ts';
import { columnsOf, drawnColumns } from '../experiment/drawn-columns.ts';
import { planeTable } from './plane-table.ts';

/** What a user has drawn, however little: either side may be empty. */
export function drawnDataSet(drawn: string): DataSet {
  const drawing = drawingOf(drawn);
  const classNames = classNamesOf({ dataSet: 'draw', drawn });
  const rowsOn = (side: DrawnPoint['side']): Uint32Array =>
    Uint32Array.from([...drawing.keys()].filter((row) => drawing[row].side === side));
  return {
    name: 'draw',
    task: taskFor({ dataSet: 'draw', drawn }),
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
  return name === 'draw' ? drawingShortfall(drawingOf(drawn), drawnTarget(drawn)) : null;
}
