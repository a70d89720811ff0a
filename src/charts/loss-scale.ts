import { tableSize } from './colour-scale.ts';
import { mix, toCss, toOklab, toRgb, toWord, type Oklch } from './oklab.ts';

/**
 * Colours of losses, low to high: valleys are deep, heights are bright, in both themes. Lightness grows evenly, and
 * the hues keep away from the orange and blue that mean a sign elsewhere on the page.
 */
const stops: readonly Oklch[] = [
  { lightness: 0.28, chroma: 0.115, hue: 292 },
  { lightness: 0.51, chroma: 0.095, hue: 215 },
  { lightness: 0.74, chroma: 0.12, hue: 152 },
  { lightness: 0.97, chroma: 0.075, hue: 104 },
];

const colours = Array.from({ length: tableSize }, (_, i) => {
  const place = (i / (tableSize - 1)) * (stops.length - 1);
  const segment = Math.min(stops.length - 2, Math.floor(place));
  return toRgb(mix(toOklab(stops[segment]), toOklab(stops[segment + 1]), place - segment));
});

/** 256 colours as words of pixels and as CSS. */
export const lossColours = { words: Uint32Array.from(colours, toWord), css: colours.map(toCss) } as const;

/** Smallest and largest of the losses that are finite. */
export interface LossRange {
  readonly min: number;
  readonly max: number;
}

/** null where no loss is finite. */
export function rangeOfLosses(losses: Float64Array): LossRange | null {
  let [min, max] = [Infinity, -Infinity];
  for (const loss of losses) {
    if (!Number.isFinite(loss)) continue;
    if (loss < min) min = loss;
    if (loss > max) max = loss;
  }
  return min <= max ? { min, max } : null;
}

/** Losses lower than this part of the largest are coloured as if they were it: 0 has no logarithm. */
const smallestPart = 1e-12;

/** Places of losses on the scale, 0 for the smallest to 1 for the largest, logarithmically. */
export class LogPlaces {
  readonly #floor: number;
  readonly #start: number;
  readonly #span: number;

  constructor({ min, max }: LossRange) {
    this.#floor = Math.max(min, max * smallestPart, Number.MIN_VALUE);
    this.#start = Math.log(this.#floor);
    this.#span = Math.log(Math.max(max, this.#floor)) - this.#start;
  }

  of(loss: number): number {
    return this.#span === 0 ? 0 : (Math.log(Math.max(loss, this.#floor)) - this.#start) / this.#span;
  }

  /** The loss at a place. */
  at(place: number): number {
    return Math.exp(this.#start + place * this.#span);
  }
}
