import { keptLooks, layerColour, layerDash } from '../../../charts/plot-colours.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import { formatCount, formatEpoch, formatLoss } from '../../../charts/loss-format.ts';
import { curveThrough, rangeOf, type CurvePoint, type LossCurves } from '../../../charts/loss-series.ts';
import { palettes } from '../../../charts/palette.ts';
import type { Plot, PlotAxis, PlotLine } from '../../../charts/plot-configuration.ts';
import { smoothed } from '../../../charts/smoothing.ts';
import type { LossScale, PlotName } from '../../../experiment/names.ts';
import type { Experiment, ViewSettings } from '../../../experiment/schema.ts';
import { formatSetting, formatShare, formatValue } from '../../controls/format.ts';
import { nameOf, type KeptCurve } from './kept-curves.ts';
import { columnsOf, type Measured } from './plot-columns.ts';
import { layerName, sayChange, smoothingWeights } from './plot-words.ts';

/** All that a plot is made of. */
export interface PlotSources extends Measured {
  readonly kept: readonly KeptCurve[];
  /** What kept curves are named by their differences from. */
  readonly experiment: Experiment;
  readonly settings: Pick<ViewSettings, 'lossScale' | 'valueScale' | 'epochScale' | 'smoothing'>;
  readonly theme: Theme;
  /** Where it stands in its past; null where that is its end. */
  readonly shownAt: number | null;
}

/** The scale up of a plot: the loss has its own, and what spans many decades is logarithmic by itself. */
export function valueScaleOf(
  name: PlotName,
  { lossScale, valueScale }: Pick<ViewSettings, 'lossScale' | 'valueScale'>,
): LossScale {
  if (name === 'loss') return lossScale;
  if (name === 'weights') return 'linear';
  if (valueScale !== 'auto') return valueScale;
  return name === 'gradient' || name === 'update' ? 'log' : 'linear';
}

/** Makes a plot anew only when something that it is made of is another: views come many times as often as curves. */
export class PlotMaker {
  #of: readonly unknown[] = [];
  #plot: Plot | null = null;

  make(name: PlotName, sources: PlotSources): Plot {
    const { history, moments, view, network, kept, experiment, settings, theme, shownAt } = sources;
    const measured =
      name === 'weights' ? [view, network] : [name === 'loss' ? history : null, moments, kept, shownAt];
    // The settings only name kept curves, and tell how a rate went: a change of them draws no other plot anew.
    const told = name === 'rate' || kept.length > 0 ? experiment : null;
    const of = [name, settings, theme, told, ...measured];
    if (this.#plot === null || of.length !== this.#of.length || of.some((part, i) => part !== this.#of[i]))
      this.#plot = plotOf(name, sources);
    this.#of = of;
    return this.#plot;
  }
}

/** What a chart draws, in the page's numbers. */
export function plotOf(name: PlotName, sources: PlotSources): Plot {
  const { theme, moments, history } = sources;
  if (name === 'weights') return weightPlot(sources);
  const scale = valueScaleOf(name, sources.settings);
  const raw = name === 'loss' ? lossLines(sources, scale) : momentLines(name, sources);
  const lines = raw.map((line) => ({ ...line, points: drawable(line.points, scale, sources) }));
  const changes = (moments?.changes ?? []).map((change) => ({ x: change.epoch, text: sayChange(change) }));
  const { shownAt } = sources;
  const marks = shownAt === null ? changes : [{ x: shownAt, text: 'shown' }, ...changes];
  return {
    lines: name === 'rate' ? lines : withSmoothing(lines, name, sources),
    x: epochAxis(lines, (name === 'loss' ? history?.lastEpoch : moments?.epoch.at(-1)) ?? 0, sources),
    y: valueAxis(name, scale, lines, sources),
    marks,
    theme,
  };
}

/** What has no place on an axis is a gap; before it, on a logarithmic one, there is nothing at all. */
function drawable(points: readonly CurvePoint[], scale: LossScale, { settings }: PlotSources): CurvePoint[] {
  const isOn = ({ x }: CurvePoint): boolean => settings.epochScale === 'linear' || x > 0;
  return points
    .filter(isOn)
    .map(({ x, y }) => ({ x, y: Number.isFinite(y) && (scale === 'linear' || y > 0) ? y : NaN }));
}

function lossLines({ history, kept, experiment, theme }: PlotSources, scale: LossScale): PlotLine[] {
  const { ink, muted } = palettes[theme];
  const lines: PlotLine[] = [
    { label: 'train', points: curveOf(history, 'train', scale), colour: ink, width: 1.75 },
    { label: 'test', points: curveOf(history, 'test', scale), colour: muted, width: 1.5, dash: [4, 3] },
  ];
  const beside = kept.map((curve) => {
    const { colours, dash } = keptLooks[curve.look];
    const points = curveOf(curve.history, 'test', scale);
    return { label: nameOf(curve, experiment), points, colour: colours[theme], width: 1.5, dash };
  });
  return [...lines, ...beside];
}

function curveOf(history: LossCurves | null, side: 'train' | 'test', scale: LossScale): CurvePoint[] {
  if (history === null) return [];
  return curveThrough(history.epoch, history[`${side}Min`], history[`${side}Max`], scale === 'log');
}

function momentLines(name: Exclude<PlotName, 'loss' | 'weights'>, sources: PlotSources): PlotLine[] {
  const { theme } = sources;
  const { ink, muted, accent } = palettes[theme];
  const columns = columnsOf(name, sources);
  if (columns.length === 0) return [];
  const [epochs, ...rest] = columns.map(({ values }) => Array.from(values));
  const points = rest.map((values) => values.map((y, i) => ({ x: epochs[i], y })));
  if (name === 'rate')
    return [
      { label: 'rate', points: rateSteps(points[0], sources), colour: accent, width: 1.75, isStepped: true },
    ];
  if (name === 'accuracy')
    return [
      { label: 'train', points: points[0], colour: ink, width: 1.75 },
      { label: 'test', points: points[1], colour: muted, width: 1.5, dash: [4, 3] },
    ];
  return points.map((line, layer) => ({
    label: layerName(layer, points.length),
    // Most moments are without layers: what was measured before and after one of them is joined.
    points: line.filter(({ y }) => !Number.isNaN(y)),
    colour: layerColour(layer, points.length, theme),
    width: 1.75,
    dash: layerDash(layer),
  }));
}

/** A rate that was changed between two moments steps where it was changed; of a schedule only what was measured is known. */
function rateSteps(points: readonly CurvePoint[], { moments, experiment }: PlotSources): CurvePoint[] {
  if (experiment.schedule !== 'constant' || experiment.warmUp > 0) return [...points];
  const changed = (moments?.changes ?? []).flatMap(({ setting, epoch, to }) =>
    setting === 'learningRate' && typeof to === 'number' ? [{ x: epoch, y: to }] : [],
  );
  return [...points, ...changed].sort((a, b) => a.x - b.x);
}

/** Faint as they were measured, with the mean of what was before over them. */
function withSmoothing(lines: readonly PlotLine[], name: PlotName, { settings }: PlotSources): PlotLine[] {
  const weight = smoothingWeights[settings.smoothing];
  if (weight === 0) return [...lines];
  const means = lines.map((line) => {
    const points = name === 'loss' ? middles(line.points) : line.points;
    const values = smoothed(
      points.map(({ y }) => y),
      weight,
    );
    return {
      ...line,
      label: `${line.label}, smoothed ${weight}`,
      points: points.map(({ x }, i) => ({ x, y: values[i] })),
    };
  });
  const raw = lines.map((line) => ({ ...line, colour: faint(line.colour), width: 1, isRaw: true }));
  return [...means, ...raw];
}

/** Of both extremes of each bucket, which stand behind each other. */
function middles(points: readonly CurvePoint[]): CurvePoint[] {
  const middle: CurvePoint[] = [];
  for (let i = 0; i + 1 < points.length; i += 2)
    middle.push({ x: points[i].x, y: (points[i].y + points[i + 1].y) / 2 });
  return middle;
}

function faint(colour: string): string {
  return colour.startsWith('#') ? `${colour}55` : colour.replace(')', ' / 33%)');
}

const shortestRun = 10;

/** The epoch at the end of the axis across, of a run to its last epoch beside kept curves. */
export function endOfAxis(lastEpoch: number, kept: readonly KeptCurve[]): number {
  return Math.max(shortestRun, lastEpoch, ...kept.map(({ history }) => history.lastEpoch));
}

/** The epoch at the beginning of a logarithmic axis, of a run beside kept curves: the same for all plots, whatever they draw. */
export function startOfEpochs(history: LossCurves | null, kept: readonly KeptCurve[]): number {
  const all = [history, ...kept.map((curve) => curve.history)];
  return startOfLogAxis(all.flatMap((curves) => curves?.epoch.find((epoch) => epoch > 0) ?? []));
}

/** Of curves that have these first places on it: a power of ten, 1 at most. */
function startOfLogAxis(firsts: readonly number[]): number {
  return 10 ** Math.floor(Math.log10(Math.min(1, ...firsts)) + 1e-9);
}

function epochAxis(
  lines: readonly PlotLine[],
  lastEpoch: number,
  { settings, kept, history }: PlotSources,
): PlotAxis {
  const last = endOfAxis(lastEpoch, kept);
  const axis = { title: 'epoch', scale: settings.epochScale, format: formatEpoch, max: last };
  if (settings.epochScale === 'linear') return { ...axis, min: 0 };
  const drawn = lines.flatMap(({ points }) => points.slice(0, 1).map(({ x }) => x));
  return { ...axis, min: history === null ? startOfLogAxis(drawn) : startOfEpochs(history, kept) };
}

const axes: Readonly<Record<Exclude<PlotName, 'weights'>, Pick<PlotAxis, 'title' | 'format'>>> = {
  loss: { title: 'mean loss', format: formatLoss },
  accuracy: { title: 'accuracy', format: formatShare },
  rate: { title: 'learning rate', format: formatSetting },
  gradient: { title: 'gradient norm', format: formatLoss },
  update: { title: 'update / weights', format: formatLoss },
};

function valueAxis(
  name: Exclude<PlotName, 'weights'>,
  scale: LossScale,
  lines: readonly PlotLine[],
  { history, kept }: PlotSources,
): PlotAxis {
  const axis = { ...axes[name], scale };
  const hasNone = name === 'loss' && history === null && kept.length === 0;
  if (hasNone) return { ...axis, ...(scale === 'log' ? { min: 1e-3, max: 1 } : { min: 0, max: 1 }) };
  if (name === 'accuracy' && scale === 'linear') return { ...axis, min: 0, max: 1 };
  return { ...axis, ...rangeOf(extremesOf(lines), scale === 'log') };
}

/** All values that are drawn, for whoever wants curves. */
function extremesOf(lines: readonly PlotLine[]): LossCurves {
  const values = Float64Array.from(lines.flatMap(({ points }) => points.map(({ y }) => y)));
  const none = new Float64Array(0);
  return { epoch: none, trainMin: values, trainMax: none, testMin: none, testMax: none, lastEpoch: 0 };
}

function weightPlot(sources: PlotSources): Plot {
  const { theme } = sources;
  const columns = columnsOf('weights', sources);
  const [starts, ends, ...counts] = columns.map(({ values }) => Array.from(values));
  const lines = counts.map((values, layer) => ({
    label: layerName(layer, counts.length),
    points: [
      ...values.map((y, i) => ({ x: starts[i], y })),
      { x: ends[ends.length - 1], y: values[values.length - 1] },
    ],
    colour: layerColour(layer, counts.length, theme),
    width: 1.75,
    dash: layerDash(layer),
    isStepped: true,
  }));
  const edge = starts === undefined ? 1 : -starts[0];
  return {
    lines,
    x: { title: 'weight', scale: 'linear', min: -edge, max: edge, format: formatValue },
    y: { title: 'weights', scale: 'linear', format: formatCount, ...rangeOf(extremesOf(lines), false) },
    marks: [],
    theme,
  };
}
