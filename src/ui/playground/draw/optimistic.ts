import { classNamesOf, taskFor } from '../../../experiment/data-sets.ts';
import { drawnColumns } from '../../../experiment/drawn-columns.ts';
import { drawingOf } from '../../../experiment/drawing.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';

/** Data with what is drawn now, before the worker has said so; data of another set are as they are. */
export function withDrawing(data: DataPicture, experiment: Experiment): DataPicture {
  if (experiment.dataSet !== 'draw' || data.slice !== null) return data;
  // What is predicted has changed: that takes another network, with which the worker answers.
  if (data.task !== taskFor(experiment)) return data;
  const drawing = drawingOf(experiment.drawn);
  const classNames = classNamesOf(experiment);
  return {
    ...data,
    classNames,
    ...drawnColumns(drawing, classNames.length),
    summary: { rows: drawing.length, leftOut: 0 },
  };
}
