/** How a worker answers. Types only. */
/** An expected failure is data: Comlink would strip everything but the message from an error. */
export type Reply<T> = { readonly ok: true; readonly value: T } | Failure;

export interface Failure {
  readonly ok: false;
  readonly code: FailureCode;
  /** A sentence for the user: what was wrong and what was expected. */
  readonly message: string;
}

export type FailureCode =
  | 'invalid-settings'
  | 'not-configured'
  /** The run that was meant is over. */
  | 'superseded'
  | 'nothing-to-restore'
  /** What was not kept of the past is trained again: ask again. */
  | 'recalling'
  | 'nothing-to-train'
  | 'gpu-unavailable'
  | 'not-found'
  | 'invalid-row'
  | 'data-unavailable';
