/** The slice through the loss landscape. Types only. */
import type { LandscapeCells, Processor } from '../experiment/names.ts';
import type { RunId } from './run-id.ts';

/** Which slice through the loss landscape is wanted. */
export interface LandscapeSettings {
  /** Along each side. */
  readonly cells: LandscapeCells;
  readonly extent: number;
  /** Of the two random directions. */
  readonly seed: number;
  /** Take the slice anew as the weights move; otherwise it stays where it was taken. */
  readonly follow: boolean;
}

export interface LandscapeRequest {
  readonly settings: LandscapeSettings;
  /** Version of the last slice received, 0 for none. */
  readonly version: number;
}

export interface Landscape {
  readonly runId: RunId;
  /** null when there is none newer than the one the page has. */
  readonly slice: LandscapeSlice | null;
  /** Version of the slice that `path` is seen from; 0 while there is none. */
  readonly version: number;
  /** Where the weights were, oldest first, and where they are: the last. */
  readonly path: readonly PathPoint[];
  /** True while a newer or finer slice is being computed. */
  readonly pending: boolean;
}

/**
 * Mean training loss, without the penalty, at centre + α·first + β·second: two random directions, filter-normalised,
 * through the weights of one epoch. (cells + 1)² points: `losses[row][column]`, the first row at β = +extent, α
 * growing along a row. While a slice is being refined it has fewer cells than were asked for.
 */
export interface LandscapeSlice {
  readonly version: number;
  /** Of the weights in the centre. */
  readonly epoch: number;
  readonly seed: number;
  readonly extent: number;
  readonly cells: number;
  readonly losses: Float64Array;
  readonly evaluatedOn: Processor;
  /** Times a second that the network was evaluated on a point of the training set; null while that cannot be told. */
  readonly evaluationsPerSecond: number | null;
}

/** The nearest point of the slice's plane to the weights at a moment of the training, in epochs and their fractions. */
export interface PathPoint {
  readonly epoch: number;
  readonly alpha: number;
  readonly beta: number;
  /** Length of the part of the way from the centre that lies in the plane, 0…1 of the whole; null in the centre. */
  readonly share: number | null;
}
