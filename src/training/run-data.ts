import { finish, type Steps } from '../autograd/steps.ts';
import { dataSetSteps, type DataSet, type TableSource } from '../data/data-set.ts';
import type { Encoding } from '../data/encoding.ts';
import { withHeldOut } from '../data/held-out.ts';
import { isSharedOut } from '../experiment/data-sets.ts';
import { effectsOf, heldOutPercent } from '../experiment/effects.ts';
import type { Experiment } from '../experiment/schema.ts';
import { encodingOf } from './network.ts';
import { encodedSampleSteps, type LabelledSamples } from './samples.ts';

/** What a run trains and tests on. */
export interface RunData {
  readonly dataSet: DataSet;
  /** From rows to what the network reads and is to predict. */
  readonly encoding: Encoding;
  readonly train: LabelledSamples;
  readonly test: LabelledSamples;
  /** null where no rows are held out. */
  readonly validation: LabelledSamples | null;
}

/** What of a run tells whether its data can be taken over. */
export type EarlierRun = RunData & { readonly experiment: Experiment };

/** Whether an experiment has the rows of an earlier run. */
export function hasRowsOf({ experiment }: EarlierRun, next: Experiment): boolean {
  const effects = effectsOf(experiment, next);
  return !effects.has('table') && !effects.has('rows');
}

/** Rows whose sides a column of a file tells are in the order of the file. */
function drawnWith(experiment: Experiment): number | null {
  return experiment.dataSet === 'file' && !isSharedOut(experiment) ? experiment.dataSeed : null;
}

/** Reads, splits and encodes in steps; takes over from an earlier run what is the same. */
export function* runDataSteps(
  experiment: Experiment,
  earlier: EarlierRun | null,
  tables: TableSource | undefined,
): Steps<RunData> {
  const { loss } = experiment;
  const isSame = earlier !== null && hasRowsOf(earlier, experiment);
  const dataSet = isSame
    ? earlier.dataSet
    : withHeldOut(yield* dataSetSteps(experiment, tables), heldOutPercent(experiment), drawnWith(experiment));
  const encoding = encodingOf(experiment, dataSet);
  if (isSame && earlier.encoding === encoding && earlier.experiment.loss === loss)
    return {
      ...{ dataSet, encoding },
      ...{ train: earlier.train, test: earlier.test, validation: earlier.validation },
    };
  return yield* encodedDataSteps(experiment, dataSet);
}

/** The rows of a data set as the network of an experiment reads them. */
export function* encodedDataSteps(experiment: Experiment, dataSet: DataSet): Steps<RunData> {
  const { loss } = experiment;
  const encoding = encodingOf(experiment, dataSet);
  const { table, rows, heldOut } = dataSet;
  const train = yield* encodedSampleSteps(encoding, table, rows.train, loss);
  const test = yield* encodedSampleSteps(encoding, table, rows.test, loss);
  const validation = heldOut === undefined ? null : yield* encodedSampleSteps(encoding, table, heldOut, loss);
  return { dataSet, encoding, train, test, validation };
}

/** All at once. */
export function runDataOf(
  experiment: Experiment,
  earlier: EarlierRun | null,
  tables: TableSource | undefined,
): RunData {
  return finish(runDataSteps(experiment, earlier, tables));
}
