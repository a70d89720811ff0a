import type { PlotLine } from '../../../charts/plot-configuration.ts';
import type { PlotName } from '../../../experiment/names.ts';
import {
  formatCount,
  formatEpoch,
  formatLoss,
  formatSetting,
  formatShare,
  formatValue,
} from '../../controls/format.ts';
import type { Column, Measured } from './plot-columns.ts';
import { columnsOf } from './plot-columns.ts';
import type { PlotSources } from './plot-of.ts';
import { valueScaleOf } from './plot-of.ts';
import { sayChange, smoothingWeights } from './plot-words.ts';

/** What the picture of a plot is of. */
const pictureLabels: Readonly<Record<PlotName, string>> = {
  loss: 'Loss curves',
  accuracy: 'Accuracy curves',
  rate: 'Learning rate',
  gradient: 'Gradient norm by layer',
  update: 'Last update over weights, by layer',
  weights: 'Histogram of the weights by layer',
};

/** Where a plot stands: the last figures that were measured of it. '' before there are any. */
export function figuresOf(name: PlotName, measured: Measured): string {
  const { view } = measured;
  if (name === 'loss' || name === 'accuracy') {
    if (view === null) return '';
    const { epoch, trainLoss, testLoss, trainAccuracy, testAccuracy } = view;
    if (name === 'loss')
      return `epoch ${formatEpoch(epoch)}, train loss ${formatLoss(trainLoss)}, test loss ${formatLoss(testLoss)}`;
    if (trainAccuracy === null) return 'there is none where a number is predicted';
    const test = testAccuracy === null ? '–' : formatShare(testAccuracy);
    return `epoch ${formatEpoch(epoch)}, train accuracy ${formatShare(trainAccuracy)}, test accuracy ${test}`;
  }
  const columns = columnsOf(name, measured);
  return name === 'weights' ? weightFigures(columns) : lastFigures(columns, formatOf(name));
}

/** The last entry that has any number, column by column. */
function lastFigures(columns: readonly Column[], format: (value: number) => string): string {
  if (columns.length === 0) return '';
  const [epoch, ...rest] = columns;
  for (let i = epoch.values.length - 1; i >= 0; i--) {
    if (rest.every(({ values }) => Number.isNaN(values[i]))) continue;
    const figures = rest.map(({ name, values }) => `${shortName(name)} ${saySmall(values[i], format)}`);
    return `epoch ${formatEpoch(epoch.values[i])}, ${figures.join(', ')}`;
  }
  return '';
}

/** A rate as its field has it; all else is measured. */
export function formatOf(plot: PlotName): (value: number) => string {
  return plot === 'rate' ? formatSetting : formatValue;
}

function saySmall(value: number, format: (value: number) => string): string {
  if (Number.isNaN(value)) return 'not measured';
  return Number.isFinite(value) ? format(value) : 'infinite';
}

/** 'gradient norm, layer 1 (L2)' is 'layer 1' in a list of them. */
function shortName(name: string): string {
  return name.replace(/^.*, /, '').replace(/ \(.*$/, '');
}

function weightFigures(columns: readonly Column[]): string {
  const [starts, ends, ...layers] = columns;
  if (starts === undefined) return '';
  return layers
    .map(({ name, values }) => {
      const used = Array.from(values).flatMap((count, i) => (count > 0 ? [i] : []));
      const total = Array.from(values).reduce((sum, count) => sum + count, 0);
      if (used.length === 0) return `${shortName(name)}: none`;
      const [from, to] = [starts.values[used[0]], ends.values[used[used.length - 1]]];
      return `${shortName(name)}: ${formatCount(total)} from ${formatValue(from)} to ${formatValue(to)}`;
    })
    .join(', ');
}

/** What has to be said where it is seen: what is left out, and what is not as it was measured. */
export function captionOf(name: PlotName, sources: PlotSources): string {
  const { view, settings } = sources;
  if (name === 'accuracy' && view !== null && view.trainAccuracy === null)
    return 'A number is predicted: there is no accuracy.';
  if (name !== 'loss' && figuresOf(name, sources) === '') return 'Not measured yet.';
  const left = leftOut(name, sources);
  const weight = name === 'weights' || name === 'rate' ? 0 : smoothingWeights[settings.smoothing];
  const parts = [
    ...(weight > 0 ? [`smoothed ${weight}`] : []),
    ...(left > 0 ? [`${formatCount(left)} of 0 or less not drawn`] : []),
  ];
  return parts.join(' · ');
}

/** What there is to know of how it is drawn: what is smoothed, left out, marked and beside it. */
function remarksOf(name: PlotName, sources: PlotSources): readonly string[] {
  if (name === 'weights') return [];
  const { settings, moments, kept } = sources;
  const weight = name === 'rate' ? 0 : smoothingWeights[settings.smoothing];
  const left = leftOut(name, sources);
  const changes = (moments?.changes ?? [])
    .slice(-3)
    .map((change) => `${sayChange(change)} at epoch ${formatEpoch(change.epoch)}`);
  return [
    ...(weight > 0
      ? [`smoothed by a mean in which what was before weighs ${weight}, faint behind it what was measured`]
      : []),
    ...(left > 0
      ? [
          `${formatCount(left)} ${left === 1 ? 'value' : 'values'} of 0 or less not drawn on a logarithmic axis`,
        ]
      : []),
    ...(settings.epochScale === 'log'
      ? ['epochs on a logarithmic axis, which has no place for epoch 0']
      : []),
    ...(changes.length > 0 ? [`changed: ${changes.join(', ')}`] : []),
    ...(name === 'loss' && kept.length > 0 ? [`beside it the test loss of ${kept.length} kept`] : []),
  ];
}

/** A plot in words. */
export function sayPlot(name: PlotName, sources: PlotSources): string {
  const figures = figuresOf(name, sources) || (name === 'loss' ? 'nothing trained yet' : 'not measured yet');
  return `${pictureLabels[name]}: ${[figures, ...remarksOf(name, sources)].join('; ')}`;
}

/** Values that were measured and have no place on a logarithmic axis up. */
function leftOut(name: PlotName, { settings, ...measured }: PlotSources): number {
  if (valueScaleOf(name, settings) !== 'log') return 0;
  const [, ...columns] = columnsOf(name, measured);
  let count = 0;
  for (const { values } of columns) for (let i = 0; i < values.length; i++) if (values[i] <= 0) count++;
  return count;
}

/** Lines that need a name beside the plot: those that are not known from the run bar. */
export function namedLines(name: PlotName, lines: readonly PlotLine[]): readonly PlotLine[] {
  const named = lines.filter(({ isRaw }) => isRaw !== true);
  if (name === 'rate') return [];
  return name === 'loss' || name === 'accuracy' ? named.slice(2) : named;
}
