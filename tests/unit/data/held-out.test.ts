import { describe, expect, it } from 'vitest';
import { fileDataSet } from '../../../src/data/file-data-set.ts';
import { withHeldOut } from '../../../src/data/held-out.ts';
import { tableId } from '../../../src/formats/packed-table.ts';
import type { Table } from '../../../src/data/table.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { finish } from '../../../src/autograd/steps.ts';
import { runDataSteps } from '../../../src/training/run-data.ts';

/** Sorted by class, and with a column that says which rows are for the test: every fifth. */
const count = 100;
const numbers = Float64Array.from({ length: count }, (_, i) => i);
const table: Table = {
  rowCount: count,
  columns: [
    { name: 'x', kind: 'number', values: numbers },
    { name: 'y', kind: 'number', values: numbers.map((i) => (i * 7) % 13) },
    { name: 'z', kind: 'number', values: numbers.map((i) => (i * 5) % 11) },
    { name: 'side', kind: 'number', values: numbers.map((i) => (i % 5 === 0 ? 1 : 0)) },
    {
      name: 'class',
      kind: 'category',
      codes: Int32Array.from(numbers, (i) => (i < 50 ? 0 : 1)),
      categories: ['early', 'late'],
    },
  ],
};
const file: FileData = {
  id: tableId(table),
  name: 'sorted.csv',
  rows: count,
  dropped: 0,
  reading: { faulty: 'leave-out' },
  inputs: ['x', 'y', 'z'],
  target: { kind: 'class', column: 'class' },
  categorical: [],
  manyCategories: [],
  missing: 'leave-out',
  split: { column: 'side', testValues: ['1'] },
  classes: ['early', 'late'],
};

const dataOf = (seed: number) =>
  finish(
    runDataSteps(
      {
        ...defaultExperiment,
        ...{ dataSet: 'file', file, dataSeed: seed, stopWhen: 'validation', validationShare: 20 },
      },
      null,
      () => table,
    ),
  ).dataSet;

describe('rows that are held out', () => {
  it('are drawn, where a column tells the sides of a file: it may be sorted', () => {
    const { heldOut, rows } = dataOf(1);
    const sorted = [...heldOut!];
    expect(sorted).toHaveLength(16);
    expect(sorted.some((row) => row < 50)).toBe(true);
    expect(sorted.some((row) => row >= 50)).toBe(true);
    expect([...rows.train, ...sorted].sort((a, b) => a - b)).toEqual(
      [...numbers].filter((row) => row % 5 !== 0),
    );
    expect([...rows.train]).toEqual([...rows.train].sort((a, b) => a - b));
    expect([...dataOf(1).heldOut!]).toEqual(sorted);
    expect([...dataOf(2).heldOut!]).not.toEqual(sorted);
  });

  it('leave the points of the others as they are, faint where they are far from the slice', () => {
    const data = fileDataSet(file, table, { trainShare: 50, dataSeed: 1 });
    const { train, rows } = withHeldOut(data, 20, 3);
    const places = [...rows.train].map((row) => data.rows.train.indexOf(row));
    expect(data.train.nearness).toBeDefined();
    for (const name of ['x1', 'x2', 'label', 'nearness'] as const)
      expect([...train[name]!], name).toEqual(places.map((place) => data.train[name]![place]));
  });
});
