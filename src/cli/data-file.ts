import { existsSync, openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { prepareFile, type FileChoice } from '../data/file-data-set.ts';
import { usedColumns, withoutRows } from '../data/left-out.ts';
import { suggestChoice, suggestedKind } from '../data/suggest-choice.ts';
import type { Table } from '../data/table.ts';
import type { FileData } from '../experiment/file-data.ts';
import type { Experiment } from '../experiment/schema.ts';
import { formatOfName } from '../formats/format-of-name.ts';
import { tableId } from '../formats/packed-table.ts';
import { readTable } from '../formats/read-table.ts';
import { UsageError } from './usage.ts';

export interface DataFile {
  readonly table: Table;
  readonly file: FileData;
}

/** What was said about the file's columns. */
export interface Chosen {
  readonly target: string | null;
  readonly inputs: readonly string[] | null;
}

/**
 * Reads a table as the page does: what the settings chose of a table with such columns is chosen again, otherwise what
 * seems to be meant. Throws a UsageError for a file that is none, and for what cannot be trained on.
 */
export async function readDataFile(path: string, chosen: Chosen, experiment: Experiment): Promise<DataFile> {
  if (!existsSync(path)) throw new UsageError(`--data ${path}: there is no such file`);
  const { file: known } = experiment;
  const { faulty, ...dialect } = known?.reading ?? { faulty: 'leave-out' };
  const format = formatOfName(path);
  const reading = readTable(await openAsBlob(path), { dialect, ...(format === undefined ? {} : { format }) });
  let step = await reading.next();
  while (step.done !== true) step = await reading.next();
  const read = step.value;
  if (!read.ok) throw new UsageError(`--data ${path}: ${read.message}`);
  const choice = choiceOf(read.table, chosen, known);
  const table =
    faulty === 'leave-out' ? withoutRows(read.table, read.faulty.rowsOf(usedColumns(choice))) : read.table;
  const prepared = preparedOf(choice, table, experiment, path);
  return {
    table,
    file: {
      ...choice,
      id: tableId(table),
      name: basename(path).slice(0, 200),
      rows: table.rowCount,
      dropped: read.rowsLeftOut + read.table.rowCount - table.rowCount,
      reading: { faulty, ...dialect },
      classes: [...prepared],
    },
  };
}

/** Returns the classes. */
function preparedOf(
  choice: FileChoice,
  table: Table,
  experiment: Experiment,
  path: string,
): readonly string[] {
  let prepared: ReturnType<typeof prepareFile>;
  try {
    prepared = prepareFile(choice, table, experiment);
  } catch (error) {
    if (error instanceof RangeError)
      throw new UsageError(`--data ${path}: ${error.message}`, { cause: error });
    throw error;
  }
  if (!prepared.ok) throw new UsageError(`--data ${path}: ${prepared.message}`);
  const { target } = prepared.encoding;
  return target.kind === 'class' ? target.classes : [];
}

function choiceOf(table: Table, { target, inputs }: Chosen, known: FileData | null): FileChoice {
  const names = table.columns.map(({ name }) => name);
  for (const name of [...(inputs ?? []), ...(target === null ? [] : [target])])
    if (!names.includes(name))
      throw new UsageError(`there is no column “${name}” in the table, expected one of ${names.join(', ')}`);
  const isKnown =
    known !== null && [...known.inputs, known.target.column].every((name) => names.includes(name));
  const suggested = isKnown ? chosenIn(known) : suggestChoice(table);
  if (target === null && inputs === null) return suggested;
  const column = target ?? suggested.target.column;
  const kindOf = (name: string): 'class' | 'number' =>
    name === suggested.target.column
      ? suggested.target.kind
      : suggestedKind(table.columns[names.indexOf(name)]);
  const left = suggested.inputs.filter((name) => name !== column);
  // What was to be predicted until then becomes an input.
  const others = column === suggested.target.column ? left : [...left, suggested.target.column];
  return {
    ...suggested,
    target: { column, kind: kindOf(column) },
    inputs: [...(inputs ?? names.filter((name) => others.includes(name)))],
    categorical: suggested.categorical.filter((name) => name !== column),
  };
}

function chosenIn({ inputs, target, categorical, manyCategories, missing, split }: FileData): FileChoice {
  return { inputs, target, categorical, manyCategories, missing, split };
}
