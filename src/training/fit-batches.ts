import type { ExecutorState, Presentation, Samples, TrainingExecutor } from '../backends/executor.ts';
import type { Activation } from '../experiment/activation-formula.ts';
import {
  lossNames,
  optimizerNames,
  type EngineName,
  type LossName,
  type OptimizerName,
} from '../experiment/names.ts';
import { decayOf, moduleOf, numbered, type Module } from '../nn/module.ts';
import { trainingTapes } from '../nn/network.ts';
import { hyperParametersOf, optimizerProgram } from '../nn/optimizers.ts';
import { engineNamed } from './engine.ts';
import { fitPresentation, presentationFrom, type FitDropout } from './fit-dropout.ts';
import { readTorchNames, type TorchHyperParameters } from './torch-hyper-parameters.ts';

export interface FitRequest {
  /** Inputs, neurons of each hidden layer, outputs: at least two numbers. */
  readonly sizes: readonly number[];
  /** One for each hidden layer. The output layer is linear. */
  readonly activations: readonly Activation[];
  readonly loss: LossName;
  readonly optimizer: OptimizerName;
  readonly hyper: TorchHyperParameters;
  /** λ₁ of λ₁Σ|w| over the weights, as a term of the loss: what is clipped has it. 0 if left out. */
  readonly l1?: number;
  /** λ of ½λΣw² over the weights, as torch's weight_decay, and decoupled where the optimizer decouples it. 0 if left out. */
  readonly l2?: number;
  /** Layer by layer the weights `[neuron][input]`, row-major, then the biases. */
  readonly parameters: ArrayLike<number>;
  /** Places, from 0, of parameters that rest, as torch's with `requires_grad=False`. None if left out. */
  readonly resting?: readonly number[];
  /** `[row][column]`. */
  readonly inputs: readonly ArrayLike<number>[];
  /**
   * `[row]`: what the loss compares the outputs with, a number or one for each output. 0 or 1 for binary cross-entropy,
   * ±1 for the hinge losses, the place of the class, from 0, for cross-entropy.
   */
  readonly targets: readonly (number | ArrayLike<number>)[];
  /** Places of rows: a step for each list, by the mean gradient over it. A place may stand in it more than once. */
  readonly batches: readonly ArrayLike<number>[];
  /** None if left out. */
  readonly dropout?: FitDropout;
  readonly engine?: EngineName;
  /** Whether relaxed multiply-add may be used where the machine has it: its rounding is the machine's. true if left out. */
  readonly fused?: boolean;
}

export interface FitResult {
  /** Of each batch the mean loss before its step, without any penalty, and of the whole network: nothing is dropped. */
  readonly losses: number[];
  /** After the last step, in the layout in which they were given. */
  readonly parameters: number[];
}

/**
 * Trains a network on given batches with the very executors that train on the page. Throws a RangeError for what does
 * not fit together, and an Error where the engine is not to be had. A training that diverges goes on with what is not
 * finite, as PyTorch's does.
 */
export function fitBatches(request: FitRequest): FitResult {
  const { sizes, loss, optimizer, hyper, l1 = 0, l2 = 0, engine = 'wasm-f32', fused = true } = request;
  expectName('loss', loss, lossNames);
  expectName('optimizer', optimizer, optimizerNames);
  const settings = readTorchNames(optimizer, loss, hyper);
  const module = moduleFor(request);
  expectCount('parameters', request.parameters.length, module.parameterCount);
  const samples = samplesFor(request, sizes[0], sizes[sizes.length - 1]);
  const options = { ...settings.update, l1 };
  const tapes = trainingTapes(module, { loss, ...settings.loss });
  const updateProgram = optimizerProgram(settings.optimizer, options);
  const { backend } = engineNamed(engine, fused);
  const training = backend.createTraining({
    gradient: tapes.gradient,
    presented: tapes.presented,
    updateProgram,
    decay: decayOf(module),
  });
  const forward = backend.createForward(tapes.loss);
  try {
    training.hyperParameters.set(hyperParametersOf(settings.optimizer, settings.learningRate, l2, options));
    for (const place of restingOf(request, module)) training.resting[place] = 1;
    training.writeState(freshState(request.parameters, updateProgram));
    const presentations = request.batches.reduce((sum, { length }) => sum + length, 0);
    const presentation =
      request.dropout && fitPresentation(request.dropout, sizes.slice(1, -1), presentations);
    let presented = 0;
    const losses = request.batches.map((batch) => {
      const rows = rowsOf(batch, samples.count);
      forward.setParameters(training.readParameters());
      const each = new Float64Array(rows.length);
      forward.run(chosenRows(samples, rows), 0, rows.length, [each]);
      step(training, samples, rows, presentationFrom(presentation ?? null, presented));
      presented += rows.length;
      return each.reduce((sum, value) => sum + value, 0) / rows.length;
    });
    return { losses, parameters: [...training.readParameters()] };
  } finally {
    training.dispose();
    forward.dispose();
  }
}

function expectName(what: string, name: string, names: readonly string[]): void {
  if (!names.includes(name))
    throw new RangeError(`${what} is “${name}”, expected one of ${names.join(', ')}`);
}

function expectCount(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new RangeError(`there are ${actual} ${what}, expected ${expected}`);
}

function restingOf({ resting = [] }: FitRequest, { parameterCount }: Module): readonly number[] {
  const wrong = resting.find((place) => !Number.isInteger(place) || place < 0 || place >= parameterCount);
  if (wrong !== undefined)
    throw new RangeError(`resting names parameter ${wrong}, expected one from 0 to ${parameterCount - 1}`);
  return resting;
}

function moduleFor({ sizes, activations, dropout }: FitRequest): Module {
  if (sizes.length < 2 || sizes.some((size) => !Number.isInteger(size) || size < 1))
    throw new RangeError(`sizes are ${sizes.join(', ')}, expected at least two whole numbers from 1`);
  expectCount('activations', activations.length, sizes.length - 2);
  return moduleOf(
    {
      kind: 'mlp',
      hidden: activations.map((activation, i) => ({
        ...{ width: sizes[i + 1], activation },
        drops: (dropout?.shares[i] ?? 0) > 0,
      })),
    },
    {
      inputs: numbered('input', sizes[0]),
      outputs: numbered('output', sizes[sizes.length - 1]),
      outputActivation: 'linear',
    },
  );
}

/** Rows to columns. */
function samplesFor({ inputs, targets, loss }: FitRequest, inputCount: number, outputCount: number): Samples {
  expectCount('targets', targets.length, inputs.length);
  const columns = (count: number): Float64Array[] =>
    Array.from({ length: count }, () => new Float64Array(inputs.length));
  const samples = { count: inputs.length, inputs: columns(inputCount), targets: columns(outputCount) };
  inputs.forEach((row, i) => {
    expectCount(`inputs in row ${i}`, row.length, inputCount);
    for (let k = 0; k < inputCount; k++) samples.inputs[k][i] = row[k];
  });
  targets.forEach((target, i) => {
    const row = targetsOf(target, loss, outputCount, i);
    for (let k = 0; k < outputCount; k++) samples.targets[k][i] = row[k];
  });
  return samples;
}

/** One number for each output. */
function targetsOf(
  target: number | ArrayLike<number>,
  loss: LossName,
  outputCount: number,
  row: number,
): ArrayLike<number> {
  if (loss === 'cross-entropy') {
    if (typeof target !== 'number' || !Number.isInteger(target) || target < 0 || target >= outputCount)
      throw new RangeError(
        `the target of row ${row} is ${JSON.stringify(target)}, expected a class from 0 to ${outputCount - 1}`,
      );
    return Array.from({ length: outputCount }, (_, output) => (output === target ? 1 : 0));
  }
  const list = typeof target === 'number' ? [target] : target;
  expectCount(`targets in row ${row}`, list.length, outputCount);
  for (let k = 0; k < list.length; k++) expectTarget(list[k], loss, row);
  return list;
}

function expectTarget(target: number, loss: LossName, row: number): void {
  const isHinge = loss === 'hinge' || loss === 'squared-hinge';
  const wrong = (expected: string): never => {
    throw new RangeError(`the target of row ${row} is ${target}, expected ${expected}`);
  };
  if (isHinge && Math.abs(target) !== 1) wrong('-1 or 1');
  if (loss === 'binary-cross-entropy' && target !== 0 && target !== 1) wrong('0 or 1');
}

function rowsOf(batch: ArrayLike<number>, count: number): Uint32Array {
  if (batch.length === 0) throw new RangeError('a batch is empty, expected at least one row');
  for (let i = 0; i < batch.length; i++) {
    if (!Number.isInteger(batch[i]) || batch[i] < 0 || batch[i] >= count)
      throw new RangeError(`a batch names row ${batch[i]}, expected a row from 0 to ${count - 1}`);
  }
  return Uint32Array.from(batch);
}

function chosenRows({ inputs, targets }: Samples, rows: Uint32Array): Samples {
  const chosen = (columns: readonly Float64Array[]): Float64Array[] =>
    columns.map((column) => Float64Array.from(rows, (row) => column[row]));
  return { count: rows.length, inputs: chosen(inputs), targets: chosen(targets) };
}

function step(
  training: TrainingExecutor,
  samples: Samples,
  rows: Uint32Array,
  presentation: Presentation | null,
): void {
  const { length } = rows;
  let position = 0;
  while (position < length) position = training.train(samples, rows, position, length, length, presentation);
}

function freshState(
  parameters: ArrayLike<number>,
  { stateCount, initialShared }: ReturnType<typeof optimizerProgram>,
): ExecutorState {
  return {
    parameters: Float64Array.from(parameters),
    state: Array.from({ length: stateCount }, () => new Float64Array(parameters.length)),
    shared: Float64Array.from(initialShared),
  };
}
