import { drawnDataSet } from '../data/drawn-data-set.ts';
import type { Encoding } from '../data/encoding.ts';
import type { Experiment } from '../experiment/schema.ts';
import { withLabelNoise } from './label-noise.ts';
import type { RunPoint } from './run-state.ts';
import { encodedSamples, type LabelledSamples } from './samples.ts';

/** Rows that only the running epoch still trains on: something else is drawn by now. */
export interface EarlierRows {
  readonly drawn: string;
  readonly samples: LabelledSamples;
  /** With the labels that are trained on. */
  readonly trained: LabelledSamples;
}

/** null where the epoch of the state began with what is drawn now, or has not begun. */
export function rowsOfEpoch(
  { position, experiment, epochDrawn = experiment.drawn }: RunPoint,
  present: Experiment,
  encoding: Encoding,
): EarlierRows | null {
  const isDrawn = experiment.dataSet === 'draw' && present.dataSet === 'draw';
  if (position === 0 || !isDrawn || epochDrawn === present.drawn) return null;
  const { table, rows } = drawnDataSet(epochDrawn);
  const samples = encodedSamples(encoding, table, rows.train, present.loss);
  return { drawn: epochDrawn, samples, trained: withLabelNoise(samples, rows.train, present) };
}
