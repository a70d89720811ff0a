import type { NetworkPicture } from '../../../protocol/picture-messages.ts';
import { captionOf } from '../labels.ts';
import type { DrawnNeuron } from './layout.ts';

export function nameNeuron(network: NetworkPicture, { column, index }: DrawnNeuron): string {
  if (column === 0) {
    const picture = network.inputPicture;
    return picture === null
      ? `Input ${captionOf(network.inputs[index])}`
      : `Input: a picture of ${picture.rows} × ${picture.columns} pixels, here the mean`;
  }
  if (column === network.layers.length) {
    const { names } = network.outputs;
    return names.length > 1 ? `Output ${names[index]}` : 'Output';
  }
  return `Layer ${column}, neuron ${index + 1}`;
}
