import { briefNumber, shortNumber } from './look-words.ts';

/** A number as it stands in a tile, in pixels. */
export interface TileText {
  readonly text: string;
  readonly type: number;
  /** Left and right of it. */
  readonly room: number;
}

/** Smaller squares have room for a digit or two. */
const roomy = 36;

/** How wide bold signs are at most, in parts of their height; a digit is the widest of the others. */
const widths: Readonly<Record<string, number>> = { '−': 0.84, '≈': 0.84, '>': 0.84, '∞': 0.9, '.': 0.38 };
const digit = 0.7;

function widthOf(text: string): number {
  return Array.from(text, (sign) => widths[sign] ?? digit).reduce((sum, width) => sum + width, 0);
}

/** With as many digits as there is room for in a square of this side, and smaller where even few have too little. */
export function tileText(value: number, side: number): TileText {
  const text = shortNumber(value);
  const [type, room] = [side >= 52 ? 13 : 11, 3];
  if (side >= roomy && widthOf(text) * type + 2 * room <= side) return { text, type, room };
  const brief = briefNumber(value);
  const [usual, around] = side >= roomy ? [11, 3] : [9, 1];
  return { text: brief, type: Math.min(usual, (side - 2 * around) / widthOf(brief)), room: around };
}
