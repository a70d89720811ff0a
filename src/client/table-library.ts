import { createStore, del, entries, get, set } from 'idb-keyval';
import type { FileData } from '../experiment/file-data.ts';
import type { PackedTable } from '../protocol/import-messages.ts';

/** A table with what was last chosen of it; one that was kept before that was written down has its content only. */
export interface ShelvedTable {
  readonly blob: Blob;
  readonly file?: FileData;
}

/** Where tables outlast the page. Each call may reject: storage can be denied, or full. */
export interface TableShelf {
  get(id: string): Promise<ShelvedTable | Blob | undefined>;
  set(id: string, table: ShelvedTable): Promise<void>;
  delete(id: string): Promise<void>;
  /** All there are, by id. */
  entries(): Promise<readonly (readonly [id: string, table: ShelvedTable | Blob])[]>;
}

/** A table that is kept, as it is listed. */
export interface KeptTable {
  readonly id: string;
  readonly bytes: number;
  /** Its name and what was last chosen of it; null where that was not kept. */
  readonly file: FileData | null;
}

/** The user's own tables by their content: in this page until it closes, and in the browser for a second visit. */
export class TableLibrary {
  readonly #shelf: TableShelf;
  readonly #onShelved: (id: string) => void;
  readonly #held = new Map<string, ShelvedTable>();
  /** Of links that were opened, while they are unpacked. */
  readonly #expected = new Map<string, Promise<Blob | null>>();
  /** Those that the browser keeps, as far as that is known. */
  readonly #shelved = new Set<string>();

  /** `onShelved` is told of each table that is there for the next visit. */
  constructor(shelf: TableShelf = browserShelf(), onShelved: (id: string) => void = () => undefined) {
    this.#shelf = shelf;
    this.#onShelved = onShelved;
  }

  has(id: string): boolean {
    return this.#held.has(id);
  }

  /** Whether it is there for the next visit, as far as that is known. */
  isShelved(id: string): boolean {
    return this.#shelved.has(id);
  }

  /** Has it at once, and keeps it for later; why that is impossible, in the browser's words, or null. */
  async keep({ id, blob }: PackedTable, file: FileData): Promise<string | null> {
    this.#held.set(id, { blob, file });
    try {
      await this.#shelf.set(id, { blob, file });
      this.#shelve(id);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** What a link says is this table; it is only in this page until `keep`, which is for those who have checked it. */
  expect(id: string, table: Promise<Blob | null>): void {
    this.#expected.set(id, table);
  }

  /** null if it is nowhere. */
  async find(id: string): Promise<PackedTable | null> {
    const held = this.#held.get(id);
    if (held !== undefined) return { id, blob: held.blob };
    const expected = await this.#expected.get(id);
    if (expected !== undefined && expected !== null) return { id, blob: expected };
    try {
      const shelved = await this.#shelf.get(id);
      if (shelved === undefined) return null;
      const table = withChoice(shelved);
      this.#held.set(id, table);
      this.#shelve(id);
      return { id, blob: table.blob };
    } catch {
      return null;
    }
  }

  #shelve(id: string): void {
    this.#shelved.add(id);
    this.#onShelved(id);
  }

  /** All that are kept here, and those that are only in this page; of what the browser does not show, nothing. */
  async list(): Promise<readonly KeptTable[]> {
    const all = new Map<string, ShelvedTable>(this.#held);
    try {
      for (const [id, shelved] of await this.#shelf.entries()) all.set(id, withChoice(shelved));
    } catch {
      // Then there are those of this page.
    }
    return Array.from(all, ([id, { blob, file = null }]) => ({ id, bytes: blob.size, file }));
  }

  /** Nothing of it remains. Rejects where the browser does not let go of it: then it is still there. */
  async forget(id: string): Promise<void> {
    try {
      await this.#shelf.delete(id);
    } catch (error) {
      // What it would not keep it need not delete.
      if (this.#shelved.has(id) || !this.#held.has(id)) throw error;
    }
    this.#shelved.delete(id);
    this.#held.delete(id);
    this.#expected.delete(id);
  }
}

function withChoice(shelved: ShelvedTable | Blob): ShelvedTable {
  return shelved instanceof Blob ? { blob: shelved } : shelved;
}

/** IndexedDB, opened when it is first needed. */
function browserShelf(): TableShelf {
  let store: ReturnType<typeof createStore> | null = null;
  const opened = (): ReturnType<typeof createStore> => (store ??= createStore('chainrule', 'tables'));
  return {
    get: (id) => get<ShelvedTable | Blob>(id, opened()),
    set: (id, table) => set(id, table, opened()),
    delete: (id) => del(id, opened()),
    entries: () => entries<string, ShelvedTable | Blob>(opened()),
  };
}
