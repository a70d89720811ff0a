import { expect, it } from 'vitest';
import type { RowWindow } from '../../../../../src/protocol/row-messages.ts';
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
