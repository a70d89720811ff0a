import type { Experiment } from '../experiment/schema.ts';
import { losses } from '../nn/losses.ts';
import { hashOf, normalAt, uniformOf } from './hash.ts';
import type { LabelledSamples } from './samples.ts';

export type LabelNoise = Pick<Experiment, 'labelNoise' | 'seed' | 'loss'>;

/** Of `hashOf`: whether a label is another one, which one, and what is added to a number. */
const streams = { isChanged: 3, other: 4, number: 5 } as const;

/**
 * Samples with the labels that are trained on: of classes, a share of them are other classes, each as likely; to numbers
 * a normal one of that standard deviation is added, as the network predicts them. Hashed from the seed and the row's
 * place in its table: a larger share changes the same rows, and more. The samples themselves if there is no noise.
 */
export function withLabelNoise(
  samples: LabelledSamples,
  rows: ArrayLike<number>,
  { labelNoise, seed, loss }: LabelNoise,
): LabelledSamples {
  if (labelNoise === 0) return samples;
  const { classes, classCount, targets } = samples;
  if (classes === null) {
    const noisy = (column: Float64Array): Float64Array =>
      column.map((target, i) => {
        const bits = hashOf(seed, streams.number, rows[i]);
        return target + labelNoise * normalAt(uniformOf(bits));
      });
    return { ...samples, targets: targets.map(noisy) };
  }
  const changed = classes.map((own, i) => {
    const isChanged = uniformOf(hashOf(seed, streams.isChanged, rows[i])) < labelNoise;
    if (!isChanged) return own;
    const step = Math.floor(uniformOf(hashOf(seed, streams.other, rows[i])) * (classCount - 1));
    return (own + 1 + step) % classCount;
  });
  const { target } = losses[loss];
  return {
    ...samples,
    classes: changed,
    targets: targets.map((_, output) => changed.map((truth) => target(truth, output, classCount))),
  };
}
