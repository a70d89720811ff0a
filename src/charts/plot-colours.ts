import type { Theme } from './colour-scale.ts';
import { lossColours } from './loss-scale.ts';

/** The part of the scale that stands out from the panel. */
const parts: Readonly<Record<Theme, readonly [number, number]>> = { light: [0, 0.6], dark: [0.98, 0.42] };

/** The colour of a layer out of so many: from the first to the last evenly along the scale of depth. */
export function layerColour(layer: number, count: number, theme: Theme): string {
  const [first, last] = parts[theme];
  const place = count < 2 ? 0 : layer / (count - 1);
  const { css } = lossColours;
  return css[Math.round((first + place * (last - first)) * (css.length - 1))];
}

/** Neighbours differ in their dashes too. */
export function layerDash(layer: number): readonly number[] {
  return layer % 2 === 0 ? [] : [5, 2];
}

/** A line of a run that is kept: no colour of these means a class, and no two have the same dashes. */
export const keptLooks: readonly {
  readonly colours: Readonly<Record<Theme, string>>;
  readonly dash: readonly number[];
}[] = [
  { colours: { light: '#00795a', dark: '#3fd0a4' }, dash: [] },
  { colours: { light: '#a8437f', dark: '#e79ac4' }, dash: [7, 3] },
  { colours: { light: '#756600', dark: '#e8dc4c' }, dash: [2, 2] },
  { colours: { light: '#5b4ea6', dark: '#b3a8f5' }, dash: [10, 3, 2, 3] },
  { colours: { light: '#00707c', dark: '#52d3df' }, dash: [4, 4] },
  { colours: { light: '#5f6a2a', dark: '#b9c985' }, dash: [1, 4] },
];
