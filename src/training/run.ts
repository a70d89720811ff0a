import type {
  Backend,
  CompilationFigures,
  Samples,
  TrainingExecutor,
  TrainingProgram,
} from '../backends/executor.ts';
import { createDataSet, type DataSet } from '../data/data-set.ts';
import { randomFromState, shuffledOrder } from '../data/random.ts';
import type { Experiment } from '../experiment/schema.ts';
import { hyperParametersOf, optimizerProgram } from '../nn/optimizers.ts';
import { LossHistory, type HistoryColumns } from './history.ts';
import { createNetwork, initialParameters, networkKey, orderRandom, type Network } from './network.ts';
import { pointSamples } from './samples.ts';
import { Trainer, type Clock, type TrainerState } from './trainer.ts';

/** A run at a batch boundary, complete: what follows from it is determined to the bit. */
export interface RunState extends TrainerState {
  readonly experiment: Experiment;
  readonly trainingMs: number;
  readonly history: HistoryColumns;
}

/** One experiment being trained: its data, network, trainer and history. The owner calls `dispose()`. */
export class Run {
  readonly dataSet: DataSet;
  readonly network: Network;
  readonly train: Samples;
  readonly test: Samples;
  readonly history = new LossHistory();
  readonly backend: Backend;
  /** What trains: the same for every back end. */
  readonly program: TrainingProgram;
  trainingMs = 0;
  #experiment: Experiment;
  readonly #executor: TrainingExecutor;
  readonly #trainer: Trainer;
  readonly #now: Clock;
  #isHandedOver = false;

  constructor(experiment: Experiment, backend: Backend, now: Clock, previous: Run | null = null) {
    this.#experiment = experiment;
    this.backend = backend;
    this.#now = now;
    const sameData = previous !== null && dataKey(previous.#experiment) === dataKey(experiment);
    const sameNetwork = previous?.network.key === networkKey(experiment);
    this.dataSet = sameData ? previous.dataSet : createDataSet(experiment);
    this.network = previous !== null && sameNetwork ? previous.network : createNetwork(experiment);
    const { inputs, tapes, decay } = this.network;
    this.train = pointSamples(this.dataSet.train, inputs, experiment.loss);
    this.test = pointSamples(this.dataSet.test, inputs, experiment.loss);
    this.program = { gradient: tapes.gradient, updateProgram: optimizerProgram(experiment.optimizer), decay };
    this.#executor = previous?.handOver(this) ?? backend.createTraining(this.program);
    this.#writeHyperParameters();
    const { stateCount, initialShared } = this.program.updateProgram;
    this.#executor.writeState({
      parameters: initialParameters(this.network, experiment.seed),
      state: Array.from({ length: stateCount }, () => new Float64Array(this.network.parameterCount)),
      shared: Float64Array.from(initialShared),
    });
    const { batchSize, seed } = experiment;
    this.#trainer = new Trainer(this.#executor, this.train, batchSize, orderRandom(seed), now);
  }

  get experiment(): Experiment {
    return this.#experiment;
  }

  /** What was compiled for this run; null when it is interpreted. */
  get figures(): CompilationFigures | null {
    return this.#executor.figures;
  }

  get epoch(): number {
    return this.#trainer.epoch;
  }

  get diverged(): boolean {
    return this.#trainer.diverged;
  }

  /** True once any weight may differ from its initial value. */
  get isTrained(): boolean {
    return this.#trainer.epoch > 0 || this.#trainer.insideEpoch;
  }

  get insideEpoch(): boolean {
    return this.#trainer.insideEpoch;
  }

  /** Trains; returns the number of samples used. See `Trainer.advance`. */
  advance(deadline: number, lastEpoch?: number): number {
    const start = this.#now();
    const used = this.#trainer.advance(deadline, lastEpoch);
    this.trainingMs += this.#now() - start;
    return used;
  }

  parameters(): Float64Array {
    return this.#executor.readParameters();
  }

  /** Places in `train` of the samples of the batch that is open or comes next. */
  currentBatch(): Uint32Array {
    const { generator, position } = this.state();
    const order = shuffledOrder(this.train.count, randomFromState(generator));
    return order.slice(position, position + Math.max(1, Math.ceil(this.#experiment.batchSize)));
  }

  /** True if a change to `next` lets this run go on with its weights. */
  canContinueAs(next: Experiment): boolean {
    return runKey(this.#experiment) === runKey(next);
  }

  /** True if `applySettings` will do. Another optimizer or engine needs a new run that takes over the state. */
  canApply(next: Experiment): boolean {
    const { optimizer, engine } = this.#experiment;
    return this.canContinueAs(next) && next.optimizer === optimizer && next.engine === engine;
  }

  /** Takes over settings that change no weight and need no other code: rates, batch size. */
  applySettings(next: Experiment): void {
    if (!this.canApply(next)) {
      throw new RangeError('these settings need a new run');
    }
    this.#experiment = next;
    this.#trainer.batchSize = next.batchSize;
    this.#writeHyperParameters();
  }

  #writeHyperParameters(): void {
    const { optimizer, learningRate, l2 } = this.#experiment;
    this.#executor.hyperParameters.set(hyperParametersOf(optimizer, learningRate, l2));
  }

  state(): RunState {
    return {
      ...this.#trainer.state(),
      experiment: this.#experiment,
      trainingMs: this.trainingMs,
      history: this.history.columns(),
    };
  }

  /** Goes on from a state of a run with the same network. Another optimizer starts with fresh state. */
  restore(state: RunState): void {
    if (state.parameters.length !== this.network.parameterCount) {
      throw new RangeError(
        `the state holds ${state.parameters.length} parameters, expected ${this.network.parameterCount}`,
      );
    }
    const sameOptimizer = state.experiment.optimizer === this.#experiment.optimizer;
    const fresh = this.#trainer.state();
    const carried = sameOptimizer ? state : { ...state, state: fresh.state, shared: fresh.shared };
    this.#trainer.restore(carried);
    this.trainingMs = state.trainingMs;
    this.history.restore(state.history);
  }

  /**
   * Gives up the executor to the next run if that runs the same program on the same back end, so that nothing is
   * compiled again for other data or other weights. This run must not be trained after it.
   */
  handOver(next: Run): TrainingExecutor | null {
    const isSameProgram =
      next.network === this.network && next.experiment.optimizer === this.experiment.optimizer;
    if (!isSameProgram || next.backend !== this.backend || this.#isHandedOver) return null;
    this.#isHandedOver = true;
    return this.#executor;
  }

  dispose(): void {
    if (!this.#isHandedOver) this.#executor.dispose();
  }
}

export function dataKey({ dataSet, noise, points, trainShare, dataSeed }: Experiment): string {
  return JSON.stringify([dataSet, noise, points, trainShare, dataSeed]);
}

/** Experiments with equal keys differ only in settings that may change while a run goes on. */
function runKey(experiment: Experiment): string {
  return JSON.stringify([dataKey(experiment), networkKey(experiment), experiment.seed]);
}
