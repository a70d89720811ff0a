import { log } from '../elementary/logarithm.ts';
import { cos } from '../elementary/trigonometric.ts';
import type { Activation } from '../experiment/activation-formula.ts';
import type { InitializationName } from '../experiment/names.ts';
import { countedModule } from './mlp.ts';
import { decayOf, type Module, type ModuleLayer } from './module.ts';
import { endOf } from './parameter-blocks.ts';

/** Uniform in [0, 1). */
export type Uniform = () => number;

/** How the parameters of a network begin. */
export interface Initialization {
  readonly name: InitializationName;
  /** Standard deviation of `normal`. */
  readonly width: number;
}

export const defaultInitialization: Initialization = { name: 'default', width: 1 };

/** What the distribution of a layer's parameters may depend on. */
interface LayerFacts {
  readonly fanIn: number;
  readonly fanOut: number;
  readonly gain: number;
  readonly width: number;
}

/** A parameter's first value; draws as often as it needs to. */
type Draw = (layer: LayerFacts, uniform: Uniform) => number;

interface Initializer {
  readonly weight: Draw;
  readonly bias: Draw;
}

const symmetric = (bound: number, uniform: Uniform): number => (2 * uniform() - 1) * bound;

/** By Box and Muller, from two draws. */
function normal(deviation: number, uniform: Uniform): number {
  const radius = Math.sqrt(-2 * log(1 - uniform()));
  return deviation * radius * cos(2 * Math.PI * uniform());
}

const byFanIn: Draw = ({ fanIn }, uniform) => symmetric(1 / Math.sqrt(fanIn), uniform);
/** Of Glorot and Bengio, 2010. */
const xavierDeviation = ({ gain, fanIn, fanOut }: LayerFacts): number =>
  gain * Math.sqrt(2 / (fanIn + fanOut));
/** Of He and others, 2015; by the fan-in. */
const kaimingDeviation = ({ gain, fanIn }: LayerFacts): number => gain / Math.sqrt(fanIn);
/** Of a uniform distribution with a deviation of 1. */
const unitBound = Math.sqrt(3);
const zero: Draw = () => 0;

/** `torch.nn.init` changes weights alone: biases that PyTorch's schemes say nothing of are 0. */
export const initializers: Readonly<Record<InitializationName, Initializer>> = {
  /** torch.nn.Linear's own: weights and biases uniform in ±1/√fan-in. */
  default: { weight: byFanIn, bias: byFanIn },
  /** torch.nn.init.xavier_uniform_ with the gain of the layer's activation. */
  'xavier-uniform': {
    weight: (layer, uniform) => symmetric(unitBound * xavierDeviation(layer), uniform),
    bias: zero,
  },
  'xavier-normal': { weight: (layer, uniform) => normal(xavierDeviation(layer), uniform), bias: zero },
  /** torch.nn.init.kaiming_uniform_, mode fan_in, with the gain of the layer's activation. */
  'kaiming-uniform': {
    weight: (layer, uniform) => symmetric(unitBound * kaimingDeviation(layer), uniform),
    bias: zero,
  },
  'kaiming-normal': { weight: (layer, uniform) => normal(kaimingDeviation(layer), uniform), bias: zero },
  /** TensorFlow Playground's: weights uniform in ±0.5, biases 0.1. */
  'tensorflow-playground': { weight: (_layer, uniform) => symmetric(0.5, uniform), bias: () => 0.1 },
  /** The lesson's: weights and biases uniform in ±1. */
  lesson: {
    weight: (_layer, uniform) => symmetric(1, uniform),
    bias: (_layer, uniform) => symmetric(1, uniform),
  },
  normal: { weight: ({ width }, uniform) => normal(width, uniform), bias: zero },
  /** All neurons of a layer stay alike: what is symmetric has nothing to learn apart. */
  zero: { weight: zero, bias: zero },
};

/** torch.nn.init.calculate_gain, for the activations that it has. */
const gains: Partial<Readonly<Record<string, number>>> = {
  linear: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  'leaky-relu': Math.sqrt(2 / (1 + 0.01 ** 2)),
};

/** How much wider the weights before an activation begin; 1 where PyTorch names none. */
export function gainOf(activation: Activation): number {
  return gains[activation] ?? 1;
}

/**
 * The first value of every parameter, drawn in their order. Biases come from `uniform` too, or from `biasUniform`; the
 * weights are the same either way.
 */
export function initialValues(
  { layers, parameterCount }: Module,
  uniform: Uniform,
  { name, width }: Initialization = defaultInitialization,
  biasUniform: Uniform | null = null,
): Float64Array {
  const values = new Float64Array(parameterCount);
  const { weight, bias } = initializers[name];
  for (const layer of layers) {
    const { weights, biases } = layer;
    const facts = { ...factsOf(layer), width };
    for (let i = weights.offset; i < endOf(weights); i++) values[i] = weight(facts, uniform);
    for (let i = biases.offset; i < endOf(biases); i++) {
      values[i] = bias(facts, uniform);
      if (biasUniform !== null) values[i] = bias(facts, biasUniform);
    }
  }
  return values;
}

function factsOf({ weights, activation }: ModuleLayer): Omit<LayerFacts, 'width'> {
  return { fanIn: weights.columns.length, fanOut: weights.rows.length, gain: gainOf(activation) };
}

/** The same in the order of `Mlp.parameters`, for a network whose inputs and neurons are only counted. */
export function initializeParameters(
  inputCount: number,
  widths: readonly number[],
  uniform: Uniform,
): Float64Array {
  return initialValues(countedModule(inputCount, widths), uniform);
}

/** 1 for weights, 0 for biases: what L2 and weight decay apply to. */
export function decayMask(inputCount: number, widths: readonly number[]): Float64Array {
  return decayOf(countedModule(inputCount, widths));
}
