import { describe, expect, it } from 'vitest';
import { describePoint, nothingShown, type BoundaryChartState } from '../../../src/charts/boundary-chart.ts';
import { linesOfPoint } from '../../../src/ui/playground/picture/point-words.ts';

const points = { x1: Float64Array.of(-0.25, 3), x2: Float64Array.of(1, -2), label: Float64Array.of(0.5, -1) };
const none = { x1: new Float64Array(0), x2: new Float64Array(0), label: new Float64Array(0) };
const picture = {
  task: 'regression' as const,
  classNames: [],
  window: { x1: [-6, 6] as const, x2: [-6, 6] as const },
  train: points,
  test: none,
  slice: null,
};

function stateOf(data: typeof picture & { readonly targetName?: string }, scale: number): BoundaryChartState {
  const placed = { ...data, targetScale: { shift: 100, scale } };
  return { ...nothingShown, data, wordsOf: (point) => linesOfPoint(placed, point) };
}

describe('the tooltip over the picture', () => {
  it('says a number in its own units, as the card of the chosen point does', () => {
    const state = stateOf({ ...picture, targetName: 'price' }, 40);
    expect(describePoint('train', 0, state)).toEqual(['train point', 'x₁ −0.25', 'x₂ 1', 'price 120']);
    expect(describePoint('train', 1, state).at(-1)).toBe('price 60');
  });

  it('says what a row lacks, and has no sign where nothing is left of a number', () => {
    const train = { ...points, x1: Float64Array.of(NaN, -0.001) };
    const state = stateOf({ ...picture, train }, 1);
    expect(describePoint('train', 0, state)[1]).toBe('x₁ missing');
    expect(describePoint('train', 1, state).slice(1, 3)).toEqual(['x₁ 0', 'x₂ −2']);
  });

  it('says nothing where there are no data', () => {
    expect(describePoint('train', 0, { ...stateOf(picture, 1), data: null })).toEqual([]);
  });
});
