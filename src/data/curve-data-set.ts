import { sin } from '../elementary/trigonometric.ts';
import type { CurveName } from '../experiment/names.ts';
import type { DataSet, DataSettings } from './data-set-types.ts';
import { dataStream, drawnSplit } from './drawn-split.ts';
import { fitEncoding } from './fit-encoding.ts';
import { randomFromSeed } from './random.ts';
import { sliceOverLine } from './shown-slice.ts';
import type { Table } from './table.ts';

/** Inputs lie in [-6, 6]. */
const extent = 6;

const curves: Readonly<Record<CurveName, (x: number) => number>> = {
  'x-sin-x': (x) => x * sin(x),
  step: (x) => (x < 0 ? 0 : 1),
};

/**
 * Points of a curve: a table of `x` and `y`, both standardised for the network. `y` is read at a place moved by the
 * noise, as in the data sets of the plane that predict a number.
 */
export function curveDataSet(settings: DataSettings & { readonly dataSet: CurveName }): DataSet {
  const { dataSet, points, trainShare, dataSeed } = settings;
  const random = randomFromSeed(dataSeed, dataStream);
  const noise = settings.noise / 100;
  const [x, y] = [new Float64Array(points), new Float64Array(points)];
  for (let row = 0; row < points; row++) {
    x[row] = random.uniform(-extent, extent);
    y[row] = curves[dataSet](x[row] + random.uniform(-extent, extent) * noise);
  }
  const table: Table = {
    rowCount: points,
    columns: [
      { name: 'x', kind: 'number', values: x },
      { name: 'y', kind: 'number', values: y },
    ],
  };
  const rows = drawnSplit(points, trainShare, random);
  const { encoding, notes } = fitEncoding(table, rows.train.slice().sort(), {
    inputs: ['x'],
    target: { kind: 'number', column: 'y', standardised: true },
    missing: 'leave-out',
  });
  return {
    name: dataSet,
    task: 'regression',
    classNames: [],
    table,
    rows,
    encoding,
    notes,
    picture: null,
    ...sliceOverLine({ table, rows, encoding }),
  };
}
