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

/** Answers that say nothing against the GPU: the next request may succeed. */
export type RefusalCode =
  /** The request does not fit: its shape, its sizes, or what it asks for. */
  | 'unsupported'
  /** Weights or inputs are not finite, or could overflow f32 on the way. Nothing was uploaded. */
  | 'not-finite'
  /** As many requests as there are staging buffers are under way: this one was dropped, not queued. */
  | 'busy'
  /** The request's signal was aborted. */
  | 'aborted';

/** What ends a GPU: the device is destroyed, and no later call can succeed. */
export type FaultCode =
  | 'device-lost'
  | 'timeout'
  | 'out-of-memory'
  | 'validation'
  | 'shader-rejected'
  /** What came back is outside what f32 arithmetic explains. */
  | 'wrong-result'
  | 'disposed';

/** Why an evaluation has no result. */
export type EvaluationFailureCode = RefusalCode | FaultCode;

export interface Failure<Code extends string> {
  readonly ok: false;
  readonly code: Code;
  readonly message: string;
}

export type OpenFailure = Failure<OpenFailureCode>;
export type GpuFault = Failure<FaultCode>;
export type EvaluationFailure = Failure<EvaluationFailureCode>;

export function failure<Code extends string>(code: Code, message: string): Failure<Code> {
  return { ok: false, code, message };
}

/** What was thrown, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
