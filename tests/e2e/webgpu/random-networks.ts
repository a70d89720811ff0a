import type { LayerPlan, NetworkPlan, NeuronRef } from '../../../src/backends/webgpu/network-plan.ts';
import { activationNames } from '../../../src/experiment/names.ts';
import { losses } from '../../../src/nn/losses.ts';
import { layerLayouts } from '../../../src/nn/mlp.ts';
import { widthsOf, type NetworkShape } from '../../../src/nn/network.ts';

export type Random = () => number;

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function integer(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

function pick<T>(random: Random, options: readonly T[]): T {
  return options[integer(random, 0, options.length - 1)];
}

/** `usual`: |w| ≤ 2/√n of n inputs; `large`: |w| ≤ 20. */
export type WeightScale = 'usual' | 'large';

export interface TestNetwork {
  readonly shape: NetworkShape;
  readonly plan: NetworkPlan;
  readonly parameters: Float64Array;
  /** `columns[input][sample]`, in [-6, 6]. */
  readonly columns: readonly Float64Array[];
  readonly sampleCount: number;
  readonly neurons: readonly NeuronRef[];
}

export function planOf(shape: NetworkShape): NetworkPlan {
  const loss = losses[shape.loss];
  const layouts = layerLayouts(shape.inputCount, widthsOf(shape));
  const layers: LayerPlan[] = layouts.map(({ width, weightOffset, biasOffset }, i) => ({
    width,
    activation: i === layouts.length - 1 ? loss.outputActivation(shape.task) : shape.activation,
    weightOffset,
    biasOffset,
  }));
  const display = shape.loss === 'binary-cross-entropy' ? 'two-sigmoid-minus-one' : 'identity';
  return { inputCount: shape.inputCount, layers, display };
}

/** No hidden layer to eight, 1 to 64 neurons each. */
export function randomShape(random: Random): NetworkShape {
  return {
    inputCount: integer(random, 1, 9),
    hidden: Array.from({ length: integer(random, 0, 8) }, () => pick(random, [1, 2, 3, 4, 5, 8, 16, 31, 64])),
    activation: pick(random, activationNames),
    loss: pick(random, ['squared-error', 'binary-cross-entropy']),
    task: pick(random, ['classification', 'regression']),
  };
}

export function randomNetwork(
  shape: NetworkShape,
  scale: WeightScale,
  sampleCount: number,
  random: Random,
): TestNetwork {
  const layouts = layerLayouts(shape.inputCount, widthsOf(shape));
  const signed = (largest: number): number => largest * (2 * random() - 1);
  const parameters = Float64Array.from(
    layouts.flatMap(({ inputCount, width }) =>
      Array.from({ length: (inputCount + 1) * width }, () =>
        signed(scale === 'large' ? 20 : 2 / Math.sqrt(inputCount)),
      ),
    ),
  );
  const columns = Array.from({ length: shape.inputCount }, () =>
    Float64Array.from({ length: sampleCount }, () => signed(6)),
  );
  const neurons = shape.hidden.flatMap((width, layer) =>
    Array.from({ length: Math.min(width, 6) }, () => ({ layer, neuron: integer(random, 0, width - 1) })),
  );
  return { shape, plan: planOf(shape), parameters, columns, sampleCount, neurons };
}
