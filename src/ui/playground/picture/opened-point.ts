import type { Row } from '../../../protocol/ask-messages.ts';

/** A point of the present data set. */
export interface OpenedPoint {
  readonly split: 'train' | 'test';
  readonly index: number;
}

/** An input that is in no data set: nobody knows what is right for it. */
export interface OpenedRow {
  readonly row: Row;
}

export type OpenedSample = OpenedPoint | OpenedRow;

/** An output of the network as it is displayed, from 0. */
export interface OpenedOutput {
  readonly output: number;
}

/** Where a graph ends. */
export type OpenedPart = OpenedNeuron | OpenedOutput;

/** A hidden neuron, both indices from 0. */
export interface OpenedNeuron {
  readonly layer: number;
  readonly neuron: number;
}
