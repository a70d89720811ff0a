import type { Activation } from '../experiment/activation-formula.ts';

/** A hidden layer whose neurons each read all of the layer before. */
export interface Dense {
  readonly width: number;
  readonly activation: Activation;
  /** Whether in training what a neuron puts out is dropped now and then: each is multiplied by a number of its own. */
  readonly drops?: boolean;
}

/** What a network is made of between its inputs and its outputs. */
export interface Architecture {
  readonly kind: 'mlp';
  readonly hidden: readonly Dense[];
}
