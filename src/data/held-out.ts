import type { DataSet } from './data-set-types.ts';
import type { PointColumns } from './plane-table.ts';

/**
 * A data set of which the last `percent` of the train rows, which are in random order, are neither trained on nor shown:
 * validation is judged by them. At least one row trains.
 */
export function withHeldOut(dataSet: DataSet, percent: number): DataSet {
  const { rows, train } = dataSet;
  const held = Math.min(rows.train.length - 1, Math.round((rows.train.length * percent) / 100));
  if (held < 1) return dataSet;
  const kept = rows.train.length - held;
  return {
    ...dataSet,
    rows: { ...rows, train: rows.train.slice(0, kept) },
    heldOut: rows.train.slice(kept),
    train: leading(train, kept),
  };
}

function leading({ x1, x2, label }: PointColumns, count: number): PointColumns {
  return { x1: x1.slice(0, count), x2: x2.slice(0, count), label: label.slice(0, count) };
}
