import { paper, type Theme } from './colour-scale.ts';
import { mix, toCss, toOklab, toRgb, toWord, type Oklch, type Triple } from './oklab.ts';

/**
 * Ten colours for classes, the first two those of the scale from -1 to +1. They were chosen far from each other and from
 * the paper, in full colour vision and in each of the three dichromacies: a test holds the distances. A class is of about
 * the same hue in both themes, and none is lost on dark paper: 3:1 at least. Shapes tell the classes apart as well.
 */
const areas: Readonly<Record<Theme, readonly Oklch[]>> = {
  light: (
    [
      [0.74, 0.125, 62],
      [0.74, 0.125, 246],
      [0.84, 0.084, 141],
      [0.46, 0.162, 336],
      [0.86, 0.157, 96],
      [0.59, 0.184, 282],
      [0.62, 0.147, 3],
      [0.83, 0.122, 221],
      [0.74, 0.01, 90],
      [0.5, 0.123, 146],
    ] as const
  ).map(oklch),
  dark: (
    [
      [0.66, 0.115, 62],
      [0.66, 0.115, 246],
      [0.789, 0.071, 149],
      [0.535, 0.155, 333],
      [0.794, 0.16, 102],
      [0.553, 0.187, 300],
      [0.587, 0.152, 12],
      [0.805, 0.139, 220],
      [0.689, 0.01, 90],
      [0.503, 0.124, 134],
    ] as const
  ).map(oklch),
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

/**
 * Darker on light paper, lighter on dark, and less colourful, as the marks of the scale are. Dark enough, or light
 * enough, for 3:1 against the paper too, where nothing is certain.
 */
function markOf(theme: Theme, { lightness, chroma, hue }: Oklch): Oklch {
  return theme === 'light'
    ? { lightness: Math.min(0.63, Math.max(0.3, lightness - 0.27)), chroma: 0.84 * chroma, hue }
    : { lightness: Math.max(0.6, Math.min(0.94, lightness + 0.22)), chroma: 0.65 * chroma, hue };
}
