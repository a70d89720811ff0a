import type { Row } from '../../../protocol/ask-messages.ts';
import type { LookSubject } from '../../../protocol/look-messages.ts';
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

/** A graph to be opened: of a part of the network, for what is looked at. */
export interface NeuronGraph {
  /** null where nothing is. */
  readonly subject: LookSubject | null;
  /** The subject's row; null where a place has none. */
  readonly row: Row | null;
  readonly part: OpenedPart;
}
