import { parseCourse, type CourseOf } from '../experiment/course.ts';
import { parseExperiment, type Experiment } from '../experiment/schema.ts';
import type { RunState } from '../training/run.ts';
import { readExactJson, writeExactJson } from './exact-json.ts';

const format = 'chainrule run';
/** Counts the forms that the file has had. */
const version = 1;

/** A table of the user's own as the page keeps it, in base64. */
export interface EnclosedTable {
  readonly id: string;
  readonly packed: string;
}

/** A run as a file that opens again to the same bits: settings, weights, optimizer state, history and own data. */
export interface RunFile {
  readonly state: RunState;
  /** Left out where the data follow from the settings, or where only their hash is told. */
  readonly table?: EnclosedTable;
}

export type OpenedRun =
  | { readonly ok: true; readonly file: RunFile }
  /** A sentence that says what was wrong and what was expected. */
  | { readonly ok: false; readonly message: string };

export function writeRun({ state: { experiment, ...state }, table }: RunFile): string {
  const file = { format, version, settings: experiment, state, ...(table === undefined ? {} : { table }) };
  return `${writeExactJson(file, 1)}\n`;
}

/** Of a file that may be anything. Whether the weights fit the network of the settings is for whoever makes that. */
export function readRun(text: string): OpenedRun {
  try {
    return { ok: true, file: runOf(readExactJson(text)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `The file is no run of Chainrule: ${reason}.` };
  }
}

function runOf(value: unknown): RunFile {
  const file = asRecord(value, 'the file');
  if (file['format'] !== format)
    throw new RangeError(`its format is ${said(file['format'])}, expected “${format}”`);
  if (file['version'] !== version)
    throw new RangeError(`its version is ${said(file['version'])}, expected ${version}`);
  const experiment = parseExperiment(file['settings']);
  if (!experiment.ok) throw new RangeError(experiment.message);
  const state = stateOf(asRecord(file['state'], 'state'), experiment.value);
  const { table } = file;
  return table === undefined ? { state } : { state, table: tableOf(asRecord(table, 'table')) };
}

function tableOf(table: Readonly<Record<string, unknown>>): EnclosedTable {
  const { id, packed } = table;
  if (typeof id !== 'string' || typeof packed !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed))
    throw new RangeError('its table is none');
  return { id, packed };
}

function stateOf(state: Readonly<Record<string, unknown>>, experiment: Experiment): RunState {
  const parameters = doubles(state['parameters'], 'parameters');
  if (!Array.isArray(state['state'])) throw new RangeError('state.state is no list');
  const columns = (state['state'] as unknown[]).map((column, i) =>
    doubles(column, `state.state[${i}]`, parameters.length),
  );
  const generator: unknown = state['generator'];
  if (
    !Array.isArray(generator) ||
    generator.length > 100 ||
    !generator.every((word) => Number.isInteger(word))
  )
    throw new RangeError('state.generator is no list of whole numbers');
  const { moments, course } = state;
  checkStop(state['stopping'], parameters.length);
  checkNumbers(state['plateau'], 'plateau');
  checkAside(state['aside'], parameters.length);
  const made = {
    ...state,
    ...{ experiment, parameters, state: columns, shared: doubles(state['shared'], 'shared'), generator },
    epoch: count(state['epoch'], 'epoch'),
    position: count(state['position'], 'position'),
    trainingMs: finite(state['trainingMs'], 'trainingMs'),
    history: historyOf(asRecord(state['history'], 'history')),
    ...(moments === undefined ? {} : { moments: momentsOf(asRecord(moments, 'moments')) }),
    ...(course === undefined ? {} : { course: courseOf(course) }),
  };
  // What was checked above is all that a state must have; what may be missing is checked where it is there.
  return made as unknown as RunState;
}

const historyColumns = ['epoch', 'trainMin', 'trainMax', 'testMin', 'testMax'];

function historyOf(history: Readonly<Record<string, unknown>>) {
  columnsOf(history, historyColumns, 'history');
  bucket(history['perBucket'], 'history.perBucket');
  number(history['lastEpoch'], 'history.lastEpoch');
  return history;
}

const momentColumns = ['epoch', 'trainLoss', 'testLoss', 'trainAccuracy', 'testAccuracy', 'learningRate'];
const layerColumns = ['gradientNorm', 'updateRatio', 'saturated', 'dead'];

function momentsOf(moments: Readonly<Record<string, unknown>>) {
  const length = columnsOf(moments, momentColumns, 'moments');
  bucket(moments['perBucket'], 'moments.perBucket');
  const { layers, changes } = moments;
  if (!Array.isArray(layers) || !Array.isArray(changes))
    throw new RangeError('moments has no layers or changes');
  layers.forEach((layer, i) => {
    columnsOf(asRecord(layer, `moments.layers[${i}]`), layerColumns, `moments.layers[${i}]`, length);
  });
  for (const change of changes as unknown[]) {
    const { epoch, setting, from, to } = asRecord(change, 'a change');
    const isValue = (one: unknown): boolean => one === null || ['string', 'number'].includes(typeof one);
    if (typeof epoch !== 'number' || typeof setting !== 'string' || !isValue(from) || !isValue(to))
      throw new RangeError('moments.changes holds what is no change of a setting');
  }
  return moments;
}

function courseOf(value: unknown): CourseOf {
  if (value === 'too-much' || value === 'elsewhere') return value;
  const course = parseCourse(value);
  if (!course.ok) throw new RangeError(`course: ${course.message}`);
  return course.value;
}

function checkStop(stopping: unknown, parameterCount: number): void {
  if (stopping === undefined) return;
  const { reached, best } = asRecord(stopping, 'stopping');
  if (typeof reached !== 'boolean') throw new RangeError('stopping.reached is not true or false');
  if (best === null) return;
  const { loss, epoch, weights } = asRecord(best, 'stopping.best');
  number(loss, 'stopping.best.loss');
  count(epoch, 'stopping.best.epoch');
  const { parameters, state, shared } = asRecord(weights, 'stopping.best.weights');
  doubles(parameters, 'stopping.best.weights.parameters', parameterCount);
  doubles(shared, 'stopping.best.weights.shared');
  if (!Array.isArray(state)) throw new RangeError('stopping.best.weights.state is no list');
  for (const column of state) doubles(column, 'stopping.best.weights.state', parameterCount);
}

/** Former values of weights that are cut, by their places. */
function checkAside(aside: unknown, parameterCount: number): void {
  if (aside === undefined) return;
  if (!Array.isArray(aside)) throw new RangeError('aside is no list');
  for (const entry of aside as unknown[]) {
    const [place, value] = Array.isArray(entry) && entry.length === 2 ? (entry as unknown[]) : [];
    if (count(place, 'a place in aside') >= parameterCount || !Number.isFinite(value))
      throw new RangeError('aside holds what is no place of a weight with its value');
  }
}

function checkNumbers(value: unknown, where: string): void {
  if (value === undefined) return;
  for (const one of Object.values(asRecord(value, where))) number(one, where);
}

/** How long they all are. */
function columnsOf(
  of: Readonly<Record<string, unknown>>,
  names: readonly string[],
  where: string,
  length?: number,
): number {
  const expected = length ?? doubles(of[names[0]], `${where}.${names[0]}`).length;
  for (const name of names) doubles(of[name], `${where}.${name}`, expected);
  return expected;
}

function asRecord(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    throw new RangeError(`${where} is ${said(value)}, expected an object`);
  return value as Readonly<Record<string, unknown>>;
}

function doubles(value: unknown, where: string, length?: number): Float64Array {
  if (!(value instanceof Float64Array)) throw new RangeError(`${where} is no list of doubles`);
  if (length !== undefined && value.length !== length)
    throw new RangeError(`${where} holds ${value.length} numbers, expected ${length}`);
  return value;
}

function number(value: unknown, where: string): number {
  if (typeof value !== 'number') throw new RangeError(`${where} is ${said(value)}, expected a number`);
  return value;
}

function finite(value: unknown, where: string): number {
  if (!Number.isFinite(number(value, where)))
    throw new RangeError(`${where} is ${said(value)}, expected a finite number`);
  return value as number;
}

function count(value: unknown, where: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new RangeError(`${where} is ${said(value)}, expected a whole number from 0 on`);
  return value as number;
}

function bucket(value: unknown, where: string): void {
  if (!(number(value, where) >= 1)) throw new RangeError(`${where} is ${said(value)}, expected 1 or more`);
}

function said(value: unknown): string {
  if (value === undefined) return 'not there';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
