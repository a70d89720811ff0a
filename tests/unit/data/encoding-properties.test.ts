import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, type Encoding, type EncodedRows } from '../../../src/data/encoding.ts';
import { fitEncoding, usableRows, type EncodingChoice } from '../../../src/data/fit-encoding.ts';
import { randomFromSeed, shuffledOrder } from '../../../src/data/random.ts';
import { allRows, columnOf, type Column, type Table } from '../../../src/data/table.ts';

/** Of a failure, fast-check prints the seed and the smallest table that it found. */

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: 0, max: 100_000_000 }).map((ms) => 1.7e12 + ms),
);

function columnOfRows(name: string, rowCount: number): fc.Arbitrary<Column> {
  const cells = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: rowCount, maxLength: rowCount });
  const sometimes = <T>(of: fc.Arbitrary<T>, none: T) =>
    fc.oneof({ weight: 4, arbitrary: of }, { weight: 1, arbitrary: fc.constant(none) });
  const numbers = cells(sometimes<number>(number, NaN)).map((values): Column => ({
    name,
    kind: 'number',
    values: Float64Array.from(values),
  }));
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  const categories = names.chain((list) =>
    cells(sometimes(fc.nat(list.length - 1), -1)).map((codes): Column => ({
      name,
      kind: 'category',
      codes: Int32Array.from(codes),
      categories: list,
    })),
  );
  return fc.oneof(numbers, categories);
}

/** Two to thirty rows, one to five columns, and a class that every row has. */
const tables: fc.Arbitrary<Table> = fc
  .tuple(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rowCount, columnCount]) =>
    fc
      .tuple(...Array.from({ length: columnCount }, (_, i) => columnOfRows(`c${i}`, rowCount)))
      .map((columns) => ({ rowCount, columns: [...columns, classColumn(rowCount)] })),
  );

function classColumn(rowCount: number): Column {
  const codes = Int32Array.from({ length: rowCount }, (_, row) => row % 2);
  return { name: 'class', kind: 'category', codes, categories: ['no', 'yes'] };
}

const choiceOf = ({ columns }: Table, missing: EncodingChoice['missing']): EncodingChoice => ({
  inputs: columns.map(({ name }) => name).filter((name) => name !== 'class'),
  target: { kind: 'class', column: 'class' },
  missing,
});

/** Numbers as small as this have hardly a digit, so that mean and deviation are rounded by as much. */
const fewDigits = 1e-322;

type Cell = number | string | null;

function cellOf(table: Table, name: string, row: number): Cell {
  const column = columnOf(table, name);
  if (column.kind === 'category') return column.categories[column.codes[row]] ?? null;
  return Number.isNaN(column.values[row]) ? null : column.values[row];
}

/** What an encoded row says of a column: a quarter of its number (none is too large), its category, or nothing. */
function decode({ features }: Encoding, { inputs }: EncodedRows, name: string, place: number): Cell {
  const said = features.flatMap((feature, i) =>
    feature.of === name ? [{ feature, value: inputs[i][place] }] : [],
  );
  if (said.some(({ feature, value }) => feature.as === 'missing' && value === 1)) return null;
  for (const { feature, value } of said) {
    if (feature.as === 'value') return value * (feature.scale! / 4) + feature.shift! / 4;
    if (feature.as === 'one-hot' && value === 1) return feature.category;
  }
  return null;
}

describe.each(['fill', 'leave-out'] as const)('any table, with what is missing: %s,', (missing) => {
  it('is encoded to numbers that say the same rows', () => {
    let compared = 0;
    fc.assert(
      fc.property(tables, (table) => {
        const choice = choiceOf(table, missing);
        const rows = usableRows(table, choice);
        const { encoding } = fitEncoding(table, rows, choice);
        const encoded = encode(encoding, table, rows);
        expect(encoded.inputs.flatMap((input) => [...input]).every(Number.isFinite)).toBe(true);
        for (const name of choice.inputs) {
          const column = columnOf(table, name);
          const size =
            column.kind === 'number'
              ? Math.max(...Array.from(rows, (row) => Math.abs(column.values[row]) || 0))
              : 0;
          rows.forEach((row, place) => {
            const expected = cellOf(table, name, row);
            const actual = decode(encoding, encoded, name, place);
            compared++;
            if (typeof expected !== 'number') expect(actual, `${name} of row ${row}`).toBe(expected);
            else
              expect(Math.abs(Number(actual) - expected / 4)).toBeLessThanOrEqual(1e-14 * size + fewDigits);
          });
        }
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('has its inputs in the order of the columns chosen, each the same whatever that is', () => {
    fc.assert(
      fc.property(tables, fc.nat(), (table, seed) => {
        const choice = choiceOf(table, missing);
        const order = shuffledOrder(choice.inputs.length, randomFromSeed(seed, 0));
        const permuted = { ...choice, inputs: Array.from(order, (place) => choice.inputs[place]) };
        const rows = usableRows(table, choice);
        const byColumn = (chosen: EncodingChoice, from: Table) => {
          const { encoding } = fitEncoding(from, rows, chosen);
          const { inputs } = encode(encoding, from, rows);
          return chosen.inputs.map((name) => inputs.filter((_, i) => encoding.features[i].of === name));
        };
        const expected = byColumn(choice, table);
        expect(byColumn(permuted, table)).toEqual(Array.from(order, (place) => expected[place]));
        const { inputs } = encode(fitEncoding(table, rows, permuted).encoding, table, rows);
        expect(inputs).toEqual(byColumn(permuted, table).flat());
        // The order of the table's own columns says nothing at all.
        const reversed = { ...table, columns: [...table.columns].reverse() };
        expect(byColumn(choice, reversed)).toEqual(expected);
      }),
    );
  });

  it('is fitted to its train rows alone', () => {
    let changed = 0;
    fc.assert(
      fc.property(tables, tables, fc.nat(), (table, others, seed) => {
        const choice = choiceOf(table, missing);
        const rows = usableRows(table, choice);
        const order = shuffledOrder(rows.length, randomFromSeed(seed, 0));
        const train = rows.filter((_, place) => order[place] < rows.length / 2);
        // Everything else has other values.
        const trains = new Set(train);
        const columns = table.columns.map((column, i): Column => {
          const other = others.columns[i % others.columns.length];
          if (column.kind === 'number') {
            const from = other.kind === 'number' ? other.values : Float64Array.of(NaN, 7, 1e9);
            return {
              ...column,
              values: column.values.map((value, row) => (trains.has(row) ? value : from[row % from.length])),
            };
          }
          const categories = [...column.categories, 'never seen'];
          return {
            ...column,
            categories,
            codes: column.codes.map((code, row) =>
              trains.has(row) ? code : (row % (categories.length + 1)) - 1,
            ),
          };
        });
        const fitted = fitEncoding(
          table,
          train,
          choice,
          allRows(table).filter((row) => trains.has(row)),
        );
        expect(fitEncoding({ ...table, columns }, train, choice)).toEqual(fitted);
        const all = fitEncoding({ ...table, columns }, allRows(table), choice);
        if (JSON.stringify(all) !== JSON.stringify(fitted)) changed++;
      }),
    );
    // Control: with all rows it is another.
    expect(changed).toBeGreaterThan(30);
  });
});
