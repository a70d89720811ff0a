/** From coordinates of the drawing's plane to the units of its axes. */
import { drawingWindow, drawnUnit } from './drawn-point.ts';
import type { DrawnAxis } from './drawn-units.ts';

const [low, high] = drawingWindow;

/** A coordinate of the plane in the units of its axis: to as many digits as the plane tells apart. */
export function ontoAxis(axis: DrawnAxis | undefined): (coordinate: number) => number {
  if (axis === undefined) return (coordinate) => coordinate;
  const { from, to } = axis;
  const { round } = gridOf([from, to]);
  return (coordinate) => round(from + ((coordinate - low) / (high - low)) * (to - from));
}

/** Numbers that are drawn as multiples of a step, as they are said. */
export interface Grid {
  /** To its nearest. */
  readonly round: (value: number) => number;
  readonly down: (value: number) => number;
  readonly up: (value: number) => number;
}

/** That of an axis, by what its plane tells apart. */
export function gridOf([from, to]: readonly [number, number]): Grid {
  return gridFor((to - from) / ((high - low) * drawnUnit));
}

/** Largest whole number of which all smaller ones are numbers, too. */
const mostWhole = 2 ** 53;
/** Powers of ten up to this are numbers themselves. */
const mostDigits = 22;

/**
 * Multiples of a power of ten that is not below the step: what is one of them, and was drawn within half a step, comes
 * back as it was.
 */
export function gridFor(step: number): Grid {
  const [digits, exponent] = step.toExponential().split('e');
  const power = Number(exponent) + (Number(digits) > 1 ? 1 : 0);
  const unit = Number(`1e${Math.abs(power)}`);
  const by =
    (whole: (value: number) => number) =>
    (value: number): number => {
      const count = power < 0 ? value * unit : value / unit;
      if (!(Math.abs(power) <= mostDigits) || Math.abs(count) >= mostWhole) return value;
      const nearest = whole(count) + 0;
      return power < 0 ? nearest / unit : nearest * unit;
    };
  return { round: by(Math.round), down: by(Math.floor), up: by(Math.ceil) };
}
