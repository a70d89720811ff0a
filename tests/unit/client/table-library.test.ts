import { describe, expect, it } from 'vitest';
import { TableLibrary, type TableShelf } from '../../../src/client/table-library.ts';
import type { PackedTable } from '../../../src/protocol/import-messages.ts';

/** IndexedDB, as far as the library knows it. */
class MemoryShelf implements TableShelf {
  readonly tables = new Map<string, Blob>();
  /** What it says instead of doing anything. */
  problem: unknown = null;

  get(id: string): Promise<Blob | undefined> {
    return this.#or(() => this.tables.get(id));
  }

  set(id: string, table: Blob): Promise<void> {
    return this.#or(() => void this.tables.set(id, table));
  }

  delete(id: string): Promise<void> {
    return this.#or(() => void this.tables.delete(id));
  }

  #or<T>(done: () => T): Promise<T> {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a browser rejects with what it likes
    return this.problem === null ? Promise.resolve(done()) : Promise.reject(this.problem);
  }
}

const table: PackedTable = { id: '0123456789abcdef', blob: new Blob(['rows']) };

describe('the library of tables', () => {
  it('keeps a table for the next visit, and forgets it for good', async () => {
    const shelf = new MemoryShelf();
    const library = new TableLibrary(shelf);
    expect(await library.find(table.id)).toBeNull();
    expect(await library.keep(table)).toBeNull();
    expect(await library.find(table.id)).toBe(table);
    const later = new TableLibrary(shelf);
    expect(await later.find(table.id)).toEqual(table);
    await later.forget(table.id);
    expect(shelf.tables.size).toBe(0);
    expect(await later.find(table.id)).toBeNull();
  });

  it('has a table in this page that the browser does not keep, says why, and can forget it', async () => {
    const shelf = new MemoryShelf();
    shelf.problem = new DOMException('Access is denied.', 'SecurityError');
    const library = new TableLibrary(shelf);
    expect(await library.keep(table)).toBe('Access is denied.');
    expect(await library.find(table.id)).toBe(table);
    expect(await library.find('fedcba9876543210')).toBeNull();
    await library.forget(table.id);
    expect(await library.find(table.id)).toBeNull();
  });

  it('still has what the browser does not delete', async () => {
    const shelf = new MemoryShelf();
    const library = new TableLibrary(shelf);
    await library.keep(table);
    shelf.problem = 'locked';
    await expect(library.forget(table.id)).rejects.toBe('locked');
    expect(await library.find(table.id)).toBe(table);
    expect(await library.keep(table)).toBe('locked');
    await expect(library.forget(table.id)).rejects.toBe('locked');
    const later = new TableLibrary(shelf);
    await expect(later.forget(table.id)).rejects.toBe('locked');
    shelf.problem = null;
    await library.forget(table.id);
    expect(await library.find(table.id)).toBeNull();
  });

  it('has a table at once, while it is being kept', async () => {
    const library = new TableLibrary({
      get: () => new Promise(() => undefined),
      set: () => new Promise(() => undefined),
      delete: () => Promise.resolve(),
    });
    void library.keep(table);
    expect(await library.find(table.id)).toBe(table);
  });
});
