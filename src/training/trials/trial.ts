import type { Experiment } from '../../experiment/schema.ts';
import type { RunPoint, RunState } from '../run.ts';
import type { ReachedName } from '../stopping.ts';

/** What a training is to reach: a mean loss, or an accuracy in percent. */
export interface TrialTarget {
  readonly measure: ReachedName;
  readonly value: number;
}

/** One training with an end: from the initial weights that belong to the settings, as Reset and Play would train. */
export interface Trial {
  readonly experiment: Experiment;
  /** Epochs to train, at least 1; fewer where the settings themselves stop it before, or where it diverges. */
  readonly epochs: number;
  /** Judged after every epoch; null where nothing is to be reached. It does not end the training. */
  readonly target: TrialTarget | null;
  /** Cells along each side of the picture of the trained network; 0 for no picture. */
  readonly picture: number;
  /** Whether the whole run is asked for, to go on from it. */
  readonly withState: boolean;
  /** There and true where the same to more epochs may be asked for next: it then tells its `halt`. */
  readonly halts?: true;
  /**
   * Where the same, to fewer epochs, has ended: it goes on from there, to the bits that it has from the beginning, which
   * is where it starts without. A whole run starts there anyway: it is measured more often.
   */
  readonly from?: TrialHalt;
}

/** Losses are means over the set without the penalty, NaN where it is empty; accuracies are 0…1, null without classes. */
export interface TrialFigures {
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly trainAccuracy: number | null;
  readonly testAccuracy: number | null;
}

/** Columns of equal length, one entry a measured epoch, from epoch 0 to the last. */
export interface TrialCurve {
  readonly epoch: Float64Array;
  readonly trainLoss: Float64Array;
  readonly testLoss: Float64Array;
  /** Milliseconds of training alone until then: the one column that another run of the same settings has otherwise. */
  readonly trainingMs: Float64Array;
}

export interface TrialResult {
  /** Epochs completed. */
  readonly epochs: number;
  /** A weight, a loss or what the optimizer carries is no longer finite. */
  readonly diverged: boolean;
  /** After the last epoch; of a diverged training the last finite figures. */
  readonly final: TrialFigures;
  /** The lowest losses and highest accuracies of the epochs that were measured. */
  readonly best: TrialFigures;
  /** The first epoch after which the target was reached; null where it never was. */
  readonly reachedAt: number | null;
  readonly curve: TrialCurve;
  readonly trainingMs: number;
  /** The trained weights and biases, in the order of the network's blocks. */
  readonly parameters: Float64Array;
  /** `values[output][row][column]` over the data's slice; null where none was asked for, or it diverged. */
  readonly picture: Float32Array | null;
  readonly outputCount: number;
  /** null unless it was asked for. */
  readonly state: RunState | null;
  /** Left out unless it was asked for, and where it diverged. */
  readonly halt?: TrialHalt;
}

/** All that a training of the same settings with the same target needs to go on to more epochs. */
export interface TrialHalt {
  /** At the end of an epoch. What it follows from are the settings of the trial, which are not there twice. */
  readonly point: Omit<RunPoint, 'experiment' | 'course'> & {
    readonly experiment: null;
    readonly course: null;
  };
  /** True where the settings themselves have stopped it: a longer one ends there, too. */
  readonly isOver: boolean;
  /**
   * What a longer one has to tell by then: without a measurement that was made only because it ended there. Shares its
   * memory with the result.
   */
  readonly told: Pick<TrialResult, 'final' | 'best' | 'reachedAt' | 'curve'>;
}

/** What came of a trial; a failure is one of its settings: other runs are none the worse for it. */
export type TrialAnswer =
  | { readonly ok: true; readonly value: TrialResult }
  | {
      readonly ok: false;
      readonly code: 'invalid-settings' | 'data-unavailable';
      /** A sentence for the user. */
      readonly message: string;
    };
