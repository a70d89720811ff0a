import { featureNames, type FeatureName } from '../experiment/names.ts';
import { planeTarget } from './plane-table.ts';
import type { Encoding, Feature, Scale } from './encoding.ts';

/** What the network may see of a point of the plane. */
export const features: Readonly<Record<FeatureName, Feature>> = {
  x1: { as: 'value', of: 'x1' },
  x2: { as: 'value', of: 'x2' },
  'x1²': { as: 'square', of: 'x1' },
  'x2²': { as: 'square', of: 'x2' },
  x1x2: { as: 'product', of: ['x1', 'x2'] },
  'sin x1': { as: 'sine', of: 'x1' },
  'sin x2': { as: 'sine', of: 'x2' },
};

/**
 * The chosen features and the target of points of the plane: of these classes, or a number, scaled if so said, where
 * there are none.
 */
export function planeEncoding(
  chosen: readonly FeatureName[],
  classNames: readonly string[],
  scale?: Scale,
): Encoding {
  const target = planeTarget(classNames);
  return {
    features: inTableOrder(chosen).map((name) => features[name]),
    target: target.kind === 'number' ? { ...target, ...scale } : target,
  };
}

/** In the order of the table whatever order they were chosen in. */
export function inTableOrder(chosen: readonly FeatureName[]): FeatureName[] {
  return featureNames.filter((name) => chosen.includes(name));
}
