/** Which side of the split the points of a drawing are on, and whether those that train are enough. */
import { mostDrawnClasses, type DrawnPoint, type DrawnTarget, type Drawing } from './drawn-point.ts';

/** Neighbouring points of a class fall on either side by the golden ratio, so that few of them are divided fairly too. */
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * Which side a new point goes to, by the train share, in percent, and how many of its class there are: a class's first
 * point trains, and so does the next one where no other of its class does.
 */
export function sideOfNext(drawing: Drawing, place: number, trainShare: number): DrawnPoint['side'] {
  let count = 0;
  let trains = false;
  for (const point of drawing) {
    if (point.place !== place) continue;
    count++;
    trains ||= point.side === 'train';
  }
  return trains ? sideOfNumber(count, trainShare) : 'train';
}

/** Of the point of a class with this number, from 0. */
export function sideOfNumber(number: number, trainShare: number): DrawnPoint['side'] {
  return (number * golden) % 1 < trainShare / 100 ? 'train' : 'test';
}

/** Another share of the fraction of a turn, for other splits of the same points. */
const turn = 0.7548776662466927;

/** The same points, each class divided anew: another seed, another split. */
export function splitAnew(drawing: Drawing, trainShare: number, seed: number): Drawing {
  const counts = new Array<number>(mostDrawnClasses).fill(0);
  const divided: DrawnPoint[] = [];
  for (const point of drawing) {
    const at = (counts[point.place]++ * golden + seed * turn) % 1;
    divided.push({ ...point, side: at < trainShare / 100 ? 'train' : 'test' });
  }
  // A class trains with one point at least.
  counts.forEach((count, place) => {
    if (count === 0 || divided.some((point) => point.place === place && point.side === 'train')) return;
    const first = divided.findIndex((point) => point.place === place);
    divided[first] = { ...divided[first], side: 'train' };
  });
  return divided;
}

/** Why nothing can be learned from a drawing, and what to do; null if something can. */
export function drawingShortfall(drawing: Drawing, target: DrawnTarget = 'class'): string | null {
  if (target === 'number') {
    if (drawing.length < 2) return 'Draw at least two points.';
    return drawing.some(({ side: of }) => of === 'train')
      ? null
      : 'All points are for the test: draw another one.';
  }
  if (new Set(drawing.map(({ place }) => place)).size < 2) return 'Draw at least two points of two classes.';
  const trained = new Set(drawing.filter(({ side: of }) => of === 'train').map(({ place }) => place));
  return trained.size < 2
    ? 'Only points of one class train, the others are for the test: draw another point of another class.'
    : null;
}
