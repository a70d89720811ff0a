import { classNamesOf, placeOf, taskFor } from '../experiment/data-sets.ts';
import { drawingOf, drawingWindow, drawnTarget, drawnUnits, type DrawnUnits } from '../experiment/drawing.ts';
import { columnsOf, drawnColumns, drawnRows } from '../experiment/drawn-columns.ts';
import { drawnNames, ontoNumbers } from '../experiment/drawn-names.ts';
import { drawingShortfall } from '../experiment/drawn-sides.ts';
import type { DataSet } from './data-set-types.ts';
import type { Encoding, Feature, Scale } from './encoding.ts';
import type { PointColumns } from './plane-table.ts';
import type { Slice } from './slice.ts';
import type { Column, Table } from './table.ts';

/**
 * What a user has drawn, however little: either side may be empty. Where the plane stands for columns of other data, the
 * table is in their units, and the network reads them as it has read those.
 */
export function drawnDataSet(drawn: string): DataSet {
  const drawing = drawingOf(drawn);
  const units = drawnUnits(drawn);
  const classNames = classNamesOf({ dataSet: 'draw', drawn });
  const encoding = encodingOf(units, classNames);
  const scale = encoding === null && classNames.length === 0 ? scaleOf(units) : null;
  return {
    name: 'draw',
    task: taskFor({ dataSet: 'draw', drawn }),
    classNames,
    table: tableOf(columnsOf(drawing, classNames.length, units), classNames, units),
    rows: drawnRows(drawing),
    encoding,
    ...(scale === null ? {} : { targetScale: scale }),
    notes: [],
    picture: null,
    slice: sliceOf(units),
    ...drawnColumns(drawing, classNames.length, units),
  };
}

function sliceOf(units: DrawnUnits | null): Slice {
  const [across, up] = drawnNames(units, true);
  const [first = drawingWindow, second = drawingWindow] = (units?.axes ?? []).map(
    ({ from, to }) => [from, to] as const,
  );
  return { kind: 'columns', axes: [across, up], window: { x1: first, x2: second }, fixed: null };
}

function tableOf(
  { x1, x2, label }: PointColumns,
  classNames: readonly string[],
  units: DrawnUnits | null,
): Table {
  const [across, up, name] = drawnNames(units, classNames.length > 0);
  const columns: Column[] = [
    { name: across, kind: 'number', values: x1 },
    { name: up, kind: 'number', values: x2 },
  ];
  if (classNames.length === 0) columns.push({ name, kind: 'number', values: label.map(ontoNumbers(units)) });
  else {
    const codes = Int32Array.from(label, (value) => placeOf(value, classNames.length));
    columns.push({ name, kind: 'category', codes, categories: classNames });
  }
  return { rowCount: x1.length, columns };
}

/** null for a plane of its own, of which the network reads the features that are chosen. */
function encodingOf(units: DrawnUnits | null, classNames: readonly string[]): Encoding | null {
  if (units?.axes === undefined) return null;
  const features = units.axes.map(({ name, shift, scale }): Feature => ({
    as: 'value',
    of: name,
    shift,
    scale,
  }));
  const [, , column] = drawnNames(units, classNames.length > 0);
  return {
    features,
    target:
      classNames.length > 0
        ? { kind: 'class', column, classes: classNames }
        : { kind: 'number', column, ...scaleOf(units) },
  };
}

/** Of numbers that are predicted; null where they are what is drawn. */
function scaleOf(units: DrawnUnits | null): Scale | null {
  const { shift = 0, scale = 1 } = units?.target ?? {};
  return shift === 0 && scale === 1 ? null : { shift, scale };
}

/** Why a data set can not be trained on, and what to do; null where it can. */
export function shortfallOf({ name }: Pick<DataSet, 'name'>, drawn: string): string | null {
  return name === 'draw' ? drawingShortfall(drawingOf(drawn), drawnTarget(drawn)) : null;
}
