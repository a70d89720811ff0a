import type { Experiment } from '../../experiment/schema.ts';

/** `serious`: as it is set, nothing more will be learned. `warning`: it learns less, or more slowly, than it could. */
export type Severity = 'serious' | 'warning';

/** One change of the settings that usually helps. */
export type Remedy = Partial<Experiment>;

interface Named<Kind extends string> {
  readonly kind: Kind;
  readonly severity: Severity;
  /** The epoch from which on it was seen. */
  readonly since: number;
  readonly remedy: Remedy;
}

/** Layers are counted from 0, the hidden ones first; losses are train losses unless they are said to be others. */
export interface DeadRelus extends Named<'dead-relus'> {
  readonly layer: number;
  readonly dead: number;
  readonly neurons: number;
  /** Share of a layer's neurons from which on it is named. */
  readonly limit: number;
}

export interface SaturatedLayer extends Named<'saturated-layer'> {
  readonly layer: number;
  /** Share of all outputs of the layer that are near an end of their range, and from which on it is named. */
  readonly share: number;
  readonly limit: number;
}

export interface VanishingGradients extends Named<'vanishing-gradients'> {
  /** Gradient norm of the first layer and of the last one. */
  readonly first: number;
  readonly last: number;
  /** Share of the last layer's norm below which the first one's is named. */
  readonly limit: number;
}

export interface ExplodingGradients extends Named<'exploding-gradients'> {
  readonly layer: number;
  /** Gradient norm of the layer now, and when it was first measured. */
  readonly now: number;
  readonly before: number;
  /** How many times as large it is named from. */
  readonly limit: number;
}

export interface DivergenceComing extends Named<'divergence-coming'> {
  readonly from: number;
  readonly to: number;
  readonly epochs: number;
  /** Measurements in a row in which the loss rose, and from how many on it is named. */
  readonly rises: number;
  readonly limit: number;
}

export interface Overfitting extends Named<'overfitting'> {
  readonly testLowest: number;
  readonly test: number;
  readonly train: number;
  /** Epochs since the test loss was lowest. */
  readonly epochs: number;
  /** How many times its lowest the test loss has to be. */
  readonly limit: number;
}

export interface Underfitting extends Named<'underfitting'> {
  readonly loss: number;
  /** Of the best answer that is the same for every row. */
  readonly baseline: number;
  readonly epochs: number;
  /** Share of the baseline from which on a loss that stays level is named. */
  readonly limit: number;
}

export interface RateTooHigh extends Named<'rate-too-high'> {
  readonly low: number;
  readonly high: number;
  readonly epochs: number;
  /** Mean change from one measurement to the next, as a share of the loss of the best constant answer. */
  readonly swing: number;
  readonly limit: number;
}

export interface RateTooLow extends Named<'rate-too-low'> {
  readonly from: number;
  readonly to: number;
  readonly epochs: number;
  /** Share of its first value that the loss has to have lost in these epochs. */
  readonly limit: number;
}

export interface FeatureScale extends Named<'feature-scale'> {
  /** What the large input is called. */
  readonly input: string;
  /** Its standard deviation, and the median of the others'. */
  readonly deviation: number;
  readonly others: number;
  readonly limit: number;
}

export type Finding =
  | DeadRelus
  | SaturatedLayer
  | VanishingGradients
  | ExplodingGradients
  | DivergenceComing
  | Overfitting
  | Underfitting
  | RateTooHigh
  | RateTooLow
  | FeatureScale;

export type FindingKind = Finding['kind'];
