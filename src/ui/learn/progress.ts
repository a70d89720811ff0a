import { signal } from '@preact/signals-core';

const storageKey = 'chainrule-learn';
const openedKey = 'chainrule-learn-opened';

/** The part of `Storage` that is used; what it does may throw. */
export type KeptText = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Which chapters are done, and which was open last; kept on this device where it lets us. It never stands in the way of going anywhere. */
export class LearnProgress {
  readonly #ids: readonly string[];
  readonly #storage: () => KeptText;
  readonly done = signal<ReadonlySet<string>>(new Set());
  /** Open last: on this page, and on an earlier visit. */
  #opened: string | null = null;
  #openedBefore: string | null = null;
  /** False when the device keeps nothing: then it lasts as long as the page. */
  readonly isKept = signal(true);

  /** `storage` may throw: browsers forbid even to ask for it in a sandboxed frame. */
  constructor(ids: readonly string[], storage: () => KeptText) {
    this.#ids = ids;
    this.#storage = storage;
    this.#tryWith((kept) => {
      this.done.value = this.#read(kept.getItem(storageKey));
      this.#openedBefore = kept.getItem(openedKey);
    });
  }

  /**
   * The chapter that was left. A new visit does not begin with one that is done, and whoever stands before it already
   * wants another one: the first that is not done.
   */
  toGoOnWith({ isLeft }: { readonly isLeft: boolean }): string {
    const isOpen = (id: string): boolean => !this.done.peek().has(id);
    const here = this.#ids.find((id) => id === this.#opened && (isLeft || isOpen(id)));
    // Of what was open here, nothing before it counts.
    const before = this.#opened === null ? this.#openedBefore : null;
    return (
      here ?? this.#ids.find((id) => id === before && isOpen(id)) ?? this.#ids.find(isOpen) ?? this.#ids[0]
    );
  }

  open(id: string): void {
    if (this.#opened === id) return;
    this.#opened = id;
    this.#tryWith((kept) => {
      kept.setItem(openedKey, id);
    });
  }

  add(id: string): void {
    if (!this.#ids.includes(id)) throw new RangeError(`there is no chapter ${id}`);
    if (this.done.peek().has(id)) return;
    this.done.value = new Set([...this.done.peek(), id]);
    this.#tryWith((kept) => {
      // What was done in another tab since counts too.
      this.done.value = new Set([...this.done.peek(), ...this.#read(kept.getItem(storageKey))]);
      kept.setItem(storageKey, JSON.stringify([...this.done.value]));
    });
  }

  reset(): void {
    this.done.value = new Set();
    this.#tryWith((kept) => {
      kept.removeItem(storageKey);
      kept.removeItem(openedKey);
    });
  }

  /** Only what is known: another version of the page, or anyone else, may have written there. */
  #read(text: string | null): ReadonlySet<string> {
    if (text === null) return new Set();
    let list: unknown;
    try {
      list = JSON.parse(text);
    } catch {
      return new Set();
    }
    return new Set(Array.isArray(list) ? this.#ids.filter((id) => list.includes(id)) : []);
  }

  #tryWith(use: (kept: KeptText) => void): void {
    try {
      use(this.#storage());
    } catch {
      this.isKept.value = false;
    }
  }
}
