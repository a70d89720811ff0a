import type { Value } from '../../autograd/value.ts';
import type { Activation } from '../../experiment/activation-formula.ts';
import type { Rows } from './prepared-rows.ts';
import type { ReadTensor } from './tensor.ts';

/** What the sums of a layer's neurons are, as far as it has been read. */
export interface ReadLayer {
  /** From 0. */
  readonly place: number;
  readonly inputCount: number;
  readonly width: number;
  /** `[neuron][input]`, row-major. */
  readonly weights: Float64Array;
  /** null before any were added. */
  readonly biases: Float64Array | null;
  /** What the neurons of the layer before put out of their sums; null of the first layer. */
  readonly activationBefore: Activation | null;
}

/** What each neuron of a layer makes of its sum z. */
export interface Neurons {
  readonly kind: 'neurons';
  readonly layer: ReadLayer;
  readonly z: Value;
  readonly value: Value;
  /** The node that made it, for a sentence. */
  readonly by: string;
  readonly isTruth: boolean;
}

/** Probabilities of the classes, from a layer's sums as they are. */
export interface Softmax {
  readonly kind: 'softmax';
  readonly layer: ReadLayer;
}

/** What the values of a graph are known to be. */
export type Known =
  | { readonly kind: 'constant'; readonly tensor: ReadTensor }
  /** What a row is of, before a layer reads it. */
  | { readonly kind: 'rows'; readonly rows: Rows }
  /** An input whose width is not said: it is what the first layer reads. */
  | { readonly kind: 'open'; readonly name: string }
  /** An input of more or of fewer dimensions than rows and columns. */
  | { readonly kind: 'block'; readonly name: string; readonly size: number | null }
  | { readonly kind: 'texts'; readonly column: string }
  /** Numbers that stand for texts: by each number the texts that it stands for. */
  | {
      readonly kind: 'codes';
      readonly column: string;
      readonly textsOf: ReadonlyMap<number, readonly string[]>;
    }
  | Neurons
  | Softmax
  /** What is made of the outputs for whoever reads them: the class, its name, probabilities side by side. */
  | { readonly kind: 'answer'; readonly of: readonly (Neurons | Softmax)[] };

export type KnownOf<Kind extends Known['kind']> = Extract<Known, { readonly kind: Kind }>;
