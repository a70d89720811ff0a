import { describe, expect, it } from 'vitest';
import { TableLibrary, type ShelvedTable, type TableShelf } from '../../../src/client/table-library.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';
import type { PackedTable } from '../../../src/protocol/import-messages.ts';

/** IndexedDB, as far as the library knows it. */
class MemoryShelf implements TableShelf {
  readonly tables = new Map<string, ShelvedTable | Blob>();
  /** What it says instead of doing anything. */
  problem: unknown = null;

  get(id: string): Promise<ShelvedTable | Blob | undefined> {
    return this.#or(() => this.tables.get(id));
  }

  set(id: string, table: ShelvedTable): Promise<void> {
    return this.#or(() => void this.tables.set(id, table));
  }

  delete(id: string): Promise<void> {
    return this.#or(() => void this.tables.delete(id));
  }

  entries(): Promise<readonly (readonly [string, ShelvedTable | Blob])[]> {
    return this.#or(() => [...this.tables]);
  }

  #or<T>(done: () => T): Promise<T> {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a browser rejects with what it likes
    return this.problem === null ? Promise.resolve(done()) : Promise.reject(this.problem);
  }
}

const table: PackedTable = { id: '0123456789abcdef', blob: new Blob(['rows']) };
const file: FileData = {
  id: table.id,
  ...{ name: 'rows.csv', rows: 4, dropped: 0, reading: { faulty: 'leave-out' } },
  ...{ inputs: ['x'], target: { kind: 'class', column: 'label' }, categorical: [], manyCategories: [] },
  ...{ missing: 'leave-out', split: null, classes: ['a', 'b'] },
};
const kept = { id: table.id, bytes: 4, file };

describe('the library of tables', () => {
  it('keeps a table for the next visit, and forgets it for good', async () => {
    const shelf = new MemoryShelf();
    const library = new TableLibrary(shelf);
    expect(await library.find(table.id)).toBeNull();
    expect(await library.keep(table, file)).toBeNull();
    expect(await library.find(table.id)).toEqual(table);
    const later = new TableLibrary(shelf);
    expect(await later.find(table.id)).toEqual(table);
    await later.forget(table.id);
    expect(shelf.tables.size).toBe(0);
    expect(await later.find(table.id)).toBeNull();
  });

  it('tells of each table that is there for the next visit, and of no other', async () => {
    const shelf = new MemoryShelf();
    const told: string[] = [];
    const library = new TableLibrary(shelf, (id) => told.push(id));
    shelf.problem = new Error('The quota has been exceeded.');
    await library.keep(table, file);
    expect([told, library.isShelved(table.id)]).toEqual([[], false]);
    shelf.problem = null;
    await library.keep(table, file);
    expect([told, library.isShelved(table.id)]).toEqual([[table.id], true]);
    const later = new TableLibrary(shelf, (id) => told.push(`again ${id}`));
    await later.find(table.id);
    expect(told).toEqual([table.id, `again ${table.id}`]);
    await later.forget(table.id);
    expect(later.isShelved(table.id)).toBe(false);
  });

  it('has a table in this page that the browser does not keep, says why, and can forget it', async () => {
    const shelf = new MemoryShelf();
    shelf.problem = new DOMException('Access is denied.', 'SecurityError');
    const library = new TableLibrary(shelf);
    expect(await library.keep(table, file)).toBe('Access is denied.');
    expect(await library.find(table.id)).toEqual(table);
    expect(await library.find('fedcba9876543210')).toBeNull();
    await library.forget(table.id);
    expect(await library.find(table.id)).toBeNull();
  });

  it('still has what the browser does not delete', async () => {
    const shelf = new MemoryShelf();
    const library = new TableLibrary(shelf);
    await library.keep(table, file);
    shelf.problem = 'locked';
    await expect(library.forget(table.id)).rejects.toBe('locked');
    expect(await library.find(table.id)).toEqual(table);
    expect(await library.keep(table, file)).toBe('locked');
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
      entries: () => new Promise(() => undefined),
    });
    void library.keep(table, file);
    expect(await library.find(table.id)).toEqual(table);
  });

  it('lists what is kept with what was last chosen of it, of this visit and of those before', async () => {
    const shelf = new MemoryShelf();
    const library = new TableLibrary(shelf);
    await library.keep(table, file);
    expect(await library.list()).toEqual([kept]);
    const other = { ...file, target: { kind: 'class', column: 'y' } } as const;
    await library.keep(table, other);
    const later = new TableLibrary(shelf);
    expect(await later.list()).toEqual([{ ...kept, file: other }]);
    await later.forget(table.id);
    expect(await later.list()).toEqual([]);
    // As tables were kept at first.
    shelf.tables.set('fedcba9876543210', table.blob);
    expect(await later.list()).toEqual([{ id: 'fedcba9876543210', bytes: 4, file: null }]);
    expect(await later.find('fedcba9876543210')).toMatchObject({ blob: table.blob });
  });

  it('lists those of this page where the browser shows none', async () => {
    const shelf = new MemoryShelf();
    shelf.problem = new DOMException('Access is denied.', 'SecurityError');
    const library = new TableLibrary(shelf);
    expect(await library.list()).toEqual([]);
    await library.keep(table, file);
    expect(await library.list()).toEqual([kept]);
  });
});
