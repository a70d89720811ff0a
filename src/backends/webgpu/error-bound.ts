import {
  fanIn,
  weightRow,
  leadingRows,
  outputCount,
  type NetworkPlan,
  type NeuronRef,
  type PlanActivation,
  type PlanDisplay,
} from './network-plan.ts';

/**
 * How far the GPU may be from exact arithmetic at one point, computed, not guessed.
 *
 * With e the error of a layer's inputs, a neuron z = Σ wᵢaᵢ + b of n inputs is off by at most
 *
 *     Σ|wᵢ|eᵢ  +  (n + 2)·2⁻²³·(Σ|wᵢ|(|aᵢ| + eᵢ) + |b|)
 *
 * in any order of summation, fused or not: half a unit for the weight rounded to f32, one for the product, one for
 * each of n sums. The unit is 2⁻²³ because WGSL's "correctly rounded" admits either neighbour. Behind the activation
 * it is that, times the largest slope on the interval z can lie in, never more than the activation's range, plus
 * the error of computing the activation itself. Subnormals may be flushed, 2⁻¹²⁶ for each operation.
 */

export const unit = 2 ** -23;
export const smallestNormal = 2 ** -126;

interface Curve {
  readonly value: (z: number) => number;
  /** The largest slope on [low, high]. */
  readonly slope: (low: number, high: number) => number;
  /** Largest minus smallest value. */
  readonly range: number;
  /**
   * Error of the shader's own formula, absolute. For those made of t = exp(-|x|), WGSL allows exp 3 + 2|x| units,
   * division 2.5 and each sum 1. (1 - t)/(1 + t): at most 2 units by t, 4.5 by the rest. 1/(1 + t) and t/(1 + t):
   * half as much by t, 3.5 by the rest.
   */
  readonly rounding: number;
}

/** The point of [low, high] nearest to 0, where the slope of tanh and sigmoid is largest. */
function nearestToZero(low: number, high: number): number {
  return low > 0 ? low : high < 0 ? -high : 0;
}

/** e^-x / (1 + e^-x)², the slope of the sigmoid at x ≥ 0. */
function sigmoidSlope(x: number): number {
  const t = Math.exp(-x);
  return t / (1 + t) ** 2;
}

export function sigmoid(z: number): number {
  const t = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + t) : t / (1 + t);
}

const curves = {
  linear: { value: (z) => z, slope: () => 1, range: Infinity, rounding: 0 },
  relu: {
    value: (z) => Math.max(z, 0),
    slope: (_low, high) => (high > 0 ? 1 : 0),
    range: Infinity,
    rounding: 0,
  },
  tanh: {
    value: Math.tanh,
    slope: (low, high) => 4 * sigmoidSlope(2 * nearestToZero(low, high)),
    range: 2,
    rounding: 7 * unit,
  },
  sigmoid: {
    value: sigmoid,
    slope: (low, high) => sigmoidSlope(nearestToZero(low, high)),
    range: 1,
    rounding: 5 * unit,
  },
} as const satisfies Record<PlanActivation, Curve>;

const displayCurves = {
  identity: curves.linear,
  'two-sigmoid-minus-one': {
    value: (z) => 2 * sigmoid(z) - 1,
    slope: (low, high) => 2 * sigmoidSlope(nearestToZero(low, high)),
    range: 2,
    // Twice the sigmoid's, and the subtraction.
    rounding: 11 * unit,
  },
} as const satisfies Record<Exclude<PlanDisplay, 'softmax'>, Curve>;

/** Values and how far off the GPU may be, element by element. */
export interface Bounded {
  readonly values: Float64Array;
  readonly bounds: Float64Array;
}

/**
 * Evaluates one point in f64 and bounds the GPU's distance from it.
 *
 * @param inputs one number for each of the plan's inputs
 * @param neurons whose activations are wanted beside the leading rows
 * @param isOnGrid the GPU multiplies each input from its two axes; otherwise it was only rounded
 * @returns one element for each row that `evaluate` returns: displayed outputs, predictions, the neurons
 */
export function boundAt(
  plan: NetworkPlan,
  parameters: Float64Array,
  inputs: ArrayLike<number>,
  neurons: readonly NeuronRef[] = [],
  isOnGrid = false,
): Bounded {
  const byLayer: Bounded[] = [];
  let signals = uploadedInputs(inputs, isOnGrid);
  for (let layer = 0; layer < plan.layers.length; layer++) {
    signals = throughLayer(plan, layer, parameters, signals);
    byLayer.push(signals);
  }
  const firstNeuron = leadingRows(plan);
  const results = emptyBounded(firstNeuron + neurons.length);
  writeDisplayed(plan.display, signals, results);
  results.values.set(signals.values, outputCount(plan));
  results.bounds.set(signals.bounds, outputCount(plan));
  neurons.forEach(({ layer, neuron }, k) => {
    results.values[firstNeuron + k] = byLayer[layer].values[neuron];
    results.bounds[firstNeuron + k] = byLayer[layer].bounds[neuron];
  });
  return results;
}

/**
 * The same for the predictions alone, under weights that the GPU has computed itself.
 *
 * @param weights and how far off the GPU's are; both as long as the parameters of the plan
 * @returns one element for each output
 */
export function predictionsAt(plan: NetworkPlan, weights: Bounded, inputs: ArrayLike<number>): Bounded {
  let signals = uploadedInputs(inputs, false);
  for (let layer = 0; layer < plan.layers.length; layer++)
    signals = throughLayer(plan, layer, weights.values, signals, weights.bounds);
  return signals;
}

function emptyBounded(length: number): Bounded {
  return { values: new Float64Array(length), bounds: new Float64Array(length) };
}

/** Inputs are uploaded as f32, half a unit off; a grid's are the product of two such numbers, rounded once more. */
function uploadedInputs(inputs: ArrayLike<number>, isOnGrid: boolean): Bounded {
  const values = Float64Array.from(inputs);
  const units = isOnGrid ? 2.5 : 0.5;
  return { values, bounds: values.map((x) => Math.abs(x) * units * unit + smallestNormal) };
}

function throughLayer(
  plan: NetworkPlan,
  layer: number,
  parameters: Float64Array,
  signals: Bounded,
  parameterErrors: Float64Array | null = null,
): Bounded {
  const { width, activation, biasOffset } = plan.layers[layer];
  const inputCount = fanIn(plan, layer);
  const results = emptyBounded(width);
  for (let neuron = 0; neuron < width; neuron++) {
    const bias = parameters[biasOffset + neuron];
    let z = bias;
    let carried = parameterErrors?.[biasOffset + neuron] ?? 0;
    let magnitude = Math.abs(bias) + carried;
    const row = weightRow(plan, layer, neuron);
    let flushed = inputCount + 2;
    for (let i = 0; i < inputCount; i++) {
      const at = row + i;
      const weight = parameters[at];
      const weightError = parameterErrors?.[at] ?? 0;
      const reach = Math.abs(signals.values[i]) + signals.bounds[i];
      z += weight * signals.values[i];
      carried += Math.abs(weight) * signals.bounds[i] + weightError * reach;
      magnitude += (Math.abs(weight) + weightError) * reach;
      flushed += reach;
    }
    const error = carried + (inputCount + 2) * unit * magnitude + flushed * smallestNormal;
    writeThrough(curves[activation], z, error, results, neuron);
  }
  return results;
}

/** What is displayed of the predictions, into the first elements of the results. */
function writeDisplayed(display: PlanDisplay, predictions: Bounded, results: Bounded): void {
  for (let output = 0; output < predictions.values.length; output++) {
    if (display === 'softmax') writeSoftmax(predictions, results, output);
    else {
      const [z, error] = [predictions.values[output], predictions.bounds[output]];
      writeThrough(displayCurves[display], z, error, results, output);
    }
  }
}

/** How far the logarithm of an output's odds against all others is from 0, and how far off the GPU's may be. */
export interface LogOdds {
  /** zᵢ - log Σ exp(zⱼ) over the others; Infinity if there are none. */
  readonly value: number;
  /** A logarithm of a sum is off by no more than the worst of its terms. */
  readonly error: number;
}

export function logOddsOf({ values, bounds }: Bounded, output: number): LogOdds {
  let largest = -Infinity;
  let error = 0;
  for (let j = 0; j < values.length; j++) {
    if (j === output) continue;
    largest = Math.max(largest, values[j]);
    error = Math.max(error, bounds[j]);
  }
  if (largest === -Infinity) return { value: Infinity, error: bounds[output] };
  let sum = 0;
  for (let j = 0; j < values.length; j++) if (j !== output) sum += Math.exp(values[j] - largest);
  return { value: values[output] - largest - Math.log(sum), error: error + bounds[output] };
}

/**
 * A softmax is the sigmoid of an output's log-odds, which carries their error as the sigmoid does. The shader's own
 * formula is tᵢ / Σ tⱼ of k numbers t = exp(-D), D being the distance from the largest logit, which is in the sum as 1.
 * With D one unit off and exp 3 + 2D, t is 3 + 3D units off. That is at most 3 - 3 log p for the numerator, because
 * p ≤ t; and at most 3 + 3 log k for the sum, where the mean of D, weighted by p, is the entropy of p at the most. The
 * additions are k - 1 units more, the division 2.5, and one is for products of errors. D ends at 80: each t may be
 * 2⁻¹¹⁵ too large. p(1 - log p) grows with p, so the largest p that the logits allow counts.
 */
function writeSoftmax(logits: Bounded, results: Bounded, output: number): void {
  const { value, error } = logOddsOf(logits, output);
  const p = sigmoid(value);
  const carried = Math.min(sigmoidSlope(nearestToZero(value - error, value + error)) * error, 1);
  const count = logits.values.length;
  // Never 0, which has no logarithm.
  const most = Math.max(Math.min(p + carried, 1), smallestNormal);
  const units = 3 - 3 * Math.log(most) + 3 + 3 * Math.log(count) + count + 2.5;
  results.values[output] = p;
  results.bounds[output] = carried + units * unit * most + count * 2 ** -115;
}

function writeThrough(curve: Curve, z: number, error: number, results: Bounded, at: number): void {
  const { value, slope, range, rounding } = curve;
  results.values[at] = value(z);
  results.bounds[at] = Math.min(slope(z - error, z + error) * error, range) + rounding;
}
