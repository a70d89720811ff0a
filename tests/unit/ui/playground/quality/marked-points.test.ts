import { describe, expect, it } from 'vitest';
import { residualRanges } from '../../../../../src/charts/residual-chart.ts';
import { reliabilityOf } from '../../../../../src/charts/reliability.ts';
import { markedPoints } from '../../../../../src/ui/playground/quality/marked-points.ts';
import { mostConfused } from '../../../../../src/ui/playground/quality/most-confused.ts';
import { residualsOf } from '../../../../../src/ui/playground/quality/residuals.ts';
import type { Outcomes } from '../../../../../src/training/outcomes.ts';

const nothing = new Float64Array();
const points = (...label: number[]) => ({ x1: nothing, x2: nothing, label: Float64Array.from(label) });

function outcomes(...predicted: number[]): Outcomes {
  return {
    count: predicted.length,
    confusion: new Uint32Array(4),
    predicted: Uint16Array.from(predicted),
    numbers: null,
    fit: null,
    calibration: null,
  };
}

describe('marked points', () => {
  const two = { classNames: ['-1', '+1'], train: points(-1, 1, 1, -1), test: points(1, -1) };
  const shown = { trainOutcomes: outcomes(0, 0, 1, 1), testOutcomes: outcomes(1, 1) };

  it('are those whose class is not predicted, of both sets', () => {
    const { train, test } = markedPoints(two, shown, null);
    expect([...train]).toEqual([1, 3]);
    expect([...test]).toEqual([1]);
  });

  it('of a cell are those of its set that are in it', () => {
    const { train, test } = markedPoints(two, shown, { split: 'train', truth: 0, predicted: 0 });
    expect([...train]).toEqual([0]);
    expect([...test]).toEqual([]);
  });

  it('of more classes go by their places', () => {
    const three = { classNames: ['a', 'b', 'c'], train: points(0, 1, 2), test: points() };
    const seen = { trainOutcomes: outcomes(0, 2, 2), testOutcomes: outcomes() };
    expect([...markedPoints(three, seen, null).train]).toEqual([1]);
  });

  it('are none where nothing is predicted, nor of points that came since', () => {
    expect(markedPoints(two, {}, null)).toEqual({ train: new Uint32Array(), test: new Uint32Array() });
    const fewer = { trainOutcomes: outcomes(1, 1), testOutcomes: outcomes() };
    expect([...markedPoints(two, fewer, null).train]).toEqual([0]);
  });
});

describe('the commonest confusions', () => {
  it('come first, without what is right or never happens', () => {
    expect(mostConfused(Uint32Array.of(9, 2, 0, 5, 9, 1, 0, 0, 9), 2)).toEqual([
      { truth: 1, predicted: 0 },
      { truth: 0, predicted: 1 },
    ]);
  });
});

describe('residuals', () => {
  it('are label minus prediction over the prediction, in the label’s own units', () => {
    const residuals = residualsOf(Float64Array.of(0.5, -1, 0), Float32Array.of(0.25, -0.5), {
      shift: 10,
      scale: 4,
    });
    expect(residuals).toEqual([
      { x: 11, y: 1 },
      { x: 8, y: -2 },
    ]);
  });
});

describe('the axes of residuals', () => {
  it('reach over all points, in whatever order they come, evenly around no residual', () => {
    const { x, y } = residualRanges([
      { x: 2, y: 0.1 },
      { x: -3, y: -0.4 },
      { x: 5, y: 0.2 },
      { x: 0, y: 0 },
    ]);
    expect(x[0]).toBeLessThanOrEqual(-3);
    expect(x[1]).toBeGreaterThanOrEqual(5);
    expect(y[1]).toBeGreaterThanOrEqual(0.4);
    expect(y[0]).toBe(-y[1]);
  });

  it('are there for no points, and for one', () => {
    expect(residualRanges([])).toEqual({ x: [-1, 1], y: [-1, 1] });
    expect(residualRanges([{ x: 4, y: 0 }])).toEqual({ x: [3, 5], y: [-1, 1] });
  });
});

describe('a reliability diagram', () => {
  it('has the share that is right and the mean confidence of each bin, and none of an empty one', () => {
    const bins = reliabilityOf({
      counts: Uint32Array.of(0, 4),
      rights: Uint32Array.of(0, 3),
      sums: Float64Array.of(0, 3.2),
    });
    expect(bins).toEqual([
      { from: 0, to: 0.5, count: 0, accuracy: null, confidence: null },
      { from: 0.5, to: 1, count: 4, accuracy: 0.75, confidence: 0.8 },
    ]);
  });
});
