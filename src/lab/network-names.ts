import type { Value } from '../autograd/value.ts';
import { biasName, inputName, outputName, weightName } from './parameter-names.ts';

/** The parts of a network that has run on one sample; an `Mlp` has the layers as they are asked for here. */
export interface NetworkValues {
  readonly layers: readonly {
    readonly neurons: readonly { readonly weights: readonly Value[]; readonly bias: Value }[];
  }[];
  readonly inputs: readonly Value[];
  /** What every layer's neurons put out. */
  readonly activations: readonly (readonly Value[])[];
  readonly target?: Value;
  readonly loss?: Value;
}

/**
 * Names for a network's Values, all counted from 1: weight w2_3_1 is that of layer 2, neuron 3, input 1,
 * b2_3 its bias and h2_3 what it puts out; x1, x2, … are the inputs, y the target and loss the loss.
 */
export function networkNames({
  layers,
  inputs,
  activations,
  target,
  loss,
}: NetworkValues): ReadonlyMap<Value, string> {
  const names = new Map<Value, string>();
  inputs.forEach((input, i) => names.set(input, inputName(i)));
  layers.forEach(({ neurons }, layer) =>
    neurons.forEach(({ weights, bias }, neuron) => {
      weights.forEach((weight, i) => names.set(weight, weightName(layer, neuron, i)));
      names.set(bias, biasName(layer, neuron));
      names.set(activations[layer][neuron], outputName(layer, neuron));
    }),
  );
  if (target !== undefined) names.set(target, 'y');
  if (loss !== undefined) names.set(loss, 'loss');
  return names;
}
