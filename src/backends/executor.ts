import type { Steps } from '../autograd/steps.ts';
import type { Tape } from '../autograd/tape.ts';

/**
 * The port between training and the ways to run a tape over many samples.
 *
 * Whoever creates an executor owns it and calls `dispose()`; after that no other method may be called.
 * Arrays handed in are read during the call only and never kept; arrays handed out are the caller's.
 */
export interface Backend {
  readonly name: BackendName;
  createTraining(program: TrainingProgram): TrainingExecutor;
  createForward(tape: Tape): ForwardExecutor;
  /** The same in steps, where others must not be kept waiting: a large program takes tens of milliseconds to compile. */
  trainingSteps(program: TrainingProgram): Steps<TrainingExecutor>;
  forwardSteps(tape: Tape): Steps<ForwardExecutor>;
  /** Sums the tape's first output over these samples, for one vector of parameters after another. */
  createSum(tape: Tape, samples: Samples): SumExecutor;
}

export type BackendName = 'interpreter' | 'wasm-f32' | 'wasm-f64';

/** A back end, or why there is none here. */
export type BackendResult =
  { readonly ok: true; readonly backend: Backend } | { readonly ok: false; readonly message: string };

/** What a compiler made of a tape. */
export interface CompilationFigures {
  /** Instructions of the gradient tape and of the update. */
  readonly scalarOperations: number;
  readonly moduleBytes: number;
  /** From the tape to a module that is ready to run. */
  readonly compileMs: number;
}

/** Samples in columns: `inputs[slot][sample]`, `targets[slot][sample]`; all columns of equal length. */
export interface Samples {
  readonly count: number;
  readonly inputs: readonly Float64Array[];
  readonly targets: readonly Float64Array[];
}

/**
 * An optimizer's rule as tapes, so that a back end needs to know nothing about optimizers.
 *
 * In `update`, lanes are network parameters: its inputs are `[parameter, gradient, decay, ...state]` and its
 * outputs `[parameter, ...state]` after the step. Its tape parameters are the scalars shared by all lanes:
 * `[...hyperParameters, ...shared]`. `advance` has the same tape parameters, no inputs, and returns the
 * `shared` scalars of this step (such as Adam's powers of beta); it runs before `update`, once a step.
 *
 * Where there is `normed`, with the tape parameters of `advance` and the inputs `[parameter, gradient, decay]`, the sum
 * of its output's squares over all network parameters, taken in double precision before `update`, is one more tape
 * parameter of `update`, the last.
 */
export interface UpdateProgram {
  readonly update: Tape;
  readonly advance: Tape;
  readonly normed?: Tape | undefined;
  readonly stateCount: number;
  readonly hyperParameterCount: number;
  /** Values of the shared scalars before the first step. */
  readonly initialShared: readonly number[];
}

/**
 * Numbers that a sample is presented with, anew each time it is trained on: they belong to a place in the order, not to
 * the sample that stands there.
 */
export interface Presentation {
  /** Writes what belongs to the places [from, to): `into[(place - from) * count + k]`. Asked again, it writes the same. */
  fill(from: number, to: number, into: Float32Array | Float64Array): void;
}

export interface TrainingProgram {
  /** Returns `[loss of one sample, ...its gradient by each parameter]`. */
  readonly gradient: Tape;
  /** How many of the gradient's inputs, the last ones, come with each presentation: in groups that are used alike. */
  readonly presented?: readonly number[];
  readonly updateProgram: UpdateProgram;
  /** 1 for parameters that weight decay applies to (weights), 0 for the others (biases). */
  readonly decay: Float64Array;
}

/** All that a step leaves behind. */
export interface ExecutorState {
  readonly parameters: Float64Array;
  /** `state[k][parameter]`, as many k as the update program's `stateCount`. */
  readonly state: readonly Float64Array[];
  readonly shared: Float64Array;
}

export interface TrainingExecutor {
  /** null where nothing is compiled. */
  readonly figures: CompilationFigures | null;
  /** Scalars of the update, such as the learning rate. Written by the owner at any time; used from the next step on. */
  readonly hyperParameters: Float64Array;
  /**
   * By parameter, not 0 for one that rests: its gradient counts as none, as PyTorch's without `requires_grad`, also where
   * the gradient is shortened by its norm; it has no penalty and no decay, and it and its state keep their bits. Written
   * by the owner at any time; used from the next step on.
   */
  readonly resting: Uint8Array;
  /** Samples already accumulated into a batch that is not closed yet. */
  readonly pending: number;
  /** True once a closed batch's loss, or a parameter after its step, was not finite. Cleared by `writeState`. */
  readonly diverged: boolean;
  /** Whether anything that the optimizer carries from step to step is not finite. Looks at every number when it is asked. */
  readonly stateOverflowed: boolean;

  /**
   * Trains on the samples `order[from..to)` and returns the position reached (≥ `to` where the executor
   * works in groups, ≤ `order.length`). A batch is closed, and the parameters are stepped by the mean gradient,
   * when it holds `batchSize` samples or `order` ends; a call may end inside a batch and the next one goes on
   * there. Results do not depend on where calls end. Stops after the first step that diverged.
   *
   * `presentation` is there where the program has inputs that come with each; its places are those in `order`.
   */
  train(
    samples: Samples,
    order: Uint32Array,
    from: number,
    to: number,
    batchSize: number,
    presentation?: Presentation | null,
  ): number;

  readParameters(): Float64Array;
  /** The state after the last closed batch. */
  readState(): ExecutorState;
  /** Goes on from a state as if it had just been reached; drops a batch that is not closed. */
  writeState(state: ExecutorState): void;
  dispose(): void;
}

export interface ForwardExecutor {
  /** Samples that are computed together: parts that start and end at multiples of it waste nothing. */
  readonly grain: number;
  /** Copies the parameters that later `run` calls use. */
  setParameters(parameters: Float64Array): void;
  /** Computes `outputs[k][sample]`, the tape's k-th output, for every sample in [from, to). */
  run(samples: Samples, from: number, to: number, outputs: readonly (Float64Array | Float32Array)[]): void;
  dispose(): void;
}

/** Has its own copy of the samples, in the form that it computes with: what is asked for often costs no copying. */
export interface SumExecutor {
  /** As in `ForwardExecutor`. */
  readonly grain: number;
  /** Copies the parameters that later `sum` calls use. */
  setParameters(parameters: Float64Array): void;
  /** Σ of the tape's first output over the samples [from, to), added up in double precision. */
  sum(from: number, to: number): number;
  dispose(): void;
}

/** Inputs of a program that come with each presentation. */
export function presentedCount({ presented = [] }: Pick<TrainingProgram, 'presented'>): number {
  return presented.reduce((sum, width) => sum + width, 0);
}

/** Throws a RangeError where a program lacks what its samples are to be presented with. */
export function expectPresentation(
  program: Pick<TrainingProgram, 'presented'>,
  presentation: Presentation | null,
): void {
  const count = presentedCount(program);
  if (count > 0 && presentation === null)
    throw new RangeError(`the program reads ${count} numbers with each presentation, got no presentation`);
}
