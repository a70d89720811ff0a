import { mix, toCss, toOklab, toRgb, toWord, type Oklch, type Triple } from './oklab.ts';

/**
 * The one colour language: orange negative, neutral zero, blue positive. Both halves are straight lines in OKLab
 * between the same lightnesses and the same chromas, so that equal distances from zero look equally strong, and
 * orange against blue stays apart in every common colour blindness.
 */
export type Theme = 'light' | 'dark';

interface Ends {
  readonly negative: Oklch;
  readonly zero: Oklch;
  readonly positive: Oklch;
}

const orangeHue = 62;
const blueHue = 246;

/** Ends that differ in hue alone. */
function pair(lightness: number, chroma: number): Pick<Ends, 'negative' | 'positive'> {
  return { negative: { lightness, chroma, hue: orangeHue }, positive: { lightness, chroma, hue: blueHue } };
}

/** Areas: zero is the colour of the paper, and large fields stay calm. */
const areas: Readonly<Record<Theme, Ends>> = {
  light: { ...pair(0.74, 0.125), zero: { lightness: 0.975, chroma: 0.003, hue: 90 } },
  dark: { ...pair(0.66, 0.115), zero: { lightness: 0.22, chroma: 0.008, hue: 250 } },
};

/** The colour of the paper: of nothing, and of what is not certain. */
export const paper: Readonly<Record<Theme, Oklch>> = { light: areas.light.zero, dark: areas.dark.zero };

/** Lines on the paper: the same zero, since what has no effect is not seen, and ends that stand out 3:1. */
const lines: Readonly<Record<Theme, Ends>> = {
  light: { ...pair(0.64, 0.14), zero: areas.light.zero },
  dark: { ...pair(0.7, 0.125), zero: areas.dark.zero },
};

/** Points on an area of their own colour: beyond the areas' ends, and a zero that is seen on zero. */
const marks: Readonly<Record<Theme, Ends>> = {
  light: { ...pair(0.47, 0.105), zero: { lightness: 0.55, chroma: 0.005, hue: 250 } },
  dark: { ...pair(0.88, 0.075), zero: { lightness: 0.68, chroma: 0.008, hue: 250 } },
};

/** A point is too small to show a faint tint: half of the way to the end has three quarters of the colour. */
const markEase = 0.4;

export const tableSize = 256;

export interface ColourScale {
  /** 256 colours from -1 to +1 as little-endian RGBA words, as canvas pixels are laid out. */
  readonly words: Uint32Array;
  /** The same colours as CSS; `lines` and `marks` are their stronger kin for what is thin or small. */
  readonly css: readonly string[];
  readonly lines: readonly string[];
  readonly marks: readonly string[];
}

/** Index of a value in [-1, 1] (clamped) in the table; -1 for what is not a number. */
export function tableIndex(value: number): number {
  if (Number.isNaN(value)) return -1;
  const index = Math.round((value * 0.5 + 0.5) * (tableSize - 1));
  return index < 0 ? 0 : index >= tableSize ? tableSize - 1 : index;
}

export const colourScales: Readonly<Record<Theme, ColourScale>> = {
  light: buildScale('light'),
  dark: buildScale('dark'),
};

function buildScale(theme: Theme): ColourScale {
  const colours = interpolate(areas[theme]);
  return {
    words: Uint32Array.from(colours, toWord),
    css: colours.map(toCss),
    lines: interpolate(lines[theme]).map(toCss),
    marks: interpolate(marks[theme], markEase).map(toCss),
  };
}

function interpolate({ negative, zero, positive }: Ends, ease = 1): Triple[] {
  return Array.from({ length: tableSize }, (_, i) => {
    const t = (i / (tableSize - 1)) * 2 - 1;
    return toRgb(mix(toOklab(zero), toOklab(t < 0 ? negative : positive), Math.abs(t) ** ease));
  });
}
