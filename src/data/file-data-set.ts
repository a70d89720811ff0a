import { finish, type Steps } from '../autograd/steps.ts';
import type { FileData } from '../experiment/file-data.ts';
import { withCategories } from './categories.ts';
import { DataRefused } from './data-refused.ts';
import type { DataSet, DataSettings } from './data-set-types.ts';
import type { EncodingChoice } from './fit-encoding.ts';
import { prepareDataSteps, type DataRefusal, type PreparedData } from './prepare.ts';
import { randomFromSeed, shuffledOrder } from './random.ts';
import { mostDrawn } from './sampled-rows.ts';
import { sliceFor } from './slice-for.ts';
import type { Split } from './split.ts';
import type { Table } from './table.ts';

/** What a user chose of a table, and nothing that follows from it. */
export type FileChoice = Omit<FileData, 'id' | 'name' | 'rows' | 'dropped' | 'reading' | 'classes'>;

/** How rows are divided where no column says it. */
export type ShareSettings = Pick<DataSettings, 'trainShare' | 'dataSeed'>;

export type PreparedFile = PreparedData & {
  /** With the columns of numbers that are taken as categories. */
  readonly table: Table;
  readonly choice: EncodingChoice;
};

export { DataRefused };

/** Numbers that are predicted are standardised as the inputs are. Throws a RangeError as `prepareData` does. */
export function prepareFile(
  file: FileChoice,
  read: Table,
  settings: ShareSettings,
): PreparedFile | DataRefusal {
  return finish(prepareFileSteps(file, read, settings));
}

function* prepareFileSteps(
  file: FileChoice,
  read: Table,
  { trainShare, dataSeed }: ShareSettings,
): Steps<PreparedFile | DataRefusal> {
  const { inputs, target, missing, manyCategories, split } = file;
  const asClasses = target.kind === 'class' ? [target.column] : [];
  const table = withCategories(read, [...file.categorical, ...asClasses]);
  const choice: EncodingChoice = {
    inputs,
    target:
      target.kind === 'number'
        ? { ...target, kind: 'number', standardised: true }
        : { ...target, kind: 'class' },
    missing,
    manyCategories,
  };
  const prepared = yield* prepareDataSteps(
    table,
    choice,
    split === null ? { by: 'share', trainShare, seed: dataSeed } : { by: 'column', ...split },
  );
  if (!prepared.ok) return prepared;
  const rows = split === null ? prepared.rows : inRandomOrder(prepared.rows, dataSeed);
  return { ...prepared, rows, table, choice };
}

/** Numbers the stream of the generator that shuffles sides that a column tells apart; see `randomFromSeed`. */
const orderStream = 7;

/** Rows in the order of a file may be in one that means something: of very many the first ones are to be a sample. */
function inRandomOrder({ train, test }: Split, seed: number): Split {
  if (train.length + test.length <= mostDrawn) return { train, test };
  const random = randomFromSeed(seed, orderStream);
  const shuffled = (rows: Uint32Array): Uint32Array =>
    shuffledOrder(rows.length, random).map((place) => rows[place]);
  return { train: shuffled(train), test: shuffled(test) };
}

/** Throws a DataRefused for what cannot be trained on, and for a table that is not the one that was chosen from. */
export function fileDataSet(file: FileData, read: Table, settings: ShareSettings): DataSet {
  return finish(fileDataSetSteps(file, read, settings));
}

/** As `fileDataSet`, a column at a time. */
export function* fileDataSetSteps(file: FileData, read: Table, settings: ShareSettings): Steps<DataSet> {
  const prepared = yield* preparedOrRefused(file, read, settings);
  const { table, choice, encoding, rows, notes } = prepared;
  const classNames = encoding.target.kind === 'class' ? encoding.target.classes : [];
  if (classNames.join('\n') !== file.classes.join('\n')) {
    const [found, expected] = [classNames, file.classes].map((names) => names.join(', '));
    throw new DataRefused(
      `“${file.name}” has the classes ${found}, expected ${expected}: open the file again.`,
    );
  }
  yield;
  return {
    name: 'file',
    task: encoding.target.kind === 'class' ? 'classification' : 'regression',
    classNames,
    table,
    rows,
    encoding,
    notes,
    picture: null,
    ...sliceFor({ table, rows, encoding }, choice),
  };
}

function* preparedOrRefused(file: FileData, read: Table, settings: ShareSettings): Steps<PreparedFile> {
  let prepared: PreparedFile | DataRefusal;
  try {
    prepared = yield* prepareFileSteps(file, read, settings);
  } catch (error) {
    if (error instanceof RangeError)
      throw new DataRefused(`“${file.name}”: ${error.message}.`, { cause: error });
    throw error;
  }
  if (!prepared.ok) throw new DataRefused(prepared.message);
  return prepared;
}
