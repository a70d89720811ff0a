import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoriesOfNumbers, mayBeClasses, withCategories } from '../../../src/data/categories.ts';
import { encode, inputName } from '../../../src/data/encoding.ts';
import type { EncodingChoice } from '../../../src/data/fit-encoding.ts';
import { dataLimits, prepareData, type SplitChoice } from '../../../src/data/prepare.ts';
import type { Column, NumberColumn, Table } from '../../../src/data/table.ts';

const numbers = (name: string, values: readonly number[]): NumberColumn => ({
  name,
  kind: 'number',
  values: Float64Array.from(values),
});
const categories = (name: string, values: readonly (string | null)[]): Column => {
  const names = [...new Set(values)].filter((value) => value !== null);
  return {
    name,
    kind: 'category',
    codes: Int32Array.from(values, (value) => (value === null ? -1 : names.indexOf(value))),
    categories: names,
  };
};
const tableOf = (...columns: Column[]): Table => {
  const [first] = columns;
  return { rowCount: (first.kind === 'number' ? first.values : first.codes).length, columns };
};

const choice: EncodingChoice = {
  inputs: ['x'],
  target: { kind: 'class', column: 'kind' },
  missing: 'leave-out',
};
const half: SplitChoice = { by: 'share', trainShare: 50, seed: 1 };

describe('data', () => {
  it('is split, then encoded by its train rows', () => {
    const table = tableOf(
      numbers('x', [0, 10, NaN, 20, 30]),
      categories('kind', ['b', 'a', 'a', 'a', 'b']),
      categories('set', ['train', 'train', 'train', 'test', null]),
    );
    const byColumn = prepareData(table, choice, { by: 'column', column: 'set', testValues: ['test'] });
    if (!byColumn.ok) throw new Error(byColumn.message);
    expect([[...byColumn.rows.train], [...byColumn.rows.test], byColumn.leftOut]).toEqual([[0, 1], [3], 2]);
    expect(byColumn.encoding).toEqual({
      features: [{ as: 'value', of: 'x', shift: 5, scale: 5, missing: 'drop' }],
      target: { kind: 'class', column: 'kind', classes: ['a', 'b'] },
    });

    const byShare = prepareData(table, choice, half);
    if (!byShare.ok) throw new Error(byShare.message);
    expect([...byShare.rows.train, ...byShare.rows.test].sort()).toEqual([0, 1, 3, 4]);
    expect(byShare.leftOut).toBe(1);
    expect(prepareData(table, choice, half)).toEqual(byShare);
  });

  it('has a place for a class that only a test row has', () => {
    const table = tableOf(
      numbers('x', [0, 1, 2]),
      categories('kind', ['a', 'c', 'b']),
      numbers('fold', [1, 1, 2]),
    );
    const data = prepareData(table, choice, { by: 'column', column: 'fold', testValues: ['2'] });
    if (!data.ok) throw new Error(data.message);
    expect([...encode(data.encoding, table, data.rows.test).target]).toEqual([1]);
  });

  const xs = numbers('x', [1, 2, 3, 4]);
  const kinds = categories('kind', ['a', 'b', 'a', 'b']);
  const many = (count: number): Table =>
    tableOf(
      numbers(
        'x',
        Array.from({ length: 2 * count }, (_, i) => i),
      ),
      categories(
        'kind',
        Array.from({ length: 2 * count }, (_, i) => `k${i % count}`),
      ),
    );
  const refusals: readonly (readonly [string, Table, EncodingChoice, SplitChoice, string, RegExp])[] = [
    [
      'no rows',
      tableOf(numbers('x', []), categories('kind', [])),
      choice,
      half,
      'no-rows',
      /^There are no rows: add/,
    ],
    [
      'no target anywhere',
      tableOf(xs, categories('kind', [null, null, null, null])),
      choice,
      half,
      'no-rows',
      /^No row is left: none of 4 has a value in “kind”\. Choose another target\.$/,
    ],
    [
      'one row with a target',
      tableOf(xs, categories('kind', [null, 'a', null, null])),
      choice,
      half,
      'no-rows',
      /^Only one row is left, two are needed: one of 4 has a value in “kind”/,
    ],
    [
      'every row lacking something',
      tableOf(numbers('x', [1, NaN, NaN, NaN]), numbers('y', [NaN, 2, 3, 4]), kinds),
      { ...choice, inputs: ['y', 'x'] },
      half,
      'no-rows',
      /^No row is left: every other lacks an input, most often “x”\. Leave that column out, or fill in/,
    ],
    [
      'one class',
      tableOf(xs, categories('kind', ['a', 'a', null, 'a'])),
      choice,
      half,
      'one-class',
      /^Every row that is used has “a” in “kind”: .* Choose another target, or add rows of another class\.$/,
    ],
    ['51 classes', many(51), choice, half, 'too-many-classes', /^“kind” has 51 classes, at most 50 /],
    [
      'classes of one row each',
      tableOf(numbers('x', [1, 2, 3]), categories('kind', ['a', 'b', 'c'])),
      choice,
      half,
      'one-sided',
      /^Every row trains, none is left for the test: split otherwise, choose another target, or give every class two rows\.$/,
    ],
    [
      'all rows for the test',
      tableOf(xs, kinds),
      choice,
      { by: 'column', column: 'kind', testValues: ['a', 'b'] },
      'one-sided',
      /^Every row is for the test, none trains/,
    ],
    [
      'one class in training',
      tableOf(xs, kinds),
      choice,
      { by: 'column', column: 'kind', testValues: ['b'] },
      'one-sided',
      /^Every row that trains is of class “a”/,
    ],
    [
      'no inputs',
      tableOf(xs, kinds),
      { ...choice, inputs: [] },
      half,
      'no-inputs',
      /^No input is left: choose/,
    ],
    [
      'inputs without a value',
      tableOf(numbers('x', [NaN, NaN, NaN, NaN]), kinds),
      choice,
      half,
      'no-inputs',
      /^No input is left: choose at least one that has values\.$/,
    ],
    [
      '513 inputs',
      tableOf(...Array.from({ length: 513 }, (_, i) => numbers(`x${i}`, [1, 2, 3, 4])), kinds),
      { ...choice, inputs: Array.from({ length: 513 }, (_, i) => `x${i}`) },
      half,
      'too-many-inputs',
      /^That makes 513 inputs, at most 512 are possible/,
    ],
  ];

  it.each(refusals)('with %s is refused with what to do', (_, table, chosen, split, code, message) => {
    const refused = prepareData(table, chosen, split);
    expect(refused).toMatchObject({ ok: false, code });
    expect(refused).toHaveProperty('message', expect.stringMatching(message));
  });

  it('of more numbers than there may be is refused with the sample that may', () => {
    const rowCount = Math.floor(dataLimits.cells / 500) + 1;
    const values = new Float64Array(rowCount);
    values[0] = 1;
    const inputs = Array.from({ length: 500 }, (_, i) => `x${i}`);
    // One and the same column under many names: the table stays small.
    const columns = inputs.map((name): Column => ({ name, kind: 'number', values }));
    const target: Column = { name: 'y', kind: 'number', values };
    const table = { rowCount, columns: [...columns, target] };
    const chosen: EncodingChoice = { inputs, target: { kind: 'number', column: 'y' }, missing: 'leave-out' };
    const refused = prepareData(table, chosen, half);
    expect(refused).toMatchObject({ ok: false, code: 'too-many-cells' });
    expect(refused).toHaveProperty(
      'message',
      expect.stringMatching(
        /^500 inputs in 40,001 rows are 20,000,500 numbers, .* take a sample of 40,000 rows/,
      ),
    );
    const fewer = prepareData({ ...table, rowCount: rowCount - 1 }, chosen, half);
    expect(fewer.ok).toBe(true);
  });

  it('at the limits is taken', () => {
    const fifty = prepareData(many(50), choice, half);
    expect(fifty.ok && fifty.encoding.target).toMatchObject({ classes: { length: 50 } });
    const wide = Array.from({ length: 512 }, (_, i) => numbers(`x${i}`, [1, 2, 3, 4]));
    const chosen = { ...choice, inputs: wide.map(({ name }) => name) };
    expect(prepareData(tableOf(...wide, kinds), chosen, half).ok).toBe(true);
  });
});

describe('a column of numbers', () => {
  it('may mean classes if they are whole and at most ten', () => {
    const upTo = (count: number) => numbers('n', [NaN, ...Array.from({ length: 30 }, (_, i) => i % count)]);
    expect([upTo(1), upTo(10), upTo(11)].map(mayBeClasses)).toEqual([true, true, false]);
    expect(mayBeClasses(numbers('n', [1, 2.5]))).toBe(false);
    expect(mayBeClasses(numbers('n', [1, Infinity]))).toBe(false);
    expect(mayBeClasses(numbers('n', [NaN]))).toBe(false);
  });

  it('is read as categories in the order of its numbers, and they read back', () => {
    expect(categoriesOfNumbers(numbers('n', [10, 9, NaN, -0, 0, 9]))).toEqual({
      name: 'n',
      kind: 'category',
      categories: ['0', '9', '10'],
      codes: Int32Array.of(2, 1, -1, 0, 0, 1),
    });
    fc.assert(
      fc.property(fc.array(fc.double({ noDefaultInfinity: true })), (values) => {
        const { codes, categories: names } = categoriesOfNumbers(numbers('n', values));
        expect(names.map(Number)).toEqual(names.map(Number).sort((a, b) => a - b));
        expect(Array.from(codes, (code) => Number(names[code]))).toEqual(
          values.map((value) => (value === 0 ? 0 : value)),
        );
      }),
    );
  });

  it('is a target of classes, or inputs, once it is', () => {
    const table = tableOf(numbers('x', [1, 1, 2, 2]), numbers('kind', [3, 5, 3, 5]));
    const read = withCategories(table, ['kind', 'x']);
    const data = prepareData(read, choice, half);
    if (!data.ok) throw new Error(data.message);
    expect(data.encoding.target).toEqual({ kind: 'class', column: 'kind', classes: ['3', '5'] });
    expect(data.encoding.features.every((feature) => inputName(feature).startsWith('x = '))).toBe(true);
    expect(withCategories(table, ['kind']).columns[0]).toBe(table.columns[0]);
  });
});
