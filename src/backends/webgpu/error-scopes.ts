import { failure, type EvaluationFailure } from './results.ts';

const filters = ['validation', 'internal', 'out-of-memory'] as const satisfies readonly GPUErrorFilter[];

export interface Scoped<T> {
  readonly result: T;
  /** What the GPU had to say about it. Never rejects; a lost device says nothing here. */
  readonly problem: Promise<EvaluationFailure | undefined>;
}

/** Runs `work`, which encodes and submits, inside error scopes. Throws what `work` throws. */
export function inErrorScopes<T>(device: GPUDevice, work: () => T): Scoped<T> {
  for (const filter of filters) device.pushErrorScope(filter);
  try {
    return { result: work(), problem: firstProblem(popAll(device)) };
  } catch (error) {
    // The scopes must not stay open around later work.
    void firstProblem(popAll(device));
    throw error;
  }
}

/** The innermost scope, out-of-memory, comes first: it explains the validation errors that follow from it. */
function popAll(device: GPUDevice): Promise<GPUError | null>[] {
  return filters.map(() => device.popErrorScope().catch(() => null));
}

async function firstProblem(
  popped: readonly Promise<GPUError | null>[],
): Promise<EvaluationFailure | undefined> {
  const error = (await Promise.all(popped)).find((candidate) => candidate !== null);
  if (!error) return undefined;
  return error instanceof GPUOutOfMemoryError
    ? failure('out-of-memory', `The GPU has not enough memory: ${error.message}`)
    : failure('validation', `The GPU rejected the work: ${error.message}`);
}
