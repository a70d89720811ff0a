import { finish, type Steps } from '../autograd/steps.ts';
import type {
  Backend,
  CompilationFigures,
  ExecutorState,
  Presentation,
  TrainingExecutor,
  TrainingProgram,
  UpdateProgram,
} from '../backends/executor.ts';
import type { DataSet, TableSource } from '../data/data-set.ts';
import { drawnDataSet, shortfallOf } from '../data/drawn-data-set.ts';
import type { Encoding } from '../data/encoding.ts';
import { randomFromState } from '../data/random.ts';
import { measuredCounts } from '../data/sampled-rows.ts';
import type { ShownSlice } from '../data/data-set-types.ts';
import { effectsOf, type Effect } from '../experiment/effects.ts';
import type { Experiment } from '../experiment/schema.ts';
import { optimizerProgram } from '../nn/optimizers.ts';
import { heldParameters, withCuts, type HeldParameters, type ValuesAside } from './held-parameters.ts';
import { withLabelNoise } from './label-noise.ts';
import { droppedAt, EpochPresentation, isPresenting } from './presented.ts';
import { historyUntil, LossHistory, type HistoryColumns } from './history.ts';
import { Moments, momentsUntil, type MomentColumns } from './moments.ts';
import { NetworkCache } from './network-cache.ts';
import { initialParameters, networkKey, networkSpec, orderRandom, type Network } from './network.ts';
import { runDataOf, type RunData } from './run-data.ts';
import { encodedSamples, leadingSamples, type LabelledSamples } from './samples.ts';
import { freshCourse, withSettings, withWeights, type CourseOf } from '../experiment/course.ts';
import { changesBetween } from '../experiment/setting-changes.ts';
import { afterEpoch, freshPlateau, scheduledRate, scheduleOf, type PlateauState } from './schedules.ts';
import {
  freshStop,
  StopJudge,
  judges,
  type StopReason,
  type StopSamples,
  type StopState,
} from './stopping.ts';
import { TrainLoss } from './train-loss.ts';
import { carriedState, updateKeyOf, updateNumbersOf, updateOptionsOf } from './update-options.ts';
import { epochOrder, Trainer, type Clock, type TrainerState, type TrainingPoint } from './trainer.ts';

/** A run at a batch boundary, complete: what follows from it is determined to the bit. */
export interface RunState extends TrainerState {
  readonly experiment: Experiment;
  readonly trainingMs: number;
  readonly history: HistoryColumns;
  /** Left out where none were recorded. */
  readonly moments?: MomentColumns;
  /** What was drawn when the running epoch began, if something else is drawn by now: it ends with those rows. */
  readonly epochDrawn?: string;
  /** There while the learning rate is reduced on plateaus. */
  readonly plateau?: PlateauState;
  /** There where something stops the training by itself. */
  readonly stopping?: StopState;
  /** Places and former values of weights that are cut; left out where none is. */
  readonly aside?: readonly (readonly [place: number, value: number])[];
  /** There and true where weights were set by hand. */
  readonly edited?: true;
  /** All that it follows from; left out where that is not known, as it comes from elsewhere. */
  readonly course?: CourseOf;
}

/** The same without the curves: a moment of a run's own past. */
export type RunPoint = Omit<RunState, 'history' | 'moments'>;

/** Samples of a batch whose masks are told: of more the shares are much the same. */
const mostSeen = 100;

/** See `Run.nextStep`. */
export interface NextStep {
  readonly samples: LabelledSamples;
  /** Of the epoch; the batch has the places [from, to) in it. */
  readonly order: Uint32Array;
  readonly from: number;
  readonly to: number;
  readonly before: ExecutorState;
  readonly presentation: Presentation | null;
  /** As the executor is told them. */
  readonly hyperParameters: readonly number[];
  /** As in `TrainingExecutor`. */
  readonly resting: Uint8Array;
}

/** Rows that only the running epoch still trains on. */
interface EarlierRows {
  readonly drawn: string;
  readonly samples: LabelledSamples;
  /** With the labels that are trained on. */
  readonly trained: LabelledSamples;
}

/** Samples that figures are of. */
export interface MeasuredSamples {
  readonly train: LabelledSamples;
  readonly test: LabelledSamples;
  /** How many they are; null where they are all. */
  readonly sampleRows: number | null;
}

/**
 * One experiment being trained: its data, network, trainer and history. It can be asked everything at once, but trains
 * only after `prepare`, which traces and compiles. The owner calls `dispose()`.
 */
export class Run {
  readonly dataSet: DataSet;
  readonly network: Network;
  /** From rows to what the network reads and is to predict. */
  readonly encoding: Encoding;
  readonly train: LabelledSamples;
  readonly test: LabelledSamples;
  /** Rows that neither train nor test; null where there are none. */
  readonly validation: LabelledSamples | null;
  /** What curves and live figures are of: both sides, or a sample that stays the same throughout. */
  readonly measured: MeasuredSamples;
  readonly history = new LossHistory();
  /** What else was measured on the way, and which settings were changed. */
  readonly moments = new Moments();
  readonly backend: Backend;
  /** What its pictures are over: at first the slice that its data come with. */
  shown: ShownSlice;
  trainingMs = 0;
  #experiment: Experiment;
  readonly #updateProgram: UpdateProgram;
  readonly #now: Clock;
  /** Of the optimizer, before its first step. */
  readonly #fresh: Pick<TrainerState, 'state' | 'shared'>;
  /** Where the trainer begins; it knows better once there is one. */
  #start: TrainerState;
  #executor: TrainingExecutor | null;
  /** `train` with the labels that are trained on. */
  readonly #trained: LabelledSamples;
  #earlier: EarlierRows | null = null;
  #trainer: Trainer | null = null;
  #hasOverflowed = false;
  #isHandedOver = false;
  #watchesUpdates: boolean;
  #plateau = freshPlateau;
  /** What plateaus are judged by, once that was needed. */
  #trainLoss: TrainLoss | null = null;
  #stopping = freshStop;
  #stopJudge: StopJudge | null = null;
  #stop: StopReason | null = null;
  #held: HeldParameters;
  #aside: ValuesAside;
  #isEdited = false;
  #course: CourseOf;

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
    this.#experiment = experiment;
    this.#course = freshCourse(experiment);
    this.backend = backend;
    this.#now = now;
    this.#watchesUpdates = previous?.watchesUpdates ?? false;
    const { dataSet, encoding, train, test, validation } = data;
    this.dataSet = dataSet;
    this.encoding = encoding;
    this.train = train;
    this.test = test;
    this.validation = validation;
    this.shown = this.dataSet;
    this.#trained = withLabelNoise(train, dataSet.rows.train, experiment);
    const spec = networkSpec(experiment, this.dataSet);
    const isSame = previous?.network.key === networkKey(spec);
    this.network = isSame ? previous.network : networks.of(spec);
    const { parameterCount } = this.network;
    this.measured = measuredOf(this.train, this.test);
    this.#updateProgram = optimizerProgram(experiment.optimizer, updateOptionsOf(experiment));
    const { stateCount, initialShared } = this.#updateProgram;
    this.#fresh = {
      state: Array.from({ length: stateCount }, () => new Float64Array(parameterCount)),
      shared: Float64Array.from(initialShared),
    };
    this.#held = heldParameters(this.network.layers, parameterCount, experiment);
    const initial = initialParameters(this.network, experiment.seed, experiment);
    const { parameters, aside } = withCuts(initial, new Map(), this.#held.cut);
    this.#aside = aside;
    this.#start = {
      parameters,
      ...this.#fresh,
      epoch: 0,
      position: 0,
      generator: orderRandom(experiment.seed).state(),
    };
    this.#executor = previous?.handOver(this) ?? null;
    if (this.#executor !== null) this.#beginWith(this.#executor);
  }

  /** True when it can train without building anything first. */
  get isReady(): boolean {
    return this.#trainer !== null;
  }

  /** Traces and compiles in steps what training needs. Settings may be changed meanwhile. */
  *prepare(): Steps<void> {
    if (this.#trainer !== null) return;
    yield* this.network.trace();
    if (this.#judgesPlateaus)
      this.#trainLoss ??= yield* TrainLoss.steps(this.backend, this.network, this.measured.train);
    if (judges(this.#experiment))
      this.#stopJudge ??= yield* StopJudge.steps(this.backend, this.network, this.#stopSamples);
    this.#beginWith(yield* this.backend.trainingSteps(this.program));
  }

  get #stopSamples(): StopSamples {
    return { ...this.measured, validation: this.validation };
  }

  #beginWith(executor: TrainingExecutor): void {
    const { batchSize } = this.#experiment;
    this.#executor = executor;
    executor.resting.set(this.#held.resting);
    this.#trainer = new Trainer(executor, this.#trained, batchSize, this.#start, this.#now);
    this.#trainer.replacement = this.#experiment.replacement;
    this.#followPresentation();
    this.#trainer.watchesUpdates = this.#watchesUpdates;
    if (this.#earlier !== null) this.#trainer.restore(this.#start, this.#earlier.trained);
    this.#followSchedule();
  }

  /** What trains: the same for every back end. */
  get program(): TrainingProgram {
    const { tapes, decay } = this.network;
    const { training: gradient, presented } = tapes;
    return { gradient, presented, updateProgram: this.#updateProgram, decay };
  }

  get experiment(): Experiment {
    return this.#experiment;
  }

  /** What was compiled for this run; null when it is interpreted, or not compiled yet. */
  get figures(): CompilationFigures | null {
    return this.#executor?.figures ?? null;
  }

  get epoch(): number {
    return this.#trainer?.epoch ?? this.#start.epoch;
  }

  /** Epochs completed, with the fraction of the running one that the weights have seen. */
  get progress(): number {
    return this.#trainer?.progress ?? this.#start.epoch + this.#startPart;
  }

  get #startPart(): number {
    const { position } = this.#start;
    return position === 0 ? 0 : position / this.epochSamples.count;
  }

  /** What the running epoch trains on: the rows that it began with. The next one has `train`. */
  get epochSamples(): LabelledSamples {
    return this.#earlierRows?.samples ?? this.train;
  }

  /** null as soon as the epoch that has them is over. */
  get #earlierRows(): EarlierRows | null {
    const isOver = this.#trainer !== null && this.#trainer.samples === this.#trained;
    return isOver ? null : this.#earlier;
  }

  /** The classes of `train` as they are trained on, where noise has made some of them others; else null. */
  get noisyClasses(): Float64Array | null {
    return this.#trained === this.train ? null : this.#trained.classes;
  }

  /** Why there is nothing to train on, and what to do; null where there is something. */
  get shortfall(): string | null {
    return shortfallOf(this.dataSet, this.#experiment.drawn);
  }

  /** True at this point of the training and after it. */
  isAt(point: TrainingPoint): boolean {
    return this.#trainer?.isAt(point) ?? false;
  }

  /**
   * Where a run that is ready stands after so many frames of a film: `batches` each, or so many epochs where those have
   * fewer.
   */
  filmEnd(batches: number, frames: number, epochs = 1): TrainingPoint {
    if (this.#trainer === null) throw new RangeError('a run that is not prepared has no frames');
    return this.#trainer.after(frames * Math.min(batches, epochs * this.#trainer.batchesPerEpoch));
  }

  get diverged(): boolean {
    return this.#hasOverflowed || (this.#trainer?.diverged ?? false);
  }

  /** A loss of its weights was found to be no finite number: squares leave the range long before what they are of. */
  markOverflow(): void {
    this.#hasOverflowed = true;
  }

  /** True where it diverged because what the optimizer carries is no longer finite. */
  get stateOverflowed(): boolean {
    return this.#trainer?.stateOverflowed ?? false;
  }

  /** That the next batch is trained with. */
  get learningRate(): number {
    const { learningRate } = this.#experiment;
    return scheduledRate(scheduleOf(this.#experiment), learningRate, this.epoch, this.#plateau.reductions);
  }

  /** How often the rate was reduced on a plateau. */
  get reductions(): number {
    return this.#plateau.reductions;
  }

  get #judgesPlateaus(): boolean {
    return this.#experiment.schedule === 'plateau';
  }

  /** True once any weight may differ from its initial value. */
  get isTrained(): boolean {
    return this.epoch > 0 || this.insideEpoch;
  }

  /** True once there is anything to lose: what was trained, or weights that were set by hand. */
  get isTouched(): boolean {
    return this.isTrained || this.#isEdited;
  }

  /** What rests, and what of the settings the network does not have. */
  get held(): HeldParameters {
    return this.#held;
  }

  get insideEpoch(): boolean {
    return this.#trainer?.insideEpoch ?? this.#start.position > 0;
  }

  /** Trains, prepared or not; returns the number of samples used. See `Trainer.advance`. */
  advance(deadline: number, lastEpoch?: number, position?: number): number {
    if (this.#trainer === null) finish(this.prepare());
    const start = this.#now();
    const used = this.#trainer?.advance(deadline, lastEpoch, position) ?? 0;
    this.trainingMs += this.#now() - start;
    return used;
  }

  parameters(): Float64Array {
    return this.#executor?.readParameters() ?? this.#start.parameters.slice();
  }

  /** Whether `lastUpdate` is wanted: it costs a little of the training's speed. Runs that take this one's place inherit it. */
  get watchesUpdates(): boolean {
    return this.#watchesUpdates;
  }

  set watchesUpdates(watches: boolean) {
    this.#watchesUpdates = watches;
    if (this.#trainer !== null) this.#trainer.watchesUpdates = watches;
  }

  /**
   * By parameter, what the last closed batch added to it, momentum and decay included: the weights are what that batch
   * left. Null where no batch was closed since it was watched.
   */
  lastUpdate(): Float64Array | null {
    return this.#trainer?.lastUpdate() ?? null;
  }

  /** Places in `epochSamples` of the samples of the batch that is open or comes next. */
  currentBatch(): Uint32Array {
    const { generator, position, replaces = false } = this.state();
    const isDrawn = position > 0 ? replaces : this.#experiment.replacement;
    const order = epochOrder(this.epochSamples.count, randomFromState(generator), isDrawn);
    return order.slice(position, position + Math.max(1, Math.ceil(this.#experiment.batchSize)));
  }

  /**
   * All that the next step of the optimizer follows from: the batch that is open or comes next, from its beginning, and
   * what it is trained with.
   */
  nextStep(): NextStep {
    const { parameters, state, shared, generator, position, replaces = false } = this.state();
    const earlier = position > 0 ? this.#earlierRows : null;
    const samples = earlier?.trained ?? this.#trained;
    const settings = this.#experiment;
    const isDrawn = position > 0 ? replaces : settings.replacement;
    const order = epochOrder(samples.count, randomFromState(generator), isDrawn);
    return {
      ...{ samples, order, from: position },
      to: Math.min(order.length, position + Math.max(1, Math.ceil(settings.batchSize))),
      before: { parameters, state, shared },
      presentation: isPresenting(settings)
        ? new EpochPresentation(settings, this.epoch, this.network.inputs.length)
        : null,
      hyperParameters: updateNumbersOf(settings, this.learningRate),
      resting: this.#held.resting,
    };
  }

  /**
   * By hidden layer and neuron the share of the last batch's samples in which it was dropped, or whether it was in one of
   * them: `pending`, the number of samples of the open batch that were looked at, names the last of these, and 0 the last
   * of a closed one. Null where no layer drops, and before anything was trained on.
   */
  dropped(pending: number | null): readonly Float32Array[] | null {
    const last = this.#trainer?.lastBatch ?? null;
    const { position } = this.state();
    if (pending !== null && pending > 0) {
      const place = position + pending - 1;
      return droppedAt(this.#experiment, this.epoch, place, place + 1);
    }
    if (last === null) return null;
    const { epoch, from, to } = last;
    return droppedAt(this.#experiment, epoch, pending === null ? Math.max(from, to - mostSeen) : to - 1, to);
  }

  /** True if a change to `next` lets this run go on with its weights. */
  canContinueAs(next: Experiment): boolean {
    return lacks(effectsOf(this.#experiment, next), ['table', 'network', 'start']);
  }

  /** True if `applySettings` will do. Another optimizer or engine needs a new run that takes over the state. */
  canApply(next: Experiment): boolean {
    return [...effectsOf(this.#experiment, next)].every((effect) => effect === 'scalars');
  }

  /** Takes over settings that change no weight and need no other code: rates, batch size. */
  applySettings(next: Experiment): void {
    if (!this.canApply(next)) {
      throw new RangeError('these settings need a new run');
    }
    if (this.isTrained) this.moments.change(changesBetween(this.#experiment, next, this.progress));
    if (isOfBatches(this.#experiment, next)) this.#trainer?.reopen();
    const isFresh = !this.isTouched && typeof this.#course !== 'string';
    this.#course = isFresh ? freshCourse(next) : this.#courseWith(this.#experiment, next);
    this.#adoptSettings(next);
  }

  #courseWith(before: Experiment, after: Experiment): CourseOf {
    return withSettings(this.#course, before, after, this.place);
  }

  /** Where it stands: after the last closed batch. */
  get place(): TrainingPoint {
    const { epoch, position } = this.#trainer?.place ?? this.#start;
    return { epoch, position };
  }

  /** All that it follows from, or why that is not known. */
  get course(): CourseOf {
    return this.#course;
  }

  #adoptSettings(next: Experiment): void {
    const { frozen, cut } = this.#experiment;
    this.#experiment = next;
    if (frozen !== next.frozen || cut !== next.cut) this.#hold();
    if (this.#trainer !== null) {
      this.#trainer.batchSize = next.batchSize;
      this.#trainer.replacement = next.replacement;
      this.#followPresentation();
    }
    this.#followSchedule();
  }

  #followPresentation(): void {
    if (this.#trainer === null) return;
    const settings = this.#experiment;
    const inputCount = this.network.inputs.length;
    this.#trainer.presents = isPresenting(settings)
      ? (epoch) => new EpochPresentation(settings, epoch, inputCount)
      : null;
  }

  /** Has rest what the settings say, from the next step on. What is best so far was best without that. */
  #hold(): void {
    const { layers, parameterCount } = this.network;
    this.#held = heldParameters(layers, parameterCount, this.#experiment);
    const { parameters, aside } = withCuts(this.parameters(), this.#aside, this.#held.cut);
    const isSame =
      aside.size === this.#aside.size && [...aside.keys()].every((place) => this.#aside.has(place));
    this.#aside = aside;
    this.#executor?.resting.set(this.#held.resting);
    if (!isSame) this.#replaceParameters(parameters);
    this.#stopping = freshStop;
  }

  #replaceParameters(parameters: Float64Array): void {
    if (this.#trainer === null) this.#start = { ...this.#start, parameters };
    else this.#trainer.replaceParameters(parameters);
  }

  /**
   * Sets parameters, by their places in the flat array of all, as exactly as the engine's numbers allow. Of a weight that
   * is cut it is the value that it has again when it no longer is. Throws a RangeError where there is no such place.
   */
  edit(values: readonly (readonly [place: number, value: number])[]): void {
    const parameters = this.parameters();
    const aside = new Map(this.#aside);
    for (const [place, value] of values) {
      if (!(place in parameters)) throw new RangeError(`the network has no parameter ${place}`);
      if (aside.has(place)) aside.set(place, value);
      else parameters[place] = value;
    }
    this.#aside = aside;
    this.#isEdited = true;
    this.#course = withWeights(this.#course, values, this.place);
    this.#replaceParameters(parameters);
    this.#stopping = freshStop;
  }

  /** Sets the rate of the epoch, and sees to it that the next epoch gets its own. */
  #followSchedule(): void {
    const { schedule, warmUp } = this.#experiment;
    const isSteady = schedule === 'constant' && warmUp === 0;
    const stops = judges(this.#experiment);
    if (!this.#judgesPlateaus) this.#plateau = freshPlateau;
    if (!stops) this.#stopping = freshStop;
    if (this.#trainer !== null)
      this.#trainer.onEpochEnd =
        isSteady && !stops
          ? null
          : () => {
              if (this.#judgesPlateaus) this.#judgePlateau();
              if (!isSteady) this.#writeHyperParameters();
              return stops && this.#judgeStop();
            };
    this.#writeHyperParameters();
  }

  /** Why the training is held; null where it is not. */
  get stop(): StopReason | null {
    return this.#stop;
  }

  /** Ends the hold: with the best weights, where those of before were better. */
  takeStop(): StopReason | null {
    const stop = this.#stop;
    const { best } = this.#stopping;
    if (stop?.kind === 'validation' && best !== null) {
      const { parameters, state, shared } = best.weights;
      this.#trainer?.restore({ ...this.state(), parameters, state, shared });
    }
    // From there it goes on as from a beginning.
    if (stop?.kind === 'validation') this.#stopping = freshStop;
    this.#stop = null;
    this.#trainer?.release();
    return stop;
  }

  #judgeStop(): boolean {
    this.#stopJudge ??= StopJudge.now(this.backend, this.network, this.#stopSamples);
    const { state, reason } = this.#stopJudge.after(
      this.epoch,
      this.#stopping,
      this.#experiment,
      this.parameters(),
      () => this.#trainer?.state() ?? this.#start,
    );
    this.#stopping = state;
    this.#stop = reason;
    return reason !== null;
  }

  #writeHyperParameters(): void {
    this.#executor?.hyperParameters.set(updateNumbersOf(this.#experiment, this.learningRate));
  }

  /** After every epoch but those of the warm-up, at every speed. */
  #judgePlateau(): void {
    const schedule = scheduleOf(this.#experiment);
    if (this.epoch <= schedule.warmUp || this.measured.train.count === 0) return;
    this.#trainLoss ??= TrainLoss.now(this.backend, this.network, this.measured.train);
    this.#plateau = afterEpoch(this.#plateau, this.#trainLoss.of(this.parameters()), schedule);
  }

  state(): RunState {
    return { ...this.point(), history: this.history.columns(), moments: this.moments.columns() };
  }

  /** The same without what was measured. */
  point(): RunPoint {
    const {
      parameters,
      state,
      shared,
      epoch,
      position,
      generator,
      replaces = false,
    } = this.#trainer?.state() ?? this.#start;
    const earlier = position > 0 ? this.#earlierRows : null;
    return {
      ...{ parameters, state, shared, epoch, position, generator },
      ...(replaces ? { replaces } : {}),
      experiment: this.#experiment,
      trainingMs: this.trainingMs,
      ...(earlier === null ? {} : { epochDrawn: earlier.drawn }),
      ...(this.#judgesPlateaus ? { plateau: this.#plateau } : {}),
      ...(judges(this.#experiment) ? { stopping: this.#stopping } : {}),
      ...(this.#aside.size === 0 ? {} : { aside: [...this.#aside] }),
      ...(this.#isEdited ? { edited: true } : {}),
      ...(this.#course === 'elsewhere' ? {} : { course: this.#course }),
    };
  }

  /**
   * Goes on from a state of a run with the same network. Another optimizer starts with fresh state; other rows count
   * from the next epoch on.
   */
  restore(state: RunState): void {
    this.#goTo(state);
    this.history.restore(state.history);
    if (state.moments !== undefined) this.moments.restore(state.moments);
    this.#course = this.#courseWith(state.experiment, this.#experiment);
    this.moments.change(changesBetween(state.experiment, this.#experiment, this.progress));
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
    const { progress } = this;
    this.history.restore(historyUntil(this.history.columns(), progress));
    this.moments.restore(momentsUntil(this.moments.columns(), progress));
  }

  #goTo(state: RunPoint): void {
    if (state.parameters.length !== this.network.parameterCount) {
      throw new RangeError(
        `the state holds ${state.parameters.length} parameters, expected ${this.network.parameterCount}`,
      );
    }
    const carried = carriedState(state.experiment, state, this.#experiment, this.#fresh);
    const { parameters, aside } = withCuts(state.parameters, new Map(state.aside), this.#held.cut);
    this.#aside = aside;
    this.#isEdited = state.edited ?? false;
    this.#course = state.course ?? 'elsewhere';
    this.#start = { ...state, ...carried, parameters };
    this.#plateau = state.plateau ?? freshPlateau;
    const { frozen, cut } = this.#experiment;
    const isHeldAlike = state.experiment.frozen === frozen && state.experiment.cut === cut;
    this.#stopping = (isHeldAlike ? state.stopping : undefined) ?? freshStop;
    this.#stop = null;
    this.#hasOverflowed = false;
    this.#earlier = this.#rowsOfEpoch(state);
    this.#trainer?.restore(this.#start, this.#earlier?.trained);
    this.trainingMs = state.trainingMs;
  }

  /** null where the epoch of the state began with what is drawn now, or has not begun. */
  #rowsOfEpoch({ position, experiment, epochDrawn = experiment.drawn }: RunPoint): EarlierRows | null {
    const isDrawn = experiment.dataSet === 'draw' && this.#experiment.dataSet === 'draw';
    if (position === 0 || !isDrawn || epochDrawn === this.#experiment.drawn) return null;
    const { table, rows } = drawnDataSet(epochDrawn);
    const samples = encodedSamples(this.encoding, table, rows.train, this.#experiment.loss);
    return { drawn: epochDrawn, samples, trained: withLabelNoise(samples, rows.train, this.#experiment) };
  }

  /**
   * Gives up the executor to the next run if that runs the same program on the same back end, so that nothing is
   * compiled again for other data or other weights. This run must not be trained after it.
   */
  handOver(next: Run): TrainingExecutor | null {
    const isSameProgram =
      next.network === this.network && updateKeyOf(next.experiment) === updateKeyOf(this.experiment);
    if (!isSameProgram || next.backend !== this.backend || this.#isHandedOver) return null;
    this.#isHandedOver = this.#executor !== null;
    return this.#executor;
  }

  dispose(): void {
    this.#trainLoss?.dispose();
    this.#stopJudge?.dispose();
    if (!this.#isHandedOver) this.#executor?.dispose();
  }
}

/** What samples are presented with, how many make a batch and which an epoch: a batch that is open has them of before. */
function isOfBatches(before: Experiment, after: Experiment): boolean {
  return (['batchSize', 'replacement', 'dropout', 'inputNoise'] as const).some(
    (name) => String(before[name]) !== String(after[name]),
  );
}

function measuredOf(train: LabelledSamples, test: LabelledSamples): MeasuredSamples {
  const counts = measuredCounts(train.count, test.count);
  const rows = counts.train + counts.test;
  return {
    train: leadingSamples(train, counts.train),
    test: leadingSamples(test, counts.test),
    sampleRows: rows < train.count + test.count ? rows : null,
  };
}

function lacks(effects: ReadonlySet<Effect>, unwanted: readonly Effect[]): boolean {
  return unwanted.every((effect) => !effects.has(effect));
}
