import type { Tape } from '../../autograd/tape.ts';
import type { NetworkProgram } from './network-plan.ts';
import type { EvaluationFailure } from './results.ts';

/** What the GPU is asked, and what it answers. Plain data on both sides. */

/**
 * Points to evaluate. Uploaded once and known by the identity of this object from then on: hand in the same object
 * again while nothing changed, and never write to its arrays.
 */
export type SampleSource =
  /** `columns[input][sample]`, each at least `count` long. */
  | { readonly kind: 'columns'; readonly columns: readonly Float64Array[]; readonly count: number }
  /**
   * resolution × resolution cells, row by row. Every input is a product of one factor by column and one by row:
   * `columns[input][column] * rows[input][row]`, so that only the axes are uploaded.
   */
  | {
      readonly kind: 'grid';
      readonly resolution: number;
      readonly columns: readonly Float64Array[];
      readonly rows: readonly Float64Array[];
    };

export interface BatchPart {
  readonly samples: SampleSource;
  /** How many of the program's rows are wanted, from the first: as many as there are outputs for the displayed alone. */
  readonly rows: number;
}

/** Everything that is wanted of one set of weights; it travels in one submission. */
export interface EvaluationBatch {
  readonly program: NetworkProgram;
  /** Flat, laid out as the plan says. Read during the call only; uploaded only if they changed. */
  readonly parameters: Float64Array;
  readonly parts: readonly BatchPart[];
  /** Drops what was not submitted yet; the answer is then the refusal `aborted`. */
  readonly signal?: AbortSignal;
}

/** Which shader ran: the network written out, or the loops over layers that serve every network. */
export type EmitPath = 'straight-line' | 'loops';

export interface EvaluationSuccess {
  readonly ok: true;
  /** For each part `[row][sample]`, row-major, in a buffer of its own: the caller's to keep or transfer. All finite. */
  readonly values: readonly Float32Array<ArrayBuffer>[];
  /** Wall-clock time from the call to the values. */
  readonly elapsedMs: number;
  /** Time the GPU itself worked, where the adapter tells (`timestamp-query`); else null. */
  readonly gpuMs: number | null;
  readonly path: EmitPath;
}

export type EvaluationResult = EvaluationSuccess | EvaluationFailure;

/** The loss of a network over a plane of weights θ + α·d₁ + β·d₂. */
export interface LandscapeEvaluation {
  readonly program: NetworkProgram;
  /**
   * The loss of one sample: its inputs are the predictions, with a target for each, and its one output is the loss.
   * `traceLoss` in `nn` makes it. Keep the object: pipelines are cached by it.
   */
  readonly loss: Tape;
  /** θ, the centre of the plane. Read during the call only, like the directions. */
  readonly parameters: Float64Array;
  /** d₁ and d₂, as long as the parameters; 0 where a parameter is not to be moved. */
  readonly directions: readonly [Float64Array, Float64Array];
  /** Along d₁, by column. */
  readonly alphas: Float64Array;
  /** Along d₂, by row. */
  readonly betas: Float64Array;
  /** `inputs[slot][sample]` and `targets[output][sample]`. */
  readonly samples: {
    readonly count: number;
    readonly inputs: readonly Float64Array[];
    readonly targets: readonly Float64Array[];
  };
  /** Ends the work between two chunks; the answer is then the refusal `aborted`. */
  readonly signal?: AbortSignal;
  /** Called after each chunk with the share that is done, 0…1. */
  readonly onProgress?: (share: number) => void;
}

export interface LandscapeSuccess {
  readonly ok: true;
  /** Mean loss by `[beta][alpha]`, row-major. A cell whose loss f32 cannot hold is Infinity. The caller's. */
  readonly losses: Float32Array<ArrayBuffer>;
  readonly elapsedMs: number;
  readonly path: EmitPath;
}

export type LandscapeResult = LandscapeSuccess | EvaluationFailure;
