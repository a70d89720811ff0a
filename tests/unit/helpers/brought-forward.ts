import { Value } from '../../../src/autograd/value.ts';
import type { Activation } from '../../../src/experiment/activation-formula.ts';
import type { BroughtNetwork } from '../../../src/export/brought-network.ts';
import { activate } from '../../../src/nn/activations.ts';

const apply = (activation: Activation, z: number): number => activate(activation, new Value(z)).data;

/** What a brought network says of rows in the units that its file reads, in double precision: its outputs, row by row. */
export function broughtForward(network: BroughtNetwork, rows: readonly (readonly number[])[]): number[][] {
  const { inputs, hidden, inputCount, outputCount, activations, parameters } = network;
  return rows.map((row) => {
    let values = row.map((x, i) => (x - (inputs?.[i].shift ?? 0)) / (inputs?.[i].scale ?? 1));
    let at = 0;
    [...hidden, outputCount].forEach((width, layer, widths) => {
      const count = layer === 0 ? inputCount : widths[layer - 1];
      const biases = at + width * count;
      const sums = Array.from({ length: width }, (_, neuron) =>
        values.reduce(
          (sum, value, i) => sum + value * parameters[at + neuron * count + i],
          parameters[biases + neuron],
        ),
      );
      values = layer === hidden.length ? sums : sums.map((z) => apply(activations?.[layer] ?? 'linear', z));
      at = biases + width;
    });
    return put(network, values);
  });
}

function put({ output, target }: BroughtNetwork, sums: readonly number[]): number[] {
  if (output === 'tanh') return sums.map(Math.tanh);
  if (output === 'probabilities') {
    if (sums.length === 1) return sums.map((z) => apply('sigmoid', z));
    const powers = sums.map((z) => Math.exp(z - Math.max(...sums)));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  }
  return target?.kind === 'number' ? sums.map((z) => z * target.scale + target.shift) : [...sums];
}
