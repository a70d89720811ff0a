import { describe, expect, it } from 'vitest';
import {
  encode,
  encodeFeatures,
  factorOf,
  inputName,
  type Encoding,
  type Feature,
} from '../../../src/data/encoding.ts';
import { allRows, numbersOf, type Table } from '../../../src/data/table.ts';

const table: Table = {
  rowCount: 3,
  columns: [
    { name: 'length', kind: 'number', values: Float64Array.of(1, 2, 3) },
    { name: 'width', kind: 'number', values: Float64Array.of(-1, 0.5, 4) },
    { name: 'kind', kind: 'category', codes: Int32Array.of(1, 0, -1), categories: ['cat', 'dog'] },
  ],
};

const encoding: Encoding = {
  features: [
    { as: 'value', of: 'width' },
    { as: 'square', of: 'length' },
    { as: 'sine', of: 'length' },
    { as: 'product', of: ['length', 'width'] },
  ],
  target: { kind: 'class', column: 'kind', classes: ['dog', 'cat'] },
};

describe('an encoding', () => {
  it('gives the features and the class of the rows asked for, in their order', () => {
    expect(encode(encoding, table, Uint32Array.of(1, 0))).toEqual({
      count: 2,
      inputs: [
        Float64Array.of(0.5, -1),
        Float64Array.of(4, 1),
        Float64Array.of(Math.sin(2), Math.sin(1)),
        Float64Array.of(1, -1),
      ],
      // By their place among the encoding's classes, whatever the table's own order.
      target: Float64Array.of(1, 0),
    });
  });

  it('predicts a number as it is', () => {
    const target = { kind: 'number', column: 'width' } as const;
    expect(encode({ features: [], target }, table, allRows(table)).target).toEqual(
      Float64Array.of(-1, 0.5, 4),
    );
  });

  it('says which row has no class of its own', () => {
    expect(() => encode(encoding, table, allRows(table))).toThrow(
      /^row 2 has no class, expected .* dog, cat$/,
    );
    const target = { kind: 'class', column: 'kind', classes: ['dog'] } as const;
    expect(() => encode({ features: [], target }, table, Uint32Array.of(1))).toThrow(
      /^row 1 has class “cat”, expected one of dog$/,
    );
  });

  it('says what a table does not have', () => {
    const of = (name: string): unknown =>
      encodeFeatures([{ as: 'value', of: name }], table, Uint32Array.of(0));
    expect(() => of('height')).toThrow(
      'there is no column “height”: the table has “length”, “width”, “kind”',
    );
    expect(() => of('kind')).toThrow('column “kind” holds categories, expected numbers');
    const target = { kind: 'class', column: 'width', classes: ['dog'] } as const;
    expect(() => encode({ features: [], target }, table, Uint32Array.of(0))).toThrow(
      'column “width” holds numbers, expected categories',
    );
  });

  it('is the product of its factors, one for each column', () => {
    const whole: readonly Feature[] = [
      ...encoding.features,
      { as: 'value', of: 'width', shift: -1, scale: 3, missing: 9 },
      { as: 'missing', of: 'length' },
    ];
    const gaps: Table = {
      rowCount: 3,
      columns: [table.columns[0], { name: 'width', kind: 'number', values: Float64Array.of(-1, NaN, 4) }],
    };
    for (const rows of [table, gaps]) {
      const encoded = encodeFeatures(whole, rows, allRows(rows));
      const [length, width] = ['length', 'width'].map((name) => numbersOf(rows, name));
      whole.forEach((feature, i) => {
        const [ofLength, ofWidth] = ['length', 'width'].map((column) => factorOf(feature, column));
        expect(length.map((value, row) => ofLength(value) * ofWidth(width[row]))).toEqual(encoded[i]);
      });
    }
  });

  it('has no factor of a category, which lies on no axis', () => {
    const dog: Feature = { as: 'one-hot', of: 'kind', category: 'dog', missing: 'zero' };
    expect(() => factorOf(dog, 'kind')).toThrow('“kind” holds categories, which lie on no axis');
    expect(factorOf(dog, 'length')(5)).toBe(1);
  });

  it('calls its inputs by their columns', () => {
    const more: readonly Feature[] = [
      { as: 'one-hot', of: 'kind', category: 'dog', missing: 'zero' },
      { as: 'missing', of: 'kind' },
    ];
    expect([...encoding.features, ...more].map(inputName)).toEqual([
      'width',
      'length²',
      'sin length',
      'length × width',
      'kind = dog',
      'kind missing',
    ]);
  });
});
