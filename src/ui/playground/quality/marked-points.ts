import type { CrossedPoints } from '../../../charts/cross-plugin.ts';
import type { SplitName } from '../../../experiment/names.ts';
import { placeOf } from '../../../experiment/data-sets.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';

/** A cell of the confusion matrix of one set. */
export interface MarkedCell {
  readonly split: SplitName;
  /** The classes' places. */
  readonly truth: number;
  readonly predicted: number;
}

/** What became of both sets. */
export type OutcomesShown = Pick<View, 'trainOutcomes' | 'testOutcomes'>;

type MarkedData = Pick<DataPicture, 'train' | 'test' | 'classNames'>;

/** Those of the drawn points that are in a cell; without one, all whose class is not the predicted one. */
export function markedPoints(
  { classNames, ...data }: MarkedData,
  { trainOutcomes, testOutcomes }: OutcomesShown,
  cell: MarkedCell | null,
): CrossedPoints {
  const of = (split: SplitName): Uint32Array => {
    const predicted = (split === 'train' ? trainOutcomes : testOutcomes)?.predicted ?? null;
    const { label } = data[split];
    // Points that were drawn since were predicted by nobody.
    if (predicted === null || (cell !== null && cell.split !== split)) return new Uint32Array();
    const places = Uint32Array.from(label.subarray(0, predicted.length), (_, i) => i);
    return places.filter((i) => {
      const truth = placeOf(label[i], classNames.length);
      if (cell === null) return truth !== predicted[i];
      return truth === cell.truth && predicted[i] === cell.predicted;
    });
  };
  return { train: of('train'), test: of('test') };
}
