/** What the page asks of every neuron of the network at one place. Types only. */
import type { BackendName } from '../backends/executor.ts';
import type { Row } from '../data/asked-row.ts';
import type { RowPlace } from '../data/data-set-types.ts';
import type { Grid } from '../data/grid.ts';
import type { Activation } from '../experiment/activation-formula.ts';
import type { Prediction } from './ask-messages.ts';
import type { RunId } from './run-id.ts';

/** What is looked at: a place of the picture by its coordinates across and up, or a row of the data set. */
export type LookSubject =
  | { readonly kind: 'place'; readonly x1: number; readonly x2: number }
  | ({ readonly kind: 'sample' } & RowPlace);

/** A neuron by its layer, both from 0; the layer after the hidden ones is the output's. */
export interface LayerNeuron {
  readonly layer: number;
  readonly neuron: number;
}

export type LookRequest =
  /** Every neuron at the subject, and one of them in detail. */
  | { readonly kind: 'values'; readonly subject: LookSubject; readonly detail: LayerNeuron | null }
  /** How the loss reacts to every neuron over the train rows. */
  | { readonly kind: 'reaction' }
  /** What a hidden neuron puts out over the picture, at so many cells along each side (1 to 512). */
  | ({ readonly kind: 'map'; readonly resolution: number } & LayerNeuron)
  /** What the next step of the optimizer does to one parameter: the weight of an input (from 0), or the bias (null). */
  | ({ readonly kind: 'step'; readonly input: number | null } & LayerNeuron);

export type LookAnswer = NeuronValues | NeuronReaction | NeuronMap | ParameterStep;

interface OfRun {
  readonly runId: RunId;
  /** As in `Inspection`. */
  readonly epoch: number;
}

/** All in double precision, and of the weights of one moment. */
export interface NeuronValues extends OfRun {
  readonly kind: 'values';
  readonly subject: LookSubject;
  /** What is known of the subject; null along principal components, where no row belongs to a place. */
  readonly row: Row | null;
  /** What the network reads. */
  readonly inputs: Float64Array;
  /** Hidden layers first to last, then the output layer. */
  readonly layers: readonly LayerValues[];
  /** The displayed outputs. */
  readonly outputs: readonly number[];
  readonly prediction: Prediction | null;
  /** The loss of this row alone, without the penalty; null where nobody knows what is right. */
  readonly loss: number | null;
  readonly detail: NeuronDetail | null;
}

/** By neuron. */
export interface LayerValues {
  /** Σ wᵢxᵢ + b. */
  readonly sums: Float64Array;
  /** What the activation makes of it: of the output layer before it is displayed. */
  readonly outputs: Float64Array;
  /** d(loss)/d(output); null without a loss. */
  readonly reactions: Float64Array | null;
}

/** One neuron with its parameters. */
export interface NeuronDetail extends LayerNeuron {
  readonly activation: Activation;
  /** What it reads. */
  readonly inputs: Float64Array;
  readonly weights: Float64Array;
  readonly bias: number;
  readonly sum: number;
  readonly output: number;
  /** d(loss)/d(each); null without a loss. */
  readonly gradients: {
    readonly weights: Float64Array;
    readonly bias: number;
    readonly output: number;
  } | null;
}

export interface NeuronReaction extends OfRun {
  readonly kind: 'reaction';
  /** By layer and neuron, the root mean square of d(loss of a row)/d(its output) over the rows. */
  readonly layers: readonly Float64Array[];
  /** Rows that it is of: all that train, or the first so many. */
  readonly rows: number;
  readonly isSample: boolean;
}

export interface NeuronMap extends OfRun, LayerNeuron {
  readonly kind: 'map';
  readonly grid: Grid;
}

/** A number with how it is written and what it is in words. */
export interface NamedNumber {
  readonly symbol: string;
  readonly words: string;
  readonly value: number;
}

/** A scalar of a step, with the formula that it comes from: signs, and the numbers between them. */
export interface StepLine extends NamedNumber {
  readonly formula: readonly (string | Pick<NamedNumber, 'symbol' | 'value'>)[];
}

/** The next step as the engine takes it, to the bit, from the gradient to the parameter after it. */
export interface ParameterStep extends OfRun, LayerNeuron {
  readonly kind: 'step';
  readonly input: number | null;
  readonly engine: BackendName;
  /** Samples of the batch. */
  readonly batch: number;
  /** It is frozen or cut: it takes no step, and there are no lines. */
  readonly rests: boolean;
  readonly before: number;
  /** What is put in. */
  readonly leaves: readonly NamedNumber[];
  readonly lines: readonly StepLine[];
}
