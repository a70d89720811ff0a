import type { Random } from './random.ts';

/** `label` as in `PointColumns`. */
export interface Point {
  readonly x1: number;
  readonly x2: number;
  readonly label: number;
}

/** What there is to choose of a data set beside its noise; each reads what it has a use for. */
export interface DataSetShape {
  readonly classCount: number;
  /** Along each side. */
  readonly squares: number;
}

export type Generator = (count: number, noise: number, random: Random, shape: DataSetShape) => Point[];
