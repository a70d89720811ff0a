import type { NeuronValues } from '../../../protocol/look-messages.ts';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import { formatLoss, formatShare, formatValue } from '../../controls/format.ts';
import { captionOf } from '../labels.ts';
import { axesOf } from '../picture/axes.ts';
import { linesOfPoint } from '../picture/point-words.ts';
import type { LookedNeuron, NeuronPicture } from './neuron-picture.ts';

type Worded = Pick<DataPicture, 'train' | 'test' | 'slice' | 'classNames' | 'targetName' | 'targetScale'>;

/** What is looked at and what the network makes of it, in one line: `x₁ 0.42, x₂ −1.3 → 0.87, blue`. */
export function sayLook(data: Worded, values: NeuronValues): string {
  const { subject, loss } = values;
  if (subject.kind === 'place')
    return `${placeWords(data, subject.x1, subject.x2)} → ${sayOutput(data, values)}`;
  const point = `${subject.split} point ${subject.index + 1}`;
  const lines = linesOfPoint(data, subject).join(', ');
  const said = `${point}: ${lines} → ${sayOutput(data, values)}`;
  return loss === null ? said : `${said}, loss ${formatLoss(loss)}`;
}

function placeWords(data: Worded, x1: number, x2: number): string {
  const [across, up] = axesOf(data);
  const first = `${captionOf(across)} ${formatValue(x1)}`;
  return data.slice?.isLine === true ? first : `${first}, ${captionOf(up)} ${formatValue(x2)}`;
}

/** A number, and the class that it says where it says one. */
export function sayOutput(
  { classNames, targetScale }: Worded,
  { outputs, prediction }: NeuronValues,
): string {
  if (prediction === null) return 'no finite number';
  if (prediction.kind === 'number')
    return targetScale === null ? shortNumber(outputs[0]) : formatValue(prediction.value);
  const { place, probabilities } = prediction;
  const name = className(classNames, place);
  if (outputs.length === 1) return `${shortNumber(outputs[0])}, ${name}`;
  return `${probabilities === null ? shortNumber(outputs[place]) : formatShare(probabilities[place])} ${name}`;
}

/** Two classes without names of their own are their colours. */
function className(names: readonly string[], place: number): string {
  if (names.length === 2 && names[0] === '-1') return place === 1 ? 'blue' : 'orange';
  return names[place] ?? '';
}

/** A value as a tile has room for it: `−0.42`, `12`, `3e−5`. */
export function shortNumber(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value < 0 ? '−∞' : '∞';
  const size = Math.abs(value);
  const text =
    size === 0 || (size >= 0.5 * 10 ** -digits && size < 1000)
      ? size.toFixed(size >= 100 ? 0 : size >= 10 ? Math.min(1, digits) : digits)
      : size.toExponential(0).replace('e+', 'e').replace('e-', 'e−');
  return value < 0 ? `−${text}` : text;
}

/** "Neuron 2 of layer 1", "Input x₁", "Output". */
export function titleOf(network: NetworkPicture, { column, index }: LookedNeuron): string {
  if (column === 0) return `Input ${captionOf(network.inputs[index] ?? '')}`;
  if (column < network.layers.length) return `Neuron ${index + 1} of layer ${column}`;
  const { names } = network.outputs;
  return names.length > 1 ? `Output ${names[index] ?? ''}` : 'Output';
}

/** What the picture shows in place of the output. */
export function sayPicture(network: NetworkPicture, { neuron, extent }: NeuronPicture): string {
  const end = formatValue(extent);
  return `${titleOf(network, neuron)}: from −${end} to +${end} by colour`;
}
