import type { Split } from './split.ts';

/** Of more rows than these, curves and live figures are of a sample. */
const mostMeasured = 20_000;
/** Of so many rows: an accuracy is known to half a percent by then, and looking costs half of what all of those would. */
const measuredSample = 10_000;
/** Of more rows than these, a sample is drawn over the picture. */
export const mostDrawn = 5_000;

/** Products of rows and parameters that a look at the gradients may cost: some hundredths of a second. */
const mostProducts = 4_000_000;
/** Fewer rows would say too little of all. */
const leastForGradients = 200;

/** Of how many training rows, always the first, gradients are shown: of all where that is not too much. */
export function gradientRows(train: number, parameterCount: number): number {
  return Math.min(train, Math.max(leastForGradients, Math.floor(mostProducts / parameterCount)));
}

/** How many rows of each side curves and live figures are of. */
export function measuredCounts(train: number, test: number): { train: number; test: number } {
  return train + test <= mostMeasured ? { train, test } : sampleCounts(train, test, measuredSample);
}

/** How many rows of each side are in a sample: all where there are no more than `most`, else by its share. */
export function sampleCounts(train: number, test: number, most: number): { train: number; test: number } {
  const total = train + test;
  if (total <= most) return { train, test };
  // Both sides are there: a share of 0 would be no sample.
  const ofTrain = Math.min(most - 1, Math.max(1, Math.round((most * train) / total)));
  return { train: ofTrain, test: most - ofTrain };
}

/** The first rows of each side: they are in random order, so that these are a sample, and always the same. */
export function sampledRows({ train, test }: Split, most: number): Split {
  const counts = sampleCounts(train.length, test.length, most);
  return { train: train.subarray(0, counts.train), test: test.subarray(0, counts.test) };
}
