import type { Experiment } from '../experiment/schema.ts';
import { withCuts } from '../training/held-parameters.ts';
import { withLabelNoise } from '../training/label-noise.ts';
import { initialParameters, orderRandom } from '../training/network.ts';
import type { Run } from '../training/run.ts';
import type { LabelledSamples } from '../training/samples.ts';
import { plateauRows } from '../training/train-loss.ts';
import { settingsThroughout, type ChangedSettings } from './settings-throughout.ts';

/** Columns of what the network reads, and of what its outputs are compared with. */
export interface PlainSamples {
  readonly count: number;
  readonly inputs: readonly Float64Array[];
  readonly targets: readonly Float64Array[];
}

export interface RunData {
  readonly train: PlainSamples;
  readonly test: PlainSamples;
  /** The targets that are trained on, where noise has made some of them others; else null. */
  readonly noisyTargets: readonly Float64Array[] | null;
}

/** All that a training follows from, from its initial weights to a moment of it. */
export interface WholeRun {
  /** What it began with. */
  readonly settings: Experiment;
  /** What was changed on the way, in its order. */
  readonly changes: readonly ChangedSettings[];
  /** Epochs completed, and samples of the next one's order. */
  readonly epoch: number;
  readonly position: number;
  /** All parameters as they began, layer by layer, weights before biases, and as they are. */
  readonly initial: Float64Array;
  readonly final: Float64Array;
  /** 1 for a parameter that is not trained. */
  readonly resting: Uint8Array;
  /** Whether labels are others than those of the data. */
  readonly hasLabelNoise: boolean;
  /** null where they are too many for a file. */
  readonly data: RunData | null;
  /** Train and test rows, of which there may be more than a file holds. */
  readonly rows: { readonly train: number; readonly test: number };
  /** Losses are measured on the first so many. */
  readonly measured: { readonly train: number; readonly test: number };
  /** What plateaus are judged by: the first so many train rows. */
  readonly plateauRows: number;
  /** The state of the generator before the first epoch's shuffle. */
  readonly generator: readonly number[];
  /** Losses that were measured at the end of epochs. */
  readonly recorded: readonly {
    readonly epoch: number;
    readonly trainLoss: number;
    readonly testLoss: number;
  }[];
}

export type WholeRunResult =
  | { readonly ok: true; readonly run: WholeRun }
  /** A sentence that says why a program cannot repeat it. */
  | { readonly ok: false; readonly message: string };

/** More numbers of data make no file that one would open. */
export const mostNumbers = 2 ** 21;

const refused = (message: string): WholeRunResult => ({ ok: false, message });

/** What a program has to do to repeat a run. It shares no array with the run. */
export function describeWholeRun(run: Run): WholeRunResult {
  const { experiment, network, moments, progress } = run;
  const { epoch, position, parameters, edited = false } = run.point();
  const problem = misfitOf(run, edited);
  if (problem !== null) return refused(problem);
  const throughout = settingsThroughout(experiment, moments.changes, progress, run.train.count);
  if (!throughout.ok) return refused(throughout.message);
  const { settings, changes } = throughout;
  const { resting, cut } = run.held;
  const begun = initialParameters(network, experiment.seed, experiment);
  return {
    ok: true,
    run: {
      ...{ settings, changes, epoch, position },
      initial: withCuts(begun, new Map(), cut).parameters,
      final: parameters.slice(),
      resting: resting.slice(),
      hasLabelNoise: experiment.labelNoise > 0,
      data: dataOf(run),
      rows: { train: run.train.count, test: run.test.count },
      measured: { train: run.measured.train.count, test: run.measured.test.count },
      plateauRows: plateauRows(run.measured.train.count, network.parameterCount),
      generator: orderRandom(experiment.seed).state(),
      recorded: moments
        .inOrder()
        .filter((moment) => Number.isInteger(moment.epoch) && moment.epoch <= epoch)
        .map(({ epoch: at, trainLoss, testLoss }) => ({ epoch: at, trainLoss, testLoss })),
    },
  };
}

function misfitOf(run: Run, edited: boolean): string | null {
  if (run.diverged) return 'The training has diverged: there is no run to be repeated.';
  if (run.shortfall !== null) return run.shortfall;
  if (edited)
    return 'Weights were set by hand: a program that begins with the initial ones does not come to these.';
  if (run.experiment.stopWhen === 'validation')
    return 'The training stops by its validation loss, and may have gone back to its best weights: a program cannot repeat that.';
  return null;
}

function dataOf({ train, test, dataSet, experiment }: Run): RunData | null {
  const numbers = (train.count + test.count) * (train.inputs.length + train.targets.length);
  if (numbers > mostNumbers) return null;
  const trained = withLabelNoise(train, dataSet.rows.train, experiment);
  return {
    train: plain(train),
    test: plain(test),
    noisyTargets: trained === train ? null : trained.targets.map((column) => column.slice()),
  };
}

function plain({ count, inputs, targets }: LabelledSamples): PlainSamples {
  const copied = (columns: readonly Float64Array[]): Float64Array[] =>
    columns.map((column) => column.slice());
  return { count, inputs: copied(inputs), targets: copied(targets) };
}
