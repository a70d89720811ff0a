/** How a drawing is written, and what follows from it. */
import {
  drawnCoordinate,
  drawnDecimals,
  drawnValue,
  drawnValueLimits,
  drawingWindow,
  mostDrawnClasses,
  mostDrawnPoints,
  type DrawnPoint,
  type DrawnTarget,
  type Drawing,
} from './drawn-point.ts';
import {
  namedClasses,
  drawnUnits,
  partsOfDrawing,
  readUnits,
  sayUnits,
  type DrawnUnits,
} from './drawn-units.ts';
import { packDrawing, packedMark, unpackDrawing, type ReadDrawing } from './packed-drawing.ts';

export { drawingWindow, drawnCoordinate, drawnUnits, mostDrawnClasses, mostDrawnPoints, packDrawing };
export type { DrawnPoint, DrawnTarget, DrawnUnits, Drawing };

export type ParsedDrawing =
  | {
      readonly ok: true;
      readonly drawing: Drawing;
      /** The one way to write it. */
      readonly text: string;
    }
  /** What the text should have been, as the end of a sentence. */
  | { readonly ok: false; readonly expected: string };

/** A drawing of numbers begins with it, also where nothing is drawn yet. */
const numbersMark = 'n';

/** What is predicted of what is drawn. */
export function drawnTarget(text: string): DrawnTarget {
  return partsOfDrawing(text).points.startsWith(numbersMark) ? 'number' : 'class';
}

/**
 * `x1,x2,class` for each point, classes from 1, with `,t` where it is for the test; `_` between them. Of numbers a mark
 * comes first, and then `x1,x2,number` for each. Before all that what the plane stands for, where it is not its own.
 */
export function writeDrawing(
  drawing: Drawing,
  target: DrawnTarget = 'class',
  units: DrawnUnits | null = null,
): string {
  const points = drawing.map((point) => writePoint(point, target));
  const text = sayUnits(units) + (target === 'number' ? [numbersMark, ...points] : points).join('_');
  // Whoever gets the text will want to read it: a stroke over many points has no time to.
  if (drawing.length <= mostDrawnPoints && drawing.every((point) => isWritable(point, target)))
    remember(text, { ok: true, drawing, text });
  return text;
}

/** Other points on the plane of a drawing that was read. */
export function redraw(text: string, drawing: Drawing, target = drawnTarget(text)): string {
  return writeDrawing(drawing, target, drawnUnits(text));
}

/** A drawing that was read in fewer characters, for links. */
export function packedText(text: string): string {
  return sayUnits(drawnUnits(text)) + packDrawing(drawingOf(text), drawnTarget(text));
}

function writePoint({ x1, x2, place, value = 0, side }: DrawnPoint, target: DrawnTarget): string {
  return `${x1},${x2},${target === 'number' ? value : place + 1}${side === 'test' ? ',t' : ''}`;
}

function isWritable({ x1, x2, place, value }: DrawnPoint, target: DrawnTarget): boolean {
  const isTarget =
    target === 'number'
      ? place === 0 && value !== undefined && drawnValue(value) === value
      : value === undefined && Number.isInteger(place) && place >= 0 && place < mostDrawnClasses;
  return isTarget && drawnCoordinate(x1) === x1 && drawnCoordinate(x2) === x2;
}

const written = {
  class: /^(-?\d(?:\.\d{1,3})?),(-?\d(?:\.\d{1,3})?),([1-8])(,t)?$/,
  number: /^(-?\d(?:\.\d{1,3})?),(-?\d(?:\.\d{1,3})?),(-?\d{1,4}(?:\.\d{1,3})?)(,t)?$/,
} as const;

/** Reads what `writeDrawing` or `packDrawing` has written. Texts read last are remembered: they are asked for again. */
export function parseDrawing(text: string): ParsedDrawing {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const parsed = parseParts(text);
  remember(text, parsed);
  return parsed;
}

function parseParts(text: string): ParsedDrawing {
  const target = drawnTarget(text);
  const { said, points } = partsOfDrawing(text);
  const units = said === '' ? null : readUnits(said);
  if (said !== '' && units === null)
    return {
      ok: false,
      expected: `a drawing: what its plane stands for is damaged (“${said.slice(0, 30)}…”)`,
    };
  const read = isPacked(points) ? unpackDrawing(points, target) : readDrawing(points, target);
  return read.ok ? { ...read, text: writeDrawing(read.drawing, target, units) } : read;
}

function isPacked(text: string): boolean {
  return text.startsWith(packedMark.class) || text.startsWith(packedMark.number);
}

function remember(text: string, parsed: ParsedDrawing): void {
  remembered.delete(text);
  remembered.set(text, parsed);
  for (const oldest of remembered.keys()) {
    if (remembered.size <= mostRemembered) break;
    remembered.delete(oldest);
  }
}

const remembered = new Map<string, ParsedDrawing>();
const mostRemembered = 4;

/** The drawing of settings that were validated; nothing is drawn in a text that is none. */
export function drawingOf(text: string): Drawing {
  const parsed = parseDrawing(text);
  return parsed.ok ? parsed.drawing : [];
}

function readDrawing(text: string, target: DrawnTarget): ReadDrawing {
  const all = text === '' ? [] : text.split('_', mostDrawnPoints + 2);
  const parts = target === 'number' ? all.slice(1) : all;
  if (target === 'number' && all[0] !== numbersMark)
    return {
      ok: false,
      expected: `a drawing: it begins with “${all[0].slice(0, 30)}”, expected “n” or a point`,
    };
  if (parts.length > mostDrawnPoints) return tooMany;
  const drawing: DrawnPoint[] = [];
  for (const part of parts) {
    const point = readPoint(part, target);
    if (point === null) return wrongPoint(drawing.length, part, target);
    drawing.push(point);
  }
  return { ok: true, drawing };
}

/** null if it is none. */
function readPoint(part: string, target: DrawnTarget): DrawnPoint | null {
  const [, first, second, third, test] = written[target].exec(part) ?? [];
  const [x1, x2, predicted] = [first, second, third].map((number) => Number(number) + 0);
  const side = (test as string | undefined) === undefined ? 'train' : 'test';
  if (!isWithin(drawingWindow, x1) || !isWithin(drawingWindow, x2)) return null;
  if (target === 'class') return { x1, x2, place: predicted - 1, side };
  return isWithin(drawnValueLimits, predicted) ? { x1, x2, place: 0, value: predicted, side } : null;
}

const tooMany: Extract<ParsedDrawing, { ok: false }> = {
  ok: false,
  expected: `a drawing of at most ${mostDrawnPoints.toLocaleString('en-GB')} points`,
};

function wrongPoint(index: number, part: string, target: DrawnTarget): ReadDrawing {
  const [[low, high], [least, most]] = [drawingWindow, drawnValueLimits];
  const last =
    target === 'class' ? `a class from 1 to ${mostDrawnClasses}` : `a number from ${least} to ${most}`;
  const form = `“x1,x2,${target}”: coordinates from ${low} to ${high} with at most ${drawnDecimals} decimals, ${last}`;
  return { ok: false, expected: `a drawing: point ${index + 1} is “${part.slice(0, 30)}”, expected ${form}` };
}

/** NaN is not. */
function isWithin([low, high]: readonly [number, number], value: number): boolean {
  return value >= low && value <= high;
}

/** How many classes a drawing tells apart: up to the last that was drawn, all that its units name, and two at least. */
export function drawnClassCount(text: string): number {
  const named = drawnUnits(text)?.target?.classes?.length ?? 0;
  return drawingOf(text).reduce((count, { place }) => Math.max(count, place + 1), Math.max(2, named));
}

/** What they are called where the data that the drawing began with say so; else null. */
export function drawnClassNames(text: string): readonly string[] | null {
  const names = drawnUnits(text)?.target?.classes;
  return names === undefined ? null : namedClasses(names, drawnClassCount(text));
}
