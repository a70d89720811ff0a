import { existsSync, readFileSync } from 'node:fs';
import type { TableSource } from '../data/data-set.ts';
import { parseRealSet } from '../data/real/parse-real-set.ts';
import { realSets } from '../data/real/real-sets.ts';
import type { Table } from '../data/table.ts';

/** The user's own table, and sets of real data, which come with the package or lie where the page has them. */
export function tablesWith(table: Table | null): TableSource {
  return (name) => {
    const real = Object.keys(realSets).find((set): set is keyof typeof realSets => set === name);
    if (real !== undefined)
      return parseRealSet(real, JSON.parse(readFileSync(pathOfSet(realSets[real].file), 'utf8')));
    if (table === null) throw new Error(`the table “${name}” is not there`);
    return table;
  };
}

function pathOfSet(file: string): URL {
  const packed = new URL(`../data-sets/${file.replace(/^data\//, '')}`, import.meta.url);
  return existsSync(packed) ? packed : new URL(`../../public/${file}`, import.meta.url);
}
