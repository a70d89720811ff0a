import type { Column } from '../../data/table.ts';
import { answerOf, type EvaluatedRows, type RunsMetrics } from './evaluate-rows.ts';
import { rowOfPlace, type RowSource } from './rank-rows.ts';

/** A cell of a table: null where there is nothing. */
export type Cell = number | string | null;

/** One row of the data set and what the network makes of it. */
export interface RowEntry {
  /** In the table, from 0. */
  readonly row: number;
  readonly side: 'train' | 'test';
  /** On its side, from 0: with it what names a point of the data. */
  readonly index: number;
  /** In the order of the columns. */
  readonly values: readonly Cell[];
  /** The class by its place, or the number in its own units. */
  readonly truth: number;
  /** As `truth`; null where an output is not finite. */
  readonly answer: number | null;
  /** The displayed outputs, one for each output neuron. */
  readonly outputs: readonly number[];
  /** As in `EvaluatedRows`; null where there is none. */
  readonly certainty: number | null;
  /** Of this row, without the penalty. */
  readonly loss: number;
  /** null where a number is predicted. */
  readonly right: boolean | null;
}

/** Rows by their places. Their outputs are computed once more, by the executor and weights that evaluated them. */
export function readRows(
  source: RowSource,
  evaluated: EvaluatedRows,
  executor: RunsMetrics,
  places: Uint32Array,
  columns: readonly Column[],
): readonly RowEntry[] {
  const displayed = outputsOf(source, executor, places);
  const { train, target } = source;
  const truths = target.kind === 'class' ? null : columnNamed(source, target.column);
  return Array.from(places, (place, i): RowEntry => {
    const row = rowOfPlace(source, place);
    const isTrain = place < train.count;
    const index = isTrain ? place : place - train.count;
    const answer = answerOf(target, displayed, i);
    const certainty = evaluated.certainties?.[place] ?? NaN;
    const { classes } = isTrain ? train : source.test;
    return {
      row,
      side: isTrain ? 'train' : 'test',
      index,
      values: columns.map((column) => cellOf(column, row)),
      truth: truths === null ? (classes?.[index] ?? NaN) : truths[row],
      answer: Number.isNaN(answer) ? null : answer,
      outputs: displayed.map((column) => column[i]),
      certainty: Number.isNaN(certainty) ? null : certainty,
      loss: evaluated.losses[place],
      right: evaluated.right === null ? null : evaluated.right[place] === 1,
    };
  });
}

function columnNamed({ dataSet: { table } }: RowSource, name: string): Float64Array {
  const column = table.columns.find((other) => other.name === name);
  return column?.kind === 'number' ? column.values : new Float64Array(table.rowCount).fill(NaN);
}

/** `[output][row]`, of the rows at these places. */
function outputsOf(
  { train, test }: RowSource,
  executor: RunsMetrics,
  places: Uint32Array,
): readonly Float64Array[] {
  const count = places.length;
  const gather = (ofTrain: Float64Array, ofTest: Float64Array): Float64Array => {
    const column = new Float64Array(count);
    for (let i = 0; i < count; i++)
      column[i] = places[i] < train.count ? ofTrain[places[i]] : ofTest[places[i] - train.count];
    return column;
  };
  const inputs = train.inputs.map((column, i) => gather(column, test.inputs[i]));
  const targets = train.targets.map((column, i) => gather(column, test.targets[i]));
  const displayed = targets.map(() => new Float64Array(count));
  executor.run({ count, inputs, targets }, 0, count, [new Float64Array(count), ...displayed]);
  return displayed;
}

export function cellOf(column: Column, row: number): Cell {
  if (column.kind === 'category') return column.categories[column.codes[row]] ?? null;
  const value = column.values[row];
  return Number.isNaN(value) ? null : value;
}
