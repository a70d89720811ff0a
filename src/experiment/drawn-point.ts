/** The points that a user draws on the plane. */

/** Coordinates lie in it on both axes. */
export const drawingWindow = [-6, 6] as const;
export const mostDrawnPoints = 10_000;
export const mostDrawnClasses = 8;
/** Numbers to be predicted lie in it: the colours tell apart those from -1 to 1, as far as data of formulas go. */
export const drawnValueLimits = [-1000, 1000] as const;
/** Digits after the point, of coordinates and numbers. */
export const drawnDecimals = 3;
/** Steps of 1. */
export const drawnUnit = 10 ** drawnDecimals;

/** What is predicted of a drawing: which class, or a number. */
export type DrawnTarget = 'class' | 'number';

export interface DrawnPoint {
  readonly x1: number;
  readonly x2: number;
  /** The place of its class, from 0: of numbers always 0. */
  readonly place: number;
  /** What is predicted there, in a drawing of numbers; in one of classes there is none. */
  readonly value?: number;
  /** Which side of the split it is on: decided when it was made, and kept. */
  readonly side: 'train' | 'test';
}

/** In the order in which the points were made. */
export type Drawing = readonly DrawnPoint[];

/** Nearest coordinate that can be written, inside the window; 0 for what is no number. */
export function drawnCoordinate(value: number): number {
  return nearestWithin(drawingWindow, value);
}

/** Nearest number to be predicted that can be written; 0 for what is none. */
export function drawnValue(value: number): number {
  return nearestWithin(drawnValueLimits, value);
}

function nearestWithin([low, high]: readonly [number, number], value: number): number {
  const rounded = Math.round(Math.max(low, Math.min(high, value)) * drawnUnit) / drawnUnit;
  return Number.isNaN(rounded) ? 0 : rounded + 0;
}
