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
  /** What this tab has there. */
  #kept: KeptRun | null = null;
  /** What this tab goes on with, until it has it there by its own name. */
  #takenOver: KeptRun | null = null;

  constructor(parts: RunKeeperParts) {
    this.#parts = parts;
  }

  /** Where the run of this tab stands now. One that has not begun to train is told by its settings alone. */
  keep(checkpoint: Checkpoint): void {
    const isTouched = checkpoint.epoch > 0 || checkpoint.position > 0 || checkpoint.edited === true;
    if (!isTouched && this.#kept === null) return;
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
      if (next === 'nothing') {
        await shelf.delete(tab);
        this.#kept = null;
        return;
      }
      const run = { tab, savedAt: nowMs(), checkpoint: next };
      await shelf.set(run);
      this.#kept = run;
      if (this.#takenOver !== null && isLater(next, this.#takenOver.checkpoint)) {
        this.#forget(this.#takenOver.tab);
        this.#takenOver = null;
      }
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
      this.#kept = own;
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
      this.#kept = null;
      return left;
    } catch {
      return run;
    }
  }

  /** As `leave`, of the run that this tab has there by now, if any. */
  async leaveOwn(): Promise<void> {
    if (this.#kept !== null) await this.leave(this.#kept);
  }

  /** This tab goes on with a run that was left, which goes from there once this tab has kept it itself. */
  takeOver(left: KeptRun): void {
    this.#takenOver = left;
  }

  /** Nothing of it remains, where the browser can be reached. */
  #forget(tab: string): void {
    void this.#parts.shelf.delete(tab).catch(() => undefined);
  }
}

/** Whether a checkpoint is of the run of another one, as far on or farther. */
function isLater(checkpoint: Checkpoint, than: Checkpoint): boolean {
  return (
    checkpoint.epoch >= than.epoch &&
    JSON.stringify(checkpoint.experiment) === JSON.stringify(than.experiment)
  );
}
