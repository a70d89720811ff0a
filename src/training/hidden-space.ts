import type { PlotWindow } from '../data/slice.ts';
import { rangeAround } from '../data/slice.ts';
import type { PrincipalComponents } from '../data/principal-components.ts';

/** Which of a layer's neurons are asked for, from 0; null for what the layer gives by itself. */
export interface NeuronChoice {
  readonly x: number | null;
  readonly y: number | null;
}

export type ChosenAxes =
  | { readonly kind: 'neurons'; readonly neurons: readonly [number, number] }
  | { readonly kind: 'components' }
  | { readonly kind: 'line' };

/** One neuron is a line, two are a plane; of more, two that are asked for, or else the principal components. */
export function axesOfLayer(width: number, { x, y }: NeuronChoice): ChosenAxes {
  if (width < 2) return { kind: 'line' };
  const known = (neuron: number | null): number | null =>
    neuron !== null && neuron >= 0 && neuron < width ? neuron : null;
  const [across, up] = [known(x), known(y)];
  if (across === null && up === null && width > 2) return { kind: 'components' };
  const first = across ?? (up === 0 ? 1 : 0);
  // Two axes of one neuron are a line: the other one gives way.
  const second = up !== null && up !== first ? up : first === 0 ? 1 : 0;
  return { kind: 'neurons', neurons: [first, second] };
}

type Directions = PrincipalComponents['directions'];

/**
 * The directions in the order and with the signs in which they are nearest to those of the moment before: what is drawn
 * along them moves on instead of flipping over.
 */
export function alignedDirections(before: Directions | null, now: Directions): Directions {
  if (before?.[0].length !== now[0].length) return now;
  const likeness = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, one, i) => sum + one * b[i], 0);
  const straight = Math.abs(likeness(before[0], now[0])) + Math.abs(likeness(before[1], now[1]));
  const crossed = Math.abs(likeness(before[0], now[1])) + Math.abs(likeness(before[1], now[0]));
  // A tie is no reason to change places.
  const [first, second] = crossed > straight + 1e-9 ? [now[1], now[0]] : now;
  const facing = (old: Float64Array, direction: Float64Array): Float64Array =>
    likeness(old, direction) < 0 ? direction.map((part) => -part) : direction;
  return [facing(before[0], first), facing(before[1], second)];
}

/** How far rows in columns, `columns[column][row]`, lie from a place in a direction. */
export function along(
  columns: readonly Float64Array[],
  mean: Float64Array,
  direction: Float64Array,
): Float64Array {
  return columns[0].map((_, row) =>
    columns.reduce((sum, column, i) => sum + (column[row] - mean[i]) * direction[i], 0),
  );
}

/** Of a window that is kept, what must be filled in both directions. */
const leastFilled = 0.6;

/** The window around points, or the one of the moment before while they lie well in it: the picture keeps still. */
export function calmWindow(
  before: PlotWindow | null,
  ...sets: readonly { readonly x1: Float64Array; readonly x2: Float64Array }[]
): PlotWindow {
  const own = {
    x1: rangeAround(...sets.map(({ x1 }) => x1)),
    x2: rangeAround(...sets.map(({ x2 }) => x2)),
  };
  const fits = (axis: 'x1' | 'x2'): boolean => {
    const [low, high] = before?.[axis] ?? [0, 0];
    const [from, to] = own[axis];
    return low <= from && to <= high && to - from >= leastFilled * (high - low);
  };
  if (before !== null && fits('x1') && fits('x2')) return before;
  const wider = ([low, high]: readonly [number, number]): readonly [number, number] => {
    const room = 0.06 * (high - low);
    return [low - room, high + room];
  };
  return { x1: wider(own.x1), x2: wider(own.x2) };
}

/** Lines across and up a window. */
export const gridLineCount = 13;
/** Places along each of them. */
export const gridLinePoints = 49;

/** Places of the grid of a window, line by line: first those that go up, from left to right, then those across. */
export function gridPlaces({ x1, x2 }: PlotWindow): { readonly x1: Float64Array; readonly x2: Float64Array } {
  const size = 2 * gridLineCount * gridLinePoints;
  const places = { x1: new Float64Array(size), x2: new Float64Array(size) };
  const between = ([low, high]: readonly [number, number], part: number): number => low + part * (high - low);
  for (let line = 0; line < gridLineCount; line++) {
    const fixed = line / (gridLineCount - 1);
    for (let k = 0; k < gridLinePoints; k++) {
      const moving = k / (gridLinePoints - 1);
      const up = line * gridLinePoints + k;
      const across = (gridLineCount + line) * gridLinePoints + k;
      places.x1[up] = between(x1, fixed);
      places.x2[up] = between(x2, moving);
      places.x1[across] = between(x1, moving);
      places.x2[across] = between(x2, fixed);
    }
  }
  return places;
}

/** Places in columns as lines of `[x, y, x, y, …]`. */
export function linesOf(x: Float64Array, y: Float64Array): Float64Array[] {
  return Array.from({ length: x.length / gridLinePoints }, (_, line) => {
    const points = new Float64Array(2 * gridLinePoints);
    for (let k = 0; k < gridLinePoints; k++) {
      points[2 * k] = x[line * gridLinePoints + k];
      points[2 * k + 1] = y[line * gridLinePoints + k];
    }
    return points;
  });
}
