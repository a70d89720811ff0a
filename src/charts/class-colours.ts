import type { Theme } from './colour-scale.ts';
import { mix, toCss, toOklab, toRgb, toWord, type Oklch, type Triple } from './oklab.ts';

/**
 * Ten colours for classes, the first two those of the scale from -1 to +1. Within their hues they were chosen as far
 * from each other as can be, in full colour vision and in each of the three dichromacies: a test holds the distances.
 * Shapes tell the classes apart as well.
 */
const areas: Readonly<Record<Theme, readonly Oklch[]>> = {
  light: (
    [
      [0.74, 0.125, 62],
      [0.74, 0.125, 246],
      [0.92, 0.097, 162],
      [0.52, 0.125, 347],
      [0.88, 0.15, 88],
      [0.61, 0.147, 299],
      [0.63, 0.137, 16],
      [0.85, 0.129, 213],
      [0.77, 0.01, 90],
      [0.52, 0.146, 134],
    ] as const
  ).map(oklch),
  dark: (
    [
      [0.66, 0.115, 62],
      [0.66, 0.115, 246],
      [0.83, 0.1, 170],
      [0.42, 0.14, 341],
      [0.43, 0.095, 112],
      [0.54, 0.14, 311],
      [0.56, 0.107, 24],
      [0.76, 0.129, 217],
      [0.7, 0.01, 90],
      [0.83, 0.137, 121],
    ] as const
  ).map(oklch),
};

/** Where nothing is certain: the colour of the paper, as in the scale. */
const paper: Readonly<Record<Theme, Oklch>> = {
  light: { lightness: 0.975, chroma: 0.003, hue: 90 },
  dark: { lightness: 0.22, chroma: 0.008, hue: 250 },
};

/** How many classes have a colour and a shape of their own. */
export const classColourCount = areas.light.length;

/** Steps from the paper to a class's colour. */
export const certaintySteps = 64;

export interface ClassColours {
  /** Of areas, by class: `certaintySteps` from the paper to the full colour, as canvas pixels are laid out. */
  readonly words: readonly Uint32Array[];
  /** The full colours as CSS, by class; `marks` stand out against an area of the same class. */
  readonly css: readonly string[];
  readonly marks: readonly string[];
}

export const classColours: Readonly<Record<Theme, ClassColours>> = {
  light: build('light'),
  dark: build('dark'),
};

function oklch([lightness, chroma, hue]: Triple): Oklch {
  return { lightness, chroma, hue };
}

function build(theme: Theme): ClassColours {
  const zero = toOklab(paper[theme]);
  return {
    words: areas[theme].map((colour) =>
      Uint32Array.from({ length: certaintySteps }, (_, step) =>
        toWord(toRgb(mix(zero, toOklab(colour), step / (certaintySteps - 1)))),
      ),
    ),
    css: areas[theme].map((colour) => toCss(toRgb(toOklab(colour)))),
    marks: areas[theme].map((colour) => toCss(toRgb(toOklab(markOf(theme, colour))))),
  };
}

/** Darker on light paper, lighter on dark, and less colourful, as the marks of the scale are. */
function markOf(theme: Theme, { lightness, chroma, hue }: Oklch): Oklch {
  return theme === 'light'
    ? { lightness: Math.max(0.3, lightness - 0.27), chroma: 0.84 * chroma, hue }
    : { lightness: Math.min(0.94, lightness + 0.22), chroma: 0.65 * chroma, hue };
}
