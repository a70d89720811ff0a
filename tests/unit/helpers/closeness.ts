import { expect } from 'vitest';
import type { Tolerance } from '../tolerances.ts';

/** |actual - expected| relative to the larger of |expected| and the floor; 0 if both are the same non-finite value. */
export function difference(actual: number, expected: number, floor: number): number {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return 0;
  const distance = Math.abs(actual - expected) / Math.max(Math.abs(expected), floor);
  return Number.isFinite(distance) ? distance : Infinity;
}

/** The largest `difference` between two sequences of equal length. */
export function largestDifference(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  floor: number,
): number {
  expect(actual.length).toBe(expected.length);
  let largest = 0;
  for (let i = 0; i < actual.length; i++)
    largest = Math.max(largest, difference(actual[i], expected[i], floor));
  return largest;
}

export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative, floor }: Tolerance,
): void {
  expect(largestDifference(actual, expected, floor)).toBeLessThanOrEqual(relative);
}
