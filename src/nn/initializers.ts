import { layerLayouts } from './mlp.ts';

/** Uniform in [0, 1). */
export type Uniform = () => number;

/**
 * torch.nn.Linear's default: weights and biases uniform in ±1/√fan-in.
 * Parameters in the order of `Mlp.parameters`.
 */
export function initializeParameters(
  inputCount: number,
  widths: readonly number[],
  uniform: Uniform,
): Float64Array {
  const values: number[] = [];
  for (const layer of layerLayouts(inputCount, widths)) {
    const bound = 1 / Math.sqrt(layer.inputCount);
    const count = (layer.inputCount + 1) * layer.width;
    for (let i = 0; i < count; i++) values.push((2 * uniform() - 1) * bound);
  }
  return Float64Array.from(values);
}

/** 1 for weights, 0 for biases: what L2 and weight decay apply to. */
export function decayMask(inputCount: number, widths: readonly number[]): Float64Array {
  const layouts = layerLayouts(inputCount, widths);
  const last = layouts[layouts.length - 1];
  const mask = new Float64Array(last.biasOffset + last.width).fill(1);
  for (const { biasOffset, width } of layouts) mask.fill(0, biasOffset, biasOffset + width);
  return mask;
}
