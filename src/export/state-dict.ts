import type { TrainedModel } from './trained-model.ts';

/** A tensor of a state dict, its numbers row-major. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** The state_dict of a torch.nn.Sequential of linear layers and activations in turn: `0.weight`, `0.bias`, `2.weight` … */
export function stateDict({ layers }: Pick<TrainedModel, 'layers'>): NamedTensor[] {
  return layers.flatMap(({ weights, biases, width, inputCount }, i): NamedTensor[] => [
    { name: `${2 * i}.weight`, shape: [width, inputCount], values: weights },
    { name: `${2 * i}.bias`, shape: [width], values: biases },
  ]);
}
