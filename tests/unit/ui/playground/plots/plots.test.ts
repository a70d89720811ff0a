import { describe, expect, it } from 'vitest';
import { keptLooks } from '../../../../../src/charts/plot-colours.ts';
import { defaultExperiment, defaultView, type ViewSettings } from '../../../../../src/experiment/schema.ts';
import type { MomentsRecord } from '../../../../../src/protocol/snapshot-messages.ts';
import { LossHistory } from '../../../../../src/training/history.ts';
import { Moments, type Moment } from '../../../../../src/training/moments.ts';
import { KeptCurves } from '../../../../../src/ui/playground/plots/kept-curves.ts';
import { columnsOf, toCsv } from '../../../../../src/ui/playground/plots/plot-columns.ts';
import { PlotMaker, plotOf, type PlotSources } from '../../../../../src/ui/playground/plots/plot-of.ts';
import { captionOf, sayPlot } from '../../../../../src/ui/playground/plots/plot-say.ts';
import { PlotStore } from '../../../../../src/ui/playground/plots/plot-store.ts';

const layerOf = (gradientNorm: number, updateRatio: number | null = 0.001) => ({
  gradientNorm,
  updateRatio,
  saturated: null,
  dead: null,
});

function momentOf(epoch: number, more: Partial<Moment> = {}): Moment {
  return {
    ...{ epoch, trainLoss: 1, testLoss: 2, trainAccuracy: 0.5, testAccuracy: 0.25, learningRate: 0.03 },
    layers: null,
    ...more,
  };
}

function recordOf(all: readonly Moment[], changes: Parameters<Moments['change']>[0] = []): MomentsRecord {
  const moments = new Moments();
  for (const moment of all) moments.push(moment);
  moments.change(changes);
  return { ...moments.columns(), version: 1 };
}

function sourcesOf(parts: Partial<PlotSources> = {}, settings: Partial<ViewSettings> = {}): PlotSources {
  return {
    ...{ history: null, moments: null, view: null, network: null, kept: [], shownAt: null },
    experiment: defaultExperiment,
    settings: { ...defaultView, ...settings },
    theme: 'light',
    ...parts,
  };
}

function historyOf(losses: readonly number[]) {
  const history = new LossHistory();
  losses.forEach((loss, epoch) => {
    history.push(epoch, loss, loss / 2);
  });
  return { ...history.columns(), version: 1 };
}

describe('a plot over the epochs', () => {
  it('of the loss is what was measured, from 0 to the last epoch', () => {
    const { lines, x, y } = plotOf('loss', sourcesOf({ history: historyOf([4, 2, 1]) }));
    expect(lines.map(({ label }) => label)).toEqual(['train', 'test']);
    expect(lines[0].points.filter((_, i) => i % 2 === 0)).toEqual([
      { x: 0, y: 4 },
      { x: 1, y: 2 },
      { x: 2, y: 1 },
    ]);
    expect([x.min, x.max, y.min, y.max]).toEqual([0, 10, 0, 5]);
  });

  it('on logarithmic axes has no place for epoch 0, and gaps for values of 0 or less, and says so', () => {
    const sources = sourcesOf({ history: historyOf([4, 0, 1, 0]) }, { epochScale: 'log', lossScale: 'log' });
    const { lines, x, y } = plotOf('loss', sources);
    const [train] = lines;
    expect(train.points.map((point) => point.x)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(train.points.map((point) => point.y)).toEqual([NaN, NaN, 1, 1, NaN, NaN]);
    expect([x.scale, x.min, y.scale]).toEqual(['log', 1, 'log']);
    expect(y.min).toBeGreaterThan(0);
    // Of both curves and both extremes.
    expect(captionOf('loss', sources)).toBe('8 of 0 or less not drawn');
    expect(sayPlot('loss', sources)).toContain('no place for epoch 0');
    expect(captionOf('loss', sourcesOf({ history: historyOf([4, 0]) }))).toBe('');
  });

  it('of gradients has a line a layer through the moments that have layers', () => {
    const layers = [layerOf(1e-6), layerOf(0.1)];
    const moments = recordOf([momentOf(1, { layers }), momentOf(2), momentOf(3, { layers })]);
    const { lines, y } = plotOf('gradient', sourcesOf({ moments }));
    expect(lines.map(({ label }) => label)).toEqual(['layer 1', 'output']);
    expect(lines[0].points).toEqual([
      { x: 1, y: 1e-6 },
      { x: 3, y: 1e-6 },
    ]);
    expect(y.scale).toBe('log');
    expect(new Set(lines.map(({ colour }) => colour)).size).toBe(2);
    expect(sayPlot('gradient', sourcesOf({ moments }))).toBe(
      'Gradient norm by layer: epoch 3, layer 1 1e−6, output 0.1',
    );
    expect(captionOf('gradient', sourcesOf({ moments: recordOf([momentOf(1)]) }))).toBe('Not measured yet.');
  });

  it('of the rate steps where it was changed, and every plot marks that', () => {
    const change = { epoch: 2.5, setting: 'learningRate', from: 0.03, to: 0.3 } as const;
    const moments = recordOf([momentOf(1), momentOf(4, { learningRate: 0.3 })], [change]);
    const { lines, marks } = plotOf('rate', sourcesOf({ moments }));
    expect(lines[0].isStepped).toBe(true);
    expect(lines[0].points).toEqual([
      { x: 1, y: 0.03 },
      { x: 2.5, y: 0.3 },
      { x: 4, y: 0.3 },
    ]);
    expect(marks).toEqual([{ x: 2.5, text: 'rate 0.03 → 0.3' }]);
    expect(plotOf('loss', sourcesOf({ moments })).marks).toEqual(marks);
    expect(sayPlot('rate', sourcesOf({ moments }))).toContain('changed: rate 0.03 → 0.3 at epoch 2.50');
  });

  it('that is smoothed says so, with what was measured faintly behind it', () => {
    const sources = sourcesOf({ history: historyOf([4, 2, 3]) }, { smoothing: 'some' });
    const { lines } = plotOf('loss', sources);
    expect(lines.map(({ label, isRaw = false }) => [label, isRaw])).toEqual([
      ['train, smoothed 0.6', false],
      ['test, smoothed 0.6', false],
      ['train', true],
      ['test', true],
    ]);
    // By hand: (0.6·4·0.4 + 0.4·2)/(1 − 0.36).
    expect(lines[0].points[1].y).toBeCloseTo((0.6 * 0.4 * 4 + 0.4 * 2) / 0.64, 12);
    expect(lines[2].points[2].y).toBe(2);
    expect(captionOf('loss', sources)).toBe('smoothed 0.6');
  });

  it('of the loss has the kept curves beside it, no two of them alike', () => {
    const kept = new KeptCurves();
    kept.keep({ ...defaultExperiment, learningRate: 0.3 }, historyOf([8, 8, 8]));
    const sources = sourcesOf({ history: historyOf([1, 1]), kept: kept.curves.value });
    const { lines, y } = plotOf('loss', sources);
    expect(lines[2]).toMatchObject({ label: 'rate 0.3', colour: keptLooks[0].colours.light });
    expect(lines[2].points[0]).toEqual({ x: 0, y: 4 });
    expect(y.max).toBeGreaterThan(4);
    for (const theme of ['light', 'dark'] as const)
      expect(new Set(keptLooks.map(({ colours }) => colours[theme])).size).toBe(6);
    expect(new Set(keptLooks.map(({ dash }) => dash.join())).size).toBe(6);
  });

  it('stays as small after a million epochs', () => {
    const [history, moments] = [new LossHistory(), new Moments()];
    for (let epoch = 0; epoch <= 1_000_000; epoch += 7) {
      history.push(epoch, 1, 1);
      moments.push(momentOf(epoch, { layers: [layerOf(1), layerOf(2)] }));
    }
    const sources = sourcesOf({
      history: { ...history.columns(), version: 1 },
      moments: { ...moments.columns(), version: 1 },
    });
    for (const name of ['loss', 'accuracy', 'gradient'] as const)
      for (const { points } of plotOf(name, sources).lines) {
        expect(points.length).toBeGreaterThan(300);
        expect(points.length).toBeLessThanOrEqual(2048);
      }
  });

  it('is made anew only when something that it is made of is another', () => {
    const maker = new PlotMaker();
    const sources = sourcesOf({ history: historyOf([2, 1]) });
    const plot = maker.make('loss', sources);
    expect(maker.make('loss', { ...sources, network: null })).toBe(plot);
    expect(maker.make('loss', { ...sources, theme: 'dark' })).not.toBe(plot);
    expect(maker.make('rate', sources)).not.toBe(plot);
  });
});

describe('the histogram of the weights', () => {
  const layers = [{ inputCount: 2, width: 2, weightOffset: 0, biasOffset: 4 }];
  const network = {
    ...{ inputs: [], inputPicture: null, layers, parameterCount: 6, shownNeurons: [] },
    outputs: { names: [] },
  } as unknown as NonNullable<PlotSources['network']>;
  const view = { parameters: Float64Array.of(-1, 0.1, 0.1, 1, 99, 99) } as NonNullable<PlotSources['view']>;

  it('counts each weight once, and no bias', () => {
    const [from, to, counts] = columnsOf('weights', { history: null, moments: null, view, network });
    const values = Array.from(counts.values);
    expect(values.reduce((sum, count) => sum + count, 0)).toBe(4);
    const at = values.findIndex((count) => count === 2);
    expect(from.values[at]).toBeLessThanOrEqual(0.1);
    expect(to.values[at]).toBeGreaterThan(0.1);
    expect([values[0], values[values.length - 1]]).toEqual([1, 1]);
    expect(plotOf('weights', sourcesOf({ view, network })).x).toMatchObject({ min: -1, max: 1 });
  });

  it('is not there for weights of another network', () => {
    const other = { parameters: new Float64Array(5) } as NonNullable<PlotSources['view']>;
    expect(columnsOf('weights', { history: null, moments: null, view: other, network })).toEqual([]);
    expect(plotOf('weights', sourcesOf({ view: other, network })).lines).toEqual([]);
  });
});

describe('the table of a plot', () => {
  it('has names and units first, every digit, and nothing where nothing was measured', () => {
    const layers = [layerOf(1e-7, null), layerOf(0.1 + 0.2)];
    const moments = recordOf([momentOf(0), momentOf(1, { layers })]);
    const measured = { history: null, moments, view: null, network: null };
    expect(toCsv(columnsOf('gradient', measured))).toBe(
      'epoch (epochs completed),"gradient norm, layer 1 (L2)","gradient norm, output (L2)"\r\n' +
        '0,,\r\n1,1e-7,0.30000000000000004\r\n',
    );
    expect(toCsv(columnsOf('update', measured)).split('\r\n')[2]).toBe('1,,0.001');
    expect(toCsv(columnsOf('accuracy', measured)).split('\r\n')[1]).toBe('0,0.5,0.25');
    expect(toCsv(columnsOf('loss', measured))).toBe('\r\n');
  });
});

describe('the record that plots are made of', () => {
  it('goes with its run', () => {
    const store = new PlotStore();
    const moments = recordOf([momentOf(1)]);
    store.receive({ runId: 1, moments });
    store.receive({ runId: 1 });
    expect(store.moments.value).toBe(moments);
    store.receive({ runId: 2 });
    expect(store.moments.value).toBeNull();
  });
});
