import { finish, type Steps } from '../src/autograd/steps.ts';
import { askedColumnSteps } from '../src/data/asked-row.ts';
import type { TableSource } from '../src/data/data-set.ts';
import { chooseSlice, type SliceChoice } from '../src/data/shown-slice.ts';
import { isReshaped } from '../src/experiment/effects.ts';
import type { Experiment } from '../src/experiment/schema.ts';
import type { Checkpoint, Configured } from '../src/protocol/messages.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import { carryNetwork, type NewLayers } from '../src/training/carried-network.ts';
import { historyUntil } from '../src/training/history.ts';
import { momentsUntil } from '../src/training/moments.ts';
import { NetworkCache } from '../src/training/network-cache.ts';
import { Run, type RunPoint } from '../src/training/run.ts';
import { hasRowsOf, runDataSteps, type RunData } from '../src/training/run-data.ts';
import { freshStop } from '../src/training/stopping.ts';
import { Timeline } from '../src/training/timeline.ts';
import type { Clock, TrainingPoint } from '../src/training/trainer.ts';
import type { Engines } from './engines.ts';

const checkpointIntervalMs = 1000;

export interface Adopted {
  readonly run: Run;
  readonly effect: Configured['effect'];
  /** How layers began that have come into a trained network; null, or left out, where none have. */
  readonly added?: NewLayers | null;
}

/** What the present run had come to when it was taken back to an earlier moment. */
interface Future {
  /** What it can be gone on from: the last finite state of one that had diverged. */
  readonly state: Checkpoint;
  /** What it stood at. */
  readonly end: Checkpoint;
  readonly progress: number;
}

/** Owns the present run and the last finite checkpoint of it, and turns it into the next one. */
export class RunKeeper {
  /** null before the first experiment. */
  current: Run | null = null;
  /** Changes with every run that does not go on from the weights of the one before. */
  runId: RunId = 0;
  /** Where a diverged run can go back to. */
  lastFinite: Checkpoint | null = null;
  /** The present run's past. */
  readonly timeline: Timeline;
  #future: Future | null = null;
  /** What the user wants to see of tables that have more than one slice. */
  #sliceChoice: SliceChoice = { x: '', y: '' };
  #keptAt = -Infinity;
  readonly #networks = new NetworkCache();
  readonly #engines: Engines;
  readonly #now: Clock;
  readonly #tables: TableSource | undefined;

  constructor(engines: Engines, now: Clock, tables?: TableSource, timeline = new Timeline()) {
    this.timeline = timeline;
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

  /**
   * Makes the experiment the present run, by the gentlest change that will do; of `data` if they were prepared. `anew`:
   * a network of another shape takes nothing over.
   */
  adopt(experiment: Experiment, restore: Checkpoint | null, data?: RunData, anew = false): Adopted {
    const { current } = this;
    const continues = restore === null && current !== null && current.canContinueAs(experiment);
    if (continues && !current.diverged) {
      if (current.canApply(experiment)) current.applySettings(experiment);
      else this.#goOn(current, experiment, data);
      const run = this.current ?? current;
      // At an earlier moment only what is looked at is another: what came later still follows from it.
      if (!this.isInPast) this.timeline.turn(run);
      return { run, effect: 'live' };
    }
    if (restore === null && !anew && current !== null && isReshapable(current, experiment))
      return this.#reshape(current, experiment, data);
    // Settings that would keep a sound run alive bring a diverged one back to where it was sound.
    const state = continues ? this.lastFinite : restore;
    const run = this.#begin(experiment, state, data);
    return { run, effect: state === null ? 'restarted' : 'restored' };
  }

  /** A run of its own with these settings, which nobody trains; its owner disposes of it. */
  trial(experiment: Experiment, data?: RunData): Run {
    const { backend } = this.#engines.choose(experiment.engine, experiment.fused);
    // What has long been read is not read again.
    const own = data ?? finish(runDataSteps(experiment, this.current, this.#tables));
    return new Run(experiment, backend, this.#now, null, this.#networks, this.#tables, own);
  }

  /** Another number of neurons or layers: what was learned stays where both networks have the same neurons. */
  #reshape(current: Run, experiment: Experiment, data?: RunData): Adopted {
    const state = current.state();
    let added: NewLayers | null = null;
    const run = this.#begin(experiment, null, data, (next) => {
      const carried = carryNetwork(current.network, withoutCuts(state), next.network, next.parameters());
      added = carried.added;
      const { parameters, state: columns } = carried;
      // The best weights were those of another network.
      return { ...state, parameters, state: columns, aside: [], stopping: freshStop };
    });
    return { run, effect: 'restored', added };
  }

  /** Before anything was trained there is nothing to take over: the curve begins with the rows that it is about. */
  #goOn(current: Run, experiment: Experiment, data?: RunData): void {
    const { history, moments } = current;
    const run = this.#replace(experiment, current.isTouched ? current.state() : null, data);
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

  /** The experiment from its initial weights, whatever it has in common with the present one. */
  beginAnew(experiment: Experiment, data?: RunData): Adopted {
    // What was followed is a moment's thing: its past is not kept.
    this.timeline.clear();
    return { run: this.#begin(experiment, null, data), effect: 'restarted' };
  }

  /** The same experiment from its initial weights. */
  restart(run: Run): Run {
    return this.#begin(run.experiment, null);
  }

  /** A run that does not go on from the one before it; of its past there is what was kept when it came about. */
  #begin(
    experiment: Experiment,
    state: Checkpoint | null,
    data?: RunData,
    stateOf?: (run: Run) => Checkpoint | null,
  ): Run {
    const run = this.#replace(experiment, state, data, stateOf);
    this.runId++;
    this.#future = null;
    this.timeline.begin(run);
    return run;
  }

  #replace(
    experiment: Experiment,
    state: Checkpoint | null,
    data?: RunData,
    stateOf: (run: Run) => Checkpoint | null = () => state,
  ): Run {
    const previous = this.current;
    const { backend } = this.#engines.choose(experiment.engine, experiment.fused);
    const run = new Run(experiment, backend, this.#now, previous, this.#networks, this.#tables, data);
    const sameData = previous?.dataSet === run.dataSet;
    // The row of one data set is none of another's.
    if (!sameData) this.#sliceChoice = { ...this.#sliceChoice, through: null };
    run.shown = sameData ? previous.shown : chooseSlice(run.dataSet, this.#sliceChoice);
    const begun = stateOf(run);
    if (begun !== null) run.restore(begun);
    previous?.dispose();
    this.current = run;
    this.keepCheckpoint();
    return run;
  }

  /** What a new worker needs to go on from here; the last finite state of a diverged run. */
  checkpoint(): Checkpoint | null {
    if (this.current === null) return null;
    if (this.#future !== null) return this.#future.state;
    return this.current.diverged ? this.lastFinite : this.current.state();
  }

  /** The run as it stands, also at an earlier moment; the last finite state of a diverged one. */
  present(): Checkpoint | null {
    const { current } = this;
    if (current === null || !this.isInPast) return this.checkpoint();
    const { history, moments, ...point } = current.state();
    const { progress } = current;
    return {
      ...point,
      history: historyUntil(history, progress),
      moments: momentsUntil(moments ?? current.moments.columns(), progress),
    };
  }

  /** What undo needs to bring this run back; null when there is nothing to lose. */
  checkpointForUndo(): Checkpoint | null {
    return this.isInPast || this.current?.isTouched === true ? this.checkpoint() : null;
  }

  /** Whether the present run stands at an earlier moment than it has come to. */
  get isInPast(): boolean {
    return this.#future !== null;
  }

  /** How far it has come, in epochs and the fraction of the running one. */
  get end(): number {
    return this.#future?.progress ?? this.current?.progress ?? 0;
  }

  /** Training time until there, in ms. */
  get endMs(): number {
    return this.#future?.state.trainingMs ?? this.current?.trainingMs ?? 0;
  }

  /** Whether a moment is before all that is kept, and must be trained again first. */
  isMissing(progress: number): boolean {
    const { missing } = this.timeline;
    return missing !== null && progress < this.timeline.firstKept;
  }

  /**
   * Takes the present run to the last point of its past that is not after a moment; what is returned is what it has to
   * be trained from there. At its end, and after it, it is what it had come to.
   */
  travel(progress: number): TrainingPoint {
    const state = this.checkpoint();
    if (this.current === null || state === null) throw new RangeError('there is no run to be taken back');
    this.#future ??= { state, end: this.current.diverged ? this.current.state() : state, progress: this.end };
    const future = this.#future;
    if (progress >= future.progress) {
      this.#future = null;
      this.#goTo(future.end);
      this.keepCheckpoint();
      return { epoch: future.end.epoch, position: future.end.position };
    }
    const goal = Math.max(progress, this.timeline.from ?? progress);
    const start = this.timeline.before(goal);
    if (start === null) throw new RangeError('the run has no past');
    const { current } = this;
    const { experiment } = start.point;
    const isOnItsWay =
      current.experiment === experiment && current.progress <= goal && current.progress >= start.progress;
    if (!isOnItsWay) this.#goTo(start.point);
    const rows = (this.current ?? current).epochSamples.count;
    const epoch = Math.floor(goal);
    return { epoch, position: Math.round((goal - epoch) * rows) };
  }

  #goTo(point: RunPoint): void {
    const { current } = this;
    if (current === null) return;
    if (current.canApply(point.experiment)) {
      current.rewind(point);
      return;
    }
    const { history, moments } = current;
    const curves = { history: history.columns(), moments: moments.columns() };
    const run = this.#replace(point.experiment, { ...point, ...curves });
    // Whoever knows the network of before must learn of this one.
    if (run.network !== current.network) this.runId++;
    run.history.version = history.version + 1;
    run.moments.version = moments.version + 1;
  }

  /** What came after the moment at which the run stands is given up, and is returned; null where nothing came after it. */
  goOnFromHere(): Checkpoint | null {
    const future = this.#future;
    if (future === null || this.current === null) return null;
    this.#future = null;
    this.current.forgetFuture();
    this.timeline.branch(this.current.progress);
    this.timeline.turn(this.current);
    this.keepCheckpoint();
    return future.state;
  }

  keepCheckpoint(): void {
    if (this.current === null || this.current.diverged) return;
    const state = this.current.state();
    // What the optimizer carries is judged at the ends of epochs only: in between it may have left the range of numbers.
    if (![state.parameters, ...state.state].every((column) => column.every(Number.isFinite))) return;
    this.lastFinite = state;
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

/** Every weight as it is when it is not cut. */
function withoutCuts(state: Checkpoint): Checkpoint {
  const parameters = state.parameters.slice();
  for (const [place, value] of state.aside ?? []) parameters[place] = value;
  return { ...state, parameters };
}

function isReshapable(run: Run, experiment: Experiment): boolean {
  return run.isTrained && !run.diverged && isReshaped(run.experiment, experiment);
}

function isSameChoice(a: SliceChoice, b: SliceChoice): boolean {
  const isSameRow = a.through?.split === b.through?.split && a.through?.index === b.through?.index;
  return a.x === b.x && a.y === b.y && isSameRow;
}
