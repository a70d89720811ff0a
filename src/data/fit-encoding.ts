import { finish, type Steps } from '../autograd/steps.ts';
import {
  missingIn,
  type Encoding,
  type Feature,
  type OneHotFeature,
  type Scale,
  type Target,
  type ValueFeature,
} from './encoding.ts';
import { momentsOf, type Moments } from './moments.ts';
import {
  allRows,
  categoriesOf,
  columnOf,
  numbersOf,
  type CategoryColumn,
  type Column,
  type NumberColumn,
  type Table,
} from './table.ts';

/** What a user chooses of a table; numbers are then fitted to its train rows. */
export interface EncodingChoice {
  /** Columns of numbers or categories, in the order of the inputs that they become. */
  readonly inputs: readonly string[];
  /** A number to predict, in its own units unless `standardised`, or a column of categories as classes. */
  readonly target:
    | { readonly kind: 'number'; readonly column: string; readonly standardised?: boolean }
    | { readonly kind: 'class'; readonly column: string };
  /**
   * Of a row that lacks an input: leave it out, or fill in the mean of the train rows (no category at all) and say in
   * an input of its own where that was done.
   */
  readonly missing: 'leave-out' | 'fill';
  /** How numbers are scaled: by mean and deviation of the train rows (if not given), as they are, or all alike. */
  readonly scaling?: 'standardise' | Scale;
  /** Columns that become an input for each category even if they have more than `categoryLimit`. */
  readonly manyCategories?: readonly string[];
}

/** A column with more categories than this is an input only if the user says so. */
export const categoryLimit = 50;

/** What the user should know about an encoding; `message` is a sentence. */
export interface EncodingNote {
  readonly kind: 'constant' | 'empty' | 'too-many';
  readonly column: string;
  readonly message: string;
}

export interface FittedEncoding {
  readonly encoding: Encoding;
  readonly notes: readonly EncodingNote[];
}

/** Rows that have what is to be predicted and, if rows that lack an input are left out, every input. */
export function usableRows(table: Table, choice: EncodingChoice): Uint32Array {
  return finish(usableRowSteps(table, choice));
}

/** As `usableRows`, a column at a time. */
export function* usableRowSteps(
  table: Table,
  { inputs, target, missing }: EncodingChoice,
): Steps<Uint32Array> {
  const required = missing === 'leave-out' ? inputs.filter((name) => !isEmpty(table, name)) : [];
  const rows = allRows(table);
  let count = rows.length;
  // A column at a time, which is read faster than a row across all of them.
  for (const name of [target.column, ...required]) {
    count = keepPresent(columnOf(table, name), rows, count);
    yield;
  }
  return rows.slice(0, count);
}

/** Moves those of the first `count` rows that the column has to the front; returns how many they are. */
function keepPresent(column: Column, rows: Uint32Array, count: number): number {
  let kept = 0;
  if (column.kind === 'number') {
    const { values } = column;
    for (let i = 0; i < count; i++) if (!Number.isNaN(values[rows[i]])) rows[kept++] = rows[i];
  } else {
    const { codes } = column;
    for (let i = 0; i < count; i++) if (codes[rows[i]] >= 0) rows[kept++] = rows[i];
  }
  return kept;
}

/**
 * Makes an encoding of the inputs and the target chosen. Means, deviations, categories and where something is missing
 * are those of the train rows alone; only the classes are those of `rows`, by default of the train rows too, since
 * all that are to be encoded must have their place. Throws a RangeError for a column that the table does not have,
 * that holds the wrong kind or a number that is not finite, or that is both an input and the target.
 */
export function fitEncoding(
  table: Table,
  trainRows: Uint32Array,
  choice: EncodingChoice,
  rows: Uint32Array = trainRows,
): FittedEncoding {
  return finish(fitEncodingSteps(table, trainRows, choice, rows));
}

/** As `fitEncoding`, a column at a time. */
export function* fitEncodingSteps(
  table: Table,
  trainRows: Uint32Array,
  choice: EncodingChoice,
  rows: Uint32Array,
): Steps<FittedEncoding> {
  const { column: predicted } = choice.target;
  if (choice.inputs.includes(predicted)) {
    throw new RangeError(`“${predicted}” is to be predicted, so it cannot be an input`);
  }
  const notes: EncodingNote[] = [];
  const features: Feature[] = [];
  for (const name of choice.inputs) {
    const column = columnOf(table, name);
    const fitted =
      column.kind === 'number'
        ? fitNumber(column, trainRows, choice, notes)
        : fitCategories(column, trainRows, choice, notes);
    features.push(...fitted);
    yield;
  }
  return { encoding: { features, target: fitTarget(table, trainRows, choice, rows) }, notes };
}

function fitNumber(
  column: NumberColumn,
  trainRows: Uint32Array,
  { missing, scaling = 'standardise' }: EncodingChoice,
  notes: EncodingNote[],
): Feature[] {
  const { name } = column;
  const { count, mean, deviation } = finiteMoments(column, trainRows);
  if (count === 0) {
    notes.push(emptyNote(name));
    return [];
  }
  const indicators = indicatorsOf(missing, name, count < trainRows.length);
  if (deviation === 0) notes.push(constantNote(name, `is ${mean} in every train row`, indicators));
  const feature: ValueFeature = {
    as: 'value',
    of: name,
    ...(scaling === 'standardise' ? { shift: mean, scale: deviation || 1 } : scaling),
    missing: missing === 'fill' ? mean : 'drop',
  };
  return [feature, ...indicators];
}

function fitCategories(
  column: CategoryColumn,
  trainRows: Uint32Array,
  { missing, manyCategories = [] }: EncodingChoice,
  notes: EncodingNote[],
): Feature[] {
  const { name } = column;
  const found = categoriesIn(column, trainRows);
  if (found.length === 0) {
    notes.push(emptyNote(name));
    return [];
  }
  if (found.length > categoryLimit && !manyCategories.includes(name)) {
    const message = `“${name}” has ${found.length} different values in the train rows, and would become as many inputs: it is left out unless you ask for it.`;
    notes.push({ kind: 'too-many', column: name, message });
    return [];
  }
  const indicators = indicatorsOf(missing, name, trainRows.some(missingIn(column)));
  if (found.length === 1) notes.push(constantNote(name, `is “${found[0]}” in every train row`, indicators));
  const features = found.map((category): OneHotFeature => ({
    as: 'one-hot',
    of: name,
    category,
    missing: missing === 'fill' ? 'zero' : 'drop',
  }));
  return [...features, ...indicators];
}

function fitTarget(
  table: Table,
  trainRows: Uint32Array,
  { target }: EncodingChoice,
  rows: Uint32Array,
): Target {
  if (target.kind === 'class') {
    const classes = categoriesIn(categoriesOf(table, target.column), rows);
    return { kind: 'class', column: target.column, classes };
  }
  const { column: name } = target;
  const values = numbersOf(table, name);
  if (target.standardised !== true) return { kind: 'number', column: name };
  const { count, mean, deviation } = finiteMoments({ name, values }, trainRows);
  return {
    kind: 'number',
    column: name,
    ...(count > 0 ? { shift: mean, scale: deviation || 1 } : {}),
  };
}

function finiteMoments({ name, values }: Omit<NumberColumn, 'kind'>, rows: Uint32Array): Moments {
  const moments = momentsOf(values, rows);
  if (moments.count === 0 || Number.isFinite(moments.mean)) return moments;
  throw new RangeError(`“${name}” has an infinite number among its train rows`);
}

/** The categories that occur in rows of a column, in the order of their names. */
export function categoriesIn({ codes, categories }: CategoryColumn, rows: Uint32Array): string[] {
  const occurs = new Uint8Array(categories.length);
  for (const row of rows) if (codes[row] >= 0) occurs[codes[row]] = 1;
  return inNameOrder(categories.filter((_, code) => occurs[code] === 1));
}

/** Numbers by their size, other names by their characters. */
export function inNameOrder(names: readonly string[]): string[] {
  const sorted = [...names].sort();
  const areNumbers = names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)));
  return areNumbers ? sorted.sort((a, b) => Number(a) - Number(b)) : sorted;
}

function isEmpty(table: Table, name: string): boolean {
  const isMissing = missingIn(columnOf(table, name));
  for (let row = 0; row < table.rowCount; row++) if (!isMissing(row)) return false;
  return true;
}

function indicatorsOf(missing: EncodingChoice['missing'], of: string, lacks: boolean): Feature[] {
  return missing === 'fill' && lacks ? [{ as: 'missing', of }] : [];
}

function emptyNote(column: string): EncodingNote {
  return { kind: 'empty', column, message: `“${column}” has no value in any train row: it is left out.` };
}

function constantNote(column: string, what: string, indicators: readonly Feature[]): EncodingNote {
  const message =
    indicators.length > 0
      ? `“${column}” ${what} that has it: only whether it is there can tell anything.`
      : `“${column}” ${what}: it tells nothing.`;
  return { kind: 'constant', column, message };
}
