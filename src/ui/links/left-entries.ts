/** An entry in the browser's history. */
interface NamedEntry {
  readonly key: string;
  readonly url: string;
}

/**
 * What was still to be written into entries of the browser's history when its own Back left them, where browsers name
 * them: an entry is written only while one is there.
 */
export class LeftEntries<Entry> {
  readonly #navigation: EventTarget | null;
  readonly #late = new Map<string, Entry>();
  readonly #onEntry: (event: Event) => void;

  /** `onEntry` is told whether one has gone back or forth, and answers with what was still to be written at `seen`. */
  constructor(onEntry: (isWayBack: boolean, seen: string) => Entry | null) {
    const found: unknown = Reflect.get(globalThis, 'navigation');
    this.#navigation = found instanceof EventTarget ? found : null;
    this.#onEntry = (event) => {
      const isWayBack = Reflect.get(event, 'navigationType') === 'traverse';
      const from = readEntry(Reflect.get(event, 'from'));
      const late = onEntry(isWayBack, from === null ? '' : new URL(from.url).hash);
      if (late !== null && from !== null) this.#late.set(from.key, late);
    };
    this.#navigation?.addEventListener('currententrychange', this.#onEntry);
  }

  /** Of the entry where one is now, once; null where nothing was late. */
  take(): Entry | null {
    const entry = this.#navigation && readEntry(Reflect.get(this.#navigation, 'currentEntry'));
    const late = entry && this.#late.get(entry.key);
    if (!entry || late === undefined) return null;
    this.#late.delete(entry.key);
    return late;
  }

  end(): void {
    this.#navigation?.removeEventListener('currententrychange', this.#onEntry);
  }
}

function readEntry(entry: unknown): NamedEntry | null {
  if (typeof entry !== 'object' || entry === null || !('key' in entry) || !('url' in entry)) return null;
  const { key, url } = entry;
  return typeof key === 'string' && typeof url === 'string' ? { key, url } : null;
}
