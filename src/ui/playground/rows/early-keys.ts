import type { RowsShown } from './row-desk.ts';

export type Key = Pick<KeyboardEvent, 'key' | 'shiftKey'>;
type Listed = Pick<RowsShown, 'order' | 'filter'>;

/** Keys that are about rows which are asked for and not there yet: in the order in which they were pressed. */
export class EarlyKeys {
  #listed: Listed | null = null;
  #keys: Key[] = [];

  wait(key: Key, listed: Listed): void {
    if (!isSame(listed, this.#listed)) this.#keys = [];
    this.#listed = listed;
    this.#keys.push(key);
  }

  /** Those that were pressed for these rows, which are there now. */
  take(listed: Listed): readonly Key[] {
    const keys = isSame(listed, this.#listed) ? this.#keys : [];
    this.#keys = [];
    return keys;
  }
}

/** Whoever lists other rows makes other objects. */
function isSame(a: Listed, b: Listed | null): boolean {
  return a.order === b?.order && a.filter === b.filter;
}
