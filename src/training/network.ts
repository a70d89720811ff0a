import { finish, type Steps } from '../autograd/steps.ts';
import type { Encoding } from '../data/encoding.ts';
import { inTableOrder, planeEncoding } from '../data/features.ts';
import { classCountOf, classNamesOf } from '../experiment/data-sets.ts';
import { taskOf, type FeatureName } from '../experiment/names.ts';
import type { Experiment } from '../experiment/schema.ts';
import { decayMask, initializeParameters } from '../nn/initializers.ts';
import { layerLayouts, type LayerLayout } from '../nn/mlp.ts';
import {
  networkSteps,
  widthsOf,
  type NetworkShape,
  type NetworkTapes,
  type NeuronAddress,
} from '../nn/network.ts';
import { randomFromSeed, type Random } from '../data/random.ts';

/** Neurons of one layer that are shown with a map of their own. */
export const shownPerLayer = 12;

/** Streams of `randomFromSeed`. */
const weightStream = 1;
const orderStream = 2;

export function networkShape(experiment: Experiment): NetworkShape {
  const { features, hidden, activation, loss, dataSet } = experiment;
  const shape = { inputCount: features.length, hidden, activation, loss, task: taskOf[dataSet] };
  const classCount = classCountOf(experiment);
  return classCount > 2 ? { ...shape, classCount } : shape;
}

export function networkKey(experiment: Experiment): string {
  const { features } = experiment;
  return JSON.stringify([networkShape(experiment), inTableOrder(features), classNamesOf(experiment)]);
}

/** What a network of an experiment is made of, apart from its weights. Quick to make: its tapes are traced later. */
export class Network {
  /** Two experiments with equal keys have the same network. */
  readonly key: string;
  readonly shape: NetworkShape;
  readonly inputs: readonly FeatureName[];
  /** From rows to its inputs and its target. */
  readonly encoding: Encoding;
  readonly layers: readonly LayerLayout[];
  readonly parameterCount: number;
  readonly outputCount: number;
  readonly decay: Float64Array;
  readonly shownNeurons: readonly NeuronAddress[];
  #tapes: NetworkTapes | null = null;
  /** Tracing in progress: whoever asks next goes on with it. */
  #tracing: Steps<NetworkTapes> | null = null;

  constructor(experiment: Experiment) {
    const shape = networkShape(experiment);
    const widths = widthsOf(shape);
    this.key = networkKey(experiment);
    this.shape = shape;
    this.inputs = inTableOrder(experiment.features);
    this.encoding = planeEncoding(experiment.features, classNamesOf(experiment));
    this.layers = layerLayouts(shape.inputCount, widths);
    this.decay = decayMask(shape.inputCount, widths);
    this.parameterCount = this.decay.length;
    this.outputCount = widths[widths.length - 1];
    this.shownNeurons = shape.hidden.flatMap((width, layer) =>
      Array.from({ length: Math.min(width, shownPerLayer) }, (_, neuron) => ({ layer, neuron })),
    );
  }

  /** Instructions of all tapes; 0 before they are traced. */
  get instructionCount(): number {
    if (this.#tapes === null) return 0;
    const { gradient, metrics, output, activations } = this.#tapes;
    return gradient.length + metrics.length + output.length + activations.length;
  }

  /** Traced now if they were not before: for a large network, use `trace` where others must not be kept waiting. */
  get tapes(): NetworkTapes {
    return this.#tapes ?? finish(this.trace());
  }

  /** The tapes, in steps: the expensive part of a new shape. */
  *trace(): Steps<NetworkTapes> {
    while (this.#tapes === null) {
      this.#tracing ??= networkSteps(this.shape, this.shownNeurons);
      const { done, value } = this.#tracing.next();
      if (done) {
        this.#tapes = value;
        this.#tracing = null;
      } else yield;
    }
    return this.#tapes;
  }
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
