import type { Backend, TrainingProgram, UpdateProgram } from '../backends/executor.ts';
import type { DataSet } from '../data/data-set.ts';
import type { Encoding } from '../data/encoding.ts';
import type { Experiment } from '../experiment/schema.ts';
import { optimizerProgram } from '../nn/optimizers.ts';
import { withLabelNoise } from './label-noise.ts';
import { measuredOf, type MeasuredSamples } from './measured-samples.ts';
import type { NetworkCache } from './network-cache.ts';
import { initialParameters, networkKey, networkSpec, orderRandom, type Network } from './network.ts';
import type { RunData } from './run-data.ts';
import type { LabelledSamples } from './samples.ts';
import type { TrainerState } from './trainer.ts';
import { updateOptionsOf } from './update-options.ts';

/** What a run trains, on what, with what, and from where: all that stays as it is as long as the run lives. */
export class RunSubject {
  readonly dataSet: DataSet;
  readonly network: Network;
  /** From rows to what the network reads and is to predict. */
  readonly encoding: Encoding;
  readonly train: LabelledSamples;
  readonly test: LabelledSamples;
  /** Rows that neither train nor test; null where there are none. */
  readonly validation: LabelledSamples | null;
  /** `train` with the labels that are trained on. */
  readonly trained: LabelledSamples;
  /** What curves and live figures are of: both sides, or a sample that stays the same throughout. */
  readonly measured: MeasuredSamples;
  readonly backend: Backend;
  readonly #updateProgram: UpdateProgram;
  /** What the optimizer carries before its first step. */
  protected readonly fresh: Pick<TrainerState, 'state' | 'shared'>;

  /** Takes the network of `previous` if it is the same, or what was traced of it before. */
  constructor(
    experiment: Experiment,
    backend: Backend,
    { dataSet, encoding, train, test, validation }: RunData,
    previous: RunSubject | null,
    networks: NetworkCache,
  ) {
    this.backend = backend;
    this.dataSet = dataSet;
    this.encoding = encoding;
    this.train = train;
    this.test = test;
    this.validation = validation;
    this.trained = withLabelNoise(train, dataSet.rows.train, experiment);
    this.measured = measuredOf(train, test);
    const spec = networkSpec(experiment, dataSet);
    const isSame = previous?.network.key === networkKey(spec);
    this.network = isSame ? previous.network : networks.of(spec);
    const { parameterCount } = this.network;
    this.#updateProgram = optimizerProgram(experiment.optimizer, updateOptionsOf(experiment));
    const { stateCount, initialShared } = this.#updateProgram;
    this.fresh = {
      state: Array.from({ length: stateCount }, () => new Float64Array(parameterCount)),
      shared: Float64Array.from(initialShared),
    };
  }

  /** Before anything is trained: initial weights, of which none is cut yet. */
  protected beginning(experiment: Experiment): TrainerState {
    return {
      parameters: initialParameters(this.network, experiment.seed, experiment),
      ...this.fresh,
      epoch: 0,
      position: 0,
      generator: orderRandom(experiment.seed).state(),
    };
  }

  /** What trains: the same for every back end. */
  get program(): TrainingProgram {
    const { tapes, decay } = this.network;
    const { training: gradient, presented } = tapes;
    return { gradient, presented, updateProgram: this.#updateProgram, decay };
  }

  /** The classes of `train` as they are trained on, where noise has made some of them others; else null. */
  get noisyClasses(): Float64Array | null {
    return this.trained === this.train ? null : this.trained.classes;
  }
}
