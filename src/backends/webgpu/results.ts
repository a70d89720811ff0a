/** What the outside learns of the GPU: every expected failure is data with a code and a sentence for a person. */

export interface GpuAdapterInfo {
  /** What the browser tells of the hardware, such as "nvidia ampere"; "unnamed adapter" where it tells nothing. */
  readonly name: string;
  /** The CPU plays the GPU. */
  readonly isSoftware: boolean;
}

/** Why there is no GPU to be had. */
export type OpenFailureCode =
  | 'no-webgpu'
  | 'no-adapter'
  | 'adapter-timeout'
  | 'device-refused'
  | 'device-timeout'
  | 'shader-rejected'
  | 'self-test-failed';

/**
 * Why an evaluation has no result. After `device-lost` and `disposed` no later call can succeed; after `timeout`,
 * `out-of-memory` and the others a later one may.
 */
export type EvaluationFailureCode =
  'unsupported' | 'not-finite' | 'out-of-memory' | 'validation' | 'timeout' | 'device-lost' | 'disposed';

export interface Failure<Code extends string> {
  readonly ok: false;
  readonly code: Code;
  readonly message: string;
}

export type OpenFailure = Failure<OpenFailureCode>;
export type EvaluationFailure = Failure<EvaluationFailureCode>;

export interface EvaluationSuccess {
  readonly ok: true;
  /** `[row][sample]`, row-major; all finite. Row 0 is the displayed output. The caller's to keep or transfer. */
  readonly values: Float32Array<ArrayBuffer>;
  /** From upload to values, waiting in the queue excluded. */
  readonly elapsedMs: number;
}

export type EvaluationResult = EvaluationSuccess | EvaluationFailure;

export function failure<Code extends string>(code: Code, message: string): Failure<Code> {
  return { ok: false, code, message };
}

/** What was thrown, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
