import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column, Table } from '../../../src/data/table.ts';
import { packTable, tableId, unpackTable } from '../../../src/formats/packed-table.ts';

const anyColumn = (rowCount: number): fc.Arbitrary<Omit<Column, 'name'>> =>
  fc.oneof(
    fc
      .array(fc.double(), { minLength: rowCount, maxLength: rowCount })
      .map((values) => ({ kind: 'number' as const, values: Float64Array.from(values) })),
    fc.array(fc.integer({ min: -1, max: 2 }), { minLength: rowCount, maxLength: rowCount }).map((codes) => ({
      kind: 'category' as const,
      codes: Int32Array.from(codes),
      categories: ['a', 'ü\n', ''],
    })),
  );
const anyTable = fc.integer({ min: 1, max: 9 }).chain((rowCount) =>
  fc
    .array(fc.tuple(fc.string({ unit: 'binary' }), anyColumn(rowCount)), { minLength: 1, maxLength: 5 })
    .map((columns): Table => ({
      rowCount,
      columns: columns.map(([name, rest]) => ({ ...rest, name }) as Column),
    })),
);

describe('a packed table', () => {
  it('unpacks to the same bits', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, async (any) => {
        const again = await unpackTable(packTable(any));
        expect(again).toEqual(any);
        expect(tableId(again)).toBe(tableId(any));
      }),
      { numRuns: 50 },
    );
  });

  it('is told from every other one by its id', () => {
    fc.assert(
      fc.property(anyTable, fc.nat(), fc.nat(), (any, which, at) => {
        const columns = any.columns.map((column, i): Column => {
          if (i !== which % any.columns.length) return column;
          const place = at % any.rowCount;
          return column.kind === 'number'
            ? {
                ...column,
                values: column.values.map((value, row) => (row === place ? (value === 1 ? 2 : 1) : value)),
              }
            : { ...column, codes: column.codes.map((code, row) => (row === place ? (code + 2) % 3 : code)) };
        });
        expect(tableId({ ...any, columns })).not.toBe(tableId(any));
      }),
      { numRuns: 200 },
    );
  });

  it('is refused where it is none', async () => {
    await expect(unpackTable(new Blob(['nothing']))).rejects.toThrow('this is no packed table');
  });
});
