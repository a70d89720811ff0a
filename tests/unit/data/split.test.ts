import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../../src/data/random.ts';
import { splitByColumn, splitRows, type Split } from '../../../src/data/split.ts';
import { allRows, type Table } from '../../../src/data/table.ts';

/** A table of so many rows of each class, one after the other. */
function classesOf(counts: readonly number[]): Table {
  const codes = counts.flatMap((count, code) => Array.from({ length: count }, () => code));
  return {
    rowCount: codes.length,
    columns: [
      {
        name: 'class',
        kind: 'category',
        codes: Int32Array.from(codes),
        categories: counts.map((_, i) => `c${i}`),
      },
    ],
  };
}

const split = (table: Table, share: number, seed = 1, column: string | null = 'class') =>
  splitRows(table, allRows(table), column, share, randomFromSeed(seed, 0));

function countsOf(table: Table, rows: Uint32Array): number[] {
  const [column] = table.columns;
  if (column.kind !== 'category') throw new Error('expected categories');
  return column.categories.map((_, code) => rows.filter((row) => column.codes[row] === code).length);
}

const sorted = ({ train, test }: Split) => [...train, ...test].sort((a, b) => a - b);

describe('a split', () => {
  it('gives every class its share', () => {
    const table = classesOf([50, 100, 30]);
    const { train, test } = split(table, 80);
    expect(countsOf(table, train)).toEqual([40, 80, 24]);
    expect(countsOf(table, test)).toEqual([10, 20, 6]);
  });

  it('gives what is left over to those that lack the most', () => {
    // 70 % of 5, 6 and 7 is 3.5, 4.2 and 4.9; of all 18 it is 12.6, so 12 train.
    expect(countsOf(classesOf([5, 6, 7]), split(classesOf([5, 6, 7]), 70).train)).toEqual([3, 4, 5]);
  });

  it('is shuffled, the same from the same seed and another from another', () => {
    const table = classesOf([40, 40]);
    expect(split(table, 50, 3)).toEqual(split(table, 50, 3));
    expect(split(table, 50, 3)).not.toEqual(split(table, 50, 4));
    const { train } = split(table, 50, 3);
    expect([...train]).not.toEqual([...train].sort((a, b) => a - b));
    // Both classes come early: they are not one after the other.
    expect(new Set(Array.from(train.slice(0, 12), (row) => Number(row >= 40))).size).toBe(2);
  });

  it('without classes takes the first of all rows', () => {
    const table = classesOf([10]);
    const { train, test } = split(table, 75, 1, null);
    expect([train.length, test.length]).toEqual([7, 3]);
    expect(split(table, 0, 1, null).train).toHaveLength(1);
    expect(split(table, 100, 1, null).test).toHaveLength(1);
  });

  it('takes only the rows given, and says which has no class', () => {
    const table = classesOf([6, 6]);
    const rows = Uint32Array.of(1, 2, 7, 9);
    const halves = splitRows(table, rows, 'class', 50, randomFromSeed(1, 0));
    expect(sorted(halves)).toEqual([...rows]);
    expect(countsOf(table, halves.train)).toEqual([1, 1]);
    const [column] = table.columns;
    if (column.kind === 'category') column.codes[7] = -1;
    expect(() => splitRows(table, rows, 'class', 50, randomFromSeed(1, 0))).toThrow(
      'row 7 has no class in “class”',
    );
  });

  it('has every row once, and two of a class on both sides', () => {
    const counts = fc.array(fc.oneof(fc.nat(3), fc.nat(60)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 100 }), fc.integer(), (list, share, seed) => {
        const table = classesOf(list);
        const { train, test } = split(table, share, seed);
        expect(sorted({ train, test })).toEqual([...allRows(table)]);
        const [trained, tested] = [train, test].map((rows) => countsOf(table, rows));
        list.forEach((count, i) => {
          if (count >= 2) expect(Math.min(trained[i], tested[i])).toBeGreaterThanOrEqual(1);
          if (count === 1) expect(trained[i]).toBe(1);
          if (count < 2) return;
          const ideal = Math.min(count - 1, Math.max(1, (count * share) / 100));
          const small = list.filter(
            (other) => (other * share) / 100 < 1 || (other * (100 - share)) / 100 < 1,
          );
          // Where no class is too small for its share, none is off by a whole row.
          if (small.length === 0) expect(Math.abs(trained[i] - ideal)).toBeLessThan(1);
        });
        const wanted = Math.min(table.rowCount - 1, Math.max(1, Math.floor((table.rowCount * share) / 100)));
        const least = list.filter((count) => count > 0).length;
        const most = list.reduce((sum, count) => sum + (count > 1 ? count - 1 : count), 0);
        expect(train.length).toBe(Math.max(least, Math.min(most, wanted)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a split by a column', () => {
  const table: Table = {
    rowCount: 5,
    columns: [
      {
        name: 'set',
        kind: 'category',
        codes: Int32Array.of(0, 1, 0, -1, 2),
        categories: ['train', 'test', 'dev'],
      },
      { name: 'fold', kind: 'number', values: Float64Array.of(1, 2, NaN, 3, 2) },
    ],
  };
  const byColumn = (name: string, values: readonly string[]) => {
    const { train, test } = splitByColumn(table, allRows(table), name, values);
    return [[...train], [...test]];
  };

  it('tests the rows that have one of its values, and leaves out those without one', () => {
    expect(byColumn('set', ['test'])).toEqual([[0, 2, 4], [1]]);
    expect(byColumn('set', ['test', 'dev'])).toEqual([
      [0, 2],
      [1, 4],
    ]);
    expect(byColumn('fold', ['2'])).toEqual([
      [0, 3],
      [1, 4],
    ]);
    expect(byColumn('set', ['other'])).toEqual([[0, 1, 2, 4], []]);
  });
});
