/**
 * The one colour language: orange negative, neutral zero, blue positive. Both halves are straight lines in OKLab
 * between the same lightnesses and the same chromas, so that equal distances from zero look equally strong, and
 * orange against blue stays apart in every common colour blindness.
 */
export type Theme = 'light' | 'dark';

interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  /** Degrees. */
  readonly hue: number;
}

interface Ends {
  readonly negative: Oklch;
  readonly zero: Oklch;
  readonly positive: Oklch;
}

const orangeHue = 59;
const blueHue = 247;

/** Zero is the colour of the paper: what has no effect is not seen. */
const ends: Readonly<Record<Theme, Ends>> = {
  light: {
    negative: { lightness: 0.68, chroma: 0.15, hue: orangeHue },
    zero: { lightness: 0.97, chroma: 0.003, hue: 90 },
    positive: { lightness: 0.68, chroma: 0.15, hue: blueHue },
  },
  dark: {
    negative: { lightness: 0.7, chroma: 0.14, hue: orangeHue },
    zero: { lightness: 0.22, chroma: 0.008, hue: 250 },
    positive: { lightness: 0.7, chroma: 0.14, hue: blueHue },
  },
};

/** Points must stand out from the heat map in their own colour: further from zero's lightness than its ends. */
const strong: Readonly<Record<Theme, { readonly negative: Oklch; readonly positive: Oklch }>> = {
  light: {
    negative: { lightness: 0.5, chroma: 0.11, hue: 55 },
    positive: { lightness: 0.46, chroma: 0.12, hue: 250 },
  },
  dark: {
    negative: { lightness: 0.86, chroma: 0.1, hue: 70 },
    positive: { lightness: 0.86, chroma: 0.07, hue: 235 },
  },
};

type Triple = readonly [number, number, number];

export const tableSize = 256;

export interface ColourScale {
  /** 256 colours from -1 to +1 as little-endian RGBA words, as canvas pixels are laid out. */
  readonly words: Uint32Array;
  /** The same colours as CSS. */
  readonly css: readonly string[];
  /** For marks that lie on the scale's own colours. */
  readonly strongNegative: string;
  readonly strongPositive: string;
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
  const { negative, zero, positive } = ends[theme];
  const words = new Uint32Array(tableSize);
  const css: string[] = [];
  for (let i = 0; i < tableSize; i++) {
    const t = (i / (tableSize - 1)) * 2 - 1;
    const rgb = toRgb(mix(toOklab(zero), toOklab(t < 0 ? negative : positive), Math.abs(t)));
    words[i] = (0xff000000 | (rgb[2] << 16) | (rgb[1] << 8) | rgb[0]) >>> 0;
    css.push(toCss(rgb));
  }
  return {
    words,
    css,
    strongNegative: toCss(toRgb(toOklab(strong[theme].negative))),
    strongPositive: toCss(toRgb(toOklab(strong[theme].positive))),
  };
}

function mix(a: Triple, b: Triple, t: number): Triple {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

function toOklab({ lightness, chroma, hue }: Oklch): Triple {
  const radians = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(radians), chroma * Math.sin(radians)];
}

/** OKLab to 8-bit sRGB; the matrices are Björn Ottosson's. */
function toRgb([lightness, a, b]: Triple): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function toByte(linear: number): number {
  const clamped = Math.min(1, Math.max(0, linear));
  const encoded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255);
}

function toCss([red, green, blue]: Triple): string {
  return `rgb(${red} ${green} ${blue})`;
}
