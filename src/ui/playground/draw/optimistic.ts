import { classNamesOf, taskFor } from '../../../experiment/data-sets.ts';
import { drawnColumns, drawnRows } from '../../../experiment/drawn-columns.ts';
import { drawingOf, drawnUnits, type DrawnUnits } from '../../../experiment/drawing.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';

/** Data with what is drawn now, before the worker has said so; data of another set are as they are. */
export function withDrawing(data: DataPicture, experiment: Experiment): DataPicture {
  if (experiment.dataSet !== 'draw') return data;
  const { drawn } = experiment;
  const units = drawnUnits(drawn);
  // What is predicted has changed, or the plane: that takes another network, with which the worker answers.
  if (data.task !== taskFor(experiment) || !isOnPlane(data, units)) return data;
  const drawing = drawingOf(drawn);
  const classNames = classNamesOf(experiment);
  return {
    ...data,
    classNames,
    ...drawnColumns(drawing, classNames.length, units),
    rows: drawnRows(drawing),
    summary: { rows: drawing.length, leftOut: 0 },
  };
}

function isOnPlane({ slice, window }: DataPicture, units: DrawnUnits | null): boolean {
  if (slice === null || units?.axes === undefined) return slice === null && units?.axes === undefined;
  return [window.x1, window.x2].every(([low, high], i) => {
    const { name, from, to } = units.axes?.[i] ?? {};
    return name === slice.axes?.[i] && from === low && to === high;
  });
}
