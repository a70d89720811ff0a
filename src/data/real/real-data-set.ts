import { taskFor } from '../../experiment/data-sets.ts';
import type { RealSetName } from '../../experiment/names.ts';
import type { DataSet, DataSettings } from '../data-set-types.ts';
import type { EncodingChoice } from '../fit-encoding.ts';
import { prepareData } from '../prepare.ts';
import { sliceOverColumns, sliceOverComponents } from '../shown-slice.ts';
import type { Table } from '../table.ts';
import { tellingColumns } from '../telling-columns.ts';
import { realSets } from './real-sets.ts';

/**
 * A set of real data as the settings split it. Numbers that are predicted are standardised as the inputs are. Pictures
 * are shown along their principal components: no two pixels tell anything by themselves.
 */
export function realDataSet(
  name: RealSetName,
  table: Table,
  { trainShare, dataSeed }: Pick<DataSettings, 'trainShare' | 'dataSeed'>,
): DataSet {
  const choice = standardised(realSets[name].choice);
  const prepared = prepareData(table, choice, { by: 'share', trainShare, seed: dataSeed });
  if (!prepared.ok) throw new Error(prepared.message);
  const { encoding, rows, notes } = prepared;
  const data = { table, rows, encoding };
  const { picture = null } = realSets[name];
  return {
    name,
    task: taskFor({ dataSet: name }),
    classNames: encoding.target.kind === 'class' ? encoding.target.classes : [],
    ...data,
    notes,
    picture,
    ...(picture !== null
      ? sliceOverComponents(data)
      : sliceOverColumns(data, tellingColumns(table, rows.train, choice))),
  };
}

function standardised(choice: EncodingChoice): EncodingChoice {
  const { target } = choice;
  return target.kind === 'number' ? { ...choice, target: { ...target, standardised: true } } : choice;
}
