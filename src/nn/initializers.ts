import { countedModule } from './mlp.ts';
import { decayOf, type Module } from './module.ts';
import { endOf } from './parameter-blocks.ts';

/** Uniform in [0, 1). */
export type Uniform = () => number;

/** torch.nn.Linear's default: weights and biases uniform in ±1/√fan-in. */
export function initialValues({ layers, parameterCount }: Module, uniform: Uniform): Float64Array {
  const values = new Float64Array(parameterCount);
  for (const { weights, biases } of layers) {
    const bound = 1 / Math.sqrt(weights.columns.length);
    for (const block of [weights, biases])
      for (let i = block.offset; i < endOf(block); i++) values[i] = (2 * uniform() - 1) * bound;
  }
  return values;
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
