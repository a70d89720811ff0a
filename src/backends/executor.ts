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
 */
export interface UpdateProgram {
  readonly update: Tape;
  readonly advance: Tape;
  readonly stateCount: number;
  readonly hyperParameterCount: number;
  /** Values of the shared scalars before the first step. */
  readonly initialShared: readonly number[];
}

export interface TrainingProgram {
  /** Returns `[loss of one sample, ...its gradient by each parameter]`. */
  readonly gradient: Tape;
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
  /** Samples already accumulated into a batch that is not closed yet. */
  readonly pending: number;
  /** True once a closed batch's loss, or a parameter after its step, was not finite. Cleared by `writeState`. */
  readonly diverged: boolean;

  /**
   * Trains on the samples `order[from..to)` and returns the position reached (≥ `to` where the executor
   * works in groups, ≤ `order.length`). A batch is closed, and the parameters are stepped by the mean gradient,
   * when it holds `batchSize` samples or `order` ends; a call may end inside a batch and the next one goes on
   * there. Results do not depend on where calls end. Stops after the first step that diverged.
   */
  train(samples: Samples, order: Uint32Array, from: number, to: number, batchSize: number): number;

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
