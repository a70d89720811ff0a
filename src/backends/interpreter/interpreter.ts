import type { Steps } from '../../autograd/steps.ts';
import type { Tape } from '../../autograd/tape.ts';
import type {
  Backend,
  ExecutorState,
  ForwardExecutor,
  Presentation,
  Samples,
  SumExecutor,
  TrainingExecutor,
  TrainingProgram,
} from '../executor.ts';
import { expectPresentation, presentedCount } from '../executor.ts';
import { createValues, evaluate, leafMap, loadRow, loadSlots, type LeafMap } from './evaluate.ts';

/** One sample at a time, in f64. */
export const interpreter: Backend = {
  name: 'interpreter',
  createTraining: (program) => new InterpretedTraining(program),
  createForward: (tape) => new InterpretedForward(tape),
  createSum: (tape, samples) => new InterpretedSum(tape, samples),
  *trainingSteps(program): Steps<TrainingExecutor> {
    yield;
    return new InterpretedTraining(program);
  },
  *forwardSteps(tape): Steps<ForwardExecutor> {
    yield;
    return new InterpretedForward(tape);
  },
};

/** A tape with its values and the places of its leaves. */
class Machine {
  readonly values: Float64Array;
  readonly inputs: LeafMap;
  readonly targets: LeafMap;
  readonly parameters: LeafMap;
  readonly tape: Tape;

  /** Reads so many of the inputs from samples: all if it is not said. */
  constructor(tape: Tape, inputsOfSample = tape.inputCount) {
    this.tape = tape;
    this.values = createValues(tape);
    this.inputs = leafMap(tape, 'input', 0, inputsOfSample);
    this.targets = leafMap(tape, 'target');
    this.parameters = leafMap(tape, 'parameter');
  }

  loadParameters(parameters: Float64Array): void {
    loadSlots(this.parameters, parameters, this.values);
  }

  runSample(samples: Samples, row: number): void {
    loadRow(this.inputs, samples.inputs, row, this.values);
    loadRow(this.targets, samples.targets, row, this.values);
    evaluate(this.tape, this.values);
  }
}

class InterpretedForward implements ForwardExecutor {
  readonly grain = 1;
  readonly #machine: Machine;

  constructor(tape: Tape) {
    this.#machine = new Machine(tape);
  }

  setParameters(parameters: Float64Array): void {
    this.#machine.loadParameters(parameters);
  }

  run(samples: Samples, from: number, to: number, outputs: readonly (Float64Array | Float32Array)[]): void {
    const { values, tape } = this.#machine;
    for (let row = from; row < to; row++) {
      this.#machine.runSample(samples, row);
      for (let k = 0; k < outputs.length; k++) outputs[k][row] = values[tape.outputs[k]];
    }
  }

  dispose(): void {
    // Holds only garbage-collected arrays.
  }
}

class InterpretedSum implements SumExecutor {
  readonly grain = 1;
  readonly #machine: Machine;
  readonly #samples: Samples;

  constructor(tape: Tape, { count, inputs, targets }: Samples) {
    const copied = (columns: readonly Float64Array[]): Float64Array[] =>
      columns.map((column) => column.slice());
    this.#machine = new Machine(tape);
    this.#samples = { count, inputs: copied(inputs), targets: copied(targets) };
  }

  setParameters(parameters: Float64Array): void {
    this.#machine.loadParameters(parameters);
  }

  sum(from: number, to: number): number {
    const { values, tape } = this.#machine;
    let total = 0;
    for (let row = from; row < to; row++) {
      this.#machine.runSample(this.#samples, row);
      total += values[tape.outputs[0]];
    }
    return total;
  }

  dispose(): void {
    // Holds only garbage-collected arrays.
  }
}

class InterpretedTraining implements TrainingExecutor {
  readonly figures = null;
  readonly hyperParameters: Float64Array;
  readonly resting: Uint8Array;
  diverged = false;
  pending = 0;

  readonly #program: TrainingProgram;
  readonly #gradient: Machine;
  readonly #update: Machine;
  readonly #advance: Machine;
  readonly #normed: Machine | null;
  readonly #parameters: Float64Array;
  readonly #state: readonly Float64Array[];
  /** What the update's tape parameters read: hyper-parameters, the shared scalars, and the sum of squares if it has one. */
  readonly #scalars: Float64Array;
  readonly #shared: Float64Array;
  readonly #gradientSums: Float64Array;
  /** What the present sample is presented with, where it stands among the inputs. */
  readonly #presented: Float64Array;
  readonly #presentedLeaves: LeafMap;
  /** Columns of the update tape's inputs: parameter, gradient, decay, state. */
  readonly #lanes: readonly Float64Array[];
  /** Columns that the update tape's outputs are written to: parameter, state. */
  readonly #results: readonly Float64Array[];
  #lossSum = 0;

  constructor(program: TrainingProgram) {
    const { gradient, updateProgram, decay } = program;
    const { update, advance, normed, stateCount, hyperParameterCount, initialShared } = updateProgram;
    const { parameterCount } = gradient;
    if (gradient.outputs.length !== parameterCount + 1) {
      throw new RangeError(
        `a gradient tape returns the loss and ${parameterCount} gradients, this one returns ${gradient.outputs.length} numbers`,
      );
    }
    const column = (): Float64Array => new Float64Array(parameterCount);
    this.#program = program;
    const ofSample = gradient.inputCount - presentedCount(program);
    this.#gradient = new Machine(gradient, ofSample);
    this.#presented = new Float64Array(presentedCount(program));
    this.#presentedLeaves = leafMap(gradient, 'input', ofSample, gradient.inputCount);
    this.resting = new Uint8Array(parameterCount);
    this.#update = new Machine(update);
    this.#advance = new Machine(advance);
    this.#normed = normed === undefined ? null : new Machine(normed);
    this.#parameters = column();
    this.#gradientSums = column();
    this.#state = Array.from({ length: stateCount }, column);
    this.#lanes = [this.#parameters, this.#gradientSums, decay, ...this.#state];
    this.#results = [this.#parameters, ...this.#state];
    const scalarCount = hyperParameterCount + initialShared.length;
    this.#scalars = new Float64Array(normed === undefined ? scalarCount : scalarCount + 1);
    this.hyperParameters = this.#scalars.subarray(0, hyperParameterCount);
    this.#shared = this.#scalars.subarray(hyperParameterCount, scalarCount);
    this.#shared.set(initialShared);
  }

  train(
    samples: Samples,
    order: Uint32Array,
    from: number,
    to: number,
    batchSize: number,
    presentation: Presentation | null = null,
  ): number {
    expectPresentation(this.#program, presentation);
    for (let position = from; position < to; position++) {
      presentation?.fill(position, position + 1, this.#presented);
      this.#accumulate(samples, order[position]);
      if (this.pending >= batchSize || position + 1 === order.length) {
        this.#step();
        if (this.diverged) return position + 1;
      }
    }
    return Math.max(from, to);
  }

  #accumulate(samples: Samples, row: number): void {
    const { values, tape } = this.#gradient;
    const sums = this.#gradientSums;
    const { outputs } = tape;
    loadSlots(this.#presentedLeaves, this.#presented, values);
    this.#gradient.runSample(samples, row);
    this.#lossSum += values[outputs[0]];
    for (let p = 0; p < sums.length; p++) sums[p] += values[outputs[p + 1]];
    this.pending++;
  }

  /** One optimizer step by the mean gradient of the pending samples. */
  #step(): void {
    const sums = this.#gradientSums;
    const advance = this.#advance;
    const update = this.#update;
    for (let p = 0; p < sums.length; p++) sums[p] /= this.pending;

    advance.loadParameters(this.#scalars);
    evaluate(advance.tape, advance.values);
    advance.tape.outputs.forEach((output, k) => (this.#shared[k] = advance.values[output]));

    if (this.#normed !== null) this.#scalars[this.#scalars.length - 1] = this.#sumOfSquares(this.#normed);
    update.loadParameters(this.#scalars);
    const columns = this.#results;
    let finite = Number.isFinite(this.#lossSum);
    for (let p = 0; p < sums.length; p++) {
      if (this.resting[p] !== 0) continue;
      loadRow(update.inputs, this.#lanes, p, update.values);
      evaluate(update.tape, update.values);
      for (let k = 0; k < columns.length; k++) columns[k][p] = update.values[update.tape.outputs[k]];
      finite &&= Number.isFinite(columns[0][p]);
    }
    this.diverged = !finite;
    this.#gradient.loadParameters(this.#parameters);
    this.#dropBatch();
  }

  #sumOfSquares(normed: Machine): number {
    normed.loadParameters(this.#scalars);
    const { tape, values } = normed;
    let sum = 0;
    for (let p = 0; p < this.#parameters.length; p++) {
      if (this.resting[p] !== 0) continue;
      loadRow(normed.inputs, this.#lanes, p, values);
      evaluate(tape, values);
      sum += values[tape.outputs[0]] ** 2;
    }
    return sum;
  }

  #dropBatch(): void {
    this.#gradientSums.fill(0);
    this.#lossSum = 0;
    this.pending = 0;
  }

  get stateOverflowed(): boolean {
    return !this.#state.every((column) => column.every(Number.isFinite));
  }

  readParameters(): Float64Array {
    return this.#parameters.slice();
  }

  readState(): ExecutorState {
    return {
      parameters: this.#parameters.slice(),
      state: this.#state.map((column) => column.slice()),
      shared: this.#shared.slice(),
    };
  }

  writeState({ parameters, state, shared }: ExecutorState): void {
    const { updateProgram, gradient } = this.#program;
    if (parameters.length !== gradient.parameterCount || state.length !== updateProgram.stateCount) {
      throw new RangeError(
        `state holds ${parameters.length} parameters and ${state.length} columns, ` +
          `expected ${gradient.parameterCount} and ${updateProgram.stateCount}`,
      );
    }
    this.#parameters.set(parameters);
    this.#state.forEach((column, k) => {
      column.set(state[k]);
    });
    this.#shared.set(shared);
    this.#gradient.loadParameters(this.#parameters);
    this.#dropBatch();
    this.diverged = false;
  }

  dispose(): void {
    // Holds only garbage-collected arrays.
  }
}
