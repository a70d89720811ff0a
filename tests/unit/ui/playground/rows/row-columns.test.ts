import { expect, it } from 'vitest';
import type { RowEntry, RowWindow } from '../../../../../src/protocol/row-messages.ts';
import { shownColumns } from '../../../../../src/ui/playground/rows/row-columns.ts';

const cars: RowWindow = {
  version: 1,
  epoch: 0,
  order: { by: 'row', column: '', descending: false },
  filter: { side: 'all', verdict: 'all', classes: null },
  totalRows: 0,
  matchingRows: 0,
  columns: [
    { name: 'name', kind: 'category' },
    { name: 'mass', kind: 'number' },
    { name: 'a column with a name that is long', kind: 'category' },
  ],
  columnCount: 3,
  certainty: null,
  targetName: 'mpg',
  from: 0,
  rows: [],
};

it('words have more room than numbers under a short name, and no column is wider than 160 pixels', () => {
  const columns = shownColumns(cars, { classNames: [], chosenClass: 0, theme: 'light' });
  expect(columns.slice(-3).map(({ width }) => width)).toEqual([132, 76, 160]);
});

it('numbers whose last digits matter have all of them, and room for these', () => {
  const columns = [
    { name: 'when', kind: 'number', isLong: true },
    { name: 'mass', kind: 'number' },
  ] as const;
  const [when, mass] = shownColumns(
    { ...cars, columns, columnCount: 2 },
    { classNames: [], chosenClass: 0, theme: 'light' },
  ).slice(-2);
  const row = (values: RowEntry['values']): RowEntry => ({ values }) as unknown as RowEntry;
  const moments = [1_700_000_001_000, 1_700_000_002_000, -12_345_678, 1_700_000_000.25, 2e-7, 3e22, null];
  expect(moments.map((value) => when.cell(row([value, 0])))).toEqual([
    '1700000001000',
    '1700000002000',
    '−12345678',
    '1700000000.25',
    '2e−7',
    '3e22',
    '–',
  ]);
  expect(mass.cell(row([0, 1_700_000_001_000]))).toBe('1.7e12');
  expect([when.width, mass.width]).toEqual([132, 76]);
});
