import { describe, expect, it } from 'vitest';
import { curveThrough, rangeOf, type LossCurves } from '../../../src/charts/loss-series.ts';

function historyOf(train: readonly [number, number][], test = train): LossCurves {
  const column = (rows: readonly [number, number][], which: 0 | 1) =>
    Float64Array.from(rows, (row) => row[which]);
  return {
    epoch: Float64Array.from(train, (_, i) => i),
    trainMin: column(train, 0),
    trainMax: column(train, 1),
    testMin: column(test, 0),
    testMax: column(test, 1),
    lastEpoch: train.length - 1,
  };
}

describe('curveThrough', () => {
  it('draws both extremes of every bucket, the nearer one first', () => {
    const points = curveThrough(
      Float64Array.of(0, 1, 2),
      Float64Array.of(1, 2, 0),
      Float64Array.of(1, 5, 3),
      false,
    );
    expect(points.map(({ y }) => y)).toEqual([1, 1, 2, 5, 3, 0]);
    expect(points.map(({ x }) => x)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('leaves a gap for what can not be drawn', () => {
    const epoch = Float64Array.of(0, 1);
    const values = Float64Array.of(0, Infinity);
    expect(curveThrough(epoch, values, values, false).map(({ y }) => y)).toEqual([0, 0, NaN, NaN]);
    expect(curveThrough(epoch, values, values, true).map(({ y }) => y)).toEqual([NaN, NaN, NaN, NaN]);
  });
});

describe('rangeOf', () => {
  it('goes from 0 to a little more than the largest loss on a linear scale', () => {
    expect(rangeOf(historyOf([[0.1, 0.93]]), false)).toEqual({ min: 0, max: 1 });
    expect(rangeOf(historyOf([[0.1, 0.2]], [[3, 41]]), false)).toEqual({ min: 0, max: 50 });
  });

  it('goes from decade to decade on a logarithmic scale, past what is 0', () => {
    const { min, max } = rangeOf(
      historyOf([
        [0, 0.5],
        [0.003, 0.2],
      ]),
      true,
    );
    expect(min).toBeCloseTo(0.001, 12);
    expect(max).toBeCloseTo(1, 12);
  });

  it('ignores what is not finite, and has an answer when nothing else is there', () => {
    expect(
      rangeOf(
        historyOf([
          [0.4, Infinity],
          [NaN, 0.45],
        ]),
        false,
      ),
    ).toEqual({ min: 0, max: 0.5 });
    expect(rangeOf(historyOf([[NaN, NaN]]), false)).toEqual({ min: 0, max: 1 });
    expect(rangeOf(historyOf([[0, 0]]), true)).toEqual({ min: 1e-3, max: 1 });
  });
});
