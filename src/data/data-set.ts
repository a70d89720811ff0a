import { taskOf, type DataSetName, type Task } from '../experiment/names.ts';
import type { Experiment } from '../experiment/schema.ts';
import { generators, type Point } from './generators.ts';
import { randomFromSeed, shuffledOrder } from './random.ts';

export interface DataSet {
  readonly task: Task;
  readonly window: PlotWindow;
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

/** Draws, shuffles and splits: the first `trainShare` percent train, at least one point on each side. */
export function createDataSet({ dataSet, noise, points, trainShare, dataSeed }: DataSettings): DataSet {
  const random = randomFromSeed(dataSeed, dataStream);
  const drawn = generators[dataSet](points, noise / 100, random);
  const shuffled = Array.from(shuffledOrder(points, random), (i) => drawn[i]);
  const trainCount = Math.min(points - 1, Math.max(1, Math.floor((points * trainShare) / 100)));
  return {
    task: taskOf[dataSet],
    window: windowOf(dataSet),
    train: toColumns(shuffled.slice(0, trainCount)),
    test: toColumns(shuffled.slice(trainCount)),
  };
}

function toColumns(points: readonly Point[]): PointColumns {
  const column = (key: keyof Point): Float64Array => Float64Array.from(points, (point) => point[key]);
  return { x1: column('x1'), x2: column('x2'), label: column('label') };
}
