import { finish, type Steps } from '../autograd/steps.ts';
import type { Backend, CompilationFigures, TrainingExecutor } from '../backends/executor.ts';
import type { TableSource } from '../data/data-set.ts';
import type { ShownSlice } from '../data/data-set-types.ts';
import { shortfallOf } from '../data/drawn-data-set.ts';
import type { CourseOf } from '../experiment/course.ts';
import type { Experiment } from '../experiment/schema.ts';
import { rowsOfEpoch, type EarlierRows } from './earlier-rows.ts';
import { EpochJudges } from './epoch-judges.ts';
import type { HeldParameters } from './held-parameters.ts';
import type { LossHistory } from './history.ts';
import type { Moments } from './moments.ts';
import { NetworkCache } from './network-cache.ts';
import { runDataOf, type RunData } from './run-data.ts';
import { RunRecord } from './run-record.ts';
import type { RunPoint, RunState } from './run-state.ts';
import { RunSubject } from './run-subject.ts';
import { RunWeights } from './run-weights.ts';
import type { LabelledSamples } from './samples.ts';
import { scheduledRate, scheduleOf } from './schedules.ts';
import { areNumbers, areOfBatches, keepsWeights } from './settings-on-the-way.ts';
import { judges, type StopReason } from './stopping.ts';
import type { Clock, Trainer, TrainingPoint } from './trainer.ts';
import { carriedState, updateKeyOf, updateNumbersOf } from './update-options.ts';

export type { RunPoint, RunState };

/**
 * One experiment being trained: its data, network, trainer and history. It can be asked everything at once, but trains
 * only after `prepare`, which traces and compiles. The owner calls `dispose()`.
 */
export class Run extends RunSubject {
  readonly history: LossHistory;
  /** What else was measured on the way, and which settings were changed. */
  readonly moments: Moments;
  /** What its pictures are over: at first the slice that its data come with. */
  shown: ShownSlice;
  trainingMs = 0;
  #experiment: Experiment;
  readonly #now: Clock;
  readonly #weights: RunWeights;
  readonly #judges: EpochJudges;
  readonly #record: RunRecord;
  #hasOverflowed = false;
  #isHandedOver = false;

  /** Takes over from `previous` what is the same, and from `networks` what was traced before; `data` if they are there. */
  constructor(
    experiment: Experiment,
    backend: Backend,
    now: Clock,
    previous: Run | null = null,
    networks = new NetworkCache(),
    tables?: TableSource,
    data: RunData = runDataOf(experiment, previous, tables),
  ) {
    super(experiment, backend, data, previous, networks);
    this.#experiment = experiment;
    this.#now = now;
    this.shown = this.dataSet;
    this.#record = new RunRecord(experiment);
    this.history = this.#record.history;
    this.moments = this.#record.moments;
    const watchesUpdates = previous?.watchesUpdates ?? false;
    this.#weights = new RunWeights(this, experiment, this.beginning(experiment), watchesUpdates, now);
    this.#judges = new EpochJudges(backend, this.network, { ...this.measured, validation: this.validation });
    const executor = previous?.handOver(this) ?? null;
    if (executor !== null) this.#beginWith(executor);
  }

  /** True when it can train without building anything first. */
  get isReady(): boolean {
    return this.#weights.trainer !== null;
  }

  /** Traces and compiles in steps what training needs. Settings may be changed meanwhile. */
  *prepare(): Steps<void> {
    if (this.isReady) return;
    yield* this.network.trace();
    yield* this.#judges.prepare(this.#experiment);
    this.#beginWith(yield* this.backend.trainingSteps(this.program));
  }

  #beginWith(executor: TrainingExecutor): void {
    this.#weights.begin(executor, this.#experiment);
    this.#followSchedule();
  }

  get experiment(): Experiment {
    return this.#experiment;
  }

  /** What was compiled for this run; null when it is interpreted, or not compiled yet. */
  get figures(): CompilationFigures | null {
    return this.#weights.executor?.figures ?? null;
  }

  get epoch(): number {
    return this.#weights.epoch;
  }

  /** Epochs completed, with the fraction of the running one that the weights have seen. */
  get progress(): number {
    return this.#weights.progress;
  }

  /** What the running epoch trains on: the rows that it began with. The next one has `train`. */
  get epochSamples(): LabelledSamples {
    return this.earlierRows?.samples ?? this.train;
  }

  /** Rows that only the running epoch still trains on; null as soon as it is over. */
  get earlierRows(): EarlierRows | null {
    return this.#weights.earlierRows;
  }

  /** Why there is nothing to train on, and what to do; null where there is something. */
  get shortfall(): string | null {
    return shortfallOf(this.dataSet, this.#experiment.drawn);
  }

  /** True at this point of the training and after it. */
  isAt(point: TrainingPoint): boolean {
    return this.#weights.trainer?.isAt(point) ?? false;
  }

  /**
   * Where a run that is ready stands after so many frames of a film: `batches` each, or so many epochs where those have
   * fewer.
   */
  filmEnd(batches: number, frames: number, epochs = 1): TrainingPoint {
    const { trainer } = this.#weights;
    if (trainer === null) throw new RangeError('a run that is not prepared has no frames');
    return trainer.after(frames * Math.min(batches, epochs * trainer.batchesPerEpoch));
  }

  get diverged(): boolean {
    return this.#hasOverflowed || (this.#weights.trainer?.diverged ?? false);
  }

  /** A loss of its weights was found to be no finite number: squares leave the range long before what they are of. */
  markOverflow(): void {
    this.#hasOverflowed = true;
  }

  /** True where it diverged because what the optimizer carries is no longer finite. */
  get stateOverflowed(): boolean {
    return this.#weights.trainer?.stateOverflowed ?? false;
  }

  /** That the next batch is trained with. */
  get learningRate(): number {
    const { learningRate } = this.#experiment;
    return scheduledRate(scheduleOf(this.#experiment), learningRate, this.epoch, this.reductions);
  }

  /** How often the rate was reduced on a plateau. */
  get reductions(): number {
    return this.#judges.reductions;
  }

  /** True once any weight may differ from its initial value. */
  get isTrained(): boolean {
    return this.epoch > 0 || this.insideEpoch;
  }

  /** True once there is anything to lose: what was trained, or weights that were set by hand. */
  get isTouched(): boolean {
    return this.isTrained || this.#weights.isEdited;
  }

  /** What rests, and what of the settings the network does not have. */
  get held(): HeldParameters {
    return this.#weights.held;
  }

  get insideEpoch(): boolean {
    return this.#weights.insideEpoch;
  }

  /** Trains, prepared or not; returns the number of samples used. See `Trainer.advance`. */
  advance(deadline: number, lastEpoch?: number, position?: number): number {
    if (!this.isReady) finish(this.prepare());
    const start = this.#now();
    const used = this.#weights.trainer?.advance(deadline, lastEpoch, position) ?? 0;
    this.trainingMs += this.#now() - start;
    return used;
  }

  parameters(): Float64Array {
    return this.#weights.parameters();
  }

  /** Whether `lastUpdate` is wanted: it costs a little of the training's speed. Runs that take this one's place inherit it. */
  get watchesUpdates(): boolean {
    return this.#weights.watchesUpdates;
  }

  set watchesUpdates(watches: boolean) {
    this.#weights.watchesUpdates = watches;
  }

  /**
   * By parameter, what the last closed batch added to it, momentum and decay included: the weights are what that batch
   * left. Null where no batch was closed since it was watched.
   */
  lastUpdate(): Float64Array | null {
    return this.#weights.trainer?.lastUpdate() ?? null;
  }

  /** Places of the last closed batch in the order of its epoch; null before anything was trained on. */
  get lastBatch(): Trainer['lastBatch'] {
    return this.#weights.trainer?.lastBatch ?? null;
  }

  /** True if a change to `next` lets this run go on with its weights. */
  canContinueAs(next: Experiment): boolean {
    return keepsWeights(this.#experiment, next);
  }

  /** True if `applySettings` will do. Another optimizer or engine needs a new run that takes over the state. */
  canApply(next: Experiment): boolean {
    return areNumbers(this.#experiment, next);
  }

  /** Takes over settings that change no weight and need no other code: rates, batch size. */
  applySettings(next: Experiment): void {
    if (!this.canApply(next)) {
      throw new RangeError('these settings need a new run');
    }
    // A batch that is begun again may have been all that there was.
    const { isTrained } = this;
    if (areOfBatches(this.#experiment, next)) this.#weights.trainer?.reopen();
    const { isTouched, place, progress } = this;
    this.#record.change(this.#experiment, next, { isTrained, isTouched, place, progress });
    this.#adoptSettings(next);
  }

  /** Where it stands: after the last closed batch. */
  get place(): TrainingPoint {
    return this.#weights.place;
  }

  /** All that it follows from, or why that is not known. */
  get course(): CourseOf {
    return this.#record.course;
  }

  #adoptSettings(next: Experiment): void {
    const { frozen, cut } = this.#experiment;
    this.#experiment = next;
    if (frozen !== next.frozen || cut !== next.cut) {
      this.#weights.hold(next);
      this.#judges.forgetBest();
    }
    this.#weights.follow(next);
    this.#followSchedule();
  }

  /**
   * Sets parameters, by their places in the flat array of all, as exactly as the engine's numbers allow. Of a weight that
   * is cut it is the value that it has again when it no longer is. Throws a RangeError where there is no such place.
   */
  edit(values: readonly (readonly [place: number, value: number])[]): void {
    const { place } = this;
    this.#weights.edit(values);
    this.#record.edit(values, place);
    this.#judges.forgetBest();
  }

  /** Sets the rate of the epoch, and sees to it that the next epoch gets its own. */
  #followSchedule(): void {
    const { trainer } = this.#weights;
    this.#judges.follow(this.#experiment);
    const isSteady = this.#experiment.schedule === 'constant' && this.#experiment.warmUp === 0;
    const isJudged = judges(this.#experiment);
    if (trainer !== null) trainer.onEpochEnd = isSteady && !isJudged ? null : () => this.#endEpoch(isSteady);
    this.#writeHyperParameters();
  }

  /** True where the training is to be held. */
  #endEpoch(isSteady: boolean): boolean {
    const parameters = () => this.parameters();
    this.#judges.judgePlateau(this.#experiment, this.epoch, parameters);
    if (!isSteady) this.#writeHyperParameters();
    return this.#judges.judgeStop(this.#experiment, this.epoch, parameters, () => this.#weights.state());
  }

  #writeHyperParameters(): void {
    const { executor } = this.#weights;
    executor?.hyperParameters.set(updateNumbersOf(this.#experiment, this.learningRate));
  }

  /** Why the training is held; null where it is not. */
  get stop(): StopReason | null {
    return this.#judges.stop;
  }

  /** Ends the hold: with the best weights, where those of before were better. */
  takeStop(): StopReason | null {
    const { stop, best } = this.#judges.takeStop();
    const { trainer } = this.#weights;
    if (best !== null) {
      const { parameters, state, shared } = best;
      trainer?.restore({ ...this.#weights.state(), parameters, state, shared });
    }
    trainer?.release();
    return stop;
  }

  state(): RunState {
    return { ...this.point(), history: this.history.columns(), moments: this.moments.columns() };
  }

  /** The same without what was measured. */
  point(): RunPoint {
    const place = this.#weights.state();
    const { aside, isEdited, earlierRows } = this.#weights;
    const earlier = place.position > 0 ? earlierRows : null;
    const { course } = this;
    return {
      ...place,
      experiment: this.#experiment,
      trainingMs: this.trainingMs,
      ...(earlier === null ? {} : { epochDrawn: earlier.drawn }),
      ...this.#judges.state(this.#experiment),
      ...(aside.size === 0 ? {} : { aside: [...aside] }),
      ...(isEdited ? { edited: true } : {}),
      ...(course === 'elsewhere' ? {} : { course }),
    };
  }

  /**
   * Goes on from a state of a run with the same network. Another optimizer starts with fresh state; other rows count
   * from the next epoch on.
   */
  restore(state: RunState): void {
    this.#goTo(state);
    this.#record.restore(state, this.#experiment, this);
    this.#followSchedule();
  }

  /**
   * Goes to a point of its own past, or of the future that it had, under the settings of then. What was measured stays
   * as it is: see `forgetFuture`. Throws a RangeError where those settings need another run.
   */
  rewind(point: RunPoint): void {
    if (!this.canApply(point.experiment)) throw new RangeError('these settings need another run');
    this.#adoptSettings(point.experiment);
    this.#goTo(point);
    this.#followSchedule();
  }

  /** It goes on otherwise than it did: what was measured later is no longer of this run. */
  forgetFuture(): void {
    this.#record.forgetAfter(this.progress);
  }

  #goTo(state: RunPoint): void {
    if (state.parameters.length !== this.network.parameterCount) {
      throw new RangeError(
        `the state holds ${state.parameters.length} parameters, expected ${this.network.parameterCount}`,
      );
    }
    const carried = carriedState(state.experiment, state, this.#experiment, this.fresh);
    this.#weights.restore(state, carried, rowsOfEpoch(state, this.#experiment, this.encoding));
    this.#judges.restore(state, this.#experiment);
    this.#record.goTo(state);
    this.#hasOverflowed = false;
    this.trainingMs = state.trainingMs;
  }

  /**
   * Gives up the executor to the next run if that runs the same program on the same back end, so that nothing is
   * compiled again for other data or other weights. This run must not be trained after it.
   */
  handOver(next: Run): TrainingExecutor | null {
    const isSameProgram =
      next.network === this.network && updateKeyOf(next.experiment) === updateKeyOf(this.experiment);
    if (!isSameProgram || next.backend !== this.backend || this.#isHandedOver) return null;
    const { executor } = this.#weights;
    this.#isHandedOver = executor !== null;
    return executor;
  }

  dispose(): void {
    this.#judges.dispose();
    if (!this.#isHandedOver) this.#weights.executor?.dispose();
  }
}
