import { classNamesOf } from '../experiment/data-sets.ts';
import type { DataSet } from './data-set-types.ts';
import type { Encoding } from './encoding.ts';
import { sliceFor } from './slice-for.ts';
import { allRows, type Table } from './table.ts';

const inputs = [
  [2, 3, -1],
  [3, -1, 0.5],
  [0.5, 1, 1],
  [1, 1, -1],
] as const;
const labels = [1, -1, -1, 1] as const;
const names = ['x1', 'x2', 'x3'] as const;

/** What they are, and whose. */
export const lessonOrigin = {
  about:
    'The four rows of the lesson on back-propagation: three numbers each, to be answered by −1 or +1. All four train, and the test figures are of the same rows.',
  changes: null,
  source: { name: 'Karpathy, Zero to Hero', url: 'https://github.com/karpathy/nn-zero-to-hero' },
  licence: { name: 'MIT', url: 'https://github.com/karpathy/nn-zero-to-hero/blob/master/LICENSE' },
} as const;

/**
 * The lesson's four rows of three inputs, as they are. All of them train, and for want of others the test figures are
 * of the same rows: the two sides are one list.
 */
export function lessonDataSet(): DataSet {
  const classNames = classNamesOf({ dataSet: 'lesson' });
  const table: Table = {
    rowCount: inputs.length,
    columns: [
      ...names.map((name, i) => ({
        name,
        kind: 'number' as const,
        values: Float64Array.from(inputs, (row) => row[i]),
      })),
      {
        name: 'class',
        kind: 'category',
        codes: Int32Array.from(labels, (label) => Number(label > 0)),
        categories: classNames,
      },
    ],
  };
  const all = allRows(table);
  const rows = { train: all, test: all };
  const target = { kind: 'class', column: 'class' } as const;
  const encoding: Encoding = {
    features: names.map((name) => ({ as: 'value', of: name })),
    target: { ...target, classes: classNames },
  };
  const choice = { inputs: names, target, missing: 'leave-out' } as const;
  return {
    name: 'lesson',
    task: 'classification',
    classNames,
    table,
    rows,
    encoding,
    notes: [],
    picture: null,
    ...sliceFor({ table, rows, encoding }, choice),
  };
}
