import { inTableOrder } from '../data/features.ts';
import { taskOf, type FeatureName } from '../experiment/names.ts';
import type { Experiment } from '../experiment/schema.ts';
import { decayMask, initializeParameters } from '../nn/initializers.ts';
import { layerLayouts, type LayerLayout } from '../nn/mlp.ts';
import {
  traceNetwork,
  widthsOf,
  type NetworkShape,
  type NetworkTapes,
  type NeuronAddress,
} from '../nn/network.ts';
import { randomFromSeed, type Random } from '../data/random.ts';

/** Neurons of one layer that are shown with a map of their own. */
export const shownPerLayer = 12;

/** What a network of an experiment is made of, apart from its weights. */
export interface Network {
  /** Two experiments with equal keys have the same network. */
  readonly key: string;
  readonly shape: NetworkShape;
  readonly inputs: readonly FeatureName[];
  readonly layers: readonly LayerLayout[];
  readonly parameterCount: number;
  readonly decay: Float64Array;
  readonly shownNeurons: readonly NeuronAddress[];
  readonly tapes: NetworkTapes;
}

/** Streams of `randomFromSeed`. */
const weightStream = 1;
const orderStream = 2;

export function networkShape({ features, hidden, activation, loss, dataSet }: Experiment): NetworkShape {
  return { inputCount: features.length, hidden, activation, loss, task: taskOf[dataSet] };
}

export function networkKey(experiment: Experiment): string {
  return JSON.stringify([networkShape(experiment), inTableOrder(experiment.features)]);
}

/** Builds the network's Values and traces its tapes: the expensive part of a new shape. */
export function createNetwork(experiment: Experiment): Network {
  const shape = networkShape(experiment);
  const widths = widthsOf(shape);
  const shownNeurons = shape.hidden.flatMap((width, layer) =>
    Array.from({ length: Math.min(width, shownPerLayer) }, (_, neuron) => ({ layer, neuron })),
  );
  const decay = decayMask(shape.inputCount, widths);
  return {
    key: networkKey(experiment),
    shape,
    inputs: inTableOrder(experiment.features),
    layers: layerLayouts(shape.inputCount, widths),
    parameterCount: decay.length,
    decay,
    shownNeurons,
    tapes: traceNetwork(shape, shownNeurons),
  };
}

/** The initial weights that belong to a seed. */
export function initialParameters({ shape }: Network, seed: number): Float64Array {
  const random = randomFromSeed(seed, weightStream);
  return initializeParameters(shape.inputCount, widthsOf(shape), () => random.uniform());
}

/** The generator of the batch order that belongs to a seed. */
export function orderRandom(seed: number): Random {
  return randomFromSeed(seed, orderStream);
}
