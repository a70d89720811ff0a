/** What the graph lab asks of the worker: one sample's graph, and the check of every gradient. Types only. */
import type { Row } from '../data/asked-row.ts';
import type { RowPlace } from '../data/data-set-types.ts';
import type { EngineName } from '../experiment/names.ts';
import type { SampleRoot } from '../lab/sample-graph.ts';
import type { NetworkShape } from '../nn/network.ts';
import type { GradientSummary } from '../training/gradient-summary.ts';
import type { RunId } from './run-id.ts';

/** A sample of the data set, or a point or row that is in none. */
export type SampleChoice =
  | ({ readonly kind: 'sample' } & RowPlace)
  /** `label` is ±1 for classes, a number for regression. */
  | { readonly kind: 'point'; readonly x1: number; readonly x2: number; readonly label: number }
  /** Nobody knows what is right for it: it has outputs and neurons, and no loss. */
  | { readonly kind: 'row'; readonly row: Row };

export interface InspectRequest {
  readonly sample: SampleChoice;
  readonly root: SampleRoot;
}

/** A `NetworkSample`, of which the lab builds the graph, and what the trainer's own back end computes on it. */
export interface Inspection {
  readonly runId: RunId;
  /** Epochs completed, with the fraction of the running one that the weights have seen. */
  readonly epoch: number;
  readonly engine: EngineName;
  readonly root: SampleRoot;
  readonly network: NetworkShape;
  /** In the order of `inputs`. */
  readonly features: readonly string[];
  /** One for each output: the class it stands for where there are several. */
  readonly outputs: readonly string[];
  /** NaN for a row that is in no data set, and for one of very many that is not drawn. */
  readonly x1: number;
  readonly x2: number;
  /** ±1 for classes, a number for regression; NaN where it is not known. */
  readonly label: number;
  /** What the network sees of the sample. */
  readonly inputs: Float64Array;
  /** What the loss compares the outputs with: ±1, 0 or 1, or a number; zeros where it is not known. */
  readonly targets: readonly number[];
  /** Present weights and biases, in the order of `Mlp.parameters`. */
  readonly parameters: Float64Array;
  /** The root's data by the trainer's back end. */
  readonly value: number;
  /** d(root)/d(parameter) by the code that trains, for this sample alone and without the L2 penalty. */
  readonly gradients: Float64Array;
}

/** Starts a check of every gradient, asks how far it is, or ends it. */
export type GradientCheckRequest =
  | { readonly kind: 'start' }
  | { readonly kind: 'progress'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number };

export type GradientCheckState =
  /** `done` of `total` parameters. */
  | { readonly kind: 'running'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'finished'; readonly id: number; readonly result: GradientCheckResult }
  /** Cancelled, superseded by a later one, or of a worker that is no more. */
  | { readonly kind: 'ended'; readonly id: number };

/** Backward against central differences for every parameter, on one batch, in double precision. */
export interface GradientCheckResult extends GradientSummary {
  /** Of the weights that were checked; training may have gone on. */
  readonly runId: RunId;
  /** As in `Inspection`. */
  readonly epoch: number;
  readonly network: NetworkShape;
  /** Samples in the batch. */
  readonly sampleCount: number;
  /** The step of the first difference is h · max(1, |parameter|); where it does not settle it, many are taken. */
  readonly h: number;
  /** The largest error that counts as rounding. */
  readonly tolerance: number;
}
