/** What there is to see of a run, moment by moment. Types only. */
import type { Grid } from '../data/grid.ts';
import type { Processor } from '../experiment/names.ts';
import type { ClassMetrics } from '../training/evaluation.ts';
import type { HistoryColumns } from '../training/history.ts';
import type { MomentColumns } from '../training/moments.ts';
import type { Calibration, Fit, Outcomes } from '../training/outcomes.ts';
import type { StopReason } from '../training/stopping.ts';
import type { LayerVitals, Vitals } from '../training/vitals.ts';
import type { Diagnosis } from './doctor-messages.ts';
import type { EngineReport } from './engine-messages.ts';
import type { EvaluationState } from './evaluation-messages.ts';
import type { RunId } from './run-id.ts';

export type { Calibration, Fit, Grid, LayerVitals, Outcomes, StopReason, Vitals };

/** What the training is doing. 'ready' is an untrained network that waits. */
export type TrainingStatus = 'ready' | 'running' | 'paused' | 'diverged';

export interface SnapshotRequest {
  /** Version of the last view received, 0 for none. */
  readonly viewVersion: number;
  /** Version of the last history received, 0 for none; -1 for "no history wanted now". */
  readonly historyVersion: number;
  /** Frames that this request stands for, 1 if not said: the film of the training goes on by as many. */
  readonly frames?: number;
  /** Whether views are to come with vitals, which cost time: left out, they do not. */
  readonly vitals?: boolean;
  /**
   * Version of the last moments received, 0 for none; -1 for "none wanted now"; left out where nobody keeps a record.
   * For who does, vitals are measured now and then, also without `vitals`.
   */
  readonly momentsVersion?: number;
}

export interface Snapshot {
  readonly runId: RunId;
  readonly status: TrainingStatus;
  /** Training time of this run in the worker, without evaluation. */
  readonly trainingMs: number;
  /** Training samples a second of training time over the last second; null when nothing trained, or not long enough to tell. */
  readonly samplesPerSecond: number | null;
  /** The smallest step of the clock that the worker's times are taken by. */
  readonly clockStepMs: number;
  /** The epoch (from 1) in which a loss, a weight or what the optimizer carries stopped being finite. */
  readonly divergedInEpoch: number | null;
  /** There and true where all weights are finite, but not what the optimizer carries. */
  readonly stateOverflowed?: boolean;
  /** There where the training has ended by itself, until it goes on. */
  readonly stopped?: StopReason;
  readonly canGoBack: boolean;
  /** There once anything was trained. */
  readonly past?: Past;
  /** There where the run was begun to be followed. */
  readonly followed?: Followed;
  /** What a step by sample, or training at one a second, has come to; left out otherwise. */
  readonly sample?: SampleStep;
  /**
   * By hidden layer and neuron, the share of the last batch's samples in which dropout silenced it, or of `sample` alone.
   * There while training goes slowly enough to be followed, where a layer drops.
   */
  readonly dropped?: readonly Float32Array[];
  /** There where the learning rate was reduced on a plateau: how often. */
  readonly reductions?: number;
  readonly view: View | null;
  /** True while a newer view is being computed: ask again soon. */
  readonly viewPending: boolean;
  readonly history: History | null;
  /** There where they are asked for and newer than what the page has. */
  readonly moments?: MomentsRecord;
  /** There where it is another one than before, and where the request has no view. */
  readonly diagnosis?: Diagnosis;
  readonly evaluation: EvaluationState;
  readonly engine: EngineReport;
}

/** What of a run can be seen again; moments are epochs completed, with the fraction of the running one. */
export interface Past {
  /** The earliest moment. */
  readonly from: number;
  /** What the run has come to. */
  readonly end: number;
  /** Whether it stands at an earlier moment just now. */
  readonly isShown: boolean;
  /** The longest wait, in ms of training. */
  readonly longestMs: number;
  /** What is kept of it. */
  readonly bytes: number;
  /** There while what was not kept is trained again: how far that has come, in epochs. */
  readonly recalled?: number;
}

/** A training that is done anew at every change. */
export interface Followed {
  /** For which it is trained. */
  readonly epochs: number;
  /** Of the trainings that came to their end, over the last second. */
  readonly perSecond: number;
}

/** One sample that was trained on. */
export interface SampleStep {
  /** Its row, by its place among the train rows. */
  readonly index: number;
  /** Samples of its batch so far whose gradients wait for the others; 0 where it was the last and the weights have moved. */
  readonly pending: number;
  /** Samples in its batch: the last one of an epoch may have fewer. */
  readonly batchSize: number;
}

/** Everything about the weights at one moment of the training; its parts belong together. */
export interface View {
  readonly version: number;
  /** Epochs completed, with the fraction of the running one that these weights have seen. */
  readonly epoch: number;
  /** Mean loss over the whole set, without the penalty. */
  readonly trainLoss: number;
  readonly testLoss: number;
  /** Share of points whose class is right, 0…1; null for regression. */
  readonly trainAccuracy: number | null;
  readonly testAccuracy: number | null;
  /** By class, in their order; null for regression. */
  readonly trainByClass: readonly ClassMetrics[] | null;
  readonly testByClass: readonly ClassMetrics[] | null;
  /** What became of the samples that losses and accuracies are of. */
  readonly trainOutcomes?: Outcomes;
  readonly testOutcomes?: Outcomes;
  /** Rows that losses and accuracies are of; null where they are of all. */
  readonly sampleRows: number | null;
  /** ½λΣw² over the weights. */
  readonly penalty: number;
  /** In the order of `NetworkPicture.layers`. */
  readonly parameters: Float64Array;
  /** One map a displayed output: `values[output][row][column]`. */
  readonly boundary: Grid;
  /** One map a shown hidden neuron: `values[neuron][row][column]`. */
  readonly maps: Grid;
  readonly evaluatedOn: Processor;
  /** Grid points that were evaluated a second for this view and as many before it as it takes to tell; null before. */
  readonly pointsPerSecond: number | null;
  /** Of these weights; there while they are asked for, but not without training rows. */
  readonly vitals?: Vitals;
}

/** Loss curves in at most a fixed number of buckets; each bucket keeps its extremes. */
export interface History extends HistoryColumns {
  readonly version: number;
}

/** What was measured of the run on its way, thinned out. */
export interface MomentsRecord extends MomentColumns {
  readonly version: number;
}
