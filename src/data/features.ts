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

type Factor = (x: number) => number;
const one: Factor = () => 1;
const itself: Factor = (x) => x;
const square: Factor = (x) => x * x;

/**
 * The same features as products, of a number that depends on x1 alone and one that depends on x2 alone: over a grid
 * two short columns then say as much as all its cells.
 */
export const featureFactors: Readonly<Record<FeatureName, { readonly ofX1: Factor; readonly ofX2: Factor }>> =
  {
    x1: { ofX1: itself, ofX2: one },
    x2: { ofX1: one, ofX2: itself },
    'x1²': { ofX1: square, ofX2: one },
    'x2²': { ofX1: one, ofX2: square },
    x1x2: { ofX1: itself, ofX2: itself },
    'sin x1': { ofX1: Math.sin, ofX2: one },
    'sin x2': { ofX1: one, ofX2: Math.sin },
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
