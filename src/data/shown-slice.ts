import { exp } from '../elementary/exponential.ts';
import { squared } from '../elementary/power.ts';
import { componentsName } from '../experiment/names.ts';
import { encodeFeatures, encodeTarget, inOwnUnits, type Encoding } from './encoding.ts';
import type { DataSet, RowPlace, ShownSlice } from './data-set-types.ts';
import { labelOf, type PointColumns } from './plane-table.ts';
import { principalComponents, type PrincipalComponents } from './principal-components.ts';
import { mostDrawn, sampledRows } from './sampled-rows.ts';
import { isAxis, middleRow, rangeAround, sliceInputs, type Slice } from './slice.ts';
import type { Split } from './split.ts';
import { columnOf, numbersOf, type Column, type Table } from './table.ts';

/** Rows of a table, and what a network reads of them. */
export interface SlicedRows {
  readonly table: Table;
  readonly rows: Split;
  readonly encoding: Encoding;
}

/** Two columns by their names, or `componentsName` as the first; what is empty or fits nothing is chosen by the data. */
export interface SliceChoice {
  readonly x: string;
  readonly y: string;
  /** Over columns, the row that all the others are taken from; their middle unless one is given. */
  readonly through?: RowPlace | null;
}

/** The slice that is asked for, or else the one that the data come with. */
export function chooseSlice(dataSet: DataSet, { x, y, through }: SliceChoice): ShownSlice {
  const { encoding, table, rows } = dataSet;
  // Of a line there is no other, nor of a plane that is drawn on.
  if (encoding === null || dataSet.slice.kind === 'line' || dataSet.name === 'draw') return dataSet;
  const data = { table, rows, encoding };
  if (x === componentsName) return dataSet.slice.kind === 'components' ? dataSet : sliceOverComponents(data);
  const names = sliceableColumns(data);
  const axes = dataSet.slice.kind === 'columns' ? dataSet.slice.axes : names;
  const across = names.includes(x) ? x : axes[0];
  // Two axes of one column are a line: the other one gives way.
  const up = names.includes(y) && y !== across ? y : axes.find((name) => name !== across);
  const isAsked = names.includes(x) || names.includes(y);
  const isThrough = through !== undefined && through !== null && through.index < rows[through.split].length;
  const isOverColumns = isAsked || (isThrough && dataSet.slice.kind === 'columns');
  if (!isOverColumns || up === undefined) return dataSet;
  return sliceOverColumns(data, [across, up], isThrough ? through : undefined);
}

/** The columns of numbers that a slice can be taken over: those that the network reads and that have a width. */
export function sliceableColumns({ table, encoding }: Pick<SlicedRows, 'table' | 'encoding'>): string[] {
  const names = encoding.features.flatMap((feature) => (feature.as === 'value' ? [feature.of] : []));
  return [...new Set(names)].filter((name) => isWide(columnOf(table, name)));
}

function isWide(column: Column): boolean {
  return column.kind === 'number' && isAxis(column.values);
}

/** Whether a network reads one column of numbers and nothing else. */
export function isOverLine({ features }: Encoding): boolean {
  return features.length === 1 && features[0].as === 'value';
}

/** Whether rows can be shown over the only input, with what is predicted upwards. */
export function canBeLine({ table, encoding }: Pick<SlicedRows, 'table' | 'encoding'>): boolean {
  const { target } = encoding;
  if (!isOverLine(encoding) || sliceableColumns({ table, encoding }).length === 0) return false;
  return target.kind === 'class' || isWide(columnOf(table, target.column));
}

/** Over the only input. Throws a RangeError where there are others. */
export function sliceOverLine(all: SlicedRows): ShownSlice {
  const data = drawn(all);
  const { table, rows, encoding } = data;
  const [feature] = encoding.features;
  if (!isOverLine(encoding) || typeof feature.of !== 'string')
    throw new RangeError(`a line has one input, here are ${encoding.features.length}`);
  const axis = feature.of;
  const values = numbersOf(table, axis);
  const [train, test] = [rows.train, rows.test].map((own): PointColumns => {
    const x1 = Float64Array.from(own, (row) => values[row]);
    const label = labelsOf(data, own);
    return { x1, x2: label.map(heightOf(encoding)), label };
  });
  const up = rangeAround(train.x2, test.x2);
  const window = {
    x1: rangeAround(train.x1, test.x1),
    x2: encoding.target.kind === 'class' ? classWindow : up,
  };
  return { slice: { kind: 'line', axis, window }, train, test };
}

/** Outputs for classes end at -1 and +1. */
const classWindow = [-1.25, 1.25] as const;

/** How high a row lies over its input, by its label: the number itself; classes evenly from -1 to +1. */
function heightOf({ target }: Encoding): (label: number) => number {
  if (target.kind === 'number') return (label) => inOwnUnits(target, label);
  const { length } = target.classes;
  return length === 2 ? (label) => label : (place) => (2 * place) / Math.max(1, length - 1) - 1;
}

/**
 * Over two columns, everything else at its middle or as it is in one row: what that lacks is encoded as it is there.
 * Throws a RangeError for a column of no numbers.
 */
export function sliceOverColumns(
  all: SlicedRows,
  axes: readonly [string, string],
  through?: RowPlace,
): ShownSlice {
  const data = drawn(all);
  const { table, rows, encoding } = data;
  const onAxis = (own: Uint32Array, axis: 0 | 1): Float64Array => {
    const values = numbersOf(table, axes[axis]);
    return Float64Array.from(own, (row) => values[row]);
  };
  const [train, test] = [rows.train, rows.test].map((own) => ({ x1: onAxis(own, 0), x2: onAxis(own, 1) }));
  const read = [...new Set(encoding.features.flatMap(({ of }) => of))];
  const slice: Slice = {
    kind: 'columns',
    axes,
    window: { x1: rangeAround(train.x1, test.x1), x2: rangeAround(train.x2, test.x2) },
    fixed:
      through === undefined
        ? middleRow(table, rows.train, read)
        : oneRow(table, all.rows[through.split][through.index], read),
  };
  const shown = withRows(slice, data, train, test);
  return through === undefined ? shown : { ...shown, through };
}

function oneRow(table: Table, row: number, names: readonly string[]): Table {
  const columns = names.map((name): Column => {
    const column = columnOf(table, name);
    return column.kind === 'number'
      ? { ...column, values: column.values.slice(row, row + 1) }
      : { ...column, codes: column.codes.slice(row, row + 1) };
  });
  return { rowCount: 1, columns };
}

/** Along the two directions in which the inputs of the train rows vary most; a single input has but one. */
export function sliceOverComponents(all: SlicedRows): ShownSlice {
  const data = drawn(all);
  const { table, rows, encoding } = data;
  const [trainInputs, testInputs] = [rows.train, rows.test].map((own) =>
    encodeFeatures(encoding.features, table, own),
  );
  const components =
    trainInputs.length > 1 ? principalComponents(trainInputs) : onlyDirection(trainInputs[0]);
  const along = (inputs: readonly Float64Array[], k: 0 | 1): Float64Array =>
    inputs[0].map((_, row) =>
      inputs.reduce(
        (sum, column, i) => sum + (column[row] - components.mean[i]) * components.directions[k][i],
        0,
      ),
    );
  const [train, test] = [trainInputs, testInputs].map((inputs) => ({
    x1: along(inputs, 0),
    x2: along(inputs, 1),
  }));
  const window = { x1: rangeAround(train.x1, test.x1), x2: rangeAround(train.x2, test.x2) };
  return withRows({ kind: 'components', window, components }, data, train, test);
}

/** Of very many rows a sample is drawn. */
function drawn(data: SlicedRows): SlicedRows {
  return { ...data, rows: sampledRows(data.rows, mostDrawn) };
}

/** Across, the one input there is; up, nothing changes. */
function onlyDirection(input: Float64Array): PrincipalComponents {
  const mean = input.reduce((sum, value) => sum + value, 0) / Math.max(1, input.length);
  return {
    mean: Float64Array.of(mean),
    directions: [Float64Array.of(1), Float64Array.of(0)],
    shares: [1, 0],
  };
}

type Places = Pick<PointColumns, 'x1' | 'x2'>;

function withRows(slice: Slice, data: SlicedRows, train: Places, test: Places): ShownSlice {
  const { rows } = data;
  return {
    slice,
    train: {
      ...train,
      label: labelsOf(data, rows.train),
      nearness: nearnessOf(slice, data, rows.train, train),
    },
    test: { ...test, label: labelsOf(data, rows.test), nearness: nearnessOf(slice, data, rows.test, test) },
  };
}

function labelsOf({ table, encoding }: SlicedRows, rows: Uint32Array): Float64Array {
  const { target } = encoding;
  const truths = encodeTarget(target, table, rows);
  return target.kind === 'class' ? truths.map((place) => labelOf(place, target.classes.length)) : truths;
}

/** 1 in the slice itself, falling to 1/e at as many units from it as there are inputs beside it, taken together. */
function nearnessOf(
  slice: Slice,
  { table, encoding }: SlicedRows,
  rows: Uint32Array,
  places: Places,
): Float64Array {
  const { features } = encoding;
  const inputs = encodeFeatures(features, table, rows);
  const below = sliceInputs(features, slice, places);
  const others = Math.max(1, features.length - 2);
  return Float64Array.from(rows, (_, i) => {
    let square = 0;
    for (let k = 0; k < inputs.length; k++) square += squared(inputs[k][i] - below[k][i]);
    return Number.isNaN(square) ? 0 : exp(-square / others);
  });
}
