/** A point of the present data set. */
export interface OpenedPoint {
  readonly split: 'train' | 'test';
  readonly index: number;
}

/** A hidden neuron, both indices from 0. */
export interface OpenedNeuron {
  readonly layer: number;
  readonly neuron: number;
}
