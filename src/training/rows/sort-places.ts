import type { Steps } from '../../autograd/steps.ts';

/** Rows that are worked on between two yields: well under a millisecond's worth. */
export const rowsPerStep = 20_000;

/** Keys are sorted by so many bits at a time, the lowest first. */
const digitBits = 11;
const digitCount = Math.ceil(64 / digitBits);
const buckets = 1 << digitBits;

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const [lowWord, highWord] = isLittleEndian ? [0, 1] : [1, 0];

/** Keys as 64-bit integers of the same order. */
interface Keys {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** `[digit * buckets + value]`: how many keys have this value there. */
  readonly counts: Uint32Array;
}

/**
 * Places sorted by a number of each; those with equal numbers stay in the order given, and those whose number is NaN
 * come last in both directions. A radix sort: its work is linear, and can be done a little at a time.
 */
export function* sortPlaces(
  places: Uint32Array,
  keyOf: (place: number) => number,
  descending: boolean,
): Steps<Uint32Array> {
  const count = places.length;
  let order = new Uint32Array(count);
  let next = new Uint32Array(count);
  const keys = yield* keysOf(places, keyOf, descending, order);
  for (let digit = 0; digit < digitCount; digit++) {
    const starts = startsOf(keys.counts.subarray(digit * buckets, (digit + 1) * buckets), count);
    // All alike in this digit.
    if (starts === null) continue;
    for (let from = 0; from < count; from += rowsPerStep) {
      const to = Math.min(count, from + rowsPerStep);
      for (let i = from; i < to; i++) next[starts[digitOf(keys, order[i], digit)]++] = order[i];
      yield;
    }
    [order, next] = [next, order];
  }
  for (let from = 0; from < count; from += rowsPerStep) {
    const to = Math.min(count, from + rowsPerStep);
    for (let i = from; i < to; i++) next[i] = places[order[i]];
    yield;
  }
  return next;
}

/** Writes besides into `indices` what they are the keys of: 0, 1, 2 … */
function* keysOf(
  places: Uint32Array,
  keyOf: (place: number) => number,
  descending: boolean,
  indices: Uint32Array,
): Steps<Keys> {
  const count = places.length;
  const keys = {
    high: new Uint32Array(count),
    low: new Uint32Array(count),
    counts: new Uint32Array(digitCount * buckets),
  };
  for (let from = 0; from < count; from += rowsPerStep) {
    const to = Math.min(count, from + rowsPerStep);
    for (let i = from; i < to; i++) {
      indices[i] = i;
      writeKey(keys, i, keyOf(places[i]), descending);
      for (let digit = 0; digit < digitCount; digit++)
        keys.counts[digit * buckets + digitOf(keys, i, digit)]++;
    }
    yield;
  }
  return keys;
}

/** The bits of a number, changed so that they are ordered as it is: IEEE 754 has a sign and a magnitude. */
function writeKey({ high, low }: Keys, i: number, key: number, descending: boolean): void {
  if (Number.isNaN(key)) {
    high[i] = low[i] = 0xffff_ffff;
    return;
  }
  // -0 is 0.
  number[0] = key + 0;
  const isNegative = words[highWord] >>> 31 === 1;
  high[i] = isNegative ? ~words[highWord] : words[highWord] | 0x8000_0000;
  low[i] = isNegative ? ~words[lowWord] : words[lowWord];
  if (descending) {
    high[i] = ~high[i];
    low[i] = ~low[i];
  }
}

function digitOf({ high, low }: Keys, i: number, digit: number): number {
  const shift = digit * digitBits;
  if (shift >= 32) return (high[i] >>> (shift - 32)) & (buckets - 1);
  const fromLow = low[i] >>> shift;
  const isSplit = shift + digitBits > 32;
  return (isSplit ? fromLow | (high[i] << (32 - shift)) : fromLow) & (buckets - 1);
}

/** Where each value's rows begin; null if all have the same. */
function startsOf(counts: Uint32Array, count: number): Uint32Array | null {
  const starts = new Uint32Array(counts.length);
  let sum = 0;
  for (let value = 0; value < counts.length; value++) {
    if (counts[value] === count) return null;
    starts[value] = sum;
    sum += counts[value];
  }
  return starts;
}
