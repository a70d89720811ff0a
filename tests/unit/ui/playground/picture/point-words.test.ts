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
    expect(words(['-1', '+1'], [1, -1], 0)).toBe('x₁ 0.26; x₂ −1; label +1');
    expect(words([], [0.5], 0)).toBe('x₁ 0.26; x₂ −1; label 0.5');
  });

  it('is the class that it is trained as, where noise has made that another', () => {
    const noisy = { ...data, trainedLabel: Float64Array.of(2, 1, 1) };
    const of = (index: number): string => pointWords(noisy, { split: 'train', index });
    expect(of(1)).toMatch(/a\u2002trained as b by label noise$/);
    expect(of(0)).toBe(pointWords(data, { split: 'train', index: 0 }));
    expect(pointWords(noisy, { split: 'test', index: 0 })).toBe(
      pointWords(data, { split: 'test', index: 0 }),
    );
    const sides = {
      ...data,
      classNames: ['-1', '1'],
      train: columns([1, -1]),
      trainedLabel: Float64Array.of(1, 1),
    };
    expect(pointWords(sides, { split: 'train', index: 1 })).toContain('trained as label 1 by label noise');
  });

  it('is the number in its own units, by the name of its column', () => {
    const picture = { ...data, classNames: [], train: columns([-0.5, 2, 0]) };
    const priced = { ...picture, targetName: 'price', targetScale: { shift: 150_000, scale: 40_000 } };
    const of = (index: number): string => pointWords(priced, { split: 'train', index });
    expect([of(0), of(1)]).toEqual([
      expect.stringMatching(/price 130000$/),
      expect.stringMatching(/price 230000$/),
    ]);
    const cold = { ...priced, targetName: 'cold', targetScale: { shift: -3, scale: 0.25 } };
    expect(pointWords(cold, { split: 'train', index: 0 })).toMatch(/cold −3\.125$/);
  });

  it('is that it is not drawn, of a row beyond those that are', () => {
    expect(pointWords(data, { split: 'train', index: 2 })).toContain('b');
    for (const index of [3, 40_000])
      expect(pointWords(data, { split: 'train', index })).toBe('not among the points that are drawn');
    expect(pointWords(data, { split: 'test', index: 1 })).toBe('not among the points that are drawn');
  });
});
