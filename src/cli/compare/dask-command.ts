import { writeFileSync } from 'node:fs';
import { writeClusterProgram, type ClusterData } from '../../cluster/cluster-program.ts';
import { dependsOnResults } from '../../compare/ask.ts';
import type { Table } from '../../data/table.ts';
import { packTable, tableId } from '../../formats/packed-table.ts';
import type { Arguments } from '../arguments.ts';
import { readSubject } from '../subject.ts';
import { tablesWith } from '../tables.ts';
import { exitCodes, UsageError } from '../usage.ts';
import type { CompareWorld } from '../world.ts';
import { askOf } from './ask-options.ts';

/** Writes what a comparison asks for as a program for a Dask cluster, and trains nothing. */
export async function writeDask(
  kind: 'swarm' | 'sweep',
  path: string,
  given: Arguments,
  { print }: Pick<CompareWorld, 'print'>,
): Promise<number> {
  if (!path.endsWith('.py'))
    throw new UsageError(`--dask ${path} is no Python file, expected a name that ends with .py`);
  const { experiment, table, ask: linked } = await readSubject(given);
  const ask = askOf(kind, linked, given);
  if (dependsOnResults(ask))
    throw new UsageError(
      '--dask: what --search halving trains depends on what came of the runs before, expected a swarm, a grid or --search random',
    );
  const program = writeClusterProgram({ ask, experiment }, await dataOf(table));
  if (!program.ok) throw new UsageError(program.message);
  writeFileSync(path, program.text);
  print(path);
  return exitCodes.done;
}

async function dataOf(table: Table | null): Promise<ClusterData> {
  const tables = tablesWith(table);
  if (table === null) return { tables, own: null };
  const bytes = new Uint8Array(await packTable(table).arrayBuffer());
  return { tables, own: { id: tableId(table), bytes } };
}
