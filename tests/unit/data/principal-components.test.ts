import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../../../src/data/encoding.ts';
import { fitEncoding } from '../../../src/data/fit-encoding.ts';
import { principalComponents } from '../../../src/data/principal-components.ts';
import { realSets } from '../../../src/data/real/real-sets.ts';
import { allRows } from '../../../src/data/table.ts';
import { realTables } from '../helpers/real-tables.ts';

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i], 0);

describe('principal components', () => {
  it('of standardised irises have the shares that the textbooks print: 72.96 % and 22.85 %', () => {
    const table = realTables('iris');
    const rows = allRows(table);
    const { encoding } = fitEncoding(table, rows, realSets.iris.choice);
    const { directions, shares, mean } = principalComponents(encode(encoding, table, rows).inputs);
    expect(shares[0]).toBeCloseTo(0.7296, 4);
    expect(shares[1]).toBeCloseTo(0.2285, 4);
    expect(mean.every((value) => Math.abs(value) < 1e-12)).toBe(true);
    // The first is length of petals, width of petals and length of sepals together.
    expect([...directions[0]].map((x) => Number(x.toFixed(3)))).toEqual([0.521, -0.269, 0.58, 0.565]);
  });

  it('are unit vectors at right angles, the first along the larger spread, whatever the rows', () => {
    const columns = fc
      .integer({ min: 2, max: 6 })
      .chain((size) =>
        fc.array(
          fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: size, maxLength: size }),
          {
            minLength: 3,
            maxLength: 30,
          },
        ),
      )
      .map((rows) => rows[0].map((_, k) => Float64Array.from(rows, (row) => row[k])));
    fc.assert(
      fc.property(columns, (own) => {
        const { directions, shares } = principalComponents(own);
        const [first, second] = directions;
        expect(dot(first, first)).toBeCloseTo(1, 9);
        expect(dot(second, second)).toBeCloseTo(1, 9);
        expect(dot(first, second)).toBeCloseTo(0, 9);
        expect(shares[0]).toBeGreaterThanOrEqual(shares[1]);
        expect(shares[0] + shares[1]).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('exist for rows that are all the same, and are refused for a single column', () => {
    const { shares } = principalComponents([
      Float64Array.of(1, 1),
      Float64Array.of(2, 2),
      Float64Array.of(3, 3),
    ]);
    expect(shares).toEqual([0, 0]);
    expect(() => principalComponents([Float64Array.of(1, 2)])).toThrow('at least two columns, got 1');
  });

  it('find the direction that points were drawn along', () => {
    const along = Float64Array.from({ length: 50 }, (_, i) => i - 25);
    const { directions, shares } = principalComponents([
      along.map((t) => 3 * t),
      along.map((t) => 4 * t),
      along.map(() => 7),
    ]);
    expect([...directions[0]].map((x) => Number(x.toFixed(9)))).toEqual([0.6, 0.8, 0]);
    expect(shares[0]).toBeCloseTo(1, 12);
  });
});
