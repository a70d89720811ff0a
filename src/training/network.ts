import { finish, type Steps } from '../autograd/steps.ts';
import type { DataSet } from '../data/data-set.ts';
import { inputName, type Encoding } from '../data/encoding.ts';
import { inTableOrder, planeEncoding } from '../data/features.ts';
import { commonActivation, layerActivations } from '../experiment/layer-activations.ts';
import { layerDropout } from '../experiment/layer-dropout.ts';
import type { Experiment } from '../experiment/schema.ts';
import { initialValues } from '../nn/initializers.ts';
import type { LossSettings } from '../nn/losses.ts';
import { decayOf, layoutOf, type Module, type NeuronAddress } from '../nn/module.ts';
import {
  moduleOfShape,
  networkSteps,
  outputCountOf,
  type NetworkShape,
  type NetworkTapes,
} from '../nn/network.ts';
import type { LayerLayout } from '../nn/parameter-blocks.ts';
import { randomFromSeed, type Random } from '../data/random.ts';

/** Neurons of one layer that are shown with a map of their own. */
export const shownPerLayer = 12;

/** Streams of `randomFromSeed`. */
const weightStream = 1;
const orderStream = 2;
const biasStream = 8;

/** All that tells one network from another, apart from its weights. */
export interface NetworkSpec {
  readonly shape: NetworkShape;
  /** What its inputs are called. */
  readonly inputs: readonly string[];
  /** What it predicts: the classes, in the order of its outputs where there are several, or a number where there are none. */
  readonly classNames: readonly string[];
}

/** What the network reads of a row: of the plane the chosen features, of other tables all that was fitted to them. */
export function encodingOf(
  { features }: Experiment,
  { encoding, classNames, targetScale }: DataSet,
): Encoding {
  return encoding ?? planeEncoding(features, classNames, targetScale);
}

export function networkSpec(experiment: Experiment, dataSet: DataSet): NetworkSpec {
  const { features, hidden, loss } = experiment;
  const activations = layerActivations(experiment);
  // One for all where they are alike: as ever, so that nothing is traced again for it.
  const common = commonActivation(experiment);
  const named = common === null ? { activation: activations[0], activations } : { activation: common };
  const { encoding, task, classNames } = dataSet;
  const inputs = encoding === null ? inTableOrder(features) : encoding.features.map(inputName);
  const shape = {
    ...{ inputCount: inputs.length, hidden, ...named, loss, task },
    ...lossSettings(experiment),
    ...presentedSettings(experiment),
  };
  const isUsual = classNames.length <= 2;
  return { shape: isUsual ? shape : { ...shape, classCount: classNames.length }, inputs, classNames };
}

/** What the loss has that differs from its default. */
function lossSettings({ loss, delta, labelSmoothing }: Experiment): LossSettings {
  if (loss === 'huber' && delta !== 1) return { delta };
  return loss === 'cross-entropy' && labelSmoothing > 0 ? { labelSmoothing } : {};
}

/** What training presents samples with beside their inputs. */
function presentedSettings(experiment: Experiment): Pick<NetworkShape, 'drops' | 'noisyInputs'> {
  const drops = layerDropout(experiment).map((share) => share > 0);
  return {
    ...(drops.includes(true) ? { drops } : {}),
    ...(experiment.inputNoise > 0 ? { noisyInputs: true } : {}),
  };
}

/** Two specs with equal keys are of the same network. */
export function networkKey({ shape, inputs, classNames }: NetworkSpec): string {
  return JSON.stringify([shape, inputs, classNames]);
}

/** What a network is made of, apart from its weights. Quick to make: its tapes are traced later. */
export class Network {
  readonly key: string;
  readonly shape: NetworkShape;
  /** What it reads, holds and puts out, by name. */
  readonly module: Module;
  readonly layers: readonly LayerLayout[];
  readonly decay: Float64Array;
  readonly shownNeurons: readonly NeuronAddress[];
  #tapes: NetworkTapes | null = null;
  /** Tracing in progress: whoever asks next goes on with it. */
  #tracing: Steps<NetworkTapes> | null = null;

  constructor(spec: NetworkSpec) {
    const { shape, inputs, classNames } = spec;
    // One output for each class, or a single one for all that it tells.
    const outputs = outputCountOf(shape) > 1 ? classNames : ['output'];
    this.key = networkKey(spec);
    this.shape = shape;
    this.module = moduleOfShape(shape, { inputs, outputs });
    this.layers = this.module.layers.map(layoutOf);
    this.decay = decayOf(this.module);
    this.shownNeurons = shape.hidden.flatMap((width, layer) =>
      Array.from({ length: Math.min(width, shownPerLayer) }, (_, neuron) => ({ layer, neuron })),
    );
  }

  get inputs(): readonly string[] {
    return this.module.inputs;
  }

  /** One for each output neuron: the class it stands for where there are several. */
  get outputs(): readonly string[] {
    return this.module.outputs;
  }

  get outputCount(): number {
    return this.module.outputs.length;
  }

  get parameterCount(): number {
    return this.module.parameterCount;
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

/** What of an experiment says how the weights begin, beside their seed. */
type Beginning = Partial<Pick<Experiment, 'biasSeed' | 'initialization' | 'initialWidth'>>;

/** The initial weights that belong to a seed; PyTorch's for a Linear if nothing else is said. */
export function initialParameters(
  { module }: Network,
  seed: number,
  { biasSeed = null, initialization = 'default', initialWidth = 1 }: Beginning = {},
): Float64Array {
  const weights = randomFromSeed(seed, weightStream);
  const biases = biasSeed === null ? null : randomFromSeed(biasSeed, biasStream);
  return initialValues(
    module,
    () => weights.uniform(),
    { name: initialization, width: initialWidth },
    biases && (() => biases.uniform()),
  );
}

/** The generator of the batch order that belongs to a seed. */
export function orderRandom(seed: number): Random {
  return randomFromSeed(seed, orderStream);
}
