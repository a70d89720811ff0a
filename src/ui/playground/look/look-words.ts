import type { NeuronValues } from '../../../protocol/look-messages.ts';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import { formatLoss, formatShare, formatValue } from '../../controls/format.ts';
import { captionOf } from '../labels.ts';
import { axesOf } from '../picture/axes.ts';
import type { OpenedPoint } from '../picture/opened-point.ts';
import { linesOfPoint } from '../picture/point-words.ts';
import { rowName } from '../picture/row-name.ts';
import type { LookedNeuron, NeuronPicture } from './neuron-picture.ts';

type Worded = Pick<
  DataPicture,
  'train' | 'test' | 'rows' | 'slice' | 'classNames' | 'targetName' | 'targetScale'
>;

/** What is looked at, and what the network makes of it. */
export interface LookWords {
  readonly of: string;
  readonly answer: string;
}

/** Both in one line: `x₁ 0.42, x₂ −1.3 → 0.87, blue`. */
export function sayLook(data: Worded, values: NeuronValues): string {
  return inOneLine(sayAs(data, values, linesOfPoint));
}

function inOneLine({ of, answer }: LookWords): string {
  return `${of} ${answer}`;
}

/** Of more characters, a line under the picture would not have room for all, nor of these beside `pinned`. */
const longestLine = 56;
const longestPinned = 46;

/** The same where there is one line for it: long names are cut, and a point is named without its place. */
export function sayLookBriefly(data: Worded, values: NeuronValues, isPinned = false): LookWords {
  const whole = sayAs(data, values, linesOfPoint);
  if (inOneLine(whole).length <= (isPinned ? longestPinned : longestLine)) return whole;
  return sayAs(data, values, (_, point) => linesOfPoint(data, point).slice(-1), 12);
}

function sayAs(
  data: Worded,
  values: NeuronValues,
  pointLines: (data: Worded, point: OpenedPoint) => readonly string[],
  longestName = Infinity,
): LookWords {
  const { subject, loss } = values;
  const answer = `→ ${sayOutput(data, values)}`;
  if (subject.kind === 'place') return { of: placeWords(data, subject.x1, subject.x2, longestName), answer };
  const of = `${rowName(data.rows, subject)}: ${pointLines(data, subject).join(', ')}`;
  return { of, answer: loss === null ? answer : `${answer}, loss ${formatLoss(loss)}` };
}

function placeWords(data: Worded, x1: number, x2: number, longestName: number): string {
  const [across, up] = axesOf(data).map((name) =>
    name.length > longestName ? `${name.slice(0, longestName)}…` : name,
  );
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
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value < 0 ? '−∞' : '∞';
  // Exactly nothing, in each length: what is nearly so is ≈0.
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 0.005 && size < 1000
      ? size.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
      : size.toExponential(0).replace('e+', 'e').replace('e-', 'e−');
  return value < 0 ? `−${text}` : text;
}

/** In three or four characters: `−.4`, `1.2`, `≈0`. */
export function briefNumber(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size === 0 || size >= 99.5) return size >= 1000 ? '>1k' : shortNumber(value);
  if (size < 0.05) return '≈0';
  const text = size >= 9.95 ? size.toFixed(0) : size.toFixed(1).replace(/^0/, '');
  return value < 0 ? `−${text}` : text;
}

/** "Neuron 2 of layer 1", "Input x₁", "Output". */
export function titleOf(network: NetworkPicture, { column, index }: LookedNeuron): string {
  if (column === 0) return `Input ${captionOf(network.inputs[index] ?? '')}`;
  if (column < network.layers.length) return `Neuron ${index + 1} of layer ${column}`;
  const { names } = network.outputs;
  return names.length > 1 ? `Output ${names[index] ?? ''}` : 'Output';
}

/** What the picture shows in place of the output, and by which scale: colours, or of one input a curve. */
export function sayPicture(
  network: NetworkPicture,
  { neuron, extent }: NeuronPicture,
  curve: { readonly shift: number; readonly scale: number } | null = null,
): string {
  const [title, end] = [titleOf(network, neuron), formatValue(extent)];
  if (curve === null) return `${title}: from −${end} to +${end} by colour`;
  const at = (share: -1 | 1): string => formatValue(curve.shift + share * curve.scale);
  return `${title}: a curve, −${end} at ${at(-1)} and +${end} at ${at(1)}`;
}
