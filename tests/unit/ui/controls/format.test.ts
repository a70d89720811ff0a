import { describe, expect, it } from 'vitest';
import {
  exact,
  formatBeside,
  formatBytes,
  formatCount,
  formatDifference,
  formatDuration,
  formatEpoch,
  formatLoss,
  formatRate,
  formatSetting,
  formatShare,
  formatValue,
  formatWeight,
  withMinus,
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
      '3.1e−7',
      '2.5e9',
      '–',
    ]);
  });

  it('weights have signs of one width and align', () => {
    expect([1.5, -1.5, 0, 1e-9, -123456].map(formatWeight)).toEqual([
      '+1.50000',
      '−1.50000',
      '+0.00000',
      '+1.00e−9',
      '−1.23e5',
    ]);
  });

  it('values of the data have four digits, or three and an exponent', () => {
    expect([0, 0.25, -3.66666, 12_345.67, 1e-5, -2.3456e-7, 1.2e8].map(formatValue)).toEqual([
      '0',
      '0.25',
      '−3.667',
      '12345.7',
      '1e−5',
      '−2.35e−7',
      '1.2e8',
    ]);
  });

  it('settings are as their fields have them', () => {
    expect([0.03, 0.00001, 0.000025, 1e-6, 1e-8, 0.00012345, 10, 0].map(formatSetting)).toEqual([
      '0.03',
      '0.00001',
      '0.000025',
      '0.000001',
      '1e−8',
      '0.000123',
      '10',
      '0',
    ]);
  });

  it('rates have a prefix, durations a unit, shares a percent sign', () => {
    expect([12_412_345, 999, 1500].map(formatRate)).toEqual(['12.4 M', '999', '1.50 k']);
    expect([840, 12_345, 245_000].map(formatDuration)).toEqual(['840 ms', '12.3 s', '4 min 05 s']);
    expect(formatShare(0.996)).toBe('99.6 %');
    expect(formatCount(12_345.4)).toBe('12,345');
    expect([0, 2.4e-7].map(formatDifference)).toEqual(['0', '2.4e−7']);
  });

  it('what is rounded up to a unit is told in it', () => {
    expect([9.94, 9.96, 999.4, 999.6, 59_940, 59_960].map(formatDuration)).toEqual([
      '9.9 ms',
      '10 ms',
      '999 ms',
      '1.0 s',
      '59.9 s',
      '1 min 00 s',
    ]);
    expect([999.4, 999.6, 9996, 99_960, 999_600, 999.6e6].map(formatRate)).toEqual([
      '999',
      '1.00 k',
      '10.0 k',
      '100 k',
      '1.00 M',
      '1.00 G',
    ]);
    expect([999, 999_949, 999_951].map(formatBytes)).toEqual(['999 B', '999.9 kB', '1.00 MB']);
  });

  it('beside them stands every digit, or nothing', () => {
    expect([0.1 + 0.2, null, undefined].map(exact)).toEqual(['0.30000000000000004', '', '']);
  });

  it('a mean has the digits that its scale asks for', () => {
    const written = (
      [
        [1976.1607, 3.57],
        [2977.58, 849.4],
        [12.345, 849.4],
        [3.57123, 3.57123],
        [-0.0123456, 0.5],
        [1e6 + 0.25, 0.1],
        [0, 2],
        [4, 0],
      ] as const
    ).map(([value, scale]) => formatBeside(value, scale));
    expect(written).toEqual(['1976.2', '2980', '12.3', '3.57', '−0.0123', '1000000.25', '0', '4']);
  });

  it('classes that are called by numbers have a minus, and names keep their hyphens', () => {
    expect(['-1', '+1', '-.5', '-a', 'x-1', ''].map(withMinus)).toEqual(['−1', '+1', '−.5', '-a', 'x-1', '']);
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
