import type { TrainingExecutor } from '../backends/executor.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { EarlierRows } from './earlier-rows.ts';
import { heldParameters, withCuts, type HeldParameters, type ValuesAside } from './held-parameters.ts';
import type { Network } from './network.ts';
import { EpochPresentation, isPresenting } from './presented.ts';
import type { RunPoint } from './run-state.ts';
import type { RunSubject } from './run-subject.ts';
import type { LabelledSamples } from './samples.ts';
import { Trainer, type Clock, type TrainerState, type TrainingPoint } from './trainer.ts';

/**
 * The weights of a run and how far they are trained: where they begin, before there is anything to train them with, and
 * where the trainer stands from then on. Some of them may rest, be cut (0, with their value kept aside), or be set by hand.
 */
export class RunWeights {
  readonly #network: Network;
  /** With the labels that are trained on. */
  readonly #samples: LabelledSamples;
  readonly #now: Clock;
  /** Where the trainer begins; it knows better once there is one. */
  #start: TrainerState;
  #executor: TrainingExecutor | null = null;
  #trainer: Trainer | null = null;
  #earlier: EarlierRows | null = null;
  #watchesUpdates: boolean;
  #held: HeldParameters;
  #aside: ValuesAside;
  #isEdited = false;

  /** `start` is before anything was trained, with nothing cut yet. */
  constructor(
    { network, trained }: Pick<RunSubject, 'network' | 'trained'>,
    settings: Experiment,
    start: TrainerState,
    watchesUpdates: boolean,
    now: Clock,
  ) {
    this.#network = network;
    this.#samples = trained;
    this.#now = now;
    this.#watchesUpdates = watchesUpdates;
    this.#held = heldParameters(network.layers, network.parameterCount, settings);
    const { parameters, aside } = withCuts(start.parameters, new Map(), this.#held.cut);
    this.#aside = aside;
    this.#start = { ...start, parameters };
  }

  /** From here on they can be trained. */
  begin(executor: TrainingExecutor, settings: Experiment): void {
    this.#executor = executor;
    executor.resting.set(this.#held.resting);
    this.#trainer = new Trainer(executor, this.#samples, settings.batchSize, this.#start, this.#now);
    this.follow(settings);
    this.#trainer.watchesUpdates = this.#watchesUpdates;
    if (this.#earlier !== null) this.#trainer.restore(this.#start, this.#earlier.trained);
  }

  get executor(): TrainingExecutor | null {
    return this.#executor;
  }

  /** null until they can be trained. */
  get trainer(): Trainer | null {
    return this.#trainer;
  }

  /** What samples are presented with, how many make a batch, and how an epoch is drawn. */
  follow(settings: Experiment): void {
    const trainer = this.#trainer;
    if (trainer === null) return;
    trainer.batchSize = settings.batchSize;
    trainer.replacement = settings.replacement;
    const inputCount = this.#network.inputs.length;
    trainer.presents = isPresenting(settings)
      ? (epoch) => new EpochPresentation(settings, epoch, inputCount)
      : null;
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
    return position === 0 ? 0 : position / (this.#earlier?.samples ?? this.#samples).count;
  }

  get insideEpoch(): boolean {
    return this.#trainer?.insideEpoch ?? this.#start.position > 0;
  }

  /** After the last closed batch. */
  get place(): TrainingPoint {
    const { epoch, position } = this.#trainer?.place ?? this.#start;
    return { epoch, position };
  }

  /** null as soon as the epoch that has them is over. */
  get earlierRows(): EarlierRows | null {
    const isOver = this.#trainer !== null && this.#trainer.samples === this.#samples;
    return isOver ? null : this.#earlier;
  }

  get watchesUpdates(): boolean {
    return this.#watchesUpdates;
  }

  set watchesUpdates(watches: boolean) {
    this.#watchesUpdates = watches;
    if (this.#trainer !== null) this.#trainer.watchesUpdates = watches;
  }

  parameters(): Float64Array {
    return this.#executor?.readParameters() ?? this.#start.parameters.slice();
  }

  /** What rests, and what of the settings the network does not have. */
  get held(): HeldParameters {
    return this.#held;
  }

  /** Whether any was set by hand. */
  get isEdited(): boolean {
    return this.#isEdited;
  }

  /** Has rest what the settings say, from the next step on. */
  hold(settings: Experiment): void {
    this.#held = heldParameters(this.#network.layers, this.#network.parameterCount, settings);
    const { parameters, aside } = withCuts(this.parameters(), this.#aside, this.#held.cut);
    const isSame =
      aside.size === this.#aside.size && [...aside.keys()].every((place) => this.#aside.has(place));
    this.#aside = aside;
    this.#executor?.resting.set(this.#held.resting);
    if (!isSame) this.#replace(parameters);
  }

  /** See `Run.edit`. */
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
    this.#replace(parameters);
  }

  #replace(parameters: Float64Array): void {
    if (this.#trainer === null) this.#start = { ...this.#start, parameters };
    else this.#trainer.replaceParameters(parameters);
  }

  /** Values of weights that are cut, by their places, for when they no longer are. */
  get aside(): ValuesAside {
    return this.#aside;
  }

  /** After the last closed batch. */
  state(): TrainerState {
    const state = this.#trainer?.state() ?? this.#start;
    const { parameters, shared, epoch, position, generator, replaces = false } = state;
    return {
      ...{ parameters, state: state.state, shared, epoch, position, generator },
      ...(replaces ? { replaces } : {}),
    };
  }

  /** Goes on from a state, with the state of the optimizer and the rows of the running epoch that it has here. */
  restore(
    state: RunPoint,
    optimizer: Pick<TrainerState, 'state' | 'shared'>,
    earlier: EarlierRows | null,
  ): void {
    const { parameters, aside } = withCuts(state.parameters, new Map(state.aside), this.#held.cut);
    this.#aside = aside;
    this.#isEdited = state.edited ?? false;
    this.#start = { ...state, ...optimizer, parameters };
    this.#earlier = earlier;
    this.#trainer?.restore(this.#start, earlier?.trained);
  }
}
