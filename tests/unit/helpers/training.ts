import type { Tape } from '../../../src/autograd/tape.ts';
import type {
  Backend,
  ExecutorState,
  Samples,
  TrainingExecutor,
  TrainingProgram,
} from '../../../src/backends/executor.ts';
import type { OptimizerName } from '../../../src/experiment/names.ts';
import { decayMask } from '../../../src/nn/initializers.ts';
import { losses } from '../../../src/nn/losses.ts';
import { classCountOf, traceNetwork, widthsOf, type NetworkShape } from '../../../src/nn/network.ts';
import { hyperParametersOf, optimizerProgram } from '../../../src/nn/optimizers.ts';

/** All that determines a training run but the order of its samples. */
export interface Problem extends NetworkShape {
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly l2: number;
  readonly points: readonly (readonly number[])[];
  /** ±1 for two classes, the place of more, a number for regression. */
  readonly labels: readonly number[];
  readonly initialParameters: readonly number[];
}

/** Rows to columns, labels to targets. */
export function samplesOf(problem: Problem): Samples {
  const { points, labels, inputCount, loss } = problem;
  const classCount = classCountOf(problem);
  const inputs = Array.from({ length: inputCount }, (_, i) => Float64Array.from(points, (point) => point[i]));
  // What is above 0 is the second of two classes.
  const truths = classCount === 2 ? labels.map((label) => (label > 0 ? 1 : 0)) : labels;
  const targets = Array.from({ length: losses[loss].outputCount(classCount) }, (_, output) =>
    Float64Array.from(truths, (truth) => losses[loss].target(truth, output, classCount)),
  );
  return { count: points.length, inputs, targets };
}

export function trainingProgramOf(problem: Problem): TrainingProgram {
  return {
    gradient: traceNetwork(problem).gradient,
    updateProgram: optimizerProgram(problem.optimizer),
    decay: decayMask(problem.inputCount, widthsOf(problem)),
  };
}

export function initialStateOf(
  { initialParameters }: Problem,
  { updateProgram }: TrainingProgram,
): ExecutorState {
  const parameters = Float64Array.from(initialParameters);
  return {
    parameters,
    state: Array.from({ length: updateProgram.stateCount }, () => new Float64Array(parameters.length)),
    shared: Float64Array.from(updateProgram.initialShared),
  };
}

/** Hands `body` an executor at the start of the problem's run and disposes of it afterwards. */
export function withTraining<R>(
  backend: Backend,
  problem: Problem,
  body: (executor: TrainingExecutor) => R,
): R {
  const program = trainingProgramOf(problem);
  const executor = backend.createTraining(program);
  try {
    executor.hyperParameters.set(hyperParametersOf(problem.optimizer, problem.learningRate, problem.l2));
    executor.writeState(initialStateOf(problem, program));
    return body(executor);
  } finally {
    executor.dispose();
  }
}

/** Goes through the order once, in calls that ask for `slice` samples each. */
export function trainThrough(
  executor: TrainingExecutor,
  samples: Samples,
  order: Uint32Array,
  batchSize: number,
  slice = order.length,
): void {
  let position = 0;
  while (position < order.length && !executor.diverged) {
    position = executor.train(samples, order, position, Math.min(position + slice, order.length), batchSize);
  }
}

/** The mean of a tape's first output over some samples. */
export function meanFirstOutput(
  backend: Backend,
  tape: Tape,
  parameters: Float64Array,
  samples: Samples,
  rows: Iterable<number>,
): number {
  const executor = backend.createForward(tape);
  try {
    const outputs = Array.from(tape.outputs, () => new Float64Array(samples.count));
    executor.setParameters(parameters);
    executor.run(samples, 0, samples.count, outputs);
    const chosen = Array.from(rows, (row) => outputs[0][row]);
    return chosen.reduce((sum, x) => sum + x, 0) / chosen.length;
  } finally {
    executor.dispose();
  }
}
