import * as v from 'valibot';
import { classCountOf, fittingLoss, lossProblem } from './data-sets.ts';
import { readDecimal } from './decimal.ts';
import { packedText } from './drawing.ts';
import { describeIssue } from './setting-words.ts';
import {
  defaultExperiment,
  defaultPoints,
  defaultView,
  experimentEntries,
  viewEntries,
  type Experiment,
  type ViewSettings,
} from './schema.ts';

/**
 * The settings as a URL fragment, `#dataSet=spiral&hidden=8,8`: only what differs from the defaults, readable,
 * so that links stay short and old links keep working when settings are added. Settings longer than `longest` are only
 * named: see `heldSettings`.
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

export function encodeSettings(settings: Settings, longest = Infinity): string {
  const parameters = new URLSearchParams();
  const held: string[] = [];
  for (const [key, text] of changedSettings(settings)) {
    if (text.length > longest) held.push(key);
    else parameters.set(key, text);
  }
  if (held.length > 0) parameters.set(heldKey, held.join());
  return parameters.toString().replaceAll('%2C', ',');
}

/** Texts of settings by their names. */
export type HeldSettings = Readonly<Record<string, string>>;

/** An address that people see has no longer settings than this: longer ones are held beside it. */
export const longestInAddress = 1000;
/** In their place it names them. */
const heldKey = 'held';

/** Those settings that are written with more characters, which an address so short leaves out; null if it has all. */
export function heldSettings(settings: Settings, longest = longestInAddress): HeldSettings | null {
  const held = changedSettings(settings).filter(([, text]) => text.length > longest);
  return held.length === 0 ? null : Object.fromEntries(held);
}

/** What differs from the defaults, as it is written. */
function changedSettings({ experiment, view }: Settings): (readonly [string, string])[] {
  const usual: typeof defaults = { ...defaults, points: defaultPoints(experiment.dataSet) };
  return Object.entries<Setting>({ ...experiment, ...view }).flatMap(([key, value]) => {
    const text = written(value);
    if (text === written(usual[key])) return [];
    const isLong = key === 'drawn' && text.length > longestInAddress;
    return [[key, isLong ? packedText(text) : text]];
  });
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

/**
 * Reads a fragment (with or without '#'), and from what is held beside it what it only names. Never throws: what is
 * wrong becomes the default, with a message.
 */
export function decodeSettings(
  fragment: string,
  held: Readonly<Record<string, unknown>> = {},
): DecodedSettings {
  const problems: string[] = [];
  const merged: Record<string, Setting> = { ...defaults };
  const given = new Map<string, string>();
  for (const [key, text] of new URLSearchParams(fragment.replace(/^#/, ''))) {
    if (key === heldKey) takeHeld(text.split(','), { held, given, problems });
    else if (!Object.hasOwn(entries, key)) problems.push(`unknown setting “${key.slice(0, 40)}”`);
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

function takeHeld(
  names: readonly string[],
  {
    held,
    given,
    problems,
  }: {
    readonly held: Readonly<Record<string, unknown>>;
    readonly given: Map<string, string>;
    readonly problems: string[];
  },
): void {
  for (const name of names) {
    const text = Object.hasOwn(held, name) ? held[name] : undefined;
    if (!Object.hasOwn(entries, name)) problems.push(`unknown setting “${name.slice(0, 40)}”`);
    else if (typeof text !== 'string')
      problems.push(`${name}: too long for this address; “Copy link” makes a link that has it`);
    else if (!given.has(name)) given.set(name, text);
  }
}

/** Text to the type of the setting's default; what does not fit stays text, for the rule to refuse. */
function parseText(like: Setting, text: string): unknown {
  if (Array.isArray(like)) {
    if (text === '') return [];
    const numeric = like.length === 0 || typeof like[0] === 'number';
    return splitList(text).map((part) => (numeric ? parseNumber(part) : part));
  }
  if (isPlain(like)) return parseJson(text);
  if (typeof like === 'number') return parseNumber(text);
  if (typeof like === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/** At commas, but for those between brackets, which belong to a formula. */
function splitList(text: string): string[] {
  const parts: string[] = [];
  let [part, open] = ['', 0];
  for (const character of text) {
    if (character === '(') open++;
    if (character === ')') open--;
    if (character === ',' && open === 0) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
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
