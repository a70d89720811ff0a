/** What the columns of a drawing are called, and the ways between their units and its plane. */
import { gridFor } from './drawn-grid.ts';
import { drawingWindow, drawnUnit } from './drawn-point.ts';
import type { DrawnAxis, DrawnUnits } from './drawn-units.ts';

const [low, high] = drawingWindow;

/** The other way; not yet one of those that can be written. */
export function ontoPlane({ from, to }: Pick<DrawnAxis, 'from' | 'to'>): (value: number) => number {
  if (from === low && to === high) return (value) => value;
  return (value) => low + ((value - from) / (to - from)) * (high - low);
}

/** A number that is drawn, in its own units. */
export function ontoNumbers(units: DrawnUnits | null): (value: number) => number {
  const { shift = 0, scale = 1 } = units?.target ?? {};
  if (shift === 0 && scale === 1) return (value) => value;
  const { round } = gridFor(scale / drawnUnit);
  return (value) => round(shift + scale * value);
}

/** What the columns of a drawing's table are called: across, up, and what is predicted. */
export function drawnNames(units: DrawnUnits | null, hasClasses: boolean): readonly [string, string, string] {
  const usual = hasClasses ? 'class' : 'y';
  if (units?.axes === undefined) return ['x1', 'x2', usual];
  const [across, up] = units.axes.map((axis) => axis.name);
  const { target } = units;
  // What was a class is no name for a number.
  const isSaid = target !== undefined && hasClasses === (target.classes !== undefined);
  let predicted = isSaid ? target.name : usual;
  while (predicted === across || predicted === up) predicted += ' (drawn)';
  return [across, up, predicted];
}
