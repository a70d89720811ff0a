import { describe, expect, it } from 'vitest';
import { pointWords } from '../../../../../src/ui/playground/picture/point-words.ts';

const columns = (label: readonly number[]) => ({
  x1: Float64Array.from(label, (_, i) => i + 0.256),
  x2: Float64Array.from(label, (_, i) => -i - 1),
  label: Float64Array.from(label),
});
const data = {
  slice: null,
  classNames: ['a', 'b', 'c'],
  train: columns([2, 0, 1]),
  test: columns([1]),
};
const words = (classNames: readonly string[], label: readonly number[], index: number): string =>
  pointWords({ ...data, classNames, train: columns(label) }, { split: 'train', index }).replaceAll(
    '\u2002',
    '; ',
  );

describe('what is said of the chosen point', () => {
  it('is where it lies and its class', () => {
    expect(words(['a', 'b', 'c'], [2, 0], 0)).toBe('x₁ 0.26; x₂ −1; c');
    expect(words(['no', 'yes'], [1, -1], 1)).toBe('x₁ 1.26; x₂ −2; no');
    expect(words(['-1', '1'], [1, -1], 1)).toBe('x₁ 1.26; x₂ −2; label −1');
    expect(words([], [0.5], 0)).toBe('x₁ 0.26; x₂ −1; label 0.5');
  });

  it('is that it is not drawn, of a row beyond those that are', () => {
    expect(pointWords(data, { split: 'train', index: 2 })).toContain('b');
    for (const index of [3, 40_000])
      expect(pointWords(data, { split: 'train', index })).toBe('not among the points that are drawn');
    expect(pointWords(data, { split: 'test', index: 1 })).toBe('not among the points that are drawn');
  });
});
