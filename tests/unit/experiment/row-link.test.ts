import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRow, encodeRow } from '../../../src/experiment/row-link.ts';

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary' }),
  fc.constant(null),
);

describe('a row in an address', () => {
  it('is written as one would', () => {
    expect(encodeRow({ x1: 0.5, x2: -1 })).toBe('x1:0.5,x2:-1');
    expect(encodeRow({ island: 'Dream', sex: null, '0-60 mph (s)': 1e-7 })).toBe(
      "island:'Dream,sex:,0-60 mph (s):1e-7",
    );
    expect(encodeRow({ 'a:b,c\\': "'1" })).toBe(String.raw`a\:b\,c\\:''1`);
  });

  it('comes back as it was, whatever its names and categories are', () => {
    const rows = fc.dictionary(fc.string({ unit: 'binary', minLength: 1 }), value, {
      minKeys: 1,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(rows, (row) => {
        const parameters = new URLSearchParams({ row: encodeRow(row) });
        const text = new URLSearchParams(parameters.toString()).get('row')!;
        // Half of a surrogate pair is no character, and no address says it.
        fc.pre(text === encodeRow(row));
        expect(decodeRow(text)).toEqual(row);
      }),
    );
  });

  it.each(['', 'x1', 'x1:a', 'x1:1:2', ':1', 'x1:1,', 'x1:1,x1:2', 'x1:NaN', 'x1:1e999', 'x1:0x1f'])(
    'is not read of “%s”',
    (text) => {
      expect(decodeRow(text)).toBeNull();
    },
  );
});
