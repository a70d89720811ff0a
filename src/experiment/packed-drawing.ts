/** Drawings in few characters, for links: a point written out takes about fifteen. */
import {
  drawingWindow,
  drawnUnit,
  drawnValueLimits,
  mostDrawnClasses,
  mostDrawnPoints,
  type DrawnPoint,
  type DrawnTarget,
  type Drawing,
} from './drawn-point.ts';

export type ReadDrawing =
  | { readonly ok: true; readonly drawing: Drawing }
  /** What the text should have been, as the end of a sentence. */
  | { readonly ok: false; readonly expected: string };

/** How a packed drawing begins. */
export const packedMark: Readonly<Record<DrawnTarget, string>> = { class: '.', number: 'n.' };

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const digitOf: Readonly<Record<string, number>> = Object.fromEntries(
  Array.from(alphabet, (character, digit) => [character, digit]),
);
const base = alphabet.length;
/** Of base 64, for each point: 14 bits for each coordinate, 3 for the class or 21 for the number, 1 for the side. */
const digitsPerPoint: Readonly<Record<DrawnTarget, number>> = { class: 6, number: 9 };
const targetSteps: Readonly<Record<DrawnTarget, number>> = { class: 2 ** 3, number: 2 ** 21 };

/** The same drawing in six characters a point, or nine where each has a number. */
export function packDrawing(drawing: Drawing, target: DrawnTarget = 'class'): string {
  return packedMark[target] + drawing.map((point) => packPoint(point, target)).join('');
}

function packPoint({ x1, x2, place, value = 0, side }: DrawnPoint, target: DrawnTarget): string {
  const [low] = drawingWindow;
  const [across, up] = [x1, x2].map((coordinate) => Math.round((coordinate - low) * drawnUnit));
  const predicted = target === 'class' ? place : Math.round((value - drawnValueLimits[0]) * drawnUnit);
  // Products, as 32 bits have a sign.
  let code = ((across * 2 ** 14 + up) * targetSteps[target] + predicted) * 2 + Number(side === 'test');
  let text = '';
  for (let i = 0; i < digitsPerPoint[target]; i++) {
    text = alphabet[code % base] + text;
    code = Math.floor(code / base);
  }
  return text;
}

export function unpackDrawing(text: string, target: DrawnTarget): ReadDrawing {
  const digits = text.slice(packedMark[target].length);
  const length = digitsPerPoint[target];
  if (digits.length > length * mostDrawnPoints)
    return {
      ok: false,
      expected: `a drawing of at most ${mostDrawnPoints.toLocaleString('en-GB')} points`,
    };
  const drawing: DrawnPoint[] = [];
  for (let at = 0; at < digits.length; at += length) {
    const part = digits.slice(at, at + length);
    const point = unpackPoint(part, target);
    if (point === null)
      return { ok: false, expected: `a drawing: point ${drawing.length + 1} is damaged (“${part}”)` };
    drawing.push(point);
  }
  return { ok: true, drawing };
}

/** null if it is none. */
function unpackPoint(part: string, target: DrawnTarget): DrawnPoint | null {
  if (part.length !== digitsPerPoint[target]) return null;
  let code = 0;
  for (const character of part) {
    if (!Object.hasOwn(digitOf, character)) return null;
    code = code * base + digitOf[character];
  }
  const [low, high] = drawingWindow;
  const take = (steps: number): number => {
    const digit = code % steps;
    code = Math.floor(code / steps);
    return digit;
  };
  const side = take(2) === 1 ? 'test' : 'train';
  const predicted = take(targetSteps[target]);
  const up = take(2 ** 14);
  const across = take(2 ** 14);
  const [x1, x2] = [across, up].map((steps) => (steps + low * drawnUnit) / drawnUnit);
  if (code > 0 || x1 > high || x2 > high) return null;
  if (target === 'class') return { x1, x2, place: predicted % mostDrawnClasses, side };
  const [least, most] = drawnValueLimits;
  const value = (predicted + least * drawnUnit) / drawnUnit;
  return value > most ? null : { x1, x2, place: 0, value, side };
}
