import type { Activation } from '../experiment/activation-formula.ts';
import type { Architecture } from './architecture.ts';
import { endOf, placeBlocks, placeIn, type LayerLayout, type ParameterBlock } from './parameter-blocks.ts';

/** A layer of neurons with its parameters; it reads what the layer before puts out, the first one the inputs. */
export interface ModuleLayer {
  readonly weights: ParameterBlock;
  /** A column. */
  readonly biases: ParameterBlock;
  readonly activation: Activation;
  /** Whether in training what its neurons put out is dropped now and then. */
  readonly drops?: true;
}

/** A network by what it reads, holds and puts out, everything with its name. */
export interface Module {
  readonly inputs: readonly string[];
  /** One for each output neuron. */
  readonly outputs: readonly string[];
  /** In the order in which they are computed, the output layer last. */
  readonly layers: readonly ModuleLayer[];
  /** In the order of the flat array of all parameters: that of a torch.nn.Linear after the other. */
  readonly blocks: readonly ParameterBlock[];
  readonly parameterCount: number;
}

/** A hidden neuron, both indices from 0. */
export interface NeuronAddress {
  readonly layer: number;
  readonly neuron: number;
}

/** Where the network begins and ends. */
export interface ModuleEnds {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly outputActivation: Activation;
}

const kindsOfBlocks = ['weights', 'biases'] as const;

/** Throws a RangeError for an impossible shape. */
export function moduleOf({ hidden }: Architecture, ends: ModuleEnds): Module {
  const { inputs, outputs, outputActivation } = ends;
  const layers = [
    ...hidden.map(({ width, activation, drops = false }, i) => ({
      name: `layer ${i + 1}`,
      rows: numbered('neuron', width),
      activation,
      drops,
    })),
    { name: 'output', rows: outputs, activation: outputActivation, drops: false },
  ];
  if (inputs.length < 1 || layers.some(({ rows }) => rows.length < 1)) {
    const sizes = [inputs.length, ...layers.map(({ rows }) => rows.length)].join('-');
    throw new RangeError(`an MLP needs at least one input and one neuron a layer, got ${sizes}`);
  }
  const blocks = placeBlocks(
    layers.flatMap(({ name, rows }, i) =>
      kindsOfBlocks.map((kind) => ({
        name: `${name}, ${kind}`,
        rows,
        columns: kind === 'biases' ? ['bias'] : i === 0 ? inputs : layers[i - 1].rows,
        decays: kind === 'weights',
      })),
    ),
  );
  return {
    inputs,
    outputs,
    layers: layers.map(({ activation, drops }, i) => ({
      weights: blocks[2 * i],
      biases: blocks[2 * i + 1],
      activation,
      ...(drops ? { drops } : {}),
    })),
    blocks,
    parameterCount: endOf(blocks[blocks.length - 1]),
  };
}

export function layoutOf({ weights, biases }: ModuleLayer): LayerLayout {
  return {
    inputCount: weights.columns.length,
    width: weights.rows.length,
    weightOffset: weights.offset,
    biasOffset: biases.offset,
  };
}

/** Places of its parameters in the flat array of all, in the order of `Layer.parameters`. */
export function placesOf(layer: ModuleLayer): number[] {
  return placesOfNeurons(layer, 0, layer.biases.rows.length);
}

/** The same of the neurons from one to before another. */
export function placesOfNeurons({ weights, biases }: ModuleLayer, from: number, to: number): number[] {
  const width = weights.columns.length;
  const range = (offset: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => offset + i);
  return [
    ...range(weights.offset + from * width, (to - from) * width),
    ...range(biases.offset + from, to - from),
  ];
}

/** Names of what is only counted: `input 1`, `input 2`, … */
export function numbered(what: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${what} ${i + 1}`);
}

/** Where a parameter belongs, all from 0; `input` is null for a bias. */
export interface ParameterPlace {
  readonly layer: number;
  readonly neuron: number;
  readonly input: number | null;
}

/** Of a place in the flat array of all parameters. Throws a RangeError where there is none. */
export function placeOfParameter({ layers }: Pick<Module, 'layers'>, parameter: number): ParameterPlace {
  for (const [layer, { weights, biases }] of layers.entries()) {
    const weight = placeIn(weights, parameter);
    if (weight !== null) return { layer, neuron: weight.row, input: weight.column };
    const bias = placeIn(biases, parameter);
    if (bias !== null) return { layer, neuron: bias.row, input: null };
  }
  throw new RangeError(`the network has no parameter ${parameter}`);
}

/** 1 for what L2 and weight decay apply to, 0 for all other parameters. */
export function decayOf({ blocks, parameterCount }: Module): Float64Array {
  const mask = new Float64Array(parameterCount);
  for (const block of blocks) mask.fill(block.decays ? 1 : 0, block.offset, endOf(block));
  return mask;
}

/** What its neurons put out, by their addresses. Throws a RangeError where there is no such neuron. */
export function tapsOf<T>(layers: readonly (readonly T[])[], neurons: readonly NeuronAddress[]): T[] {
  return neurons.map(({ layer, neuron }) => {
    if (!(layer in layers) || !(neuron in layers[layer]))
      throw new RangeError(`the network has no neuron ${neuron} in layer ${layer}`);
    return layers[layer][neuron];
  });
}

/**
 * How many numbers training reads with each presentation of a sample, in groups: what is added to each input where they
 * are noisy, then of each layer that drops what its neurons' outputs are multiplied by.
 */
export function presentedGroups({ inputs, layers }: Module, noisyInputs: boolean): number[] {
  const dropping = layers.filter(({ drops = false }) => drops).map(({ biases }) => biases.rows.length);
  return noisyInputs ? [inputs.length, ...dropping] : dropping;
}
