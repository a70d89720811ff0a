import type { Theme } from '../colour-scale.ts';
import { keptLooks } from '../plot-colours.ts';

/** The colour of a line by its place: no two of six look the same. */
export function lineColour(place: number, theme: Theme): string {
  return keptLooks[place % keptLooks.length].colours[theme];
}

/** As a stroke of a picture that stands beside it. */
export function lineDash(place: number): readonly number[] {
  return keptLooks[place % keptLooks.length].dash;
}
