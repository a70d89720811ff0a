import { formatCount } from '../../controls/format.ts';
import {
  drawingWindow,
  drawnCoordinate,
  mostDrawnClasses,
  mostDrawnPoints,
  type Drawing,
  type DrawnPoint,
} from '../../../experiment/drawing.ts';
import { drawnValue, drawnValueLimits } from '../../../experiment/drawn-point.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';

/** Why the points of some data cannot be gone on with by hand, as a sentence; null where they can. */
export function whyNotDrawn({ task, slice, inputs, classNames, train, test }: DataPicture): string | null {
  const count = inputs?.length ?? 2;
  if (count !== 2) return `A drawing has two inputs, and these data have ${formatCount(count)}.`;
  if (slice !== null && slice.columns.length < 2)
    return 'A drawing has two inputs that are numbers, and not both of these are.';
  if (slice !== null && slice.axes === null)
    return 'What is drawn has two columns: choose two for the picture, instead of its components.';
  if (task === 'classification')
    return classNames.length <= mostDrawnClasses
      ? null
      : `A drawing has at most ${mostDrawnClasses} classes, and these data have ${formatCount(classNames.length)}.`;
  const [least, most] = drawnValueLimits;
  return [train, test].every(({ label }) => label.every((value) => value >= least && value <= most))
    ? null
    : `Numbers that are drawn lie from ${signed(least)} to ${signed(most)}, and not all of these do.`;
}

/**
 * The points of data of two inputs as drawn ones, each on its side and where it is seen: the picture's window becomes
 * that of the drawing. Where they are too many, as large a share of either side.
 */
export function drawingFrom({ task, train, test, classNames, window }: DataPicture): Drawing {
  const share = Math.min(1, mostDrawnPoints / (train.label.length + test.label.length));
  const [across, up] = [ontoPlane(window.x1), ontoPlane(window.x2)];
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

/** A coordinate of a window as one of the drawing's. */
function ontoPlane([low, high]: readonly [number, number]): (value: number) => number {
  const [from, to] = drawingWindow;
  if (low === from && high === to) return (value) => value;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** What places, classes and numbers of a drawing were in the data that it is made of, as sentences; null where they are the same. */
export function unitsOfDrawing(
  data: Pick<DataPicture, 'targetScale' | 'window' | 'slice' | 'classNames' | 'summary'>,
): string | null {
  const sentences = [placesOf(data), classesOf(data), numbersOf(data), shareOf(data)];
  const said = sentences.filter((sentence) => sentence !== null);
  return said.length === 0 ? null : said.join(' ');
}

function placesOf({ slice, window }: Pick<DataPicture, 'slice' | 'window'>): string | null {
  if (slice === null || slice.axes === null) return null;
  const [from, to] = drawingWindow;
  const [across, up] = slice.axes.map((name, i) => {
    const [low, high] = i === 0 ? window.x1 : window.x2;
    return `“${name}” from ${short(low)} to ${short(high)}`;
  });
  return `The plane from ${signed(from)} to ${signed(to)} is what the picture was of: across ${across}, up ${up}.`;
}

function classesOf({ slice, classNames }: Pick<DataPicture, 'slice' | 'classNames'>): string | null {
  if (slice === null || classNames.length === 0) return null;
  const [first, ...others] = classNames.map((name, place) => `${place + 1} is “${name}”`);
  return `Class ${[first, ...others].join(', ')}.`;
}

function numbersOf({ targetScale }: Pick<DataPicture, 'targetScale'>): string | null {
  if (targetScale === null || (targetScale.shift === 0 && targetScale.scale === 1)) return null;
  const { shift, scale } = targetScale;
  const [low, high] = [shift - scale, shift + scale].map(short);
  return `The numbers are drawn as the colours show them: ${low} has become −1, and ${high} 1.`;
}

function shareOf({ summary }: Pick<DataPicture, 'summary'>): string | null {
  const { rows, drawn = rows } = summary;
  const taken = Math.min(drawn, mostDrawnPoints);
  return taken === rows ? null : `Of ${formatCount(rows)} rows about ${formatCount(taken)} were taken.`;
}

const threeDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

function short(value: number): string {
  return threeDigits.format(value).replace('-', '−');
}

function signed(value: number): string {
  return String(value).replace('-', '−');
}
