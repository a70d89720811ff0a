import type { Theme } from '../../../charts/colour-scale.ts';
import type { CrossedPoints } from '../../../charts/cross-plugin.ts';
import type { Experiment, ViewSettings } from '../../../experiment/schema.ts';
import type { DataPicture, OutputPicture } from '../../../protocol/picture-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { markedPoints, type MarkedCell } from '../quality/marked-points.ts';
import type { OpenedPoint } from './opened-point.ts';

/** What every picture of the data is drawn from. */
export interface PictureParts {
  readonly data: DataPicture | null;
  readonly outputs: OutputPicture | null;
  readonly view: View | null;
  /** What is written of it, at the moment of the readouts above. */
  readonly figures: View | null;
  readonly viewSettings: ViewSettings;
  readonly experiment: Experiment;
  /** The point that is spoken of. */
  readonly chosen: OpenedPoint | null;
  /** The class that is told from the rest where there are more than have colours. */
  readonly chosenClass: number;
  /** The cell of the confusion matrix whose points are marked. */
  readonly cell: MarkedCell | null;
  readonly hiddenClasses: ReadonlySet<number>;
  readonly hideClasses: (hidden: ReadonlySet<number>) => void;
  readonly theme: Theme;
}

/** Points that are marked are there to be seen. */
export function showsTest({ viewSettings, cell }: PictureParts): boolean {
  return viewSettings.showTestPoints || cell?.split === 'test';
}

/** The points of the marked cell, or all that are wrong. */
export function crossedPoints({ data, view, cell, viewSettings }: PictureParts): CrossedPoints | null {
  if (data === null || view === null || (cell === null && !viewSettings.markWrong)) return null;
  return markedPoints(data, view, cell);
}

/** Of two classes a single output may say which. */
export function hasOutputsByClass({ data, outputs }: Pick<PictureParts, 'data' | 'outputs'>): boolean {
  const count = data?.classNames.length ?? 0;
  return count > 2 || (count > 0 && (outputs?.names.length ?? 1) > 1);
}
