import type { Vitals } from '../../../protocol/snapshot-messages.ts';
import { biasAt, weightAt, weightsOf } from '../../../nn/parameter-blocks.ts';
import type { NetworkPicture } from '../../../protocol/picture-messages.ts';
import { formatCount } from '../../controls/format.ts';
import { captionOf } from '../labels.ts';
import type { DrawnNeuron } from './layout.ts';
import type { Link } from './links.ts';
import { nameNeuron } from './name-neuron.ts';

export interface IncomingWeight {
  readonly name: string;
  readonly weight: number;
  /** Of the loss by it; there with vitals only, as the next. */
  readonly gradient?: number;
  /** What the last batch added to it; null where that is not known. */
  readonly update?: number | null;
}

/** The numbers of one neuron; an input has none. */
export interface NeuronNumbers {
  readonly title: string;
  readonly bias: number | null;
  /** The bias again, with its vitals. */
  readonly biasVitals?: IncomingWeight;
  readonly incoming: readonly IncomingWeight[];
  /** What is said in place of incoming weights; null where they are listed. */
  readonly note: string | null;
  /** Whether a click leads to its graph. */
  readonly opens: boolean;
}

export function describeNeuron(
  network: NetworkPicture,
  parameters: Float64Array | null,
  { column, index }: DrawnNeuron,
  vitals: Vitals | null = null,
): NeuronNumbers {
  const title = nameNeuron(network, { column, index });
  const none = { title, bias: null, incoming: [] };
  if (column === 0) return { ...none, note: 'a feature of each point, as it is', opens: false };
  if (parameters === null) return { ...none, note: 'its weights are not known yet', opens: true };
  const layer = network.layers[column - 1];
  const weights = weightsOf(parameters, layer, index);
  // A picture's weights are drawn in the neuron: there are too many to list.
  const isPicture = column === 1 && network.inputPicture !== null;
  const incoming = Array.from(isPicture ? [] : weights, (weight, from) => ({
    name: nameSource(network, column - 1, from),
    weight,
    ...vitalsAt(vitals, weightAt(layer, index, from)),
  }));
  const biasPlace = biasAt(layer, index);
  const bias = parameters[biasPlace];
  const note = isPicture ? `${formatCount(weights.length)} weights, one for each pixel` : null;
  const numbers = { title, bias, incoming, note, opens: true };
  if (vitals === null) return numbers;
  return { ...numbers, biasVitals: { name: 'bias', weight: bias, ...vitalsAt(vitals, biasPlace) } };
}

function vitalsAt(vitals: Vitals | null, place: number): Pick<IncomingWeight, 'gradient' | 'update'> {
  return vitals === null ? {} : { gradient: vitals.gradient[place], update: vitals.update?.[place] ?? null };
}

export function describeLink(
  network: NetworkPicture,
  { column, from, to, weight }: Link,
  vitals: Vitals | null = null,
): NeuronNumbers {
  const source = nameNeuron(network, { column, index: from });
  const target = nameNeuron(network, { column: column + 1, index: to });
  return {
    title: `${source} → ${target}`,
    bias: null,
    incoming: [{ name: 'weight', weight, ...vitalsAt(vitals, weightAt(network.layers[column], to, from)) }],
    note: null,
    opens: false,
  };
}

/** Short, for a list under its neuron's title. */
function nameSource(network: NetworkPicture, column: number, index: number): string {
  return column === 0 ? captionOf(network.inputs[index]) : `n${index + 1}`;
}
