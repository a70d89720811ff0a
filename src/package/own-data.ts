import { finish } from '../autograd/steps.ts';
import type { DataSet } from '../data/data-set-types.ts';
import { fitEncoding, inNameOrder, type EncodingChoice } from '../data/fit-encoding.ts';
import { withHeldOut } from '../data/held-out.ts';
import { dataLimits } from '../data/prepare.ts';
import { sliceFor } from '../data/slice-for.ts';
import type { Column, Table } from '../data/table.ts';
import { heldOutPercent } from '../experiment/effects.ts';
import type { FileData } from '../experiment/file-data.ts';
import type { Experiment } from '../experiment/schema.ts';
import { tableId } from '../formats/packed-table.ts';
import { encodedDataSteps, type RunData } from '../training/run-data.ts';

/** Rows and what they are to be. */
export interface Rows {
  /** `[row][input]`, finite numbers. */
  readonly inputs: readonly ArrayLike<number>[];
  /** `[row]`: a number, or the class by its name. */
  readonly targets: readonly number[] | readonly string[];
}

/** Data that were checked. */
export interface OwnData {
  readonly table: Table;
  readonly names: readonly string[];
  readonly trainCount: number;
  /** In the order of the network's outputs; none where a number is predicted. */
  readonly classes: readonly string[];
}

/** Throws a TypeError or a RangeError that names the row. `asClasses`: numbers are names of classes as well. */
export function readOwnData(
  train: Rows & { readonly names?: readonly string[] },
  test: Rows | null,
  asClasses: boolean,
): OwnData {
  const width = checkRows('data', train, null);
  if (train.inputs.length === 0) throw new RangeError('data.inputs is empty, expected at least one row');
  if (test !== null) checkRows('test', test, width);
  const inputNames = namesOf(train.names, width);
  const inputs = [...train.inputs, ...(test?.inputs ?? [])];
  const targets: readonly (number | string)[] = [...train.targets, ...(test?.targets ?? [])];
  const areNames = checkTargets(train.targets, test?.targets ?? []);
  const classes = areNames || asClasses ? classesOf(train.targets) : [];
  if (classes.length > 0) expectClasses(classes, test?.targets ?? []);
  const columns: Column[] = inputNames.map((name, k) => ({
    name,
    kind: 'number',
    values: Float64Array.from(inputs, (row) => row[k]),
  }));
  columns.push(targetColumn(targetName(inputNames), targets, classes));
  return {
    table: { rowCount: inputs.length, columns },
    names: inputNames,
    trainCount: train.inputs.length,
    classes,
  };
}

/** A table of rows to predict from. */
export function inputTable(rows: readonly ArrayLike<number>[], names: readonly string[]): Table {
  rows.forEach((row, i) => checkRow(`row ${i}`, row, names.length));
  return {
    rowCount: rows.length,
    columns: names.map((name, k) => ({
      name,
      kind: 'number',
      values: Float64Array.from(rows, (row) => row[k]),
    })),
  };
}

/** What the settings say of such data. */
export function fileOf({ table, names, classes }: OwnData, title: string): FileData {
  const target = targetName(names);
  return {
    id: tableId(table),
    name: title,
    rows: table.rowCount,
    dropped: 0,
    reading: { faulty: 'leave-out' },
    inputs: [...names],
    target: { kind: classes.length > 0 ? 'class' : 'number', column: target },
    categorical: [],
    manyCategories: [],
    missing: 'leave-out',
    split: null,
    classes: [...classes],
  };
}

/** As the network of an experiment reads them, numbers standardised by the train rows or as they are. */
export function ownRunData(own: OwnData, experiment: Experiment, standardise: boolean): RunData {
  const { table, names, trainCount, classes } = own;
  const column = targetName(names);
  const choice: EncodingChoice = {
    inputs: names,
    target:
      classes.length > 0 ? { kind: 'class', column } : { kind: 'number', column, standardised: standardise },
    missing: 'leave-out',
    ...(standardise ? {} : { scaling: { shift: 0, scale: 1 } }),
  };
  const all = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  const rows = { train: all.slice(0, trainCount), test: all.slice(trainCount) };
  const { encoding, notes } = fitEncoding(table, rows.train, choice);
  const dataSet: DataSet = {
    name: 'file',
    task: classes.length > 0 ? 'classification' : 'regression',
    classNames: classes,
    ...{ table, rows, encoding, notes },
    picture: null,
    ...sliceFor({ table, rows, encoding }, choice),
  };
  return finish(encodedDataSteps(experiment, withHeldOut(dataSet, heldOutPercent(experiment))));
}

function targetName(names: readonly string[]): string {
  let name = 'target';
  while (names.includes(name)) name += "'";
  return name;
}

function namesOf(names: readonly string[] | undefined, width: number): readonly string[] {
  const given: unknown = names;
  if (names === undefined) return Array.from({ length: width }, (_, k) => `x${k + 1}`);
  if (!Array.isArray(given) || !names.every((name) => typeof name === 'string'))
    throw new TypeError(`data.names is ${told(given)}, expected a name for each of ${width} inputs`);
  if (names.length !== width)
    throw new RangeError(`data.names has ${names.length} names, expected one for each of ${width} inputs`);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw new RangeError(`data.names has “${twice}” twice`);
  return names;
}

/** Returns how many inputs a row has. */
function checkRows(what: string, rows: Rows, width: number | null): number {
  const given: unknown = rows;
  if (typeof given !== 'object' || given === null)
    throw new TypeError(`${what} is ${told(given)}, expected { inputs, targets }`);
  const { inputs, targets } = rows;
  if (!Array.isArray(inputs))
    throw new TypeError(`${what}.inputs is ${told(inputs)}, expected a list of rows`);
  if (!isList(targets)) throw new TypeError(`${what}.targets is ${told(targets)}, expected a list`);
  if (inputs.length !== targets.length)
    throw new RangeError(
      `there are ${targets.length} ${what}.targets, expected ${inputs.length}: one for each row`,
    );
  const expected = width ?? (isList(inputs[0]) ? inputs[0].length : 0);
  inputs.forEach((row, i) => checkRow(`${what}.inputs[${i}]`, row, expected));
  if (inputs.length > 0 && expected === 0)
    throw new RangeError(`${what}.inputs[0] is empty, expected at least one number`);
  return expected;
}

function checkRow(what: string, row: unknown, width: number): void {
  if (!isList(row)) throw new TypeError(`${what} is ${told(row)}, expected a list of ${width} numbers`);
  if (row.length !== width) throw new RangeError(`${what} has ${row.length} numbers, expected ${width}`);
  for (let k = 0; k < width; k++) {
    if (typeof row[k] !== 'number' || !Number.isFinite(row[k]))
      throw new RangeError(`${what}[${k}] is ${told(row[k])}, expected a finite number`);
  }
}

/** Whether they are names of classes. */
function checkTargets(train: readonly unknown[], test: readonly unknown[]): boolean {
  const areNames = typeof train[0] === 'string';
  for (const [what, targets] of [
    ['data', train],
    ['test', test],
  ] as const)
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i];
      const isRight = areNames
        ? typeof target === 'string'
        : typeof target === 'number' && Number.isFinite(target);
      if (!isRight)
        throw new RangeError(
          `${what}.targets[${i}] is ${told(target)}, expected ${areNames ? 'the name of a class' : 'a finite number'}`,
        );
    }
  return areNames;
}

function classesOf(targets: readonly (number | string)[]): readonly string[] {
  const classes = inNameOrder([...new Set(Array.from(targets, String))]);
  if (classes.length < 2)
    throw new RangeError(`every target is ${told(targets[0])}, expected at least two classes to tell apart`);
  if (classes.length > dataLimits.classes)
    throw new RangeError(
      `the targets are of ${classes.length} classes, at most ${dataLimits.classes} can be told apart`,
    );
  return classes;
}

function expectClasses(classes: readonly string[], test: readonly (number | string)[]): void {
  const at = Array.from(test).findIndex((target) => !classes.includes(String(target)));
  if (at >= 0)
    throw new RangeError(
      `test.targets[${at}] is ${told(test[at])}, expected a class of data.targets: ${classes.join(', ')}`,
    );
}

function targetColumn(
  name: string,
  targets: readonly (number | string)[],
  classes: readonly string[],
): Column {
  if (classes.length === 0) return { name, kind: 'number', values: Float64Array.from(targets, Number) };
  const codes = new Map(classes.map((one, code) => [one, code]));
  return {
    name,
    kind: 'category',
    categories: classes,
    codes: Int32Array.from(targets, (target) => codes.get(String(target)) ?? -1),
  };
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

/** A value as a message names it. */
function told(value: unknown): string {
  if (typeof value === 'string') return `“${value.slice(0, 40)}”`;
  if (typeof value === 'number' || value === undefined) return String(value);
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
