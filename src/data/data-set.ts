import { classCountOf, classNamesOf, usualShape } from '../experiment/data-sets.ts';
import { taskOf, type DataSetName, type Task } from '../experiment/names.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Point } from './generator.ts';
import { generators } from './generators.ts';
import { planeTable, type PointColumns } from './plane-table.ts';
import { randomFromSeed, shuffledOrder } from './random.ts';
import type { Table } from './table.ts';

export interface DataSet {
  readonly task: Task;
  /** In their order; none where a number is predicted. */
  readonly classNames: readonly string[];
  readonly window: PlotWindow;
  /** Numbers `x1` and `x2`, and as its target the category `class` or the number `y`. */
  readonly table: Table;
  /** Rows of the table, in the order in which they are used. */
  readonly rows: Readonly<Record<'train' | 'test', Uint32Array>>;
  /** The same points as they are drawn. */
  readonly train: PointColumns;
  readonly test: PointColumns;
}

/** The part of the plane that is shown. */
export interface PlotWindow {
  readonly x1: readonly [number, number];
  readonly x2: readonly [number, number];
}

export type DataSettings = Pick<Experiment, 'dataSet' | 'noise' | 'points' | 'trainShare' | 'dataSeed'> &
  Partial<Pick<Experiment, 'classes' | 'squares'>>;

const square: PlotWindow = { x1: [-6, 6], x2: [-6, 6] };
const moonsWindow: PlotWindow = { x1: [-1.5, 2.5], x2: [-1, 1.5] };

export function windowOf(dataSet: DataSetName): PlotWindow {
  return dataSet === 'moons' ? moonsWindow : square;
}

/** Numbers the stream of the generator that draws points; see `randomFromSeed`. */
const dataStream = 0;

/** Draws, shuffles and splits: the first `trainShare` percent train, at least one point on each side. */
export function createDataSet(settings: DataSettings): DataSet {
  const { dataSet, points, trainShare, dataSeed } = settings;
  const random = randomFromSeed(dataSeed, dataStream);
  const shape = { classCount: classCountOf(settings), squares: settings.squares ?? usualShape.squares };
  const drawn = toColumns(generators[dataSet](points, settings.noise / 100, random, shape));
  const order = shuffledOrder(points, random);
  const trainCount = Math.min(points - 1, Math.max(1, Math.floor((points * trainShare) / 100)));
  const rows = { train: order.slice(0, trainCount), test: order.slice(trainCount) };
  const classNames = classNamesOf(settings);
  return {
    task: taskOf[dataSet],
    classNames,
    window: windowOf(dataSet),
    table: planeTable(drawn, classNames),
    rows,
    train: pick(drawn, rows.train),
    test: pick(drawn, rows.test),
  };
}

function pick({ x1, x2, label }: PointColumns, rows: Uint32Array): PointColumns {
  const column = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
  return { x1: column(x1), x2: column(x2), label: column(label) };
}

function toColumns(points: readonly Point[]): PointColumns {
  const column = (key: keyof Point): Float64Array => Float64Array.from(points, (point) => point[key]);
  return { x1: column('x1'), x2: column('x2'), label: column('label') };
}
