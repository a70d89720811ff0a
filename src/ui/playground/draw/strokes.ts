import {
  drawnCoordinate,
  drawingWindow,
  mostDrawnClasses,
  mostDrawnPoints,
  type Drawing,
  type DrawnPoint,
  type DrawnTarget,
} from '../../../experiment/drawing.ts';
import { sideOfNext } from '../../../experiment/drawn-sides.ts';
import { drawnValue } from '../../../experiment/drawn-point.ts';

/** A place on the plane, in its own units. */
export interface PlanePlace {
  readonly x1: number;
  readonly x2: number;
}

/** What new points are drawn with. */
export interface Ink {
  /** The place of their class, from 0; of numbers 0. */
  readonly place: number;
  /** What is predicted of them, where that is a number. */
  readonly value?: number;
  /** Percent of the points that are to train. */
  readonly trainShare: number;
}

/** The drawing with one point more; the same one where it is full. */
export function withPoint(drawing: Drawing, { x1, x2 }: PlanePlace, ink: Ink): Drawing {
  if (drawing.length >= mostDrawnPoints) return drawing;
  const { place, value, trainShare } = ink;
  const side = sideOfNext(drawing, place, trainShare);
  const at = { x1: drawnCoordinate(x1), x2: drawnCoordinate(x2) };
  return [
    ...drawing,
    value === undefined ? { ...at, place, side } : { ...at, place: 0, value: drawnValue(value), side },
  ];
}

/** The point keeps its class and its side. */
export function withMoved(drawing: Drawing, index: number, { x1, x2 }: PlanePlace): Drawing {
  const moved = { x1: drawnCoordinate(x1), x2: drawnCoordinate(x2) };
  return drawing.map((point, i) => (i === index ? { ...point, ...moved } : point));
}

export function without(drawing: Drawing, index: number): Drawing {
  return drawing.filter((_, i) => i !== index);
}

/** Rubs out all points of the disc. */
export function withoutDisc(drawing: Drawing, centre: PlanePlace, radius: number): Drawing {
  const left = drawing.filter((point) => distance(point, centre) > radius);
  return left.length === drawing.length ? drawing : left;
}

/** Steps of a sequence that fills a square evenly, whatever its length (R₂, of Martin Roberts). */
const steps = [0.7548776662466927, 0.5698402909980532] as const;

/** At the corner of the plane a quarter of a disc lies on it. */
const mostTries = 16;

/** Scatters points over what the plane has of the disc: which ones follows from how many there are. */
export function withScattered(
  drawing: Drawing,
  centre: PlanePlace,
  { radius, count, ...ink }: Ink & { readonly radius: number; readonly count: number },
): Drawing {
  let scattered = drawing;
  for (let tried = 0; scattered.length < drawing.length + count && tried < mostTries * count; tried++) {
    const number = drawing.length + tried;
    const [out, around] = steps.map((step) => (0.5 + number * step) % 1);
    const [length, angle] = [radius * Math.sqrt(out), 2 * Math.PI * around];
    const at = { x1: centre.x1 + length * Math.cos(angle), x2: centre.x2 + length * Math.sin(angle) };
    if (!isOnPlane(at)) continue;
    const next = withPoint(scattered, at, ink);
    if (next === scattered) break;
    scattered = next;
  }
  return scattered;
}

const isOnPlane = (place: PlanePlace): boolean =>
  [place.x1, place.x2].every((at) => at >= drawingWindow[0] && at <= drawingWindow[1]);

/** The point nearest to a place, of equals the one drawn last, and how far it is; null where nothing is drawn. */
export function nearestTo(
  drawing: Drawing,
  place: PlanePlace,
): { readonly index: number; readonly distance: number } | null {
  let nearest: { index: number; distance: number } | null = null;
  drawing.forEach((point, index) => {
    const away = distance(point, place);
    if (nearest === null || away <= nearest.distance) nearest = { index, distance: away };
  });
  return nearest;
}

/** Places from one to another, not farther apart than this; without the first. */
export function placesBetween(from: PlanePlace, to: PlanePlace, apart: number): PlanePlace[] {
  const count = Math.max(1, Math.ceil(distance(from, to) / apart));
  return Array.from({ length: count }, (_, i) => {
    const part = (i + 1) / count;
    return { x1: from.x1 + part * (to.x1 - from.x1), x2: from.x2 + part * (to.x2 - from.x2) };
  });
}

function distance(a: PlanePlace, b: PlanePlace): number {
  return Math.hypot(a.x1 - b.x1, a.x2 - b.x2);
}

/** Where a drawn point is among the points of its side, as the page speaks of points. */
export function sampleOf(drawing: Drawing, index: number): { split: DrawnPoint['side']; index: number } {
  const { side } = drawing[index];
  return { split: side, index: drawing.slice(0, index).filter((point) => point.side === side).length };
}

/**
 * The same points with the other kind of target: two classes are -1 and 1, more lie between. Of numbers that are as few
 * as classes can be, each is one, the lowest first; more of them part at 0, and so does one alone.
 */
export function withTarget(drawing: Drawing, target: DrawnTarget): Drawing {
  const last = drawing.reduce((most, { place }) => Math.max(most, place), 1);
  const levels = [...new Set(drawing.map(({ value = NaN }) => value))].sort((a, b) => a - b);
  const areClasses = levels.length > 1 && levels.length <= mostDrawnClasses;
  const classOf = (value: number): number => (areClasses ? levels.indexOf(value) : Number(value > 0));
  return drawing.map(({ x1, x2, place, value, side }) => {
    if (target === 'class') return { x1, x2, place: value === undefined ? place : classOf(value), side };
    return { x1, x2, place: 0, value: value ?? drawnValue((2 * place) / last - 1), side };
  });
}
