import type { ExecutorState, Presentation, Samples, TrainingExecutor } from '../backends/executor.ts';
import { drawnOrder, randomFromState, shuffledOrder, type Random } from '../data/random.ts';
import type { Clock } from '../timing/clock.ts';

export type { Clock };

/** Where a training is: what the checkpoint of a run holds of its trainer. */
export interface TrainerState extends ExecutorState {
  /** Epochs completed. */
  readonly epoch: number;
  /** Samples of the running epoch's order in closed batches. */
  readonly position: number;
  /** The generator before the running epoch's shuffle. */
  readonly generator: readonly number[];
  /** There and true while an epoch is under way that was drawn with replacement. */
  readonly replaces?: boolean;
}

/** What an epoch is trained on: every sample once, or as many drawn with replacement. May fill `before` with it. */
export function epochOrder(
  count: number,
  random: Random,
  replaces: boolean,
  before: Uint32Array | null = null,
): Uint32Array {
  if (replaces) return drawnOrder(count, random);
  return shuffledOrder(count, random, before?.length === count ? before : undefined);
}

/** A place in a training: so many epochs, and so many samples of the one after them. */
export interface TrainingPoint {
  readonly epoch: number;
  readonly position: number;
}

/** No executor call should take longer than this, so that a slice ends soon after its deadline. */
const callMs = 2;

/**
 * Epochs over a training set: shuffles with its generator, feeds the executor in short calls, counts.
 * What it computes depends on the seed and the batch size only, never on where calls end.
 */
export class Trainer {
  readonly #executor: TrainingExecutor;
  /** Of every epoch that begins. */
  readonly #samples: Samples;
  /** Of the running epoch. */
  #current: Samples;
  readonly #now: Clock;
  #random: Random;
  #generator: readonly number[];
  #order: Uint32Array | null = null;
  /** An epoch's that is over: epochs of small networks are many and short, and an array for each would have to be let go of. */
  #usedOrder: Uint32Array | null = null;
  #position = 0;
  #epoch = 0;
  #samplesPerMs = 4;
  /** Samples since the clock was last seen to move while they were trained on. */
  #untimed = 0;
  #watchesUpdates = false;
  /** The parameters before the last closed batch; null where that is not known. */
  #before: Float64Array | null = null;
  batchSize: number;
  /** Told of every epoch that is over, before the next one begins; true holds the training. Null where nobody wants to know. */
  onEpochEnd: (() => boolean) | null = null;
  #isHeld = false;
  #stateOverflowed = false;
  /** Whether coming epochs are drawn with replacement, and whether the running one was. */
  replacement = false;
  #replaces = false;
  #presents: ((epoch: number) => Presentation) | null = null;
  /** Of the running epoch; null where there is none, or before it was needed. */
  #presentation: Presentation | null = null;

  constructor(
    executor: TrainingExecutor,
    samples: Samples,
    batchSize: number,
    start: TrainerState,
    now: Clock,
  ) {
    this.#executor = executor;
    this.#samples = samples;
    this.#current = samples;
    this.#now = now;
    this.#random = randomFromState(start.generator);
    this.#generator = start.generator;
    this.batchSize = batchSize;
    this.restore(start);
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** True while some batch of the running epoch has been trained on, or begun. */
  get insideEpoch(): boolean {
    return this.#position > 0;
  }

  /** Epochs completed, with the fraction of the running one that is over: the weights are those after its closed batches. */
  get progress(): number {
    const position = this.#position - this.#executor.pending;
    return position === 0 ? this.#epoch : this.#epoch + position / this.#current.count;
  }

  /** After the last closed batch: where its state is of. */
  get place(): TrainingPoint {
    return { epoch: this.#epoch, position: this.#position - this.#executor.pending };
  }

  /** True at this point of the training and after it. */
  isAt({ epoch, position }: TrainingPoint): boolean {
    return this.#epoch > epoch || (this.#epoch === epoch && this.#position >= position);
  }

  /** Where training stands so many batches on. */
  after(batches: number): TrainingPoint {
    const size = Math.max(1, Math.ceil(this.batchSize));
    const { count } = this.#current;
    const position = this.#position - this.#executor.pending;
    const left = Math.ceil((count - position) / size);
    if (batches < left) return { epoch: this.#epoch, position: position + batches * size };
    const perEpoch = this.batchesPerEpoch;
    const further = batches - left;
    return {
      epoch: this.#epoch + 1 + Math.floor(further / perEpoch),
      position: (further % perEpoch) * size,
    };
  }

  /** What the running epoch trains on. */
  get samples(): Samples {
    return this.#current;
  }

  /** Of a whole epoch that begins now. */
  get batchesPerEpoch(): number {
    return Math.ceil(this.#samples.count / Math.max(1, Math.ceil(this.batchSize)));
  }

  /** Places [from, to) in the order of their epoch that the last closed batch had; null before there was one. */
  get lastBatch(): { readonly epoch: number; readonly from: number; readonly to: number } | null {
    const closed = this.#position - this.#executor.pending;
    const size = Math.max(1, Math.ceil(this.batchSize));
    const { epoch, to } =
      closed > 0 ? { epoch: this.#epoch, to: closed } : { epoch: this.#epoch - 1, to: this.#samples.count };
    if (epoch < 0 || to === 0) return null;
    return { epoch, from: (Math.ceil(to / size) - 1) * size, to };
  }

  get diverged(): boolean {
    return this.#executor.diverged || this.#stateOverflowed;
  }

  /**
   * True once something that the optimizer carries was not finite at the end of an epoch: some weights would never move
   * again, though all of them are finite. That epoch does not count as completed.
   */
  get stateOverflowed(): boolean {
    return this.#stateOverflowed;
  }

  /** Whether it is to know what the last batch changed: it then calls the executor for that batch alone. */
  set watchesUpdates(watches: boolean) {
    this.#watchesUpdates = watches;
    if (!watches) this.#before = null;
  }

  /** What samples of an epoch are presented with, from the next one on; null where the program reads nothing of it. */
  set presents(presents: ((epoch: number) => Presentation) | null) {
    this.#presents = presents;
    this.#presentation = null;
  }

  /** Lets a training that is held go on. */
  release(): void {
    this.#isHeld = false;
  }

  /** What the last closed batch added to each parameter; null where none was closed while this was watched. */
  lastUpdate(): Float64Array | null {
    const before = this.#before;
    if (before === null) return null;
    return this.#executor.readParameters().map((parameter, i) => parameter - before[i]);
  }

  /**
   * Trains until the deadline, `position` samples into what follows epoch `lastEpoch` (0: its end), or divergence;
   * returns how many samples it used. Unless it is there already it trains a little even when the deadline has passed.
   * Without samples there are no epochs.
   */
  advance(deadline: number, lastEpoch = Infinity, position = 0): number {
    let used = 0;
    for (let now = this.#now(); this.#goesOn({ epoch: lastEpoch, position });) {
      const remaining = Math.max(0, deadline - now);
      const most = this.#epoch === lastEpoch ? position - this.#position : Infinity;
      const fitting = Math.max(1, Math.ceil(this.#samplesPerMs * Math.min(callMs, remaining)));
      const advanced = this.#train(Math.min(most, fitting));
      used += advanced;
      this.#untimed += advanced;
      const elapsed = this.#now() - now;
      now += elapsed;
      if (elapsed > 0) this.#learn(elapsed);
      if (now >= deadline) break;
    }
    return used;
  }

  #goesOn(goal: TrainingPoint): boolean {
    return !this.isAt(goal) && !this.diverged && !this.#isHeld && this.#current.count > 0;
  }

  /** A coarse clock stands still for many calls, and its step is the time of all of them. */
  #learn(elapsedMs: number): void {
    this.#samplesPerMs = Math.max(0.1, (this.#samplesPerMs + this.#untimed / elapsedMs) / 2);
    this.#untimed = 0;
  }

  #train(count: number): number {
    const { count: size } = this.#current;
    if (this.#order === null) {
      this.#replaces = this.replacement;
      this.#order = epochOrder(size, this.#random, this.#replaces, this.#usedOrder);
    }
    const from = this.#position;
    const to = Math.min(size, from + count);
    if (this.#watchesUpdates) this.#watch(this.#order, from, to);
    else this.#trainTo(this.#order, to);
    const advanced = this.#position - from;
    if (this.#position >= size && !this.diverged) this.#stateOverflowed = this.#executor.stateOverflowed;
    if (this.#position >= size && !this.diverged) {
      this.#epoch++;
      this.#presentation = null;
      this.#position = 0;
      this.#usedOrder = this.#order;
      this.#order = null;
      this.#current = this.#samples;
      this.#generator = this.#random.state();
      this.#isHeld = this.onEpochEnd?.() ?? false;
    }
    return advanced;
  }

  /** Trains to the last end of a batch that is in reach, and to the one before it first, to see what is between. */
  #watch(order: Uint32Array, from: number, wanted: number): void {
    const { pending } = this.#executor;
    const size = Math.max(1, Math.ceil(this.batchSize));
    // A batch that outgrew its size, since that was made smaller, ends with the next sample.
    const to = pending < size ? wanted : from + 1;
    const opened = from - pending;
    const within = (to - opened) / size;
    const ends = to < order.length ? Math.floor(within) : Math.ceil(within);
    this.#trainTo(order, opened + (ends - 1) * size);
    const before = this.#executor.readParameters();
    const closed = this.#position - this.#executor.pending;
    const end = Math.min(to, opened + ends * size);
    this.#trainTo(order, end > from ? end : to);
    if (this.#position - this.#executor.pending > closed) this.#before = before;
  }

  #trainTo(order: Uint32Array, to: number): void {
    const from = this.#position;
    if (to <= from || this.diverged) return;
    this.#presentation ??= this.#presents?.(this.#epoch) ?? null;
    this.#position = this.#executor.train(this.#current, order, from, to, this.batchSize, this.#presentation);
  }

  state(): TrainerState {
    return {
      ...this.#executor.readState(),
      epoch: this.#epoch,
      position: this.#position - this.#executor.pending,
      generator: this.#generator,
      ...(this.#replaces && this.#position > this.#executor.pending ? { replaces: true } : {}),
    };
  }

  /** Other weights after the last closed batch, and all else as it is; a batch that is open begins again. */
  replaceParameters(parameters: Float64Array): void {
    this.#reopen({ ...this.#executor.readState(), parameters });
    this.#before = null;
  }

  /** A batch that is open begins again: what is changed now counts from its first sample on. */
  reopen(): void {
    if (this.#position > 0) this.#reopen(this.#executor.readState());
  }

  #reopen(state: ExecutorState): void {
    const { pending } = this.#executor;
    this.#executor.writeState(state);
    this.#position -= pending;
    if (this.#position > 0) return;
    // The epoch has not begun, and begins as it would from a checkpoint.
    this.#random = randomFromState(this.#generator);
    this.#order = null;
    this.#current = this.#samples;
  }

  /**
   * Goes on from a state to the same bits as the trainer that it was taken from. An epoch that is under way ends with
   * the samples that it began with, if those were others.
   */
  restore(state: TrainerState, underWay: Samples | null = null): void {
    this.#executor.writeState(state);
    this.#stateOverflowed = false;
    this.#isHeld = false;
    this.#before = null;
    this.#presentation = null;
    this.#epoch = state.epoch;
    this.#generator = state.generator;
    this.#random = randomFromState(state.generator);
    this.#position = state.position;
    this.#current = state.position > 0 ? (underWay ?? this.#samples) : this.#samples;
    this.#replaces = state.replaces ?? false;
    this.#order = state.position > 0 ? epochOrder(this.#current.count, this.#random, this.#replaces) : null;
  }
}
