import type { PlotName } from '../../../experiment/names.ts';
import type { NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { History, MomentsRecord, View } from '../../../protocol/snapshot-messages.ts';
import { allWeightsOf } from '../../../nn/parameter-blocks.ts';
import { layerName } from './plot-words.ts';

/** What was measured, as far as plots show it. */
export interface Measured {
  readonly history: History | null;
  readonly moments: MomentsRecord | null;
  readonly view: View | null;
  readonly network: NetworkPicture | null;
}

/** A measured column with its name and unit; NaN where it was not measured. */
export interface Column {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** All that was measured of what a plot shows, without any smoothing; no columns where there is nothing. */
export function columnsOf(plot: PlotName, measured: Measured): readonly Column[] {
  const { history, moments } = measured;
  if (plot === 'weights') return weightColumns(measured);
  if (plot === 'loss') return history === null ? [] : lossColumns(history);
  return moments === null ? [] : momentColumns(plot, moments);
}

const epochName = 'epoch (epochs completed)';

function lossColumns({ epoch, trainMin, trainMax, testMin, testMax }: History): Column[] {
  return [
    { name: epochName, values: epoch },
    { name: 'train loss, lowest (mean over rows)', values: trainMin },
    { name: 'train loss, highest (mean over rows)', values: trainMax },
    { name: 'test loss, lowest (mean over rows)', values: testMin },
    { name: 'test loss, highest (mean over rows)', values: testMax },
  ];
}

function momentColumns(plot: Exclude<PlotName, 'loss' | 'weights'>, moments: MomentsRecord): Column[] {
  const epoch = { name: epochName, values: moments.epoch };
  if (plot === 'rate') return [epoch, { name: 'learning rate (per batch)', values: moments.learningRate }];
  if (plot === 'accuracy')
    return [
      epoch,
      { name: 'train accuracy (share of 1)', values: moments.trainAccuracy },
      { name: 'test accuracy (share of 1)', values: moments.testAccuracy },
    ];
  const { layers } = moments;
  return [
    epoch,
    ...layers.map((layer, i) => ({
      name:
        plot === 'gradient'
          ? `gradient norm, ${layerName(i, layers.length)} (L2)`
          : `update ratio, ${layerName(i, layers.length)} (of the weights' L2 norm)`,
      values: plot === 'gradient' ? layer.gradientNorm : layer.updateRatio,
    })),
  ];
}

const bins = 24;

/** Counts of a layer's weights in bins of equal width, the same for all layers. */
function weightColumns({ view, network }: Measured): Column[] {
  if (view === null || network === null || view.parameters.length !== network.parameterCount) return [];
  const layers = network.layers.map((layer) => allWeightsOf(view.parameters, layer));
  const size = layers.reduce((most, weights) => weights.reduce((a, w) => Math.max(a, Math.abs(w)), most), 0);
  const edge = size === 0 ? 1 : size;
  const width = (2 * edge) / bins;
  const starts = Array.from({ length: bins }, (_, i) => -edge + i * width);
  return [
    { name: 'weight, from', values: starts },
    { name: 'weight, to', values: starts.map((start) => start + width) },
    ...layers.map((weights, i) => ({
      name: `${layerName(i, layers.length)} (number of weights)`,
      values: histogram(weights, edge, width),
    })),
  ];
}

function histogram(weights: Float64Array, edge: number, width: number): Float64Array {
  const counts = new Float64Array(bins);
  for (const weight of weights)
    counts[Math.min(bins - 1, Math.max(0, Math.floor((weight + edge) / width)))]++;
  return counts;
}

/** Columns as a file: a header and a line for each entry, what was not measured left empty. */
export function toCsv(columns: readonly Column[]): string {
  const rows = columns.length === 0 ? 0 : columns[0].values.length;
  const quoted = (name: string): string => (/[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  const lines = [columns.map(({ name }) => quoted(name)).join()];
  for (let i = 0; i < rows; i++)
    lines.push(columns.map(({ values }) => (Number.isFinite(values[i]) ? String(values[i]) : '')).join());
  return `${lines.join('\r\n')}\r\n`;
}
