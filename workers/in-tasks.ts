import type { Steps } from '../src/autograd/steps.ts';

/** Takes all steps, and lets messages in between any two. */
export async function inTasks<T>(steps: Steps<T>, nextTask: () => Promise<void>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await nextTask();
  }
}
