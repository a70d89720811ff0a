import type { Steps } from '../src/autograd/steps.ts';

/** Takes all steps, and lets messages in between any two. */
export function inTasks<T>(steps: Steps<T>, nextTask: () => Promise<void>): Promise<T> {
  return inSlices(steps, { nextTask, now: () => 0, sliceMs: 0 });
}

/** Takes all steps, and lets messages in whenever they took so long together. */
export async function inSlices<T>(
  steps: Steps<T>,
  parts: {
    readonly nextTask: () => Promise<void>;
    readonly now: () => number;
    readonly sliceMs: number;
  },
): Promise<T> {
  for (let start = parts.now(); ;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (parts.now() - start < parts.sliceMs) continue;
    await parts.nextTask();
    start = parts.now();
  }
}
