import type { NetworkPicture } from '../../../protocol/picture-messages.ts';

/** Wider layers show this many neurons and say how many more there are. */
export const mostShown = 12;

/** A neuron as it is drawn: column 0 holds the inputs, the last one the output. */
export interface DrawnNeuron {
  readonly column: number;
  readonly index: number;
}

export interface Column {
  /** Centre, pixels. */
  readonly x: number;
  /** Centres of the shown neurons. */
  readonly ys: readonly number[];
  readonly hiddenCount: number;
}

export interface NetworkLayout {
  readonly width: number;
  readonly height: number;
  /** Side of a hidden neuron's picture. */
  readonly size: number;
  readonly inputSize: number;
  readonly outputSize: number;
  /** Least distance of two columns at this width, however high the room is. */
  readonly leastGap: number;
  readonly columns: readonly Column[];
}

/** Neurons in each column: inputs, of which a picture is but one, hidden layers, outputs. */
export function columnWidths({ inputs, inputPicture, layers }: NetworkPicture): number[] {
  return [inputPicture === null ? inputs.length : 1, ...layers.map(({ width }) => width)];
}

/** Left of the inputs, for their names: those of features are short, those of columns are cut where they end. */
export const shortNames = 40;
const longNames = [104, 144] as const;
const longNamesShare = 0.22;
/** Between a name and its input. */
export const inputNameGap = 8;
/** Right of the outputs, for the names of their classes: as wide as the longest, and no wider than this. */
const widestOutputNames = 76;
const outputNamesShare = 0.16;
/** Of a letter, about, and beside a tile. */
const letter = 7;
export const outputNameGap = 6;
const moreHeight = 18;
/** Right of the output, so that its focus ring is not cut off. */
const focusRing = 7;
const largest = 96;
const smallest = 24;
/** Middles of tiles below each other, in tiles: side by side, and as far apart as a high room spreads them. */
const close = 1.15;
const apart = 1.6;
/** What spreading may take of the room. */
const spreadShare = 0.72;
/** Between two columns, where the links are, this share of their distance stays free at least. */
const linksShare = 0.55;

/** The room that the names of columns get in a drawing of this width, pixels. */
export const longNamesWidth = (width: number): number =>
  Math.floor(Math.min(longNames[1], Math.max(longNames[0], longNamesShare * width)));

/** The room that the names of outputs get in a drawing of this width, pixels: a single output has none. */
export function outputNamesWidth(names: readonly string[], width: number): number {
  if (names.length < 2) return 0;
  const longest = Math.max(...names.map(({ length }) => length));
  return Math.floor(
    Math.min(widestOutputNames, outputNamesShare * width, outputNameGap + letter * longest + 2),
  );
}

/** Places every column evenly from left to right, every neuron at one pitch around the middle. */
export function layoutNetwork(
  widths: readonly number[],
  width: number,
  height: number,
  namesWidth: number = shortNames,
  outputNames = 0,
): NetworkLayout {
  const after = focusRing + outputNames;
  const shown = widths.map((count) => Math.min(count, mostShown));
  const hasMore = widths.some((count) => count > mostShown);
  const room = height - (hasMore ? moreHeight : 0);
  const gaps = Math.max(1, widths.length - 1);
  const widest = ((width - namesWidth - after) / (gaps + 1)) * (1 - linksShare) + smallest / 2;
  const most = Math.min(largest, Math.max(smallest, widest));
  const fullPitch = room / Math.max(...shown);
  const pitch = Math.min(Math.max(close * most, Math.min(apart * most, spreadShare * fullPitch)), fullPitch);
  const size = even(Math.max(smallest, Math.min(most, pitch - 5)));
  // A single output is what all the others are for.
  const sideOf = (count: number, side: number): number =>
    count === 1 ? even(Math.min(largest, side * 1.2)) : side;
  const [inputs, outputs] = [shown[0], shown[shown.length - 1]];
  const [inputSize, outputSize] = [sideOf(inputs, size), sideOf(outputs, size)];
  const gapBetween = (left: number, right: number): number =>
    (width - namesWidth - after - left / 2 - right / 2) / gaps;
  const first = namesWidth + inputSize / 2;
  const gap = gapBetween(inputSize, outputSize);
  const leastGap = gapBetween(sideOf(inputs, even(most)), sideOf(outputs, even(most)));
  const columns = widths.map((count, column) => {
    const top = room / 2 - ((shown[column] - 1) * pitch) / 2;
    // Whole pixels, for the canvas and the buttons over it to agree.
    const ys = Array.from({ length: shown[column] }, (_, index) => Math.round(top + index * pitch));
    return { x: Math.round(first + column * gap), ys, hiddenCount: count - shown[column] };
  });
  return { width, height, size, inputSize, outputSize, leastGap, columns };
}

/** The largest even number up to this one: its half is whole too. */
function even(value: number): number {
  return 2 * Math.floor(value / 2);
}

/** The neuron that an arrow key leads to, or the same one at an edge. */
export function neighbour(layout: NetworkLayout, from: DrawnNeuron, key: string): DrawnNeuron {
  const { columns } = layout;
  const ys = columns[from.column].ys;
  if (key === 'ArrowUp') return { ...from, index: Math.max(0, from.index - 1) };
  if (key === 'ArrowDown') return { ...from, index: Math.min(ys.length - 1, from.index + 1) };
  const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  const column = Math.min(columns.length - 1, Math.max(0, from.column + step));
  if (column === from.column) return from;
  return { column, index: nearest(columns[column].ys, ys[from.index]) };
}

function nearest(ys: readonly number[], y: number): number {
  let best = 0;
  ys.forEach((candidate, index) => {
    if (Math.abs(candidate - y) < Math.abs(ys[best] - y)) best = index;
  });
  return best;
}
