import { layerLayouts } from '../nn/mlp.ts';
import { widthsOf, type NetworkShape } from '../nn/network.ts';

/** Names of a network's parts, all counted from 1. */
export const weightName = (layer: number, neuron: number, input: number): string =>
  `w${layer + 1}_${neuron + 1}_${input + 1}`;
export const biasName = (layer: number, neuron: number): string => `b${layer + 1}_${neuron + 1}`;
/** Weighted sum and bias, before the activation. */
export const sumName = (layer: number, neuron: number): string => `z${layer + 1}_${neuron + 1}`;
export const outputName = (layer: number, neuron: number): string => `h${layer + 1}_${neuron + 1}`;
export const inputName = (input: number): string => `x${input + 1}`;

/** Where a parameter belongs, all from 0; `input` is null for a bias. */
export interface ParameterPlace {
  readonly layer: number;
  readonly neuron: number;
  readonly input: number | null;
}

/** From a place in `Mlp.parameters` to the parameter's layer, neuron and input. */
export function parameterPlace(
  network: Pick<NetworkShape, 'inputCount' | 'hidden'>,
  parameter: number,
): ParameterPlace {
  const layouts = layerLayouts(network.inputCount, widthsOf(network));
  const layer = layouts.findIndex(({ biasOffset, width }) => parameter < biasOffset + width);
  if (layer < 0 || parameter < 0) throw new RangeError(`the network has no parameter ${parameter}`);
  const { weightOffset, biasOffset, inputCount } = layouts[layer];
  if (parameter >= biasOffset) return { layer, neuron: parameter - biasOffset, input: null };
  const weight = parameter - weightOffset;
  return { layer, neuron: Math.floor(weight / inputCount), input: weight % inputCount };
}

/** w2_3_1: the weight of layer 2, neuron 3, input 1. b2_3: the same neuron's bias. */
export function parameterName({ layer, neuron, input }: ParameterPlace): string {
  return input === null ? biasName(layer, neuron) : weightName(layer, neuron, input);
}

/** The same in words: `layer 2, neuron 3, weight from neuron 1`. */
export function parameterWords(
  { hidden }: NetworkShape,
  { layer, neuron, input }: ParameterPlace,
  features: readonly string[] = [],
): string {
  const where = neuronWords(hidden.length, layer, neuron);
  if (input === null) return `${where}, bias`;
  const from = layer > 0 ? `neuron ${input + 1}` : (features.at(input) ?? `input ${input + 1}`);
  return `${where}, weight from ${from}`;
}

/** `layer 2, neuron 3`; the last layer is `output`. */
export function neuronWords(hiddenLayerCount: number, layer: number, neuron: number): string {
  return layer === hiddenLayerCount ? 'output' : `layer ${layer + 1}, neuron ${neuron + 1}`;
}
