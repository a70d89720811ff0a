/** What data and a network look like, apart from the weights. Types only. */
import type { AskedColumn } from '../data/asked-row.ts';
import type { RowPlace } from '../data/data-set-types.ts';
import type { PointColumns } from '../data/plane-table.ts';
import type { PlotWindow } from '../data/slice.ts';
import type { GeneratedName, Task } from '../experiment/names.ts';
import type { NeuronAddress } from '../nn/module.ts';
import type { LayerLayout } from '../nn/parameter-blocks.ts';

export type { NeuronAddress, RowPlace };

/** A few points of a data set, for its picture in the menu. */
export interface Thumbnail {
  readonly points: PointColumns;
  /** 0 for regression. */
  readonly classCount: number;
}

export type Thumbnails = Readonly<Record<GeneratedName, Thumbnail>>;

export interface DataPicture {
  readonly task: Task;
  /** In their order; none for regression. */
  readonly classNames: readonly string[];
  readonly window: PlotWindow;
  readonly train: PointColumns;
  readonly test: PointColumns;
  /** As `train.label`, with the noise of labels; left out where there is none, or no classes. */
  readonly trainedLabel?: Float64Array;
  /** What `train` and `test` are of: rows of the table by their numbers from 0, also those that are not drawn. */
  readonly rows: Readonly<Record<RowPlace['split'], Uint32Array>>;
  /** What is shown of a table of many columns; null where the plane is all there is. */
  readonly slice: SlicePicture | null;
  /** Every feature that can be chosen, or every input, over the window, for its picture. */
  readonly featureMaps: FeatureMaps;
  /** What real data are and whose; null for what a formula draws. */
  readonly origin: DataOrigin | null;
  readonly summary: DataSummary;
  /** What the network reads, where that is not chosen by its features; null where it is. */
  readonly inputs: readonly InputSummary[] | null;
  /** What a row is asked for by, in the order in which the network reads it. */
  readonly columns: readonly AskedColumn[];
  /** Where the columns are the pixels of a picture, row by row from the top; else null. */
  readonly pixels: { readonly rows: number; readonly columns: number } | null;
  /** What is predicted where that is a number; null for classes. */
  readonly targetName: string | null;
  /** Of a number that is predicted, in its own units: what -1, 0 and +1 stand for. */
  readonly targetScale: { readonly shift: number; readonly scale: number } | null;
}

export interface SlicePicture {
  /** What it can be taken over. */
  readonly columns: readonly string[];
  /** Across and up; null along the principal components of the inputs. */
  readonly axes: readonly [string, string] | null;
  /** Of the inputs' variance, what lies along each component; null over columns. */
  readonly shares: readonly [number, number] | null;
  /** Across is the only input and up what is predicted: outputs are drawn as curves. */
  readonly isLine?: boolean;
  /** There is no other: it is drawn on. */
  readonly isFixed?: boolean;
  /** The row that all other columns are taken from; null where they are at their middle. */
  readonly through: RowPlace | null;
}

export interface DataOrigin {
  /** A sentence. */
  readonly about: string;
  /** How it differs from its source, as a sentence; null if it does not. */
  readonly changes: string | null;
  readonly source: { readonly name: string; readonly url: string };
  readonly licence: { readonly name: string; readonly url: string };
}

export interface DataSummary {
  /** Rows that are used. */
  readonly rows: number;
  readonly leftOut: number;
  /** How many are held out of those that train, where validation is by some. */
  readonly validation?: number;
  /** How many the curves and the live figures are of, where that is a sample. */
  readonly measured?: number;
  /** How many are drawn over the picture, where that is a sample. */
  readonly drawn?: number;
}

/** One input of the network, as it is made of a column. */
export interface InputSummary {
  readonly name: string;
  /** How its numbers were shifted and scaled; null where it is 0 or 1. */
  readonly scaling: { readonly shift: number; readonly scale: number } | null;
  /** What the user should know of it. */
  readonly note: string | null;
}

export interface FeatureMaps {
  readonly resolution: number;
  /** `[row][column]` by input, the first row at the largest x2, as it is painted. */
  readonly values: Readonly<Record<string, Float32Array>>;
  /** Nothing changes upwards: any row is a curve over the only input, and all maps of the network are like that. */
  readonly isLine?: boolean;
}

export interface NetworkPicture {
  readonly inputs: readonly string[];
  /** Where the inputs are the pixels of a picture, row by row from the top; null where they are not. */
  readonly inputPicture: InputPicture | null;
  readonly outputs: OutputPicture;
  /** Where each layer's parameters stand in `View.parameters`; the output layer is the last. */
  readonly layers: readonly LayerLayout[];
  readonly parameterCount: number;
  /** Hidden neurons that have a map, in the order of `Maps.values`; wide layers show their first ones. */
  readonly shownNeurons: readonly NeuronAddress[];
}

export interface InputPicture {
  readonly rows: number;
  readonly columns: number;
  /** Of the rows that train, as the network reads them. */
  readonly mean: Float32Array;
}

export interface OutputPicture {
  /** One for each output neuron: the class it stands for where there are several. */
  readonly names: readonly string[];
  /** A displayed output lies between this and 1, except where a number is predicted. */
  readonly low: -1 | 0;
}
