import { signal } from '@preact/signals-core';
import type { ComparisonLibrary } from '../../../client/comparison-library.ts';
import type { KeptComparison, KeptResults } from '../../../client/comparison-shelf.ts';
import type { ToKeep } from '../started.ts';

export interface KeptParts {
  readonly library: Pick<
    ComparisonLibrary,
    'limits' | 'list' | 'results' | 'keep' | 'bringBack' | 'rename' | 'forget'
  >;
  /** A sentence for the user. */
  readonly onProblem: (message: string) => void;
}

interface Forgotten {
  readonly about: KeptComparison;
  readonly results: KeptResults;
}

/** What the browser keeps of comparisons, as the page shows it. Where it keeps nothing, that is said once. */
export class KeptComparisons {
  /** The latest first. */
  readonly list = signal<readonly KeptComparison[]>([]);
  /** The one that was forgotten last, as long as it can be brought back. */
  readonly forgotten = signal<Forgotten | null>(null);
  readonly #parts: KeptParts;
  /** What is kept of the comparison that is under way here: no part of the list, for it is not over. */
  #soFar: KeptComparison | null = null;
  #last: Promise<void> = Promise.resolve();
  #isDenied = false;

  constructor(parts: KeptParts) {
    this.#parts = parts;
  }

  get limits(): KeptParts['library']['limits'] {
    return this.#parts.library.limits;
  }

  /** Other tabs keep theirs at the same place. Without a word where nothing can be read: that is said when one is to be kept. */
  async refresh(): Promise<void> {
    try {
      const all = await this.#parts.library.list();
      this.list.value = all.filter(({ id }) => id !== this.#soFar?.id);
    } catch {
      // Then there are none.
    }
  }

  /** In the place of those that it holds all of, under their name. Nothing more than this page loses where it cannot be kept. */
  keep({ ended, results }: ToKeep, holds: (kept: KeptComparison) => boolean = () => false): Promise<void> {
    const { library, onProblem } = this.#parts;
    return this.#inTurn(async () => {
      const before = this.#soFar;
      this.#soFar = null;
      try {
        if (before !== null) await library.forget(before.id);
        const held = (await library.list()).filter(holds);
        const name = held.find((one) => one.name !== ended.name)?.name ?? ended.name;
        if (await library.keep({ ...ended, name }, results))
          for (const { id } of held) await library.forget(id);
        else onProblem(`“${ended.name}” is too large to be kept in this browser: save it as a file instead.`);
      } catch (error) {
        this.#deny(error);
      }
      await this.refresh();
    });
  }

  /** Of a comparison that is not over, in the place of what was kept of it before. */
  keepSoFar({ ended, results }: ToKeep): Promise<void> {
    const { library } = this.#parts;
    return this.#inTurn(async () => {
      if (this.#isDenied) return;
      try {
        const before = this.#soFar;
        if (before === null) {
          // Where it is too large already, that is said at its end.
          if (!(await library.keep(ended, results))) return;
          const { ask, elapsedMs } = ended;
          const all = await library.list();
          this.#soFar = all.find((one) => one.ask === ask && one.elapsedMs === elapsedMs) ?? null;
          return;
        }
        // Its runs take about as much room as each other.
        const bytes = Math.round((before.bytes * ended.done) / before.done);
        if (bytes > library.limits.bytes) return;
        const about = { ...before, ...ended, bytes };
        await library.bringBack(about, results);
        this.#soFar = about;
      } catch (error) {
        this.#deny(error);
      }
    });
  }

  /** What is kept of a comparison on its way is there, or not, before its end is kept in its place. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(write);
    return this.#last;
  }

  /** null, and a sentence for the user, where they are no longer there. */
  async find(about: KeptComparison): Promise<KeptResults | null> {
    try {
      const results = await this.#parts.library.results(about.id);
      if (results !== null) return results;
      this.#parts.onProblem(`“${about.name}” cannot be read any more: forget it, and start it again.`);
    } catch (error) {
      this.#parts.onProblem(`“${about.name}” cannot be opened (${said(error)}).`);
    }
    await this.refresh();
    return null;
  }

  /** An empty name changes nothing. */
  async rename(about: KeptComparison, name: string): Promise<void> {
    const next = name.trim().slice(0, 80);
    if (next === '' || next === about.name) return;
    await this.#change(about, () => this.#parts.library.rename(about, next));
  }

  async forget(about: KeptComparison): Promise<void> {
    const { library } = this.#parts;
    await this.#change(about, async () => {
      const results = await library.results(about.id);
      await library.forget(about.id);
      this.forgotten.value = results === null ? null : { about, results };
    });
  }

  /** The one that was forgotten last. */
  async bringBack(): Promise<void> {
    const forgotten = this.forgotten.peek();
    if (forgotten === null) return;
    const isBack = await this.#change(forgotten.about, () =>
      this.#parts.library.bringBack(forgotten.about, forgotten.results),
    );
    // Only now: a list with neither would fold itself away.
    if (isBack) this.forgotten.value = null;
  }

  async #change({ name }: KeptComparison, change: () => Promise<void>): Promise<boolean> {
    let isDone = false;
    try {
      await change();
      isDone = true;
    } catch (error) {
      this.#parts.onProblem(`“${name}” could not be changed in this browser (${said(error)}).`);
    }
    await this.refresh();
    return isDone;
  }

  #deny(error: unknown): void {
    if (this.#isDenied) return;
    this.#isDenied = true;
    this.#parts.onProblem(
      `Comparisons cannot be kept in this browser (${said(error)}): what has come out is here until the page is closed. Save it as a file to have it longer.`,
    );
  }
}

function said(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
