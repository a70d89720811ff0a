import { describe, expect, it } from 'vitest';
import { DataRefused, fileDataSet, prepareFile } from '../../../src/data/file-data-set.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { pictureData } from '../../../workers/pictures.ts';
import { tableId } from '../../../src/formats/packed-table.ts';
import type { Table } from '../../../src/data/table.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';

const table: Table = {
  rowCount: 6,
  columns: [
    { name: 'x', kind: 'number', values: Float64Array.of(1, 2, 3, 4, 5, 6) },
    { name: 'y', kind: 'number', values: Float64Array.of(6, 1, 5, 2, 4, 3) },
    { name: 'n', kind: 'number', values: Float64Array.of(0, 1, 0, 1, 0, 1) },
    { name: 'who', kind: 'category', codes: Int32Array.of(0, 1, 0, 1, 0, -1), categories: ['b', 'a'] },
  ],
};

const file: FileData = {
  id: tableId(table),
  name: 'a.csv',
  rows: 6,
  dropped: 0,
  reading: { faulty: 'leave-out' },
  inputs: ['x', 'y'],
  target: { kind: 'class', column: 'who' },
  categorical: [],
  manyCategories: [],
  missing: 'leave-out',
  split: null,
  classes: ['a', 'b'],
};
const share = { trainShare: 50, dataSeed: 1 };

describe('data of a file', () => {
  it('are split, encoded and shown by what was chosen', () => {
    const data = fileDataSet(file, table, share);
    expect([data.name, data.task, data.classNames]).toEqual(['file', 'classification', ['a', 'b']]);
    expect([...data.rows.train, ...data.rows.test].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(data.encoding?.features.map(({ of }) => of)).toEqual(['x', 'y']);
    expect(data.slice).toMatchObject({ kind: 'columns' });
    const byColumn = { ...file, split: { column: 'n', testValues: ['1'] } };
    expect(() => fileDataSet(byColumn, table, share)).toThrow(DataRefused);
  });

  it.each([
    ['two inputs', ['x', 'y'], { kind: 'class', column: 'who' }, ['a', 'b']],
    ['one input', ['x'], { kind: 'class', column: 'who' }, ['a', 'b']],
    ['one input to a number', ['z'], { kind: 'number', column: 'x' }, []],
    ['a third input', ['x', 'y', 'z'], { kind: 'class', column: 'who' }, ['a', 'b']],
  ] as const)('may be farther apart than a number can say: %s', (_, inputs, target, classes) => {
    const far: Table = {
      rowCount: 6,
      columns: [
        { name: 'x', kind: 'number', values: Float64Array.of(1e308, -1e308, 1e308, -1e308, 1e308, -1.7e308) },
        { name: 'y', kind: 'number', values: Float64Array.of(-1e308, 1e308, 0, 1, -1e308, 1e308) },
        { name: 'z', kind: 'number', values: Float64Array.of(1, 2, 3, 4, 5, 6) },
        table.columns[3],
      ],
    };
    const own: FileData = { ...file, id: tableId(far), inputs: [...inputs], target, classes: [...classes] };
    const dataSet = fileDataSet(own, far, share);
    const picture = pictureData({
      dataSet,
      shown: dataSet,
      experiment: { ...defaultExperiment, dataSet: 'file', file: own },
      measured: { sampleRows: null },
    });
    const { x1, x2 } = picture.window;
    for (const [low, high] of [x1, x2]) expect(Number.isFinite(high - low)).toBe(true);
    for (const { x1: across, x2: up } of [picture.train, picture.test])
      expect([...across, ...up].every(Number.isFinite)).toBe(true);
    for (const map of Object.values(picture.featureMaps.values))
      expect(map?.every(Number.isFinite)).toBe(true);
    // Control: where there is a width, the picture is over the columns.
    expect(fileDataSet({ ...file, inputs: ['x', 'y'] }, table, share).slice.kind).toBe('columns');
  });

  it('may take few whole numbers as classes, and as categories', () => {
    const numbers: FileData = {
      ...file,
      inputs: ['x', 'who'],
      missing: 'fill',
      target: { kind: 'class', column: 'n' },
      classes: ['0', '1'],
    };
    const data = fileDataSet(numbers, table, share);
    expect(data.classNames).toEqual(['0', '1']);
    // One column of numbers is no plane: what varies most is shown.
    expect(data.slice.kind).toBe('components');

    const categorical: FileData = {
      ...file,
      inputs: ['n'],
      categorical: ['n'],
      target: { kind: 'number', column: 'x' },
      classes: [],
    };
    const number = fileDataSet(categorical, table, share);
    expect(number.task).toBe('regression');
    expect(number.encoding?.features).toMatchObject([{ category: '0' }, { category: '1' }]);
    expect(number.encoding?.target).toMatchObject({ kind: 'number', column: 'x' });
  });

  it('are refused where the table is another one than was chosen from', () => {
    expect(() => fileDataSet({ ...file, classes: ['a', 'c'] }, table, share)).toThrow(
      '“a.csv” has the classes a, b, expected a, c: open the file again.',
    );
    expect(() => fileDataSet({ ...file, inputs: ['z'] }, table, share)).toThrow(DataRefused);
    expect(() => fileDataSet({ ...file, inputs: [] }, table, share)).toThrow('No input is left');
    expect(
      prepareFile({ ...file, inputs: ['y'], target: { kind: 'class', column: 'who' } }, table, share),
    ).toMatchObject({
      ok: true,
    });
  });
});

it('of a single input are shown along it, be it a number or a category', () => {
  const one: FileData = { ...file, inputs: ['x'], target: { kind: 'number', column: 'y' }, classes: [] };
  const data = fileDataSet(one, table, share);
  expect(data.encoding?.features).toHaveLength(1);
  expect(data.slice).toMatchObject({ kind: 'line', axis: 'x' });
  const heights = [...data.train.x2, ...data.test.x2];
  heights.sort((one, other) => one - other).forEach((y, i) => expect(y).toBeCloseTo(i + 1));
  expect(new Set([...data.train.x1, ...data.test.x1]).size).toBe(6);
  const constant: Table = {
    ...table,
    columns: [
      table.columns[1],
      { name: 'all', kind: 'category', categories: ['same'], codes: new Int32Array(6) },
    ],
  };
  const category: FileData = { ...one, inputs: ['all'] };
  expect(fileDataSet(category, constant, share).encoding?.features).toHaveLength(1);
});
