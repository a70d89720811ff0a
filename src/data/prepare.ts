import { finish, type Steps } from '../autograd/steps.ts';
import type { Encoding } from './encoding.ts';
import {
  categoriesIn,
  fitEncodingSteps,
  usableRows,
  usableRowSteps,
  type EncodingChoice,
  type EncodingNote,
} from './fit-encoding.ts';
import { randomFromSeed } from './random.ts';
import { splitByColumn, splitRows, type Split } from './split.ts';
import { categoriesOf, type Table } from './table.ts';

/** Who trains: a share of the rows in percent, or those in which a column has none of the values for the test. */
export type SplitChoice =
  | { readonly by: 'share'; readonly trainShare: number; readonly seed: number }
  | { readonly by: 'column'; readonly column: string; readonly testValues: readonly string[] };

export interface PreparedData {
  readonly ok: true;
  readonly encoding: Encoding;
  readonly rows: Split;
  /** Rows of the table that are on neither side. */
  readonly leftOut: number;
  readonly notes: readonly EncodingNote[];
}

/** Data that cannot be trained on; `message` says why, and what to do. */
export interface DataRefusal {
  readonly ok: false;
  readonly code:
    | 'no-rows'
    | 'one-class'
    | 'too-many-classes'
    | 'one-sided'
    | 'no-inputs'
    | 'too-many-inputs'
    | 'too-many-cells';
  readonly message: string;
}

/** What is more than these is refused. */
export const dataLimits = { classes: 50, inputs: 512, cells: 20_000_000 } as const;

/** Numbers the stream of the generator that shuffles rows before they are split; see `randomFromSeed`. */
const splitStream = 6;

/**
 * From a table and what the user chose of it to rows of both sides and their encoding. Throws a RangeError for a
 * column that the table does not have or that holds the wrong kind.
 */
export function prepareData(
  table: Table,
  choice: EncodingChoice,
  split: SplitChoice,
): PreparedData | DataRefusal {
  return finish(prepareDataSteps(table, choice, split));
}

/** As `prepareData`, a column at a time. */
export function* prepareDataSteps(
  table: Table,
  choice: EncodingChoice,
  split: SplitChoice,
): Steps<PreparedData | DataRefusal> {
  const usable = yield* usableRowSteps(table, choice);
  const unusable = refuseRows(table, usable, choice);
  if (unusable !== null) return unusable;
  const rows = splitOf(table, usable, choice, split);
  yield;
  const unsplit = refuseSplit(table, rows, choice);
  if (unsplit !== null) return unsplit;

  const count = rows.train.length + rows.test.length;
  const used = new Uint32Array(count);
  used.set(rows.train);
  used.set(rows.test, rows.train.length);
  // In the table's order: the same rows give the same bits however they were shuffled, and are read faster.
  const inOrder = rows.train.slice().sort();
  const { encoding, notes } = yield* fitEncodingSteps(table, inOrder, choice, used);
  const tooLarge = refuseSize(encoding.features.length, count);
  if (tooLarge !== null) return tooLarge;
  return { ok: true, encoding, rows, leftOut: table.rowCount - count, notes };
}

function splitOf(table: Table, usable: Uint32Array, { target }: EncodingChoice, split: SplitChoice): Split {
  if (split.by === 'column') return splitByColumn(table, usable, split.column, split.testValues);
  const classColumn = target.kind === 'class' ? target.column : null;
  return splitRows(table, usable, classColumn, split.trainShare, randomFromSeed(split.seed, splitStream));
}

function refuseRows(table: Table, usable: Uint32Array, choice: EncodingChoice): DataRefusal | null {
  const { column, kind } = choice.target;
  if (usable.length < 2)
    return { ok: false, code: 'no-rows', message: tooFewRows(table, usable.length, choice) };
  if (kind === 'number') return null;
  const classes = categoriesIn(categoriesOf(table, column), usable);
  if (classes.length < 2) {
    const message = `Every row that is used has “${classes[0]}” in “${column}”: there is nothing to tell apart. Choose another target, or add rows of another class.`;
    return { ok: false, code: 'one-class', message };
  }
  if (classes.length > dataLimits.classes) {
    const message = `“${column}” has ${classes.length} classes, at most ${dataLimits.classes} can be told apart. Choose another target, or leave the rarest classes out of the data.`;
    return { ok: false, code: 'too-many-classes', message };
  }
  return null;
}

/** Says which column is to blame: the one that lacks most. */
function tooFewRows(table: Table, count: number, { inputs, target, missing }: EncodingChoice): string {
  const left = count === 0 ? 'No row is left' : 'Only one row is left, two are needed';
  if (table.rowCount === 0) return 'There are no rows: add some below the header.';
  if (table.rowCount === 1)
    return 'There is one row only: add others, at least one that trains and one that tests.';
  const present = usableRows(table, { inputs: [], target, missing }).length;
  if (present < 2) {
    return `${left}: ${present === 0 ? 'none' : 'one'} of ${table.rowCount} has a value in “${target.column}”. Choose another target.`;
  }
  const lacking = inputs.map((name) => ({
    name,
    rows: usableRows(table, { inputs: [name], target, missing }).length,
  }));
  const worst = lacking.reduce((most, other) => (other.rows < most.rows ? other : most));
  return `${left}: every other lacks an input, most often “${worst.name}”. Leave that column out, or fill in what is missing.`;
}

function refuseSplit(table: Table, { train, test }: Split, { target }: EncodingChoice): DataRefusal | null {
  const refusal = (message: string): DataRefusal => ({ ok: false, code: 'one-sided', message });
  if (train.length === 0) return refusal('Every row is for the test, none trains: split the rows otherwise.');
  if (test.length === 0) {
    return refusal(
      'Every row trains, none is left for the test: split otherwise, choose another target, or give every class two rows.',
    );
  }
  if (target.kind === 'number') return null;
  const trained = categoriesIn(categoriesOf(table, target.column), train);
  return trained.length > 1
    ? null
    : refusal(`Every row that trains is of class “${trained[0]}”: split the rows otherwise.`);
}

function refuseSize(inputs: number, rows: number): DataRefusal | null {
  if (inputs === 0) {
    return {
      ok: false,
      code: 'no-inputs',
      message: 'No input is left: choose at least one that has values.',
    };
  }
  if (inputs > dataLimits.inputs) {
    const message = `That makes ${inputs} inputs, at most ${dataLimits.inputs} are possible: leave some columns out.`;
    return { ok: false, code: 'too-many-inputs', message };
  }
  const cells = inputs * rows;
  if (cells <= dataLimits.cells) return null;
  const [most, have] = [dataLimits.cells, cells].map((count) => count.toLocaleString('en-GB'));
  const sample = Math.floor(dataLimits.cells / inputs).toLocaleString('en-GB');
  const message = `${inputs} inputs in ${rows.toLocaleString('en-GB')} rows are ${have} numbers, at most ${most} are possible: take a sample of ${sample} rows, or leave some columns out.`;
  return { ok: false, code: 'too-many-cells', message };
}
