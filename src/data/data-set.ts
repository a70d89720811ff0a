import { finish, type Steps } from '../autograd/steps.ts';
import { classCountOf, classNamesOf, usualShape } from '../experiment/data-sets.ts';
import { isCurve, isPlaneSet, taskOf, type PlaneName } from '../experiment/names.ts';
import { curveDataSet } from './curve-data-set.ts';
import { dataStream, drawnSplit } from './drawn-split.ts';
import type { Point } from './generator.ts';
import { generators } from './generators.ts';
import { planeTable, type PointColumns } from './plane-table.ts';
import { randomFromSeed } from './random.ts';
import type { DataSet, DataSettings } from './data-set-types.ts';
import { drawnDataSet } from './drawn-data-set.ts';
import { fileDataSetSteps } from './file-data-set.ts';
import { formulaDataSet } from './formula/formula-data-set.ts';
import { lessonDataSet } from './lesson-data-set.ts';
import { realDataSet } from './real/real-data-set.ts';
import type { PlotWindow } from './slice.ts';
import type { Table } from './table.ts';

export type { DataSet, DataSettings };

/** Where tables come from that no formula draws: real sets by their name, others by the id of their content. Throws an Error for one that is not there. */
export type TableSource = (nameOrId: string) => Table;

const noTables: TableSource = (name) => {
  throw new Error(`the table “${name}” has not been loaded`);
};

const square: PlotWindow = { x1: [-6, 6], x2: [-6, 6] };
const moonsWindow: PlotWindow = { x1: [-1.5, 2.5], x2: [-1, 1.5] };

function windowOf(dataSet: PlaneName): PlotWindow {
  return dataSet === 'moons' ? moonsWindow : square;
}

/** Draws or takes the rows, shuffles and splits: the first `trainShare` percent train, at least one on each side. */
export function createDataSet(settings: DataSettings, tables: TableSource = noTables): DataSet {
  return finish(dataSetSteps(settings, tables));
}

/** As `createDataSet`; a user's own table, which may be a large one, a column at a time. */
export function* dataSetSteps(settings: DataSettings, tables: TableSource = noTables): Steps<DataSet> {
  const { dataSet, file = null } = settings;
  if (isPlaneSet(dataSet)) return planeDataSet({ ...settings, dataSet });
  if (isCurve(dataSet)) return curveDataSet({ ...settings, dataSet });
  if (dataSet === 'lesson') return lessonDataSet();
  if (dataSet === 'formula') return formulaDataSet(settings);
  if (dataSet === 'draw') return drawnDataSet(settings.drawn ?? '');
  if (dataSet !== 'file') return realDataSet(dataSet, tables(dataSet), settings);
  if (file === null) throw new Error('there is no file');
  return yield* fileDataSetSteps(file, tables(file.id), settings);
}

function planeDataSet(settings: DataSettings & { readonly dataSet: PlaneName }): DataSet {
  const { dataSet, points, trainShare, dataSeed } = settings;
  const random = randomFromSeed(dataSeed, dataStream);
  const shape = { classCount: classCountOf(settings), squares: settings.squares ?? usualShape.squares };
  const drawn = toColumns(generators[dataSet](points, settings.noise / 100, random, shape));
  const rows = drawnSplit(points, trainShare, random);
  const classNames = classNamesOf(settings);
  return {
    name: dataSet,
    task: taskOf[dataSet],
    classNames,
    table: planeTable(drawn, classNames),
    rows,
    encoding: null,
    notes: [],
    picture: null,
    slice: { kind: 'columns', axes: ['x1', 'x2'], window: windowOf(dataSet), fixed: null },
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
