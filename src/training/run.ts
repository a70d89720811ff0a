import { finish, type Steps } from '../autograd/steps.ts';
import type {
  Backend,
  CompilationFigures,
  TrainingExecutor,
  TrainingProgram,
  UpdateProgram,
} from '../backends/executor.ts';
import type { DataSet, TableSource } from '../data/data-set.ts';
import { drawnDataSet, shortfallOf } from '../data/drawn-data-set.ts';
import type { Encoding } from '../data/encoding.ts';
import { randomFromState, shuffledOrder } from '../data/random.ts';
import { mostMeasured, sampleCounts } from '../data/sampled-rows.ts';
import type { ShownSlice } from '../data/data-set-types.ts';
import { effectsOf, type Effect } from '../experiment/effects.ts';
import type { Experiment } from '../experiment/schema.ts';
import { hyperParametersOf, optimizerProgram } from '../nn/optimizers.ts';
import { LossHistory, type HistoryColumns } from './history.ts';
import { Moments, type MomentColumns } from './moments.ts';
import { NetworkCache } from './network-cache.ts';
import { initialParameters, networkKey, networkSpec, orderRandom, type Network } from './network.ts';
import { runDataOf, type RunData } from './run-data.ts';
import { encodedSamples, leadingSamples, type LabelledSamples } from './samples.ts';
import { changesBetween } from '../experiment/setting-changes.ts';
import { Trainer, type Clock, type TrainerState, type TrainingPoint } from './trainer.ts';

/** A run at a batch boundary, complete: what follows from it is determined to the bit. */
export interface RunState extends TrainerState {
  readonly experiment: Experiment;
  readonly trainingMs: number;
  readonly history: HistoryColumns;
  /** Left out where none were recorded. */
  readonly moments?: MomentColumns;
  /** What was drawn when the running epoch began, if something else is drawn by now: it ends with those rows. */
  readonly epochDrawn?: string;
}

/** Rows that only the running epoch still trains on. */
interface EarlierRows {
  readonly drawn: string;
  readonly samples: LabelledSamples;
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
  /** Where the trainer begins; it knows better once there is one. */
  #start: TrainerState;
  #executor: TrainingExecutor | null;
  #earlier: EarlierRows | null = null;
  #trainer: Trainer | null = null;
  #isHandedOver = false;
  #watchesUpdates: boolean;

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
    this.backend = backend;
    this.#now = now;
    this.#watchesUpdates = previous?.watchesUpdates ?? false;
    const { dataSet, encoding, train, test } = data;
    this.dataSet = dataSet;
    this.encoding = encoding;
    this.train = train;
    this.test = test;
    this.shown = this.dataSet;
    const spec = networkSpec(experiment, this.dataSet);
    const isSame = previous?.network.key === networkKey(spec);
    this.network = isSame ? previous.network : networks.of(spec);
    const { parameterCount } = this.network;
    this.measured = measuredOf(this.train, this.test);
    this.#updateProgram = optimizerProgram(experiment.optimizer);
    const { stateCount, initialShared } = this.#updateProgram;
    this.#start = {
      parameters: initialParameters(this.network, experiment.seed),
      state: Array.from({ length: stateCount }, () => new Float64Array(parameterCount)),
      shared: Float64Array.from(initialShared),
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
    this.#beginWith(yield* this.backend.trainingSteps(this.program));
  }

  #beginWith(executor: TrainingExecutor): void {
    const { batchSize } = this.#experiment;
    this.#executor = executor;
    this.#trainer = new Trainer(executor, this.train, batchSize, this.#start, this.#now);
    this.#trainer.watchesUpdates = this.#watchesUpdates;
    if (this.#earlier !== null) this.#trainer.restore(this.#start, this.#earlier.samples);
    this.#writeHyperParameters();
  }

  /** What trains: the same for every back end. */
  get program(): TrainingProgram {
    const { tapes, decay } = this.network;
    return { gradient: tapes.gradient, updateProgram: this.#updateProgram, decay };
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
    const isOver = this.#trainer !== null && this.#trainer.samples === this.train;
    return isOver ? null : this.#earlier;
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
    return this.#trainer?.diverged ?? false;
  }

  /** That the next batch is trained with. */
  get learningRate(): number {
    return this.#experiment.learningRate;
  }

  /** True once any weight may differ from its initial value. */
  get isTrained(): boolean {
    return this.epoch > 0 || this.insideEpoch;
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
    const { generator, position } = this.state();
    const order = shuffledOrder(this.epochSamples.count, randomFromState(generator));
    return order.slice(position, position + Math.max(1, Math.ceil(this.#experiment.batchSize)));
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
    this.#experiment = next;
    if (this.#trainer !== null) this.#trainer.batchSize = next.batchSize;
    this.#writeHyperParameters();
  }

  #writeHyperParameters(): void {
    const { optimizer, learningRate, l2 } = this.#experiment;
    this.#executor?.hyperParameters.set(hyperParametersOf(optimizer, learningRate, l2));
  }

  state(): RunState {
    const { parameters, state, shared, epoch, position, generator } = this.#trainer?.state() ?? this.#start;
    const earlier = position > 0 ? this.#earlierRows : null;
    return {
      ...{ parameters, state, shared, epoch, position, generator },
      experiment: this.#experiment,
      trainingMs: this.trainingMs,
      history: this.history.columns(),
      moments: this.moments.columns(),
      ...(earlier === null ? {} : { epochDrawn: earlier.drawn }),
    };
  }

  /**
   * Goes on from a state of a run with the same network. Another optimizer starts with fresh state; other rows count
   * from the next epoch on.
   */
  restore(state: RunState): void {
    if (state.parameters.length !== this.network.parameterCount) {
      throw new RangeError(
        `the state holds ${state.parameters.length} parameters, expected ${this.network.parameterCount}`,
      );
    }
    const sameOptimizer = state.experiment.optimizer === this.#experiment.optimizer;
    const fresh = this.#start;
    this.#start = sameOptimizer ? state : { ...state, state: fresh.state, shared: fresh.shared };
    this.#earlier = this.#rowsOfEpoch(state);
    this.#trainer?.restore(this.#start, this.#earlier?.samples);
    this.trainingMs = state.trainingMs;
    this.history.restore(state.history);
    if (state.moments !== undefined) this.moments.restore(state.moments);
    this.moments.change(changesBetween(state.experiment, this.#experiment, this.progress));
  }

  /** null where the epoch of the state began with what is drawn now, or has not begun. */
  #rowsOfEpoch({ position, experiment, epochDrawn = experiment.drawn }: RunState): EarlierRows | null {
    const isDrawn = experiment.dataSet === 'draw' && this.#experiment.dataSet === 'draw';
    if (position === 0 || !isDrawn || epochDrawn === this.#experiment.drawn) return null;
    const { table, rows } = drawnDataSet(epochDrawn);
    return {
      drawn: epochDrawn,
      samples: encodedSamples(this.encoding, table, rows.train, this.#experiment.loss),
    };
  }

  /**
   * Gives up the executor to the next run if that runs the same program on the same back end, so that nothing is
   * compiled again for other data or other weights. This run must not be trained after it.
   */
  handOver(next: Run): TrainingExecutor | null {
    const isSameProgram =
      next.network === this.network && next.experiment.optimizer === this.experiment.optimizer;
    if (!isSameProgram || next.backend !== this.backend || this.#isHandedOver) return null;
    this.#isHandedOver = this.#executor !== null;
    return this.#executor;
  }

  dispose(): void {
    if (!this.#isHandedOver) this.#executor?.dispose();
  }
}

function measuredOf(train: LabelledSamples, test: LabelledSamples): MeasuredSamples {
  const counts = sampleCounts(train.count, test.count, mostMeasured);
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
