import { taskFor } from '../../experiment/data-sets.ts';
import type { RealSetName } from '../../experiment/names.ts';
import type { DataSet, DataSettings } from '../data-set-types.ts';
import { encodeTarget, type Encoding } from '../encoding.ts';
import type { EncodingChoice } from '../fit-encoding.ts';
import { labelOf, type PointColumns } from '../plane-table.ts';
import { prepareData } from '../prepare.ts';
import { middleRow, windowAround, type Slice } from '../slice.ts';
import { numbersOf, type Table } from '../table.ts';
import { tellingColumns } from '../telling-columns.ts';
import { realSets } from './real-sets.ts';

/** A set of real data as the settings split it. Numbers that are predicted are standardised as the inputs are. */
export function realDataSet(
  name: RealSetName,
  table: Table,
  { trainShare, dataSeed }: Pick<DataSettings, 'trainShare' | 'dataSeed'>,
): DataSet {
  const choice = standardised(realSets[name].choice);
  const prepared = prepareData(table, choice, { by: 'share', trainShare, seed: dataSeed });
  if (!prepared.ok) throw new Error(prepared.message);
  const { encoding, rows, notes } = prepared;
  const axes = tellingColumns(table, rows.train, choice);
  const all = Uint32Array.from([...rows.train, ...rows.test]);
  const slice: Slice = {
    axes,
    window: windowAround(table, all, axes),
    fixed: middleRow(table, rows.train, choice.inputs),
  };
  return {
    name,
    task: taskFor(name),
    classNames: encoding.target.kind === 'class' ? encoding.target.classes : [],
    table,
    rows,
    encoding,
    notes,
    slice,
    train: pointsOf(table, rows.train, axes, encoding),
    test: pointsOf(table, rows.test, axes, encoding),
  };
}

function standardised(choice: EncodingChoice): EncodingChoice {
  const { target } = choice;
  return target.kind === 'number' ? { ...choice, target: { ...target, standardised: true } } : choice;
}

/** Rows as they are drawn over two of their columns. */
function pointsOf(table: Table, rows: Uint32Array, axes: Slice['axes'], { target }: Encoding): PointColumns {
  const [x1, x2] = axes.map((name) => {
    const values = numbersOf(table, name);
    return Float64Array.from(rows, (row) => values[row]);
  });
  const truths = encodeTarget(target, table, rows);
  const label =
    target.kind === 'class' ? truths.map((place) => labelOf(place, target.classes.length)) : truths;
  return { x1, x2, label };
}
