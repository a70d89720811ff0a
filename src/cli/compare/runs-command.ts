import { readFileSync } from 'node:fs';
import { targetOf } from '../../compare/ask.ts';
import type { Table } from '../../data/table.ts';
import { decodeAddress } from '../../experiment/address.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { Arguments } from '../arguments.ts';
import { unpacked } from '../subject.ts';
import { UsageError } from '../usage.ts';
import type { CompareWorld } from '../world.ts';
import { askOf } from './ask-options.ts';
import { compareAll } from './compare-command.ts';
import { writerOf } from './write-results.ts';

const format = 'chainrule runs 1';

/** Trains the runs of a file, each a link of its own: what a program elsewhere asks for. */
export async function trainListed(given: Arguments, world: CompareWorld): Promise<number> {
  given.out.forEach(writerOf);
  const { experiments, table } = await readRuns(given.what);
  const ask = askOf('swarm', '', { ...given, seeds: null, vary: [], measure: null });
  const trials = experiments.map((experiment) => ({
    ...{ experiment, epochs: ask.epochs, target: targetOf(ask) },
    ...{ picture: 0, withState: false },
  }));
  const plan = { trials, sweep: null, search: null, order: trials.map((_, place) => place) };
  return compareAll({ ask, plan, table, experiment: experiments[0] }, given, world);
}

interface ListedRuns {
  readonly experiments: readonly Experiment[];
  readonly table: Table | null;
}

async function readRuns(path: string | null): Promise<ListedRuns> {
  if (path === null) throw new UsageError('runs needs a file that lists them');
  const wrong = (what: string): UsageError => new UsageError(`“${path}” ${what}`);
  const file = objectIn(path);
  const { runs, table } = file;
  if (file['format'] !== format) throw wrong(`is no list of runs, expected the format “${format}”`);
  if (!Array.isArray(runs) || runs.length === 0) throw wrong('lists no runs');
  const experiments = runs.map((link: unknown, i) => {
    if (typeof link !== 'string') throw wrong(`has a run ${i + 1} that is no link`);
    const { settings, problems } = decodeAddress(link);
    if (problems.length > 0) throw wrong(`has a run ${i + 1} that cannot be read: ${problems.join('; ')}`);
    return settings.experiment;
  });
  if (table === undefined) return { experiments, table: null };
  const { packed } = table as { readonly packed?: unknown };
  if (typeof packed !== 'string') throw wrong('has a table that is none');
  return { experiments, table: await unpacked(Buffer.from(packed, 'base64'), experiments[0]) };
}

function objectIn(path: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`“${path}” cannot be read: ${(error as Error).message}`, { cause: error });
  }
  return typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
}
