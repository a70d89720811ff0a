import { createStore, del, get, set } from 'idb-keyval';
import type { PackedTable } from '../protocol/import-messages.ts';

/** Where tables outlast the page. Each call may reject: storage can be denied, or full. */
export interface TableShelf {
  get(id: string): Promise<Blob | undefined>;
  set(id: string, table: Blob): Promise<void>;
  delete(id: string): Promise<void>;
}

/** The user's own tables by their content: in this page until it closes, and in the browser for a second visit. */
export class TableLibrary {
  readonly #shelf: TableShelf;
  readonly #held = new Map<string, PackedTable>();
  /** Of links that were opened, while they are unpacked. */
  readonly #expected = new Map<string, Promise<Blob | null>>();
  /** Those that the browser keeps, as far as that is known. */
  readonly #shelved = new Set<string>();

  constructor(shelf: TableShelf = browserShelf()) {
    this.#shelf = shelf;
  }

  has(id: string): boolean {
    return this.#held.has(id);
  }

  /** Has it at once, and keeps it for later; why that is impossible, in the browser's words, or null. */
  async keep(table: PackedTable): Promise<string | null> {
    this.#held.set(table.id, table);
    try {
      await this.#shelf.set(table.id, table.blob);
      this.#shelved.add(table.id);
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
    if (held !== undefined) return held;
    const expected = await this.#expected.get(id);
    if (expected !== undefined && expected !== null) return { id, blob: expected };
    try {
      const blob = await this.#shelf.get(id);
      if (blob === undefined) return null;
      const table = { id, blob };
      this.#held.set(id, table);
      this.#shelved.add(id);
      return table;
    } catch {
      return null;
    }
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

/** IndexedDB, opened when it is first needed. */
function browserShelf(): TableShelf {
  let store: ReturnType<typeof createStore> | null = null;
  const opened = (): ReturnType<typeof createStore> => (store ??= createStore('chainrule', 'tables'));
  return {
    get: (id) => get<Blob>(id, opened()),
    set: (id, table) => set(id, table, opened()),
    delete: (id) => del(id, opened()),
  };
}
