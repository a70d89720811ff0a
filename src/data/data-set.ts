import { taskOf, type DataSetName, type Task } from '../experiment/names.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Target } from './encoding.ts';
import { generators, type Point } from './generators.ts';
import { randomFromSeed, shuffledOrder } from './random.ts';
import type { Column, Table } from './table.ts';

export interface DataSet {
  readonly task: Task;
  readonly window: PlotWindow;
  /** Numbers `x1` and `x2`, and as its target the category `class` or the number `y`. */
  readonly table: Table;
  /** Rows of the table, in the order in which they are used. */
  readonly rows: Readonly<Record<'train' | 'test', Uint32Array>>;
  /** The same points as they are drawn. */
  readonly train: PointColumns;
  readonly test: PointColumns;
}

/** Points in columns; `label` is ±1 for classes. */
export interface PointColumns {
  readonly x1: Float64Array;
  readonly x2: Float64Array;
  readonly label: Float64Array;
}

/** The part of the plane that is shown. */
export interface PlotWindow {
  readonly x1: readonly [number, number];
  readonly x2: readonly [number, number];
}

export type DataSettings = Pick<Experiment, 'dataSet' | 'noise' | 'points' | 'trainShare' | 'dataSeed'>;

const square: PlotWindow = { x1: [-6, 6], x2: [-6, 6] };
const moonsWindow: PlotWindow = { x1: [-1.5, 2.5], x2: [-1, 1.5] };

export function windowOf(dataSet: DataSetName): PlotWindow {
  return dataSet === 'moons' ? moonsWindow : square;
}

/** Numbers the stream of the generator that draws points; see `randomFromSeed`. */
const dataStream = 0;

/** -1 and +1, as labels say it. */
const classNames = ['-1', '+1'] as const;
export const classTarget = { kind: 'class', column: 'class', classes: classNames } as const satisfies Target;
export const numberTarget = { kind: 'number', column: 'y' } as const satisfies Target;

/** Draws, shuffles and splits: the first `trainShare` percent train, at least one point on each side. */
export function createDataSet({ dataSet, noise, points, trainShare, dataSeed }: DataSettings): DataSet {
  const random = randomFromSeed(dataSeed, dataStream);
  const drawn = toColumns(generators[dataSet](points, noise / 100, random));
  const order = shuffledOrder(points, random);
  const trainCount = Math.min(points - 1, Math.max(1, Math.floor((points * trainShare) / 100)));
  const rows = { train: order.slice(0, trainCount), test: order.slice(trainCount) };
  const task = taskOf[dataSet];
  return {
    task,
    window: windowOf(dataSet),
    table: planeTable(drawn, task),
    rows,
    train: pick(drawn, rows.train),
    test: pick(drawn, rows.test),
  };
}

/** Points of the plane as a table. */
export function planeTable({ x1, x2, label }: PointColumns, task: Task): Table {
  const columns: Column[] = [
    { name: 'x1', kind: 'number', values: x1 },
    { name: 'x2', kind: 'number', values: x2 },
  ];
  if (task === 'regression') columns.push({ name: numberTarget.column, kind: 'number', values: label });
  else {
    const codes = Int32Array.from(label, (value) => (value > 0 ? 1 : 0));
    columns.push({ name: classTarget.column, kind: 'category', codes, categories: classNames });
  }
  return { rowCount: x1.length, columns };
}

function pick({ x1, x2, label }: PointColumns, rows: Uint32Array): PointColumns {
  const column = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
  return { x1: column(x1), x2: column(x2), label: column(label) };
}

function toColumns(points: readonly Point[]): PointColumns {
  const column = (key: keyof Point): Float64Array => Float64Array.from(points, (point) => point[key]);
  return { x1: column('x1'), x2: column('x2'), label: column('label') };
}
