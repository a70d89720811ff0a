import type { DataSetName, Task } from '../experiment/names.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Encoding, Scale } from './encoding.ts';
import type { EncodingNote } from './fit-encoding.ts';
import type { PointColumns } from './plane-table.ts';
import type { Slice } from './slice.ts';
import type { Table } from './table.ts';

/** A row of a data set, by its place among those of its side. */
export interface RowPlace {
  readonly split: 'train' | 'test';
  readonly index: number;
}

/** A slice and the rows as they are drawn over it. */
export interface ShownSlice {
  readonly slice: Slice;
  /** The row that it goes through; left out where it goes through the middle. */
  readonly through?: RowPlace;
  readonly train: PointColumns;
  readonly test: PointColumns;
}

/** Comes with a slice of its own; another one may be shown. */
export interface DataSet extends ShownSlice {
  readonly name: DataSetName;
  readonly task: Task;
  /** In their order; none where a number is predicted. */
  readonly classNames: readonly string[];
  readonly table: Table;
  /** Rows of the table, in the order in which they are used. */
  readonly rows: Readonly<Record<'train' | 'test', Uint32Array>>;
  /** Rows of the table that neither train nor test: validation is judged by them. Left out where there are none. */
  readonly heldOut?: Uint32Array;
  /** What the network reads of a row; null where that is chosen by name, as features of the plane. */
  readonly encoding: Encoding | null;
  /** How a number that is predicted of points of the plane is scaled; left out where it is not. */
  readonly targetScale?: Scale;
  readonly notes: readonly EncodingNote[];
  /** The inputs are the pixels of a picture, row by row from the top; null where they are not. */
  readonly picture: { readonly rows: number; readonly columns: number } | null;
}

export type DataSettings = Pick<Experiment, 'dataSet' | 'noise' | 'points' | 'trainShare' | 'dataSeed'> &
  Partial<Pick<Experiment, 'classes' | 'squares' | 'file' | 'drawn' | 'formula' | 'sampling'>>;
