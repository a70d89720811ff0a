import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseRealSet } from '../../../src/data/real/parse-real-set.ts';
import { realSets } from '../../../src/data/real/real-sets.ts';
import type { Table } from '../../../src/data/table.ts';
import { realSetNames, type RealSetName } from '../../../src/experiment/names.ts';

const folder = fileURLToPath(new URL('../../../public/', import.meta.url));

/** A file of a real set as it lies beside the page. */
export function readFile(file: string): unknown {
  return JSON.parse(readFileSync(folder + file, 'utf8'));
}

const tables = new Map<RealSetName, Table>();

function isRealSet(name: string): name is RealSetName {
  return realSetNames.some((real) => real === name);
}

/** The real sets as the page loads them. */
export function realTables(name: string): Table {
  if (!isRealSet(name)) throw new Error(`there is no real set “${name}”`);
  const table = tables.get(name) ?? parseRealSet(name, readFile(realSets[name].file));
  tables.set(name, table);
  return table;
}
