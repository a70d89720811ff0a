import type { Checkpoint } from '../protocol/messages.ts';
import type { KeptRun, RunShelf } from './run-shelf.ts';

/** Of tabs that are closed, so many runs stay: the latest. */
const mostOfOthers = 3;

export interface RunKeeperParts {
  readonly shelf: RunShelf;
  /** Of this tab. */
  readonly tab: string;
  /** Names of the tabs that are open, this one among them. */
  readonly openTabs: () => Promise<ReadonlySet<string>>;
  /** By the clock of the machine, in ms since 1970. */
  readonly nowMs: () => number;
  /** The browser does not keep runs, in its own words. Told once. */
  readonly onDenied: (reason: string) => void;
}

/** Keeps the run of this tab in the browser as it goes on, one write at a time, and knows what closed tabs have left. */
export class BrowserRunKeeper {
  readonly #parts: RunKeeperParts;
  /** What is to be written next; 'nothing' where what is there is to go. */
  #next: Checkpoint | 'nothing' | null = null;
  #isWriting = false;
  #isDenied = false;
  #isThere = false;

  constructor(parts: RunKeeperParts) {
    this.#parts = parts;
  }

  /** Where the run of this tab stands now. One that has not begun to train is told by its settings alone. */
  keep(checkpoint: Checkpoint): void {
    const isTouched = checkpoint.epoch > 0 || checkpoint.position > 0 || checkpoint.edited === true;
    if (!isTouched && !this.#isThere) return;
    this.#next = isTouched ? checkpoint : 'nothing';
    void this.#write();
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    for (let next = this.#next; next !== null; next = this.#next) {
      this.#next = null;
      await this.#writeOne(next);
    }
    this.#isWriting = false;
  }

  async #writeOne(next: Checkpoint | 'nothing'): Promise<void> {
    const { shelf, tab, nowMs, onDenied } = this.#parts;
    try {
      if (next === 'nothing') await shelf.delete(tab);
      else await shelf.set({ tab, savedAt: nowMs(), checkpoint: next });
      this.#isThere = next !== 'nothing';
    } catch (error) {
      if (this.#isDenied) return;
      this.#isDenied = true;
      onDenied(error instanceof Error ? error.message : String(error));
    }
  }

  /** The run that this tab had before it was loaded again, and the latest of those that closed tabs have left. */
  async find(): Promise<{ readonly own: KeptRun | null; readonly left: KeptRun | null }> {
    const { shelf, tab, openTabs } = this.#parts;
    try {
      const [all, open] = await Promise.all([shelf.all(), openTabs()]);
      const own = all.find((run) => run.tab === tab) ?? null;
      this.#isThere = own !== null;
      const others = all.filter((run) => !open.has(run.tab) && run.tab !== tab);
      others.sort((a, b) => b.savedAt - a.savedAt);
      for (const old of others.slice(mostOfOthers)) void shelf.delete(old.tab).catch(() => undefined);
      return { own, left: others.at(0) ?? null };
    } catch {
      // It will be told when a run is to be kept.
      return { own: null, left: null };
    }
  }

  /**
   * This tab begins with another run: the one that it had stays among those that closed tabs have left, by the name that
   * is returned.
   */
  async leave(run: KeptRun): Promise<KeptRun> {
    const { shelf } = this.#parts;
    const left = { ...run, tab: `${run.tab} ${run.savedAt}` };
    try {
      await shelf.set(left);
      await shelf.delete(run.tab);
      this.#isThere = false;
      return left;
    } catch {
      return run;
    }
  }

  /** Nothing of it remains, where the browser can be reached. */
  forget(tab: string): void {
    void this.#parts.shelf.delete(tab).catch(() => undefined);
  }
}
