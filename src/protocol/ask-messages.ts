/** What the page asks of the network about one row. Types only. */
import type { Row } from '../data/asked-row.ts';
import type { RowPlace } from '../data/data-set-types.ts';
import type { RunId } from './run-id.ts';

export type { AskedCategory, AskedColumn, AskedNumber, Row } from '../data/asked-row.ts';

export type AskRequest =
  | { readonly kind: 'row'; readonly row: Row }
  /** A row of the data set, whose values come back with the answer. */
  | ({ readonly kind: 'sample' } & RowPlace);

export interface Answer {
  readonly runId: RunId;
  /** As in `Inspection`. */
  readonly epoch: number;
  /** What was asked about. */
  readonly row: Row;
  /** The displayed outputs, one for each output neuron; not finite where the training diverged. */
  readonly outputs: readonly number[];
  /** What they say; null where one of them is not finite. */
  readonly prediction: Prediction | null;
}

export type Prediction =
  | {
      readonly kind: 'class';
      /** The class by its place, from 0. */
      readonly place: number;
      /** By class, 0…1; null where the loss gives none. */
      readonly probabilities: readonly number[] | null;
    }
  /** In the units of its column. */
  | { readonly kind: 'number'; readonly value: number };
