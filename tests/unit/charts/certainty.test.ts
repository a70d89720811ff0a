import { describe, expect, it } from 'vitest';
import {
  certaintyColours,
  certaintyGrid,
  certaintyKind,
  certaintyOf,
} from '../../../src/charts/certainty.ts';
import { outputPanelStyles } from '../../../src/ui/playground/picture/output-panel-styles.ts';

describe('certainty', () => {
  it('is how far one output is from 0', () => {
    expect(certaintyKind(null)).toBe('distance');
    expect([-1, -0.25, 0, 0.5, 3].map((output) => certaintyOf('distance', [output]))).toEqual([
      1, 0.25, 0, 0.5, 1,
    ]);
  });

  it('of probabilities is 1 minus their entropy as a share of the largest', () => {
    expect(certaintyKind({ count: 3, low: 0 })).toBe('entropy');
    expect(certaintyOf('entropy', [1, 0, 0])).toBe(1);
    expect(certaintyOf('entropy', [1 / 3, 1 / 3, 1 / 3])).toBeCloseTo(0, 12);
    // scipy.stats.entropy([0.7, 0.2, 0.1], base=3) is 0.7298466991620975.
    expect(certaintyOf('entropy', [0.7, 0.2, 0.1])).toBeCloseTo(1 - 0.7298466991620975, 12);
  });

  it('of other outputs is the lead of the largest', () => {
    expect(certaintyKind({ count: 3, low: -1 })).toBe('lead');
    expect(certaintyOf('lead', [0.9, -0.1, -0.6], -1)).toBeCloseTo(0.5, 12);
    expect(certaintyOf('lead', [0.4, 0.4, -1], -1)).toBe(0);
  });

  it('is not a number where an output is not', () => {
    expect(certaintyOf('entropy', [NaN, 1])).toBeNaN();
    expect(certaintyOf('distance', [Infinity])).toBeNaN();
  });

  it('is taken cell by cell of all outputs', () => {
    const values = Float32Array.of(1, 0.5, 0, 0.25, 0, 0.5, 1, 0.75);
    const { values: certain } = certaintyGrid({ resolution: 2, values }, { count: 2, low: 0 });
    expect([...certain].slice(0, 3)).toEqual([1, 0, 1]);
    expect(certain[3]).toBeCloseTo(1 - (0.25 * Math.log2(4) + 0.75 * Math.log2(4 / 3)), 6);
  });

  it('has the colours that its key has', () => {
    const hex = (css: string): string =>
      `#${[...css.matchAll(/\d+/g)].map(([part]) => Number(part).toString(16).padStart(2, '0')).join('')}`;
    const ends = [certaintyColours.light, certaintyColours.dark].map(({ css }) => hex(css[255]));
    expect(outputPanelStyles.cssText).toContain(`light-dark(${ends.join(', ')})`);
  });
});
