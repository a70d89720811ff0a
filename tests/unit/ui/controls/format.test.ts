import { describe, expect, it } from 'vitest';
import {
  exact,
  formatCount,
  formatDifference,
  formatDuration,
  formatEpoch,
  formatLoss,
  formatRate,
  formatShare,
  formatWeight,
} from '../../../../src/ui/controls/format.ts';

describe('numbers as they are read', () => {
  it('losses stay within seven characters', () => {
    expect([0, 0.03124, 1.5, 12.345, 123.456, 4567.8, 3.14e-7, 2.5e9, NaN].map(formatLoss)).toEqual([
      '0.0000',
      '0.0312',
      '1.5000',
      '12.345',
      '123.46',
      '4568',
      '3.1e-7',
      '2.5e9',
      '–',
    ]);
  });

  it('weights have a sign as wide as any other and align', () => {
    expect([1.5, -1.5, 0, 1e-9, -123456].map(formatWeight)).toEqual([
      '+1.50000',
      '−1.50000',
      '+0.00000',
      '+1.00e-9',
      '−1.23e5',
    ]);
  });

  it('rates have a prefix, durations a unit, shares a percent sign', () => {
    expect([12_412_345, 999, 1500].map(formatRate)).toEqual(['12.4 M', '999', '1.50 k']);
    expect([840, 12_345, 245_000].map(formatDuration)).toEqual(['840 ms', '12.3 s', '4 min 05 s']);
    expect(formatShare(0.996)).toBe('99.6 %');
    expect(formatCount(12_345.4)).toBe('12,345');
    expect([0, 2.4e-7].map(formatDifference)).toEqual(['0', '2.4e-7']);
  });

  it('beside them stands every digit, or nothing', () => {
    expect([0.1 + 0.2, null, undefined].map(exact)).toEqual(['0.30000000000000004', '', '']);
  });

  it('epochs are whole, or have as much of the running one as is over', () => {
    expect([0, 7, 1234, 0.16, 0.29, 3.996, 1234.5, 0.004].map(formatEpoch)).toEqual([
      '0',
      '7',
      '1,234',
      '0.16',
      '0.29',
      '3.99',
      '1,234.50',
      '0.00',
    ]);
  });
});
