/**
 * The built-in data sets, with TensorFlow Playground's formulas (its dataset.ts) and scikit-learn's make_moons.
 * `noise` is a share, 0 to 0.5. Labels are as in `PointColumns`.
 */
import { hypot } from '../elementary/power.ts';
import { cos, sin } from '../elementary/trigonometric.ts';
import type { PlaneName } from '../experiment/names.ts';
import { blobs, checkerboard, fourSpirals, rings, yinYang } from './many-classes.ts';
import type { Generator } from './generator.ts';

const radius = 5;
/** Regression inputs lie in [-6, 6]². */
const extent = 6;

/** Half inside 0.5R, half between 0.7R and R. Noise flips labels near the border and never moves a point. */
const circle: Generator = (count, noise, random) => {
  const half = Math.floor(count / 2);
  return Array.from({ length: count }, (_, i) => {
    const r = i < half ? random.uniform(0, radius * 0.5) : random.uniform(radius * 0.7, radius);
    const angle = random.uniform(0, 2 * Math.PI);
    const x1 = r * sin(angle);
    const x2 = r * cos(angle);
    const seen1 = x1 + random.uniform(-radius, radius) * noise;
    const seen2 = x2 + random.uniform(-radius, radius) * noise;
    return { x1, x2, label: hypot(seen1, seen2) < radius * 0.5 ? 1 : -1 };
  });
};

/** The sign of x1·x2, with a gap of 0.3 on each side of the axes. */
const xor: Generator = (count, noise, random) => {
  const padding = 0.3;
  const coordinate = (): number => {
    const x = random.uniform(-5, 5);
    return x + (x > 0 ? padding : -padding);
  };
  return Array.from({ length: count }, () => {
    const x1 = coordinate();
    const x2 = coordinate();
    const seen1 = x1 + random.uniform(-5, 5) * noise;
    const seen2 = x2 + random.uniform(-5, 5) * noise;
    return { x1, x2, label: seen1 * seen2 >= 0 ? 1 : -1 };
  });
};

/** Two normal clouds whose variance grows with the noise from 0.5 to 4. */
const gaussian: Generator = (count, noise, random) => {
  const variance = 0.5 + (noise / 0.5) * 3.5;
  const half = Math.floor(count / 2);
  return Array.from({ length: count }, (_, i) => {
    const label = i < half ? 1 : -1;
    return { x1: random.normal(2 * label, variance), x2: random.normal(2 * label, variance), label };
  });
};

/** Two arms, half a turn apart, each of 1.75 turns. */
const spiral: Generator = (count, noise, random) => {
  const half = Math.floor(count / 2);
  return Array.from({ length: count }, (_, index) => {
    const first = index < half;
    const i = first ? index : index - half;
    const inArm = first ? half : count - half;
    const r = (i / inArm) * 5;
    const t = ((1.75 * i) / inArm) * 2 * Math.PI + (first ? 0 : Math.PI);
    return {
      x1: r * sin(t) + random.uniform(-1, 1) * noise,
      x2: r * cos(t) + random.uniform(-1, 1) * noise,
      label: first ? 1 : -1,
    };
  });
};

/** scikit-learn's make_moons: two half circles; `noise` is the standard deviation of the added normal noise. */
const moons: Generator = (count, noise, random) => {
  const outer = Math.floor(count / 2);
  const inner = count - outer;
  return Array.from({ length: count }, (_, index) => {
    const first = index < outer;
    const i = first ? index : index - outer;
    const angle = (Math.PI * i) / Math.max(1, (first ? outer : inner) - 1);
    const x1 = first ? cos(angle) : 1 - cos(angle);
    const x2 = first ? sin(angle) : 0.5 - sin(angle);
    const variance = noise * noise;
    return { x1: random.normal(x1, variance), x2: random.normal(x2, variance), label: first ? -1 : 1 };
  });
};

/** A regression data set: the label is read at a place moved by the noise. */
function regression(labelAt: (x1: number, x2: number) => number): Generator {
  return (count, noise, random) =>
    Array.from({ length: count }, () => {
      const x1 = random.uniform(-extent, extent);
      const x2 = random.uniform(-extent, extent);
      const seen1 = x1 + random.uniform(-extent, extent) * noise;
      const seen2 = x2 + random.uniform(-extent, extent) * noise;
      return { x1, x2, label: labelAt(seen1, seen2) };
    });
}

const plane = regression((x1, x2) => (x1 + x2) / 10);

const hills = [
  { x1: -4, x2: 2.5, sign: 1 },
  { x1: 0, x2: 2.5, sign: -1 },
  { x1: 4, x2: 2.5, sign: 1 },
  { x1: -4, x2: -2.5, sign: -1 },
  { x1: 0, x2: -2.5, sign: 1 },
  { x1: 4, x2: -2.5, sign: -1 },
];

/** Six cones of radius 2 with alternating signs; where they overlap the larger one counts. */
const multiGaussian = regression((x1, x2) => {
  let label = 0;
  for (const hill of hills) {
    const height = Math.max(0, Math.min(1, 1 - hypot(x1 - hill.x1, x2 - hill.x2) / 2));
    if (height > Math.abs(label)) label = hill.sign * height;
  }
  return label;
});

export const generators: Readonly<Record<PlaneName, Generator>> = {
  circle,
  xor,
  gaussian,
  spiral,
  moons,
  plane,
  'multi-gaussian': multiGaussian,
  rings,
  blobs,
  'yin-yang': yinYang,
  'four-spirals': fourSpirals,
  checkerboard,
};
