import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNumber } from '../../../src/formats/number.ts';

describe('a number in a file', () => {
  it('is read to the bit, however it is written', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom('', ' ', '\t', '\u00a0'),
        (value, space) => {
          for (const text of [
            value.toString(),
            value.toExponential(),
            value.toPrecision(17),
            value.toPrecision(17).toUpperCase(),
          ])
            for (const decimal of ['.', ','] as const) {
              const written = `${space}${text.replace('.', decimal)}${space}`;
              expect(parseNumber(written, decimal) + 0).toBe(Number(text) + 0);
            }
        },
      ),
    );
  });

  it.each([
    '1',
    '+1',
    '-1',
    '007',
    '1.',
    '.5',
    '-.5',
    '1e5',
    '1E+5',
    '1.5e-3',
    '0',
    '-0',
    '0.0',
    '0e5',
    '00.00e-9',
    '+0.',
  ])('may be %s', (text) => expect(parseNumber(text, '.')).toBe(Number(text)));

  it.each([
    '',
    ' ',
    '.',
    '-',
    '+',
    'e5',
    '1e',
    '1e+',
    '1.2.3',
    '1..2',
    '1,5',
    '1_000',
    '1 000',
    "1'000",
    '12%',
    '$5',
    '5€',
    '0x10',
    '0X10',
    '0b1',
    '0O7',
    '1n',
    '2024-01-02',
    '12:30',
    '1/2',
    'NaN',
    'nan',
    'Infinity',
    '-Infinity',
    '+Infinity',
    'inf',
    '∞',
    '１２',
    '−5',
    '1e999',
    '-1e999',
    '1e-999',
    '0.1e-999',
    '1f',
    '1d',
    '--1',
    '1-',
    '(1)',
    'true',
    '\0',
    '1\0',
    ' 0x10',
    '0x',
    '[1]',
    '1 2',
  ])('is not %j', (text) => {
    expect(parseNumber(text, '.')).toBeNaN();
    expect(parseNumber(text.replace('.', ','), ',')).toSatisfy(
      (value) => Number.isNaN(value) || text === '1,5',
    );
  });

  it('has one kind of decimal sign', () => {
    expect(parseNumber('1,5', ',')).toBe(1.5);
    expect(parseNumber('-,5e2', ',')).toBe(-50);
    for (const text of ['1.5', '1.234,5', '1,234,5', '1,2,3', ',']) expect(parseNumber(text, ',')).toBeNaN();
    for (const text of ['1,5', '1,234.5']) expect(parseNumber(text, '.')).toBeNaN();
  });
});
