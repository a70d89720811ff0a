import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAsk, writeAsk } from '../../../src/compare/ask-text.ts';
import { usualAsk, type Ask, type SweepAxis } from '../../../src/compare/ask.ts';
import { ensembleOf } from '../../../src/compare/ensemble.ts';
import { toCsv, toJson } from '../../../src/compare/export.ts';
import { binned, quantile, wilson } from '../../../src/compare/quantiles.ts';
import { sweepableOf } from '../../../src/compare/sweepable.ts';
import { fanOf, ranking, summarize, swarmTrials, verdict, type Outcome } from '../../../src/compare/swarm.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import type { TrialResult } from '../../../src/training/trials/trial.ts';

const read = (text: string) => readAsk(text, (setting) => sweepableOf(setting) !== null);

function result(testLoss: number, rest: Partial<TrialResult> = {}): TrialResult {
  const figures = { trainLoss: testLoss / 2, testLoss, trainAccuracy: 1, testAccuracy: 0.5 };
  return {
    ...{ epochs: 2, diverged: false, final: figures, best: figures, reachedAt: null, trainingMs: 1 },
    curve: {
      epoch: Float64Array.of(0, 1, 2),
      trainLoss: Float64Array.of(1, 0.5, testLoss / 2),
      testLoss: Float64Array.of(1, 0.8, testLoss),
      trainingMs: Float64Array.of(0, 0, 1),
    },
    ...{ parameters: Float64Array.of(1, NaN), picture: null, outputCount: 1, state: null },
    ...rest,
  };
}

const outcome = (one: TrialResult | null, seed = 1): Outcome => ({
  experiment: { ...defaultExperiment, seed },
  result: one,
  failure: one === null ? 'it is lost, "really"' : null,
});

describe('what a link asks for', () => {
  it('comes back as it was written', () => {
    const asks = fc.record<Ask>({
      kind: fc.constantFrom('race', 'swarm', 'sweep'),
      epochs: fc.integer({ min: 1, max: 100_000 }),
      target: fc.constantFrom('none', 'test-loss', 'train-accuracy'),
      goal: fc.double({ min: 0, max: 1000, noNaN: true }).map((goal) => goal + 0),
      seeds: fc.integer({ min: 1, max: 1000 }),
      vary: fc.constantFrom('weights', 'data', 'both'),
      x: fc.constantFrom(
        { setting: 'learningRate', scale: 'log', from: 1e-7, to: 10, count: 32 },
        { setting: 'optimizer', scale: 'list', values: ['sgd', 'adam'] },
      ),
      y: fc.constantFrom(null, { setting: 'neurons', scale: 'list', values: ['1', '4'] }),
      repeats: fc.integer({ min: 1, max: 16 }),
      measure: fc.constantFrom('final-test-loss', 'share-diverged'),
      search: fc.constantFrom('grid', 'random', 'halving'),
      axes: fc.array(
        fc.constantFrom<SweepAxis>(
          { setting: 'l2', scale: 'log', from: 1e-7, to: 0.5, count: 2 },
          { setting: 'noise', scale: 'linear', from: 0, to: 12.5, count: 32 },
          { setting: 'activation', scale: 'list', values: ['tanh', 'relu'] },
        ),
        { minLength: 1, maxLength: 8 },
      ),
      tries: fc.integer({ min: 1, max: 1000 }),
      draw: fc.integer({ min: 1, max: 1_000_000 }),
      keep: fc.integer({ min: 2, max: 10 }),
      first: fc.integer({ min: 1, max: 100_000 }),
      lanes: fc.array(fc.string({ minLength: 1 }), { maxLength: 6 }),
      across: fc.constantFrom('epoch', 'time'),
    });
    fc.assert(
      fc.property(asks, (ask) => {
        expect(read(writeAsk(ask))).toEqual({ ask, problems: [] });
      }),
    );
    expect(writeAsk(usualAsk)).toBe('');
  });

  it('is as usual where it is wrong, and says so', () => {
    const { ask, problems } = read('kind:dance,seeds:0,epochs:1e9,x:gravity/list/1,colour:red,goal:');
    expect(ask).toEqual(usualAsk);
    expect(problems).toHaveLength(6);
    expect(problems.join()).toContain('comparison: seeds “0” is not a whole number from 1 to 1000');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(read(text).ask.kind).toMatch(/race|swarm|sweep/);
      }),
    );
  });
});

describe('a swarm', () => {
  it('has its seeds from that of the set-up on, and nothing else differs', () => {
    const trials = swarmTrials(defaultExperiment, { ...usualAsk, seeds: 3, vary: 'both' });
    expect(trials.map(({ experiment: { seed, dataSeed } }) => [seed, dataSeed])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect({ ...trials[2].experiment, seed: 1, dataSeed: 1 }).toEqual(defaultExperiment);
    const ofData = swarmTrials(defaultExperiment, { ...usualAsk, seeds: 2, vary: 'data' });
    expect(ofData[1].experiment).toEqual({ ...defaultExperiment, dataSeed: 2 });
  });

  it('counts what was reached, and ranks the diverged last', () => {
    const outcomes = [
      outcome(result(0.3)),
      outcome(result(0.1, { reachedAt: 40 })),
      outcome(result(0.2, { diverged: true, epochs: 1 })),
      outcome(null),
      outcome(result(0.05, { reachedAt: 90 })),
    ];
    const summary = summarize(outcomes);
    expect(summary).toMatchObject({ count: 4, diverged: 1, failed: 1, reached: 2, epochsToTarget: [40, 90] });
    expect(summary.lossBins.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(ranking(outcomes)).toEqual([4, 1, 0, 2, 3]);
    expect(verdict(summary, usualAsk)).toBe(
      '2 of 4 runs reached a test loss of at most 0.1, half of them within 65 epochs: too few to tell luck from skill. 1 diverged.',
    );
  });

  it.each([
    [0, 'Not even with luck: none of 20 runs'],
    [2, 'Mostly luck: only 2 of 20 runs'],
    [10, 'Partly luck: 10 of 20 runs'],
    [15, 'Hardly luck: 15 of 20 runs'],
    [20, 'It was not luck: 20 of 20 runs'],
  ])('with %d of 20 that reached it says whether it was luck', (reached, words) => {
    const outcomes = Array.from({ length: 20 }, (_, i) =>
      outcome(result(0.1, { reachedAt: i < reached ? 10 : null })),
    );
    expect(verdict(summarize(outcomes), usualAsk)).toContain(words);
  });

  it('has a fan in which a diverged run is infinite, and one that was stopped stays as it was', () => {
    const short = (rest: Partial<TrialResult>) =>
      result(0.8, {
        ...rest,
        curve: {
          epoch: Float64Array.of(0, 1),
          trainLoss: Float64Array.of(1, 1),
          testLoss: Float64Array.of(1, 0.8),
          trainingMs: Float64Array.of(0, 0),
        },
      });
    const fan = fanOf([result(0.2), short({}), short({ diverged: true })]);
    expect([...fan!.epoch]).toEqual([0, 1, 2]);
    expect(fan!.lines.map((line) => line[2])).toEqual([expect.closeTo(0.26), 0.5, 0.8, Infinity, Infinity]);
    expect(fanOf([])).toBe(null);
  });

  it('disagrees where the answers differ, whoever comes first', () => {
    const of = (...values: number[]) => result(0.1, { picture: Float32Array.from(values) });
    const ensemble = ensembleOf([of(1, 1, -1, -1), of(1, -1, -1, 1), of(0.5, 0.2, -1, -0.1)], true);
    expect([...ensemble!.mean].map((value) => Number(value.toFixed(4)))).toEqual([
      0.8333, 0.0667, -1, -0.0333,
    ]);
    expect([...ensemble!.disagreement]).toEqual([0, Math.fround(1 / 3), 0, Math.fround(1 / 3)]);
    expect(ensemble).toMatchObject({ count: 3, resolution: 2 });
    expect(ensembleOf([result(0.1)], true)).toBe(null);
    const spread = ensembleOf([of(1, 0, 0, 0), of(3, 0, 0, 0)], false);
    expect([...spread!.disagreement]).toEqual([1, 0, 0, 0]);
  });

  it('is written down for spreadsheets and programs', () => {
    const outcomes = [outcome(result(0.25, { reachedAt: 7 }), 4), outcome(null, 5)];
    const lines = toCsv({ ask: usualAsk, outcomes }).split('\r\n');
    expect(lines[1]).toBe('1,4,1,2,false,7,0.125,0.25,1,0.5,0.125,0.25,');
    expect(lines[2]).toBe('2,5,1,,,,,,,,,,"it is lost, ""really"""');
    const json: unknown = JSON.parse(toJson({ ask: usualAsk, outcomes }));
    expect(json).toMatchObject({
      target: { measure: 'test-loss', value: 0.1 },
      runs: [
        { result: { reachedAt: 7, curve: { epoch: [0, 1, 2] }, parameters: [1, null] } },
        { failure: 'it is lost, "really"', result: null },
      ],
    });
  });
});

describe('figures of many runs', () => {
  it('quantiles are NumPy’s', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([7], 0.9)).toBe(7);
    expect(quantile([1, Infinity], 0.5)).toBe(Infinity);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('every finite value is in one bin', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-9, max: 1e9 })), fc.boolean(), (values, isLog) => {
        const finite = values.filter(Number.isFinite);
        const bins = binned(values, 20, isLog);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(finite.length);
      }),
    );
  });

  it('Wilson’s interval is the one of the tables', () => {
    const { low, high } = wilson(8, 10);
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });
});
