import { existsSync, readFileSync, statSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import type { Table } from '../data/table.ts';
import { decodeAddress } from '../experiment/address.ts';
import {
  defaultExperiment,
  defaultPoints,
  defaultView,
  experimentEntries,
  parseExperiment,
  viewEntries,
  type Experiment,
} from '../experiment/schema.ts';
import { encodeSettings } from '../experiment/url.ts';
import { readRun } from '../export/run-json.ts';
import { tableId, unpackTable } from '../formats/packed-table.ts';
import type { RunState } from '../training/run.ts';
import type { Arguments } from './arguments.ts';
import { readDataFile } from './data-file.ts';
import { UsageError } from './usage.ts';

/** What a command is about. */
export interface Subject {
  readonly experiment: Experiment;
  /** The user's own table; null where the data follow from the settings. */
  readonly table: Table | null;
  /** Where a run that was opened stood; null where it begins. */
  readonly state: RunState | null;
  /** What a link asks to compare, as links write it; empty where it asks for nothing. */
  readonly ask: string;
}

/** Throws a UsageError for what cannot be understood. */
export async function readSubject(given: Arguments): Promise<Subject> {
  const opened = await openWhat(given.what);
  const withData = given.data === null ? opened : await withFile(opened, given, given.data);
  if (given.data === null && (given.target !== null || given.inputs !== null))
    throw new UsageError('--target and --inputs are about a table, expected --data as well');
  const subject = withSettings(withData, given.settings);
  const { dataSet, file } = subject.experiment;
  if (dataSet === 'file' && subject.table === null)
    throw new UsageError(
      `these settings are about “${file?.name ?? 'a file'}”, which they do not hold: expected it with --data`,
    );
  return subject;
}

async function openWhat(what: string | null): Promise<Subject> {
  if (what === null) return { experiment: defaultExperiment, table: null, state: null, ask: '' };
  if (existsSync(what) && statSync(what).isFile()) return openFile(what);
  const at = what.indexOf('#');
  if (at >= 0) return openLink(what.slice(at));
  if (/^https?:\/\//.test(what)) throw new UsageError('the link has no settings: there is no # in it');
  if (/^\w+=/.test(what)) return openLink(what);
  throw new UsageError(
    `there is no file “${what}”, and it is no link: expected one such as '#dataSet=spiral&hidden=8,8'`,
  );
}

async function openLink(fragment: string): Promise<Subject> {
  const { settings, problems, table, place } = decodeAddress(fragment);
  if (problems.length > 0) throw new UsageError(`the link: ${problems.join('; ')}`);
  return {
    experiment: settings.experiment,
    table: table === undefined ? null : await unpacked(Buffer.from(inflated(table)), settings.experiment),
    state: null,
    ask: place.name === 'compare' ? place.ask : '',
  };
}

/** A few bytes may unfold to gigabytes. */
const mostLinkedBytes = 2 ** 24;

function inflated(packed: string): Uint8Array {
  try {
    return inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: mostLinkedBytes });
  } catch (error) {
    throw new UsageError('the table in the link cannot be read: is the link complete?', { cause: error });
  }
}

/** Throws a UsageError where it is not the table of the settings. */
export async function unpacked(bytes: Uint8Array<ArrayBuffer>, { file }: Experiment): Promise<Table> {
  let table: Table | null = null;
  try {
    table = await unpackTable(new Blob([bytes]));
  } catch (error) {
    throw new UsageError('the table cannot be read', { cause: error });
  }
  if (file === null || tableId(table) !== file.id)
    throw new UsageError('the table is not the one that the settings are about');
  return table;
}

async function openFile(path: string): Promise<Subject> {
  const text = readFileSync(path, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`“${path}” is no JSON: ${(error as Error).message}`, { cause: error });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new UsageError(`“${path}” holds no settings, expected an object such as { "dataSet": "spiral" }`);
  if ('format' in json) {
    const run = readRun(text);
    if (!run.ok) throw new UsageError(`“${path}”: ${run.message}`);
    const { state, table } = run.file;
    const { experiment } = state;
    if (table === undefined) return { experiment, table: null, state, ask: '' };
    return {
      experiment,
      state,
      ask: '',
      table: await unpacked(Buffer.from(table.packed, 'base64'), experiment),
    };
  }
  return { experiment: settingsIn(json, path), table: null, state: null, ask: '' };
}

/** Those of the playground by their names; what is left out is its default, and how it shows a run means nothing here. */
function settingsIn(json: object, path: string): Experiment {
  const names = { ...experimentEntries, ...viewEntries };
  const stranger = Object.keys(json).find((name) => !Object.hasOwn(names, name));
  if (stranger !== undefined)
    throw new UsageError(
      `“${path}” has a setting “${stranger}”, expected some of ${Object.keys(experimentEntries).join(', ')}`,
    );
  const parsed = parseExperiment({ ...defaultExperiment, ...json });
  if (!parsed.ok) throw new UsageError(`“${path}”: ${parsed.message}`);
  const { value } = parsed;
  return 'points' in json ? value : { ...value, points: defaultPoints(value.dataSet) };
}

/** Another table begins anew. */
async function withFile(subject: Subject, given: Arguments, path: string): Promise<Subject> {
  const { experiment } = subject;
  const { table, file } = await readDataFile(path, given, experiment);
  const parsed = parseExperiment({ ...experiment, dataSet: 'file', file });
  if (!parsed.ok) throw new UsageError(parsed.message);
  const isSame = experiment.dataSet === 'file' && JSON.stringify(experiment.file) === JSON.stringify(file);
  return { ...subject, experiment: parsed.value, table, state: isSame ? subject.state : null };
}

/** Settings as links write them, over those that there are. */
function withSettings(subject: Subject, settings: ReadonlyMap<string, string>): Subject {
  if (settings.size === 0) return subject;
  const parameters = new URLSearchParams(
    encodeSettings({ experiment: subject.experiment, view: defaultView }),
  );
  for (const [name, text] of settings) parameters.set(name, text);
  const decoded = decodeAddress(parameters.toString());
  if (decoded.problems.length > 0) throw new UsageError(decoded.problems.join('; '));
  return { ...subject, experiment: decoded.settings.experiment };
}
