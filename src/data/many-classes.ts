/** Built-in data sets of several classes. `noise` is a share, 0 to 0.5. */
import { hypot } from '../elementary/power.ts';
import { cos, sin } from '../elementary/trigonometric.ts';
import type { Generator, Point } from './generator.ts';
import { labelOf } from './plane-table.ts';
import type { Random } from './random.ts';

/** Everything lies within this distance of the middle, but for noise. */
const radius = 5;

/** A point whose class is read at the place to which noise moves it: points stay, labels near a border flip. */
function labelled(
  [x1, x2]: readonly [number, number],
  noise: number,
  random: Random,
  labelAt: (x1: number, x2: number) => number,
): Point {
  const seen1 = x1 + random.uniform(-radius, radius) * noise;
  const seen2 = x2 + random.uniform(-radius, radius) * noise;
  return { x1, x2, label: labelAt(seen1, seen2) };
}

/** How many of the points are of one class, when all share them as evenly as can be. */
function shareOf(count: number, classCount: number, place: number): number {
  return Math.floor(count / classCount) + (place < count % classCount ? 1 : 0);
}

/** Every class in turn, each with its share of the points. */
function byClass(
  count: number,
  classCount: number,
  pointOf: (place: number, i: number, of: number) => Point,
): Point[] {
  return Array.from({ length: classCount }, (_, place) => {
    const share = shareOf(count, classCount, place);
    return Array.from({ length: share }, (_, i) => pointOf(place, i, share));
  }).flat();
}

/** Rings around the middle, the first a disc, with a gap between each and the next. */
export const rings: Generator = (count, noise, random, { classCount }) => {
  const width = radius / classCount;
  const gap = 0.25;
  const placeAt = (x1: number, x2: number): number =>
    Math.min(classCount - 1, Math.floor(hypot(x1, x2) / width));
  return byClass(count, classCount, (place) => {
    const inner = place === 0 ? 0 : place + gap / 2;
    const r = random.uniform(inner, place + 1 - gap / 2) * width;
    const angle = random.uniform(0, 2 * Math.PI);
    return labelled([r * sin(angle), r * cos(angle)], noise, random, (x1, x2) =>
      labelOf(placeAt(x1, x2), classCount),
    );
  });
};

/** Normal clouds whose middles stand evenly on a circle; their variance grows with the noise from 0.3 to 2.3. */
export const blobs: Generator = (count, noise, random, { classCount }) => {
  const variance = 0.3 + (noise / 0.5) * 2;
  return byClass(count, classCount, (place) => {
    const angle = (2 * Math.PI * place) / classCount;
    return {
      x1: random.normal(4 * sin(angle), variance),
      x2: random.normal(4 * cos(angle), variance),
      label: labelOf(place, classCount),
    };
  });
};

const lobe = radius / 2;
const dot = radius / 5;

/** Two lobes that lie in each other, and the dots in their heads (Kriener, Göltz, Petrovici 2021). */
export const yinYang: Generator = (count, noise, random) =>
  byClass(count, 3, (place) => {
    for (;;) {
      const r = radius * Math.sqrt(random.uniform(0, 1));
      const angle = random.uniform(0, 2 * Math.PI);
      const [x1, x2] = [r * sin(angle), r * cos(angle)];
      if (yinYangPlace(x1, x2) === place) return labelled([x1, x2], noise, random, yinYangPlace);
    }
  });

function yinYangPlace(x1: number, x2: number): number {
  const toRight = hypot(x1 - lobe, x2);
  const toLeft = hypot(x1 + lobe, x2);
  if (toRight < dot || toLeft < dot) return 2;
  return toLeft <= lobe || (x2 > 0 && toRight > lobe) ? 0 : 1;
}

/** Four arms, a quarter of a turn apart, each of one turn. */
export const fourSpirals: Generator = (count, noise, random) =>
  byClass(count, 4, (place, i, inArm) => {
    const r = (i / inArm) * radius;
    const t = (i / inArm) * 2 * Math.PI + (place * Math.PI) / 2;
    return {
      x1: r * sin(t) + random.uniform(-1, 1) * noise,
      x2: r * cos(t) + random.uniform(-1, 1) * noise,
      label: place,
    };
  });

/** So many squares along each side, of two classes in turn. */
export const checkerboard: Generator = (count, noise, random, { squares }) => {
  const squareAt = (x: number): number =>
    Math.min(squares - 1, Math.max(0, Math.floor(((x + radius) / (2 * radius)) * squares)));
  return Array.from({ length: count }, () =>
    labelled([random.uniform(-radius, radius), random.uniform(-radius, radius)], noise, random, (x1, x2) =>
      (squareAt(x1) + squareAt(x2)) % 2 === 0 ? 1 : -1,
    ),
  );
};
