import { describe, expect, it } from 'vitest';
import type { LossCurves } from '../../../../../src/charts/loss-series.ts';
import type { KeptCurve } from '../../../../../src/ui/playground/plots/kept-curves.ts';
import { startOfEpochs } from '../../../../../src/ui/playground/plots/plot-of.ts';
import { trackOf } from '../../../../../src/ui/playground/time/track.ts';

const none = new Float64Array(0);
const historyOf = (...epochs: number[]): LossCurves => ({
  ...{ epoch: Float64Array.from(epochs), trainMin: none, trainMax: none, testMin: none, testMax: none },
  lastEpoch: epochs.at(-1) ?? 0,
});

describe('the track of time', () => {
  it('has each epoch at its own number along an axis of such', () => {
    const track = trackOf({ scale: 'linear', end: 40, history: historyOf(0, 1, 40), kept: [] });
    expect([track.max, track.placeOf(7.5), track.epochAt(7.5)]).toEqual([40, 7.5, 7.5]);
  });

  it('is of ten epochs at least, as the axis is', () => {
    expect(trackOf({ scale: 'linear', end: 4, history: null, kept: [] }).max).toBe(10);
  });

  it('gives each decade of a logarithmic axis as much, from the power of ten below what is first drawn', () => {
    const { max, placeOf, epochAt } = trackOf({
      ...{ scale: 'log', end: 1000, kept: [] },
      history: historyOf(0, 0.03, 1, 1000),
    });
    expect(max).toBe(1);
    for (const [epoch, place] of [
      [0.01, 0],
      [0.1, 0.2],
      [1, 0.4],
      [10, 0.6],
      [1000, 1],
    ]) {
      expect(placeOf(epoch)).toBeCloseTo(place, 12);
      if (place > 0) expect(epochAt(place)).toBeCloseTo(epoch, 9);
    }
  });

  it('has the beginning, which is not on such an axis, at the end before it', () => {
    const { placeOf, epochAt } = trackOf({ scale: 'log', end: 100, history: historyOf(0, 1, 100), kept: [] });
    expect([placeOf(0), placeOf(0.5), epochAt(0)]).toEqual([0, 0, 0]);
  });

  it('begins where the axis of every plot does beside a curve that began earlier, drawn there or not', () => {
    const history = historyOf(0, 1, 60);
    const kept = [{ history: historyOf(0, 0.04, 20) }] as unknown as readonly KeptCurve[];
    expect(trackOf({ scale: 'log', end: 60, history, kept }).placeOf(0.01)).toBe(0);
    expect(startOfEpochs(history, kept)).toBe(0.01);
    expect(startOfEpochs(history, [])).toBe(1);
  });
});
