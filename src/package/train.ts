import type { Activation } from '../experiment/activation-formula.ts';
import type { EngineName, LossName, OptimizerName } from '../experiment/names.ts';
import {
  defaultExperiment,
  experimentEntries,
  parseExperiment,
  type Experiment,
} from '../experiment/schema.ts';
import { drive, FigureReader, type Figures } from '../training/drive.ts';
import { engineNamed } from '../training/engine.ts';
import { Run } from '../training/run.ts';
import { fileOf, ownRunData, readOwnData, type OwnData } from './own-data.ts';
import { ModelOfRun, type Classifier, type EpochFigures, type Regressor } from './trained-network.ts';

/** Losses that tell classes apart: numbers as targets are then names of classes. */
export type ClassLoss = 'binary-cross-entropy' | 'cross-entropy' | 'hinge' | 'squared-hinge';
export type NumberLoss = Exclude<LossName, ClassLoss>;

export interface TrainData<Target extends number | string> {
  /** `[row][input]`: finite numbers, as many in each row. */
  readonly inputs: readonly ArrayLike<number>[];
  /** `[row]`: the number to predict, or the name of the class. */
  readonly targets: readonly Target[];
  /** What the inputs are called, where the network is taken away; x1, x2 and so on if left out. */
  readonly names?: readonly string[];
}

export interface TrainOptions<Target extends number | string, Loss extends LossName = LossName> {
  readonly data: TrainData<Target>;
  /** Rows that are not trained on: `testLoss` and `testAccuracy` are theirs. */
  readonly test?: Omit<TrainData<Target>, 'names'>;
  /** Neurons of each hidden layer, at most 8 layers of 1 to 128; one of 16 if left out. */
  readonly hidden?: readonly number[];
  /** Of the hidden layers: `tanh` if left out. A formula of z is one behind a sign: `'=z * sigmoid(1.7 * z)'`. */
  readonly activation?: Activation;
  /** Cross-entropy for names of classes, binary where there are two, and the squared error for numbers, if left out. */
  readonly loss?: Loss;
  /** `adam` if left out. */
  readonly optimizer?: OptimizerName;
  /** From 0 to 100; 0.01 if left out. */
  readonly learningRate?: number;
  /** λ of ½λΣw² over the weights, as PyTorch's weight_decay; 0 if left out. */
  readonly l2?: number;
  /** Rows to a step, from 1 to 10,000; 10 if left out. */
  readonly batchSize?: number;
  /** How often every row is trained on; 100 if left out. */
  readonly epochs?: number;
  /** Of the initial weights and of the order of the rows; 1 if left out. Equal seeds give equal bits. */
  readonly seed?: number;
  /**
   * Whether inputs, and numbers that are predicted, are shifted and scaled by the mean and the deviation of the train
   * rows, as they are on the page; predictions are in their own units, losses of numbers in those of the deviation. true
   * if left out.
   */
  readonly standardise?: boolean;
  /** `wasm-f32` if left out. */
  readonly engine?: EngineName;
  /** false leaves relaxed multiply-add out, whose rounding is the machine's; true if left out. */
  readonly fused?: boolean;
  /** Any other setting of the playground by its name, such as `{ schedule: 'cosine', dropout: [0.2] }`. */
  readonly settings?: Partial<Omit<Experiment, 'dataSet' | 'file'>>;
  /** What it is called where it is taken away. */
  readonly title?: string;
  /** Told after every epoch, which costs a look at all rows; `false` ends the training there. */
  readonly onEpoch?: (figures: EpochFigures) => unknown;
  /** Once it is aborted, the promise rejects with its reason. */
  readonly signal?: AbortSignal;
}

const classLosses: readonly string[] = [
  'binary-cross-entropy',
  'cross-entropy',
  'hinge',
  'squared-hinge',
] satisfies ClassLoss[];

const ownOptions = [
  'data',
  'test',
  'epochs',
  'standardise',
  'settings',
  'title',
  'onEpoch',
  'signal',
] as const satisfies readonly (keyof TrainOptions<number>)[];

const settingOptions = [
  'hidden',
  'activation',
  'loss',
  'optimizer',
  'learningRate',
  'l2',
  'batchSize',
  'seed',
  'engine',
  'fused',
] as const satisfies readonly (keyof TrainOptions<number> & keyof Experiment)[];

/**
 * Trains a network on rows, by the engine that trains on the page, and resolves when it is done. It runs in turns, between
 * which others are let in. Rejects with a TypeError or a RangeError that says what was expected, with an Error where the
 * training diverged or the engine is not to be had, and with the signal's reason.
 */
export async function train(options: TrainOptions<string>): Promise<Classifier<string>>;
export async function train(
  options: TrainOptions<number, ClassLoss> & { readonly loss: ClassLoss },
): Promise<Classifier<number>>;
export async function train(options: TrainOptions<number, NumberLoss>): Promise<Regressor>;
export async function train(
  options: TrainOptions<string> | TrainOptions<number>,
): Promise<Classifier<string> | Classifier<number> | Regressor> {
  checkOptions(options);
  const { epochs = 100, standardise = true, onEpoch = null, signal, test = null, data } = options;
  const own = readOwnData(data, test, classLosses.includes(options.loss ?? ''));
  const experiment = experimentFor(options, own);
  const { backend, engine, fused } = engineNamed(experiment.engine, experiment.fused);
  const now = (): number => performance.now();
  const run = new Run(
    experiment,
    backend,
    now,
    null,
    undefined,
    undefined,
    ownRunData(own, experiment, standardise),
  );
  const reader = new FigureReader(run);
  try {
    const told = onEpoch === null ? null : () => onEpoch(epochFigures(run.epoch, reader.read())) !== false;
    const end = await drive(run, { epochs, onEpoch: told, signal, nextTask, now });
    if (end === 'diverged')
      throw new Error(
        `the training diverged in epoch ${run.epoch + 1}: try a lower learning rate than ${experiment.learningRate}` +
          (standardise ? '' : ', or standardise: true'),
      );
    const figures = epochFigures(run.epoch, reader.read('all'));
    const labels = typeof data.targets[0] === 'string' ? own.classes : own.classes.map(Number);
    return new ModelOfRun(run, { figures, engine, fused, labels }) as Classifier<string> | Regressor;
  } finally {
    reader.dispose();
    run.dispose();
  }
}

function epochFigures(epoch: number, { train, test }: Figures): EpochFigures {
  const isTested = !Number.isNaN(test.loss);
  return {
    epoch,
    loss: train.loss,
    accuracy: train.accuracy,
    testLoss: isTested ? test.loss : null,
    testAccuracy: isTested ? test.accuracy : null,
  };
}

/** A macrotask: timers, messages and the user come in. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve));
}

function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('train takes an object with at least data: { inputs, targets }');
  const known: readonly string[] = [...ownOptions, ...settingOptions];
  const stranger = Object.keys(options).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new TypeError(
      `train has no option “${stranger}”, expected some of ${known.join(', ')}${Object.hasOwn(experimentEntries, stranger) ? `; this is one of settings: { ${stranger}: … }` : ''}`,
    );
  const { epochs = 100, onEpoch } = options as { epochs?: unknown; onEpoch?: unknown };
  if (typeof epochs !== 'number' || !Number.isInteger(epochs) || epochs < 0)
    throw new RangeError(`epochs is ${String(epochs)}, expected a whole number from 0`);
  if (onEpoch !== undefined && typeof onEpoch !== 'function')
    throw new TypeError(`onEpoch is a ${typeof onEpoch}, expected a function`);
}

/** Checked by the rules of the page. */
function experimentFor(options: TrainOptions<string> | TrainOptions<number>, own: OwnData): Experiment {
  const { title = 'network', settings = {} } = options;
  const stranger = Object.keys(settings).find((name) => !Object.hasOwn(experimentEntries, name));
  if (stranger !== undefined) throw new TypeError(`there is no setting “${stranger}”`);
  const given = Object.fromEntries(
    settingOptions.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
  const parsed = parseExperiment({
    ...defaultExperiment,
    ...{ hidden: [16], optimizer: 'adam', learningRate: 0.01, loss: usualLoss(own) },
    ...settings,
    ...given,
    dataSet: 'file',
    file: fileOf(own, title),
  });
  if (!parsed.ok) throw new RangeError(parsed.message);
  return parsed.value;
}

function usualLoss({ classes }: OwnData): LossName {
  if (classes.length === 0) return 'squared-error';
  return classes.length === 2 ? 'binary-cross-entropy' : 'cross-entropy';
}
