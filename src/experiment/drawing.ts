/** The points that a user has drawn on the plane, and how they are written. */

/** Coordinates lie in it on both axes. */
export const drawingWindow = [-6, 6] as const;
export const mostDrawnPoints = 10_000;
export const mostDrawnClasses = 8;
/** Digits after the point. */
const decimals = 3;
const unit = 10 ** decimals;

export interface DrawnPoint {
  readonly x1: number;
  readonly x2: number;
  /** The place of its class, from 0. */
  readonly place: number;
  /** Which side of the split it is on: decided when it was made, and kept. */
  readonly side: 'train' | 'test';
}

/** In the order in which the points were made. */
export type Drawing = readonly DrawnPoint[];

export type ParsedDrawing =
  | {
      readonly ok: true;
      readonly drawing: Drawing;
      /** The one way to write it. */
      readonly text: string;
    }
  /** What the text should have been, as the end of a sentence. */
  | { readonly ok: false; readonly expected: string };

/** Nearest coordinate that can be written, inside the window; 0 for what is no number. */
export function drawnCoordinate(value: number): number {
  const [low, high] = drawingWindow;
  const rounded = Math.round(Math.max(low, Math.min(high, value)) * unit) / unit;
  return Number.isNaN(rounded) ? 0 : rounded + 0;
}

/** `x1,x2,class` for each point, classes from 1, with `,t` where it is for the test; `_` between them. */
export function writeDrawing(drawing: Drawing): string {
  const text = drawing
    .map(({ x1, x2, place, side }) => `${x1},${x2},${place + 1}${side === 'test' ? ',t' : ''}`)
    .join('_');
  // Whoever gets the text will want to read it: a stroke over many points has no time to.
  if (drawing.length <= mostDrawnPoints && drawing.every(isWritable))
    remember(text, { ok: true, drawing, text });
  return text;
}

function isWritable({ x1, x2, place }: DrawnPoint): boolean {
  const isClass = Number.isInteger(place) && place >= 0 && place < mostDrawnClasses;
  return isClass && drawnCoordinate(x1) === x1 && drawnCoordinate(x2) === x2;
}

const written = /^(-?\d(?:\.\d{1,3})?),(-?\d(?:\.\d{1,3})?),([1-8])(,t)?$/;

/** Reads what `writeDrawing` or `packDrawing` has written. Texts read last are remembered: they are asked for again. */
export function parseDrawing(text: string): ParsedDrawing {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const read = text.startsWith(packedMark) ? unpackDrawing(text) : readDrawing(text);
  const parsed: ParsedDrawing = read.ok ? { ...read, text: writeDrawing(read.drawing) } : read;
  remember(text, parsed);
  return parsed;
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

type ReadDrawing = Omit<Extract<ParsedDrawing, { ok: true }>, 'text'> | Extract<ParsedDrawing, { ok: false }>;

function readDrawing(text: string): ReadDrawing {
  if (text === '') return { ok: true, drawing: [] };
  const drawing: DrawnPoint[] = [];
  const parts = text.split('_', mostDrawnPoints + 1);
  if (parts.length > mostDrawnPoints) return tooMany;
  for (const part of parts) {
    const [, first, second, classNumber, test] = written.exec(part) ?? [];
    const point: DrawnPoint = {
      x1: Number(first) + 0,
      x2: Number(second) + 0,
      place: Number(classNumber) - 1,
      side: (test as string | undefined) === undefined ? 'train' : 'test',
    };
    if (!isInside(point.x1) || !isInside(point.x2)) return wrongPoint(drawing.length, part);
    drawing.push(point);
  }
  return { ok: true, drawing };
}

const tooMany: Extract<ParsedDrawing, { ok: false }> = {
  ok: false,
  expected: `a drawing of at most ${mostDrawnPoints.toLocaleString('en-GB')} points`,
};

function wrongPoint(index: number, part: string): ReadDrawing {
  const [low, high] = drawingWindow;
  const form = `“x1,x2,class”: coordinates from ${low} to ${high} with at most ${decimals} decimals, a class from 1 to ${mostDrawnClasses}`;
  return { ok: false, expected: `a drawing: point ${index + 1} is “${part.slice(0, 30)}”, expected ${form}` };
}

/** NaN is not. */
function isInside(value: number): boolean {
  return value >= drawingWindow[0] && value <= drawingWindow[1];
}

const packedMark = '.';
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const digitOf: Readonly<Record<string, number>> = Object.fromEntries(
  Array.from(alphabet, (character, digit) => [character, digit]),
);
/** Of base 64, for each point: 14 bits for each coordinate, 3 for the class, 1 for the side. */
const digitsPerPoint = 6;
const side = 64;

/** The same drawing in six characters a point, for links: a point written out takes about fifteen. */
export function packDrawing(drawing: Drawing): string {
  return packedMark + drawing.map(packPoint).join('');
}

function packPoint({ x1, x2, place, side: split }: DrawnPoint): string {
  const [low] = drawingWindow;
  const [across, up] = [x1, x2].map((value) => Math.round((value - low) * unit));
  // Products, as 32 bits have a sign.
  let code = ((across * 2 ** 14 + up) * 2 ** 3 + place) * 2 + Number(split === 'test');
  let text = '';
  for (let i = 0; i < digitsPerPoint; i++) {
    text = alphabet[code % side] + text;
    code = Math.floor(code / side);
  }
  return text;
}

function unpackDrawing(text: string): ReadDrawing {
  const digits = text.slice(packedMark.length);
  if (digits.length > digitsPerPoint * mostDrawnPoints) return tooMany;
  const drawing: DrawnPoint[] = [];
  for (let at = 0; at < digits.length; at += digitsPerPoint) {
    const part = digits.slice(at, at + digitsPerPoint);
    const point = unpackPoint(part);
    if (point === null)
      return { ok: false, expected: `a drawing: point ${drawing.length + 1} is damaged (“${part}”)` };
    drawing.push(point);
  }
  return { ok: true, drawing };
}

function unpackPoint(part: string): DrawnPoint | null {
  if (part.length !== digitsPerPoint) return null;
  let code = 0;
  for (const character of part) {
    if (!Object.hasOwn(digitOf, character)) return null;
    code = code * side + digitOf[character];
  }
  const [low, high] = drawingWindow;
  const isTest = code % 2 === 1;
  const place = Math.floor(code / 2) % mostDrawnClasses;
  const up = Math.floor(code / 2 ** 4) % 2 ** 14;
  const across = Math.floor(code / 2 ** 18);
  const [x1, x2] = [across, up].map((steps) => (steps + low * unit) / unit);
  return x1 > high || x2 > high ? null : { x1, x2, place, side: isTest ? 'test' : 'train' };
}

/** How many classes a drawing tells apart: up to the last that was drawn, and two at least. */
export function drawnClassCount(text: string): number {
  return drawingOf(text).reduce((count, { place }) => Math.max(count, place + 1), 2);
}

/** Neighbouring points of a class fall on either side by the golden ratio, so that few of them are divided fairly too. */
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * Which side a new point goes to, by the train share, in percent, and how many of its class there are: a class's first
 * point trains, and so does the next one where no other of its class does.
 */
export function sideOfNext(drawing: Drawing, place: number, trainShare: number): DrawnPoint['side'] {
  let count = 0;
  let trains = false;
  for (const point of drawing) {
    if (point.place !== place) continue;
    count++;
    trains ||= point.side === 'train';
  }
  return trains ? sideOfNumber(count, trainShare) : 'train';
}

/** Of the point of a class with this number, from 0. */
export function sideOfNumber(number: number, trainShare: number): DrawnPoint['side'] {
  return (number * golden) % 1 < trainShare / 100 ? 'train' : 'test';
}

/** Another share of the fraction of a turn, for other splits of the same points. */
const turn = 0.7548776662466927;

/** The same points, each class divided anew: another seed, another split. */
export function splitAnew(drawing: Drawing, trainShare: number, seed: number): Drawing {
  const counts = new Array<number>(mostDrawnClasses).fill(0);
  const divided: DrawnPoint[] = [];
  for (const point of drawing) {
    const at = (counts[point.place]++ * golden + seed * turn) % 1;
    divided.push({ ...point, side: at < trainShare / 100 ? 'train' : 'test' });
  }
  // A class trains with one point at least.
  counts.forEach((count, place) => {
    if (count === 0 || divided.some((point) => point.place === place && point.side === 'train')) return;
    const first = divided.findIndex((point) => point.place === place);
    divided[first] = { ...divided[first], side: 'train' };
  });
  return divided;
}

/** Why nothing can be learned from a drawing, and what to do; null if something can. */
export function drawingShortfall(drawing: Drawing): string | null {
  if (new Set(drawing.map(({ place }) => place)).size < 2) return 'Draw at least two points of two classes.';
  const trained = new Set(drawing.filter(({ side: of }) => of === 'train').map(({ place }) => place));
  return trained.size < 2
    ? 'Only points of one class train, the others are for the test: draw another point of another class.'
    : null;
}
