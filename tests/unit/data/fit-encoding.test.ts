import { describe, expect, it } from 'vitest';
import { encode, encodeFeatures, inOwnUnits, inputName, type Feature } from '../../../src/data/encoding.ts';
import { fitEncoding, inNameOrder, usableRows, type EncodingChoice } from '../../../src/data/fit-encoding.ts';
import { allRows, type Column, type Table } from '../../../src/data/table.ts';
import { largestDifference } from '../helpers/closeness.ts';
import { goldenEncodings } from '../helpers/goldens.ts';
import { golden as tolerance } from '../tolerances.ts';

type Cells = readonly (number | null)[] | readonly (string | null)[];

/** Numbers, or categories in the order in which they first occur. */
function columnOfCells(name: string, cells: Cells): Column {
  if (cells.every((cell) => cell === null || typeof cell === 'number')) {
    return { name, kind: 'number', values: Float64Array.from(cells, (cell) => cell ?? NaN) };
  }
  const categories = [...new Set(cells.map(String))].filter((category) => category !== 'null');
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : categories.indexOf(cell)));
  return { name, kind: 'category', codes, categories };
}

function tableOf(columns: Readonly<Record<string, Cells>>): Table {
  const list = Object.entries(columns);
  return { rowCount: list[0][1].length, columns: list.map(([name, cells]) => columnOfCells(name, cells)) };
}

const choose = (inputs: readonly string[], more: Partial<EncodingChoice> = {}): EncodingChoice => ({
  inputs,
  target: { kind: 'class', column: 'kind' },
  missing: 'leave-out',
  ...more,
});

const goldens = goldenEncodings();

describe('an encoding fitted to train rows', () => {
  it.each(goldens.map((golden, i) => [i, golden.missing, golden] as const))(
    'is scikit-learn’s: table %i, %s',
    (_, missing, golden) => {
      const table = tableOf(golden.columns);
      const inputs = table.columns.map(({ name }) => name).filter((name) => name !== golden.target);
      const choice = choose(inputs, { target: { kind: 'class', column: golden.target }, missing });
      const rows = usableRows(table, choice);
      expect([...rows]).toEqual(golden.usableRows);

      const { encoding } = fitEncoding(table, Uint32Array.from(golden.trainRows), choice, rows);
      expect(encoding.features.map(inputName)).toEqual(Object.keys(golden.inputs));
      const encoded = encode(encoding, table, rows);
      Object.values(golden.inputs).forEach((expected, i) =>
        expect(
          largestDifference(encoded.inputs[i], expected, 1),
          inputName(encoding.features[i]),
        ).toBeLessThanOrEqual(tolerance.relative),
      );
      const classes = Array.from(rows, (row) => golden.columns[golden.target][row]);
      expect([...encoded.target]).toEqual(classes.map((name) => ['no', 'yes'].indexOf(String(name))));
    },
  );

  it('would not be if it were fitted to all rows', () => {
    const golden = goldens[0];
    const table = tableOf(golden.columns);
    const choice = choose(['length'], { target: { kind: 'class', column: golden.target }, missing: 'fill' });
    const rows = usableRows(table, choice);
    const { encoding } = fitEncoding(table, rows, choice);
    const [length] = encode(encoding, table, rows).inputs;
    expect(largestDifference(length, golden.inputs['length'], 1)).toBeGreaterThan(1e-3);
  });

  it('tells timestamps in milliseconds apart in single precision too', () => {
    const start = 1_700_000_000_000;
    const table = tableOf({ time: [0, 1, 2, 3].map((ms) => start + ms), kind: ['a', 'b', 'a', 'b'] });
    const { encoding } = fitEncoding(table, allRows(table), choose(['time']));
    const [time] = encode(encoding, table, allRows(table)).inputs;
    expect([...time]).toEqual([-1.5, -0.5, 0.5, 1.5].map((x) => x / Math.sqrt(1.25)));
    expect(new Set(Float32Array.from(time)).size).toBe(4);
    // Control: the numbers themselves are all the same there.
    const plain = encodeFeatures([{ as: 'value', of: 'time' }], table, allRows(table))[0];
    expect(new Set(Float32Array.from(plain)).size).toBe(1);
  });

  it('encodes numbers whose distance is more than a number can say', () => {
    const table = tableOf({ x: [-1.5e308, 1.5e308, 1.5e308, -1.5e308], kind: ['a', 'b', 'a', 'b'] });
    const { encoding } = fitEncoding(table, Uint32Array.of(0, 1), choose(['x']));
    expect([...encode(encoding, table, allRows(table)).inputs[0]]).toEqual([-1, 1, 1, -1]);
    const uneven = fitEncoding(table, Uint32Array.of(0, 3, 1), choose(['x'])).encoding;
    const [x] = encode(uneven, table, allRows(table)).inputs;
    expect(x[0]).toBeCloseTo(-Math.SQRT1_2, 14);
    expect(x[1]).toBeCloseTo(Math.SQRT2, 14);
    const first = fitEncoding(table, Uint32Array.of(0), choose(['x'])).encoding;
    expect(first.features).toEqual([{ as: 'value', of: 'x', shift: -1.5e308, scale: 1, missing: 'drop' }]);
  });

  it('says that a column says nothing, and keeps it at 0', () => {
    const table = tableOf({
      x: [3, 3, 3, 5],
      y: [null, 2, 2, 2],
      z: ['a', 'a', 'a', 'b'],
      kind: ['a', 'b', 'a', 'b'],
    });
    const train = Uint32Array.of(0, 1, 2);
    const { encoding, notes } = fitEncoding(table, train, choose(['x', 'y', 'z'], { missing: 'fill' }));
    expect(notes).toEqual([
      { kind: 'constant', column: 'x', message: '“x” is 3 in every train row: it tells nothing.' },
      {
        kind: 'constant',
        column: 'y',
        message: '“y” is 2 in every train row that has it: only whether it is there can tell anything.',
      },
      { kind: 'constant', column: 'z', message: '“z” is “a” in every train row: it tells nothing.' },
    ]);
    expect(encode(encoding, table, allRows(table)).inputs.map((input) => [...input])).toEqual([
      [0, 0, 0, 2],
      [0, 0, 0, 0],
      [1, 0, 0, 0],
      [1, 1, 1, 0],
    ]);
  });

  it('leaves out a column without values, which leaves out no row', () => {
    const table = tableOf({ x: [1, 2], empty: [null, null], kind: ['a', 'b'] });
    const choice = choose(['x', 'empty']);
    expect([...usableRows(table, choice)]).toEqual([0, 1]);
    const { encoding, notes } = fitEncoding(table, allRows(table), choice);
    expect(encoding.features.map(inputName)).toEqual(['x']);
    expect(notes.map(({ kind, column }) => [kind, column])).toEqual([['empty', 'empty']]);
  });

  it('asks before it makes an input of each of more than fifty categories', () => {
    const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);
    const fitted = (count: number, manyCategories: readonly string[] = []) => {
      const table = tableOf({ name: names(count), kind: names(count).map((_, i) => `k${i % 2}`) });
      return fitEncoding(table, allRows(table), choose(['name'], { manyCategories }));
    };
    expect(fitted(50)).toMatchObject({ notes: [], encoding: { features: { length: 50 } } });
    const asked = fitted(51);
    expect(asked.encoding.features).toEqual([]);
    expect(asked.notes).toMatchObject([{ kind: 'too-many', column: 'name' }]);
    expect(asked.notes[0].message).toMatch(/^“name” has 51 different values .* unless you ask for it\.$/);
    expect(fitted(51, ['name'])).toMatchObject({ notes: [], encoding: { features: { length: 51 } } });
  });

  it('scales all inputs alike, or not at all, if so chosen', () => {
    const table = tableOf({ x: [0, 8, 16], y: [4, 4, 4], kind: ['a', 'b', 'a'] });
    const encoded = (scaling: EncodingChoice['scaling'] & object) => {
      const { encoding } = fitEncoding(table, allRows(table), choose(['x', 'y'], { scaling }));
      return encode(encoding, table, allRows(table)).inputs.map((input) => [...input]);
    };
    expect(encoded({ shift: 0, scale: 16 })).toEqual([
      [0, 0.5, 1],
      [0.25, 0.25, 0.25],
    ]);
    expect(encoded({ shift: 0, scale: 1 })).toEqual([
      [0, 8, 16],
      [4, 4, 4],
    ]);
  });

  it('predicts a number in its own units, standardised inside if so chosen', () => {
    const table = tableOf({ x: [1, 2, 3, 4], y: [10, 30, 10, 30] });
    const train = Uint32Array.of(0, 1);
    const plain = fitEncoding(table, train, choose(['x'], { target: { kind: 'number', column: 'y' } }));
    expect([...encode(plain.encoding, table, allRows(table)).target]).toEqual([10, 30, 10, 30]);
    const target = { kind: 'number', column: 'y', standardised: true } as const;
    const { encoding } = fitEncoding(table, train, choose(['x'], { target }));
    const encoded = encode(encoding, table, allRows(table)).target;
    expect([...encoded]).toEqual([-1, 1, -1, 1]);
    if (encoding.target.kind !== 'number') throw new Error('expected a number to be predicted');
    const back = { ...encoding.target };
    expect(Array.from(encoded, (output) => inOwnUnits(back, output))).toEqual([10, 30, 10, 30]);
  });

  it('knows the classes of all rows, in the order of their names, and no others', () => {
    const table: Table = {
      rowCount: 3,
      columns: [
        { name: 'x', kind: 'number', values: Float64Array.of(1, 2, 3) },
        {
          name: 'kind',
          kind: 'category',
          codes: Int32Array.of(1, 0, 3),
          categories: ['10', '9', 'never', '100'],
        },
      ],
    };
    const { encoding } = fitEncoding(table, Uint32Array.of(0, 1), choose(['x']), allRows(table));
    expect(encoding.target).toEqual({ kind: 'class', column: 'kind', classes: ['9', '10', '100'] });
    expect([...encode(encoding, table, allRows(table)).target]).toEqual([0, 1, 2]);
    expect(inNameOrder(['b', '10', '9'])).toEqual(['10', '9', 'b']);
  });

  it('refuses what a table does not have, and what is both input and target', () => {
    const table = tableOf({ x: [1, 2], kind: ['a', 'b'] });
    const fit = (choice: EncodingChoice) => () => fitEncoding(table, allRows(table), choice);
    expect(fit(choose(['y']))).toThrow('there is no column “y”: the table has “x”, “kind”');
    expect(fit(choose(['x', 'kind']))).toThrow('“kind” is to be predicted, so it cannot be an input');
    expect(fit(choose([], { target: { kind: 'class', column: 'x' } }))).toThrow('holds numbers');
    expect(fit(choose(['x'], { target: { kind: 'number', column: 'kind' } }))).toThrow('holds categories');
    for (const values of [
      [Infinity, Infinity],
      [1, -Infinity],
      [Infinity, -Infinity],
    ]) {
      const infinite = tableOf({ x: values, kind: ['a', 'b'] });
      expect(() => fitEncoding(infinite, allRows(infinite), choose(['x']))).toThrow(
        '“x” has an infinite number',
      );
    }
  });
});

describe('a row that lacks something', () => {
  const table = tableOf({
    x: [1, null, 3, 5],
    colour: ['red', 'red', null, 'blue'],
    y: [1, 2, 3, null],
    kind: ['a', 'b', 'a', null],
  });
  const encoded = (features: readonly Feature[]) =>
    encodeFeatures(features, table, allRows(table)).map((input) => [...input]);

  it('is encoded with what stands for it, and an input that says so', () => {
    expect(
      encoded([
        { as: 'value', of: 'x', shift: 1, scale: 2, missing: 3 },
        { as: 'missing', of: 'x' },
        { as: 'one-hot', of: 'colour', category: 'red', missing: 'zero' },
        { as: 'one-hot', of: 'colour', category: 'blue', missing: 'zero' },
        { as: 'missing', of: 'colour' },
      ]),
    ).toEqual([
      [0, 1, 1, 2],
      [0, 1, 0, 0],
      [1, 1, 0, 0],
      [0, 0, 0, 1],
      [0, 0, 1, 0],
    ]);
  });

  it('is 0 in every input of its category if the encoding does not know that', () => {
    expect(encoded([{ as: 'one-hot', of: 'colour', category: 'green', missing: 'zero' }])).toEqual([
      [0, 0, 0, 0],
    ]);
  });

  it('is not encoded in silence', () => {
    expect(() => encoded([{ as: 'value', of: 'x', missing: 'drop' }])).toThrow('row 1 has no “x”');
    expect(() => encoded([{ as: 'one-hot', of: 'colour', category: 'red', missing: 'drop' }])).toThrow(
      'row 2 has no “colour”',
    );
    const target = { kind: 'number', column: 'y' } as const;
    expect(() => encode({ features: [], target }, table, allRows(table))).toThrow('row 3 has no “y”');
  });

  it('is used if it is not asked for what it lacks', () => {
    const rows = (choice: EncodingChoice) => [...usableRows(table, choice)];
    expect(rows(choose(['x', 'colour']))).toEqual([0]);
    expect(rows(choose(['x']))).toEqual([0, 2]);
    expect(rows(choose(['x', 'colour'], { missing: 'fill' }))).toEqual([0, 1, 2]);
    expect(rows(choose(['x'], { target: { kind: 'number', column: 'y' }, missing: 'fill' }))).toEqual([
      0, 1, 2,
    ]);
  });
});
