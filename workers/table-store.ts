import { parseRealSet } from '../src/data/real/parse-real-set.ts';
import { realSets } from '../src/data/real/real-sets.ts';
import type { Table } from '../src/data/table.ts';
import { isRealSet, type DataSetName, type RealSetName } from '../src/experiment/names.ts';

/** Fetches a file that comes with the page, as JSON; rejects if it can not be had. */
export type FileLoader = (file: string) => Promise<unknown>;

/** Holds the tables of real sets, once they were asked for. */
export class TableStore {
  readonly #load: FileLoader;
  readonly #tables = new Map<RealSetName, Table>();

  constructor(load: FileLoader) {
    this.#load = load;
  }

  /** Whether a data set can be made now. */
  has(dataSet: DataSetName): boolean {
    return !isRealSet(dataSet) || this.#tables.has(dataSet);
  }

  /** Throws an Error if it was not loaded. */
  readonly source = (name: RealSetName): Table => {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`the table “${name}” has not been loaded`);
    return table;
  };

  /** Fetches what a data set is made of; why it can not be had, as a sentence, or null when it is there. */
  async provide(dataSet: DataSetName): Promise<string | null> {
    if (!isRealSet(dataSet) || this.has(dataSet)) return null;
    const { title, file } = realSets[dataSet];
    let json: unknown;
    try {
      json = await this.#load(file);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `“${title}” could not be loaded (${reason}). Check the connection and choose it again; nothing else has changed.`;
    }
    try {
      this.#tables.set(dataSet, parseRealSet(dataSet, json));
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** Less than the page gives a worker to answer. */
const patienceMs = 6000;

/** Loads files from beside the page, however it is served: this script lies one folder below. */
export async function loadBesidePage(file: string): Promise<unknown> {
  const response = await fetch(new URL(`../${file}`, self.location.href), {
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}
