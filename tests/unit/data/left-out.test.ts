import { expect, it } from 'vitest';
import { keptRows, leftOutRows, withoutRows } from '../../../src/data/left-out.ts';
import type { FileChoice } from '../../../src/data/file-data-set.ts';
import type { Table } from '../../../src/data/table.ts';

const table: Table = {
  rowCount: 5,
  columns: [
    { name: 'empty', kind: 'number', values: new Float64Array(5).fill(NaN) },
    { name: 'x', kind: 'number', values: Float64Array.of(1, NaN, 3, NaN, 5) },
    { name: 'kind', kind: 'category', codes: Int32Array.of(0, 0, 1, -1, 1), categories: ['a', 'b'] },
  ],
};
const choice: FileChoice = {
  inputs: ['empty', 'x'],
  target: { kind: 'class', column: 'kind' },
  categorical: [],
  manyCategories: [],
  missing: 'leave-out',
  split: null,
};

it('rows are left out for the first of what they lack, never for what none has', () => {
  const rows = { train: Uint32Array.of(0), test: Uint32Array.of(4) };
  expect(leftOutRows(table, rows, choice)).toEqual([
    { column: 'x', count: 1, rows: [1] },
    { column: null, count: 1, rows: [2] },
    { column: 'kind', count: 1, rows: [3] },
  ]);
});

it('a table is without the rows that it is to be without, and the same where there are none', () => {
  expect(withoutRows(table, new Uint32Array())).toBe(table);
  expect(withoutRows(table, Uint32Array.of(0, 3))).toMatchObject({
    rowCount: 3,
    columns: [{}, { values: Float64Array.of(NaN, 3, 5) }, { codes: Int32Array.of(0, 1, 1) }],
  });
  expect([...keptRows(4, Uint32Array.of(0, 3))]).toEqual([1, 2]);
  expect([...keptRows(2, Uint32Array.of(0, 1))]).toEqual([]);
});
