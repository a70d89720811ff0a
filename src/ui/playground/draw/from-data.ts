import { formatCount } from '../../controls/format.ts';
import {
  drawnCoordinate,
  mostDrawnPoints,
  writeDrawing,
  type Drawing,
  type DrawnPoint,
  type DrawnUnits,
} from '../../../experiment/drawing.ts';
import { drawnValue } from '../../../experiment/drawn-point.ts';
import { gridOf } from '../../../experiment/drawn-grid.ts';
import { ontoPlane } from '../../../experiment/drawn-names.ts';
import type { DrawnAxis } from '../../../experiment/drawn-units.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';

/** What is drawn where one begins with the points of such data, in their units, as the setting has it. */
export function textFrom(data: DataPicture, experiment: Pick<Experiment, 'dataSet' | 'file'> | null): string {
  const column = experiment?.dataSet === 'file' ? experiment.file?.target.column : undefined;
  const target = data.task === 'regression' ? 'number' : 'class';
  const units = unitsFrom(data, column);
  return writeDrawing(drawingFrom(data, units), target, units);
}

/** What the plane stands for; null where it is the plane of the data already. `column` is what is predicted. */
export function unitsFrom(data: DataPicture, column?: string): DrawnUnits | null {
  const { slice, classNames, task, targetName, targetScale } = data;
  const axes = axesFrom(data);
  const name = column ?? targetName ?? 'class';
  const isScaled = targetScale !== null && (targetScale.shift !== 0 || targetScale.scale !== 1);
  if (axes === null && !isScaled) return null;
  const ofClasses = slice === null ? {} : { target: { name, classes: [...classNames] } };
  return {
    ...(axes === null ? {} : { axes }),
    ...(task === 'classification'
      ? ofClasses
      : {
          target: isScaled ? { name, shift: targetScale.shift, scale: targetScale.scale } : { name },
        }),
  };
}

function axesFrom({ slice, window, inputs }: DataPicture): [DrawnAxis, DrawnAxis] | null {
  if (slice === null || slice.axes === null) return null;
  const axis = (name: string, [low, high]: readonly [number, number]): DrawnAxis => {
    const { shift, scale } = inputs?.find((input) => input.name === name)?.scaling ?? { shift: 0, scale: 1 };
    return { name, ...widened(low, high), shift, scale };
  };
  return [axis(slice.axes[0], window.x1), axis(slice.axes[1], window.x2)];
}

/** To ends that are written in few digits. */
function widened(low: number, high: number): Pick<DrawnAxis, 'from' | 'to'> {
  const { down, up } = gridOf([low, high]);
  const [from, to] = [down(low), up(high)];
  return Number.isFinite(to - from) ? { from, to } : { from: low, to: high };
}

/**
 * The points of data of two inputs as drawn ones, each on its side and where it is seen: the picture's window becomes
 * that of the drawing. Where they are too many, as large a share of either side.
 */
export function drawingFrom(
  { task, train, test, classNames, window }: DataPicture,
  units: DrawnUnits | null,
): Drawing {
  const share = Math.min(1, mostDrawnPoints / (train.label.length + test.label.length));
  const onto = (place: 0 | 1, [from, to]: readonly [number, number]) =>
    ontoPlane(units?.axes?.[place] ?? { from, to });
  const [across, up] = [onto(0, window.x1), onto(1, window.x2)];
  const side = (name: DrawnPoint['side'], { x1, x2, label }: DataPicture['train']): DrawnPoint[] =>
    Array.from(label.subarray(0, Math.floor(share * label.length)), (value, i) => ({
      x1: drawnCoordinate(across(x1[i])),
      x2: drawnCoordinate(up(x2[i])),
      ...(task === 'regression'
        ? { place: 0, value: drawnValue(value) }
        : { place: classNames.length === 2 ? Number(value > 0) : value }),
      side: name,
    }));
  return [...side('train', train), ...side('test', test)];
}

/** How many rows were taken where not all of them are, as a sentence; null where they are. */
export function shareOf({ summary }: Pick<DataPicture, 'summary'>): string | null {
  const { rows, drawn = rows } = summary;
  const taken = Math.min(drawn, mostDrawnPoints);
  return taken === rows ? null : `Of ${formatCount(rows)} rows about ${formatCount(taken)} were taken.`;
}
