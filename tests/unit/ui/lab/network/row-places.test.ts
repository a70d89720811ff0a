import { describe, expect, it } from 'vitest';
import { lastRow, placeOfRow } from '../../../../../src/ui/lab/network/row-places.ts';
import { rowName } from '../../../../../src/ui/playground/picture/row-name.ts';

/** Of seven rows the third is not used. */
const rows = { train: Uint32Array.of(6, 0, 4), test: Uint32Array.of(5, 1, 3) };
const at = (split: 'train' | 'test', index: number) => ({ split, index });

describe('a row of the data', () => {
  it('is called by its number in the table of all rows', () => {
    expect(rowName(rows, at('train', 0))).toBe('train row 7');
    expect(rowName(rows, at('test', 2))).toBe('test row 4');
  });

  it('has no number while nobody knows it', () => {
    expect(rowName(null, at('test', 2))).toBe('test row');
    expect(rowName(rows, at('test', 3))).toBe('test row');
  });

  it('is found by that number on either side', () => {
    expect(placeOfRow(rows, 7, at('test', 0))).toEqual(at('train', 0));
    expect(placeOfRow(rows, 2, at('train', 0))).toEqual(at('test', 1));
    expect(lastRow(rows)).toBe(7);
  });

  it('is the next that is used, in the direction of the step', () => {
    expect(placeOfRow(rows, 3, at('test', 1))).toEqual(at('test', 2));
    expect(placeOfRow(rows, 3, at('test', 2))).toEqual(at('test', 1));
  });

  it('stays where there is none farther on', () => {
    expect(placeOfRow({ ...rows, train: Uint32Array.of(4) }, 7, at('test', 0))).toEqual(at('test', 0));
  });

  it('stays on its side where both sides are the same rows', () => {
    const all = Uint32Array.of(0, 1, 2, 3);
    expect(placeOfRow({ train: all, test: all }, 3, at('test', 0))).toEqual(at('test', 2));
  });
});
