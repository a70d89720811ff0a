import { featureNames, type FeatureName } from '../experiment/names.ts';

/** What the network may see of a point. */
export const features: Readonly<Record<FeatureName, (x1: number, x2: number) => number>> = {
  x1: (x1) => x1,
  x2: (_x1, x2) => x2,
  'x1²': (x1) => x1 * x1,
  'x2²': (_x1, x2) => x2 * x2,
  x1x2: (x1, x2) => x1 * x2,
  'sin x1': (x1) => Math.sin(x1),
  'sin x2': (_x1, x2) => Math.sin(x2),
};

/** One column a feature, in the order of the table whatever order they were chosen in. */
export function featureColumns(
  chosen: readonly FeatureName[],
  x1: Float64Array,
  x2: Float64Array,
): readonly Float64Array[] {
  return inTableOrder(chosen).map((name) => x1.map((value, i) => features[name](value, x2[i])));
}

export function inTableOrder(chosen: readonly FeatureName[]): FeatureName[] {
  return featureNames.filter((name) => chosen.includes(name));
}
