import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { CompareOptions } from './compare/ask-options.ts';
import { UsageError, usage, type CommandName } from './usage.ts';

const common = {
  data: { type: 'string' },
  target: { type: 'string' },
  inputs: { type: 'string' },
  set: { type: 'string', multiple: true },
  seed: { type: 'string' },
  engine: { type: 'string' },
  fused: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

const epochs = { epochs: { type: 'string' } } as const;
const printing = { json: { type: 'boolean' }, quiet: { type: 'boolean' } } as const;
const out = { out: { type: 'string', multiple: true } } as const;

const comparison = {
  seeds: { type: 'string' },
  vary: { type: 'string', multiple: true },
  goal: { type: 'string' },
  workers: { type: 'string' },
} as const;

const dask = { dask: { type: 'string' } } as const;

const optionsOf = {
  train: { ...common, ...epochs, ...printing, ...out },
  check: { ...common, ...epochs, ...printing },
  export: { ...common, ...out },
  swarm: { ...common, ...epochs, ...comparison, ...dask, ...printing, ...out },
  sweep: {
    ...{ ...common, ...epochs, ...comparison, ...dask, ...printing, ...out },
    ...{ measure: { type: 'string' }, search: { type: 'string' }, tries: { type: 'string' } },
    ...{ draw: { type: 'string' }, keep: { type: 'string' }, first: { type: 'string' } },
  },
  runs: {
    ...{ help: common.help, goal: comparison.goal, workers: comparison.workers },
    ...{ ...epochs, ...printing, ...out },
  },
} as const satisfies Readonly<Record<CommandName, ParseArgsConfig['options']>>;

/** What was typed behind `chainrule`, understood. */
export interface Arguments extends CompareOptions {
  readonly command: CommandName;
  /** A link, a file or a fragment; null where nothing is said. */
  readonly what: string | null;
  readonly data: string | null;
  readonly target: string | null;
  readonly inputs: readonly string[] | null;
  /** Settings as links write them, by name: `--seed` and its like among them. */
  readonly settings: ReadonlyMap<string, string>;
  /** null where the command's own is meant. */
  readonly epochs: number | null;
  readonly out: readonly string[];
  readonly json: boolean;
  readonly quiet: boolean;
  /** Of a comparison; not understood yet. */
  readonly workers: string | null;
  /** Where a comparison is written as a program for a cluster, in place of being trained. */
  readonly dask: string | null;
}

/** What is only asked about. */
export type Asked = { readonly help: CommandName | '' } | { readonly version: true };

type Given = Readonly<Record<string, unknown>>;

/** Throws a UsageError. */
export function readArguments(given: readonly string[]): Arguments | Asked {
  const [first = '--help', ...rest] = given;
  if (first === '--help' || first === '-h' || first === 'help') return { help: commandNamed(rest[0] ?? '') };
  if (first === '--version' || first === '-v') return { version: true };
  const command = commandNamed(first);
  if (command === '') throw new UsageError(`there is no command, expected one of ${commandList}`);
  const { values, positionals } = parsed(command, rest);
  if (values['help'] === true) return { help: command };
  if (positionals.length > 1)
    throw new UsageError(
      `“${positionals[1]}” is one too many, expected one link or file (with & in it, a link belongs in quotes)`,
    );
  const [what = null] = positionals;
  const text = (name: string): string | null => (typeof values[name] === 'string' ? values[name] : null);
  const all = (name: string): readonly string[] => [values[name] ?? []].flat().map(String);
  return {
    command,
    what,
    data: text('data'),
    target: text('target'),
    inputs: text('inputs')?.split(',') ?? null,
    settings: settingsOf(all('set'), text),
    epochs: epochsOf(text('epochs')),
    out: all('out'),
    json: values['json'] === true,
    quiet: values['quiet'] === true,
    seeds: text('seeds'),
    vary: all('vary'),
    goal: text('goal'),
    measure: text('measure'),
    search: text('search'),
    tries: text('tries'),
    draw: text('draw'),
    keep: text('keep'),
    first: text('first'),
    workers: text('workers'),
    dask: text('dask'),
  };
}

const commandList = Object.keys(optionsOf).join(', ');

function commandNamed(name: string): CommandName | '' {
  if (Object.hasOwn(usage, name)) return name as CommandName | '';
  throw new UsageError(`there is no command “${name}”, expected one of ${commandList}`);
}

function parsed(command: CommandName, args: string[]): { values: Given; positionals: string[] } {
  try {
    return parseArgs({ args, options: optionsOf[command], allowPositionals: true, strict: true });
  } catch (error) {
    const [message] = (error as Error).message.split(/\. To specify|\n/);
    const names = Object.keys(optionsOf[command]).map((name) => `--${name}`);
    throw new UsageError(`${message}; ${command} takes ${names.join(', ')}`, { cause: error });
  }
}

function settingsOf(
  sets: readonly string[],
  text: (name: string) => string | null,
): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const set of sets) {
    const at = set.indexOf('=');
    if (at < 1) throw new UsageError(`--set ${set} names no value, expected NAME=VALUE`);
    settings.set(set.slice(0, at), set.slice(at + 1));
  }
  for (const name of ['seed', 'engine', 'fused']) {
    const value = text(name);
    if (value !== null) settings.set(name, value);
  }
  return settings;
}

function epochsOf(text: string | null): number | null {
  if (text === null) return null;
  const epochs = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(epochs))
    throw new UsageError(`--epochs ${text} is no number of epochs, expected a whole number from 0`);
  return epochs;
}
