import type { ActivationName } from '../experiment/names.ts';

/** A hidden layer whose neurons each read all of the layer before. */
export interface Dense {
  readonly width: number;
  readonly activation: ActivationName;
}

/** What a network is made of between its inputs and its outputs. */
export interface Architecture {
  readonly kind: 'mlp';
  readonly hidden: readonly Dense[];
}
