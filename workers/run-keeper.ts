import type { Steps } from '../src/autograd/steps.ts';
import { askedColumnSteps } from '../src/data/asked-row.ts';
import type { TableSource } from '../src/data/data-set.ts';
import { chooseSlice, type SliceChoice } from '../src/data/shown-slice.ts';
import type { Experiment } from '../src/experiment/schema.ts';
import type { Checkpoint, Configured } from '../src/protocol/messages.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import { NetworkCache } from '../src/training/network-cache.ts';
import { Run } from '../src/training/run.ts';
import { hasRowsOf, runDataSteps, type RunData } from '../src/training/run-data.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { Engines } from './engines.ts';

const checkpointIntervalMs = 1000;

export interface Adopted {
  readonly run: Run;
  readonly effect: Configured['effect'];
}

/** Owns the present run and the last finite checkpoint of it, and turns it into the next one. */
export class RunKeeper {
  /** null before the first experiment. */
  current: Run | null = null;
  /** Changes with every run that does not go on from the weights of the one before. */
  runId: RunId = 0;
  /** Where a diverged run can go back to. */
  lastFinite: Checkpoint | null = null;
  /** What the user wants to see of tables that have more than one slice. */
  #sliceChoice: SliceChoice = { x: '', y: '' };
  #keptAt = -Infinity;
  readonly #networks = new NetworkCache();
  readonly #engines: Engines;
  readonly #now: Clock;
  readonly #tables: TableSource | undefined;

  constructor(engines: Engines, now: Clock, tables?: TableSource) {
    this.#engines = engines;
    this.#now = now;
    this.#tables = tables;
  }

  /** Whether an experiment's data take long to make: a user's own table may have very many rows. */
  mustPrepare(experiment: Experiment): boolean {
    if (experiment.dataSet !== 'file') return false;
    return this.current === null || !hasRowsOf(this.current, experiment);
  }

  /** The data of an experiment whose table is there, for `adopt`. Throws a DataRefused for what cannot be trained on. */
  *prepare(experiment: Experiment): Steps<RunData> {
    const data = yield* runDataSteps(experiment, null, this.#tables);
    // The page is told of them: they are known by then.
    yield* askedColumnSteps(data.dataSet);
    return data;
  }

  /** Makes the experiment the present run, by the gentlest change that will do; of `data` if they were prepared. */
  adopt(experiment: Experiment, restore: Checkpoint | null, data?: RunData): Adopted {
    const { current } = this;
    const continues = restore === null && current !== null && current.canContinueAs(experiment);
    if (continues && !current.diverged) {
      if (current.canApply(experiment)) current.applySettings(experiment);
      else this.#goOn(current, experiment, data);
      return { run: this.current ?? current, effect: 'live' };
    }
    // Settings that would keep a sound run alive bring a diverged one back to where it was sound.
    const state = continues ? this.lastFinite : restore;
    const run = this.#replace(experiment, state, data);
    this.runId++;
    return { run, effect: state === null ? 'restarted' : 'restored' };
  }

  /** Before anything was trained there is nothing to take over: the curve begins with the rows that it is about. */
  #goOn(current: Run, experiment: Experiment, data?: RunData): void {
    const { history, moments } = current;
    const run = this.#replace(experiment, current.isTrained ? current.state() : null, data);
    // Whoever has the curve of before must see that there is another one.
    run.history.version = history.version + 1;
    run.moments.version = moments.version + 1;
  }

  /** What the pictures of this and of coming runs are over. */
  choose(slice: SliceChoice): void {
    if (isSameChoice(slice, this.#sliceChoice)) return;
    this.#sliceChoice = slice;
    if (this.current !== null) this.current.shown = chooseSlice(this.current.dataSet, slice);
  }

  /** The same experiment from its initial weights. */
  restart(run: Run): Run {
    const again = this.#replace(run.experiment, null);
    this.runId++;
    return again;
  }

  #replace(experiment: Experiment, state: Checkpoint | null, data?: RunData): Run {
    const previous = this.current;
    const { backend } = this.#engines.choose(experiment.engine);
    const run = new Run(experiment, backend, this.#now, previous, this.#networks, this.#tables, data);
    const sameData = previous?.dataSet === run.dataSet;
    // The row of one data set is none of another's.
    if (!sameData) this.#sliceChoice = { ...this.#sliceChoice, through: null };
    run.shown = sameData ? previous.shown : chooseSlice(run.dataSet, this.#sliceChoice);
    if (state !== null) run.restore(state);
    previous?.dispose();
    this.current = run;
    this.keepCheckpoint();
    return run;
  }

  /** What a new worker needs to go on from here; the last finite state of a diverged run. */
  checkpoint(): Checkpoint | null {
    if (this.current === null) return null;
    return this.current.diverged ? this.lastFinite : this.current.state();
  }

  /** What undo needs to bring this run back; null when there is nothing to lose. */
  checkpointForUndo(): Checkpoint | null {
    return this.current?.isTrained === true ? this.checkpoint() : null;
  }

  keepCheckpoint(): void {
    if (this.current === null || this.current.diverged) return;
    this.lastFinite = this.current.state();
    this.#keptAt = this.#now();
  }

  /**
   * About once a second, of a run that never stood better: what is on its way to infinity is finite for a while, and
   * no place to go back to.
   */
  keepCheckpointIfDue(): void {
    if (this.current?.history.isAtLowest !== true) return;
    if (this.#now() - this.#keptAt >= checkpointIntervalMs) this.keepCheckpoint();
  }
}

function isSameChoice(a: SliceChoice, b: SliceChoice): boolean {
  const isSameRow = a.through?.split === b.through?.split && a.through?.index === b.through?.index;
  return a.x === b.x && a.y === b.y && isSameRow;
}
