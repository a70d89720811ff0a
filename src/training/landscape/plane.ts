import { randomFromSeed } from '../../data/random.ts';
import { weightsOf, type LayerLayout } from '../../nn/parameter-blocks.ts';

/** A plane in the space of all parameters: centre + α·first + β·second. */
export interface LossPlane {
  readonly centre: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Stream of `randomFromSeed`. */
const directionStream = 4;

/**
 * Two random directions through the centre, normalised filter by filter as in Li et al. 2018 (arXiv 1712.09913): a
 * neuron's incoming weights are drawn from the normal distribution and scaled to the norm of that neuron's weights,
 * so that one unit of α or β is as far for a network with large weights as for one with small ones. As in the
 * authors' figures (their option `biasbn`) biases are left where they are; so are the weights of a neuron whose
 * weights are all 0. The same seed draws the same numbers, whatever the centre.
 */
export function randomPlane(centre: Float64Array, layers: readonly LayerLayout[], seed: number): LossPlane {
  const random = randomFromSeed(seed, directionStream);
  const draw = (): Float64Array => normalised(centre, layers, () => random.normal(0, 1));
  return { centre, first: draw(), second: draw() };
}

function normalised(
  centre: Float64Array,
  layers: readonly LayerLayout[],
  normal: () => number,
): Float64Array {
  const direction = new Float64Array(centre.length);
  for (const layer of layers) {
    for (let neuron = 0; neuron < layer.width; neuron++) {
      const drawn = weightsOf(direction, layer, neuron);
      for (let i = 0; i < drawn.length; i++) drawn[i] = normal();
      const scale = norm(weightsOf(centre, layer, neuron)) / norm(drawn);
      for (let i = 0; i < drawn.length; i++) drawn[i] *= scale;
    }
  }
  return direction;
}

/** Writes the parameters at α, β. */
export function parametersAt(
  { centre, first, second }: LossPlane,
  alpha: number,
  beta: number,
  parameters: Float64Array,
): void {
  for (let p = 0; p < parameters.length; p++) parameters[p] = centre[p] + alpha * first[p] + beta * second[p];
}

/** Where parameters are seen from a plane that they need not lie in. */
export interface Projection {
  readonly alpha: number;
  readonly beta: number;
  /** Length of the part of the way from the centre that lies in the plane, 0…1 of the whole; null without a way. */
  readonly share: number | null;
}

/** Directions whose angle has a sine² below this are taken for one. */
const parallel = 1e-12;

/**
 * The point of the plane that is nearest to the parameters: least squares, since random directions are neither
 * orthogonal nor of unit length. Where both directions are one (a network with a single weight), β is 0.
 */
export function project({ centre, first, second }: LossPlane, parameters: Float64Array): Projection {
  let [distance, d1, d2, g11, g12, g22] = [0, 0, 0, 0, 0, 0];
  for (let p = 0; p < centre.length; p++) {
    const step = parameters[p] - centre[p];
    distance += step * step;
    d1 += step * first[p];
    d2 += step * second[p];
    g11 += first[p] * first[p];
    g12 += first[p] * second[p];
    g22 += second[p] * second[p];
  }
  const determinant = g11 * g22 - g12 * g12;
  const independent = determinant > parallel * g11 * g22;
  const alpha = independent ? (d1 * g22 - d2 * g12) / determinant : g11 > 0 ? d1 / g11 : 0;
  const beta = independent ? (d2 * g11 - d1 * g12) / determinant : 0;
  if (distance === 0) return { alpha, beta, share: null };
  // By Pythagoras the foot of the perpendicular is as far from the centre as its own inner product says.
  const inPlane = Math.max(0, alpha * d1 + beta * d2);
  return { alpha, beta, share: Math.min(1, Math.sqrt(inPlane / distance)) };
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
