import { describe, expect, it } from 'vitest';
import { cutNames } from '../../../../src/ui/controls/cut-name.ts';

const endsOf = (...names: string[]): string[] => cutNames(names).map(({ end }) => end);

describe('names that have no room', () => {
  it('keep the end that tells them from those that begin alike', () => {
    expect(endsOf('flipper length (mm)', 'flipper length (mm) missing')).toEqual(['', 'missing']);
    expect(endsOf('island = Biscoe', 'island = Torgersen', 'island = Dream')).toEqual([
      'Biscoe',
      'Torgersen',
      'Dream',
    ]);
    expect(endsOf('sensor12', 'sensor13')).toEqual(['2', '3']);
  });

  it('are cut at their end where nothing begins alike', () => {
    expect(endsOf('flipper length (mm)', 'body mass (g) missing', 'body fat')).toEqual(['', '', '']);
  });

  it('show something of their beginning, and lose nothing', () => {
    const names = [
      'measured at the place called Alexandria',
      'measured at the place called 𝔘ppsala and Lund',
    ];
    for (const [i, { beginning, end }] of cutNames(names).entries()) {
      expect(beginning + end).toBe(names[i]);
      expect(Array.from(end).length).toBeLessThanOrEqual(12);
    }
  });
});
