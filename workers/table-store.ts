import { tableId, unpackTable } from '../src/formats/packed-table.ts';
import { parseRealSet } from '../src/data/real/parse-real-set.ts';
import { realSets } from '../src/data/real/real-sets.ts';
import type { Table } from '../src/data/table.ts';
import type { FileData } from '../src/experiment/file-data.ts';
import { isGenerated, type DataSetName, type RealSetName } from '../src/experiment/names.ts';
import type { PackedTable } from '../src/protocol/import-messages.ts';

/** Fetches a file that comes with the page, as JSON; rejects if it can not be had. */
export type FileLoader = (file: string) => Promise<unknown>;

/** What tells which table is needed. */
export interface TableSettings {
  readonly dataSet: DataSetName;
  readonly file?: FileData | null;
}

/** Own tables that are kept here: the present one, and the one before it, for undo. The page has all of them. */
const keptTables = 2;

/** Holds the tables of real sets, once they were asked for, and the last of the user's own. */
export class TableStore {
  readonly #load: FileLoader;
  readonly #tables = new Map<RealSetName, Table>();
  /** By id, the latest last. */
  readonly #own = new Map<string, Table>();

  constructor(load: FileLoader) {
    this.#load = load;
  }

  /** Whether a data set can be made now. */
  has({ dataSet, file = null }: TableSettings): boolean {
    if (isGenerated(dataSet) || dataSet === 'draw' || dataSet === 'formula') return true;
    return dataSet === 'file' ? file !== null && this.#own.has(file.id) : this.#tables.has(dataSet);
  }

  /** Throws an Error if it was not loaded. */
  readonly source = (nameOrId: string): Table => {
    const table = this.#own.get(nameOrId) ?? this.#tables.get(nameOrId as RealSetName);
    if (table === undefined) throw new Error(`the table “${nameOrId}” has not been loaded`);
    return table;
  };

  /** Nothing remains of own tables with these ids. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#own.delete(id);
  }

  /** Fetches or unpacks what a data set is made of; why it can not be had, as a sentence, or null when it is there. */
  async provide(settings: TableSettings, packed: PackedTable | null = null): Promise<string | null> {
    const { dataSet, file = null } = settings;
    if (isGenerated(dataSet) || dataSet === 'draw' || dataSet === 'formula' || this.has(settings))
      return null;
    return dataSet === 'file' ? this.#unpack(file, packed) : this.#fetch(dataSet);
  }

  async #unpack(file: FileData | null, packed: PackedTable | null): Promise<string | null> {
    if (file === null) return 'There is no file yet: open one first.';
    if (packed?.id !== file.id)
      return `“${file.name}” (${file.rows.toLocaleString('en-GB')} rows) is not kept in this browser: choose “File” and open it.`;
    try {
      const table = await unpackTable(packed.blob);
      if (tableId(table) !== file.id) throw new Error('it is not the table that it is said to be');
      this.#own.set(file.id, table);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `“${file.name}” can no longer be read (${reason}): open the file again.`;
    }
    for (const id of [...this.#own.keys()].slice(0, -keptTables)) this.#own.delete(id);
    return null;
  }

  async #fetch(name: RealSetName): Promise<string | null> {
    const { title, file } = realSets[name];
    let json: unknown;
    try {
      json = await this.#load(file);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `“${title}” could not be loaded (${reason}). Check the connection and choose it again; nothing else has changed.`;
    }
    try {
      this.#tables.set(name, parseRealSet(name, json));
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
