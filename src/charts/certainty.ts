import { paper, tableSize, type Theme } from './colour-scale.ts';
import { paintPixels, type ClassOutputs, type GridValues } from './heat-map-painter.ts';
import { mix, toCss, toOklab, toRgb, toWord, type Oklch } from './oklab.ts';

/** From the paper, where nothing is decided, to a grey: no hue, since hues mean classes and signs. */
const certain: Readonly<Record<Theme, Oklch>> = {
  light: { lightness: 0.58, chroma: 0.012, hue: 250 },
  dark: { lightness: 0.62, chroma: 0.012, hue: 250 },
};

function build(theme: Theme): { readonly words: Uint32Array; readonly css: readonly string[] } {
  const [from, to] = [toOklab(paper[theme]), toOklab(certain[theme])];
  const colours = Array.from({ length: tableSize }, (_, i) => toRgb(mix(from, to, i / (tableSize - 1))));
  return { words: Uint32Array.from(colours, toWord), css: colours.map(toCss) };
}

/** 256 colours from 0, undecided, to 1, certain. */
export const certaintyColours = { light: build('light'), dark: build('dark') } as const;

/** What certainty is, by what the outputs are. */
export type CertaintyKind = 'distance' | 'lead' | 'entropy';

/** Of one output its size; of several the lead of the largest, or where they are probabilities their entropy. */
export function certaintyKind(classes: ClassOutputs | null): CertaintyKind {
  if (classes === null) return 'distance';
  return classes.low === 0 ? 'entropy' : 'lead';
}

/**
 * How sure the outputs of one sample are of their class, 0 to 1, NaN where one of them is not finite.
 * - `distance`: |output|, of one output from -1 to 1 how far it is from the decision at 0.
 * - `lead`: of several from `low` to 1, the largest minus the next, over 1 - low.
 * - `entropy`: of probabilities p, 1 - H(p) / log K with Shannon's H(p) = -Σ p·log p: 0 where all K are alike.
 */
export function certaintyOf(kind: CertaintyKind, outputs: readonly number[], low = -1): number {
  if (!outputs.every(Number.isFinite)) return NaN;
  if (kind === 'distance') return clamped(Math.abs(outputs[0]));
  if (kind === 'entropy') {
    const entropy = outputs.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
    return clamped(1 - entropy / Math.log(outputs.length));
  }
  const [first, second] = [...outputs].sort((a, b) => b - a);
  return clamped((first - second) / (1 - low));
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** `values[row][column]` of what a grid of outputs is certain of, 0 to 1. */
export function certaintyGrid(grid: GridValues, classes: ClassOutputs | null): GridValues {
  const cells = grid.resolution ** 2;
  const kind = certaintyKind(classes);
  const outputs = new Array<number>(classes?.count ?? 1).fill(0);
  const values = Float32Array.from({ length: cells }, (_, cell) => {
    for (let k = 0; k < outputs.length; k++) outputs[k] = grid.values[k * cells + cell];
    return certaintyOf(kind, outputs, classes?.low);
  });
  return { resolution: grid.resolution, values };
}

/** Paints how certain a grid of outputs is; what is not finite stays transparent. */
export function paintCertainty(
  canvas: HTMLCanvasElement,
  grid: GridValues,
  classes: ClassOutputs | null,
  theme: Theme,
): void {
  const { values } = certaintyGrid(grid, classes);
  const { words } = certaintyColours[theme];
  paintPixels(canvas, grid.resolution, (pixels) => {
    for (let i = 0; i < pixels.length; i++)
      pixels[i] = Number.isFinite(values[i]) ? words[Math.round(values[i] * (tableSize - 1))] : 0;
  });
}
