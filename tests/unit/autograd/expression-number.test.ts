import { describe, expect, it } from 'vitest';
import { readNumber } from '../../../src/autograd/expression/number.ts';

describe('a text that is a number', () => {
  it('is a decimal one, with or without a sign', () => {
    for (const [text, value] of [
      ['.5', 0.5],
      ['-.5', -0.5],
      ['+5.', 5],
      ['007', 7],
      ['-0', -0],
      ['1E+3', 1000],
    ] as const) {
      expect(readNumber(text), text).toBe(value);
    }
  });

  it('is nothing else', () => {
    const none = [
      '',
      ' 1',
      '1 ',
      '.',
      '-',
      '.e5',
      '1e',
      '1_0',
      '0x1f',
      'Infinity',
      'NaN',
      '1e999',
      '--1',
      '1+1',
      '1,5',
      '12%',
    ];
    for (const text of none) expect(readNumber(text), text).toBeNull();
  });
});
