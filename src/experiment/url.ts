import * as v from 'valibot';
import { classCountOf, fittingLoss, lossProblem } from './data-sets.ts';
import { readDecimal } from './decimal.ts';
import {
  defaultExperiment,
  defaultPoints,
  defaultView,
  describeIssue,
  experimentEntries,
  viewEntries,
  type Experiment,
  type ViewSettings,
} from './schema.ts';

/**
 * The settings as a URL fragment, `#dataSet=spiral&hidden=8,8`: only what differs from the defaults, readable,
 * so that links stay short and old links keep working when settings are added.
 */
export interface Settings {
  readonly experiment: Experiment;
  readonly view: ViewSettings;
}

export const defaultSettings: Settings = { experiment: defaultExperiment, view: defaultView };

type Primitive = string | number | boolean;
/** What is neither a primitive nor a list of them is written as JSON. */
type Setting = Primitive | readonly Primitive[] | object | null;

const entries = { ...experimentEntries, ...viewEntries };
const defaults: Readonly<Record<string, Setting>> = { ...defaultExperiment, ...defaultView };

export function encodeSettings({ experiment, view }: Settings): string {
  const parameters = new URLSearchParams();
  const usual: typeof defaults = { ...defaults, points: defaultPoints(experiment.dataSet) };
  for (const [key, value] of Object.entries<Setting>({ ...experiment, ...view })) {
    const text = written(value);
    if (text !== written(usual[key])) parameters.set(key, text);
  }
  return parameters.toString().replaceAll('%2C', ',');
}

function written(value: Setting): string {
  if (typeof value !== 'object') return String(value);
  return Array.isArray(value) ? value.join() : JSON.stringify(value);
}

function isPlain(value: Setting): boolean {
  return typeof value === 'object' && !Array.isArray(value);
}

export interface DecodedSettings {
  readonly settings: Settings;
  /** What was wrong in the fragment and was replaced by a default; empty when all was well. */
  readonly problems: readonly string[];
}

/** Reads a fragment (with or without '#'). Never throws: what is wrong becomes the default, with a message. */
export function decodeSettings(fragment: string): DecodedSettings {
  const problems: string[] = [];
  const merged: Record<string, Setting> = { ...defaults };
  const given = new Map<string, string>();
  for (const [key, text] of new URLSearchParams(fragment.replace(/^#/, ''))) {
    if (!Object.hasOwn(entries, key)) problems.push(`unknown setting “${key.slice(0, 40)}”`);
    else if (given.has(key)) problems.push(`${key} is given twice; the first counts`);
    else given.set(key, text);
  }
  for (const [key, text] of given) {
    const result = v.safeParse(entries[key as keyof typeof entries], parseText(defaults[key], text));
    if (result.success) merged[key] = result.output;
    else problems.push(describeIssue(key, result.issues[0].message, text));
  }
  const experiment = pick(experimentEntries, merged) as Experiment;
  const view = pick(viewEntries, merged) as ViewSettings;
  if (!given.has('points')) experiment.points = defaultPoints(experiment.dataSet);
  if (experiment.dataSet === 'file' && experiment.file === null) {
    experiment.dataSet = defaultExperiment.dataSet;
    problems.push('dataSet: there is no file in it; using the default');
  }
  const classCount = classCountOf(experiment);
  const problem = lossProblem(experiment.loss, classCount);
  if (problem !== null) {
    experiment.loss = fittingLoss(classCount);
    problems.push(`loss: ${problem}; using ${experiment.loss}`);
  }
  return { settings: { experiment, view }, problems };
}

/** Text to the type of the setting's default; what does not fit stays text, for the rule to refuse. */
function parseText(like: Setting, text: string): unknown {
  if (Array.isArray(like)) {
    if (text === '') return [];
    const numeric = like.length === 0 || typeof like[0] === 'number';
    return text.split(',').map((part) => (numeric ? parseNumber(part) : part));
  }
  if (isPlain(like)) return parseJson(text);
  if (typeof like === 'number') return parseNumber(text);
  if (typeof like === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/** What is no JSON stays text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What is no decimal number stays text. */
function parseNumber(text: string): number | string {
  return readDecimal(text) ?? text;
}

function pick(keys: object, from: Readonly<Record<string, Setting>>): Record<string, Setting> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, from[key]]));
}
