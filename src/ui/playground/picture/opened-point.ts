import type { Row } from '../../../protocol/ask-messages.ts';
import type { NeuronAddress, RowPlace } from '../../../protocol/picture-messages.ts';

/** A point of the present data set. */
export type OpenedPoint = RowPlace;

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

export type OpenedNeuron = NeuronAddress;
