import { placeInLayers } from '../nn/mlp.ts';
import { placeOfParameter, type ParameterPlace } from '../nn/module.ts';
import { moduleOfShape, outputCountOf, widthsOf, type NetworkShape } from '../nn/network.ts';

export { placeInLayers };

/** Names of a network's parts, all counted from 1. */
export const weightName = (layer: number, neuron: number, input: number): string =>
  `w${layer + 1}_${neuron + 1}_${input + 1}`;
export const biasName = (layer: number, neuron: number): string => `b${layer + 1}_${neuron + 1}`;
/** Weighted sum and bias, before the activation. */
export const sumName = (layer: number, neuron: number): string => `z${layer + 1}_${neuron + 1}`;
export const outputName = (layer: number, neuron: number): string => `h${layer + 1}_${neuron + 1}`;
export const inputName = (input: number): string => `x${input + 1}`;
export const targetName = (output: number, outputCount: number): string =>
  outputCount === 1 ? 'y' : `y${output + 1}`;

/** From a place in `Mlp.parameters` to the parameter's layer, neuron and input. */
export function parameterPlace(network: NetworkShape, parameter: number): ParameterPlace {
  return placeOfParameter(moduleOfShape(network), parameter);
}

/** How many inputs there are, and neurons in each layer: what a network is called by, as in 2-4-2-1. */
export function layerSizes(network: Omit<NetworkShape, 'activation'>): number[] {
  return [network.inputCount, ...widthsOf(network)];
}

/** w2_3_1: the weight of layer 2, neuron 3, input 1. b2_3: the same neuron's bias. */
export function parameterName({ layer, neuron, input }: ParameterPlace): string {
  return input === null ? biasName(layer, neuron) : weightName(layer, neuron, input);
}

/** The same in words: `layer 2, neuron 3, weight from neuron 1`. */
export function parameterWords(
  network: NetworkShape,
  { layer, neuron, input }: ParameterPlace,
  features: readonly string[] = [],
): string {
  const where = neuronWords(network, layer, neuron);
  if (input === null) return `${where}, bias`;
  const from = layer > 0 ? `neuron ${input + 1}` : (features.at(input) ?? `input ${input + 1}`);
  return `${where}, weight from ${from}`;
}

/** `layer 2, neuron 3`; the last layer is `output`, or `output 2` of several, with the class that it stands for. */
export function neuronWords(
  shape: Omit<NetworkShape, 'inputCount' | 'activation'>,
  layer: number,
  neuron: number,
  classNames: readonly string[] = [],
): string {
  if (layer < shape.hidden.length) return `layer ${layer + 1}, neuron ${neuron + 1}`;
  return outputWords(outputCountOf(shape), neuron, classNames);
}

/** `output`, or `output 2` of several; where they stand for classes, `output 2 for versicolor`. */
export function outputWords(count: number, output: number, classNames: readonly string[] = []): string {
  if (count === 1) return 'output';
  const name = classNames.at(output);
  return name === undefined ? `output ${output + 1}` : `output ${output + 1} for ${name}`;
}
