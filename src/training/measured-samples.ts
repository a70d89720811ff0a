import { measuredCounts } from '../data/sampled-rows.ts';
import { leadingSamples, type LabelledSamples } from './samples.ts';

/** Samples that figures are of. */
export interface MeasuredSamples {
  readonly train: LabelledSamples;
  readonly test: LabelledSamples;
  /** How many they are; null where they are all. */
  readonly sampleRows: number | null;
}

/** Both sides, or of very many the first of each in their random order. */
export function measuredOf(train: LabelledSamples, test: LabelledSamples): MeasuredSamples {
  const counts = measuredCounts(train.count, test.count);
  const rows = counts.train + counts.test;
  return {
    train: leadingSamples(train, counts.train),
    test: leadingSamples(test, counts.test),
    sampleRows: rows < train.count + test.count ? rows : null,
  };
}
