import { messageOf } from './results.ts';

export type Timed<T> = { readonly inTime: true; readonly value: T } | { readonly inTime: false };

/**
 * Waits for a promise, but not for ever. Rejects if the promise rejects in time.
 *
 * @param discard releases a value that comes too late
 */
export function withinMs<T>(
  promise: Promise<T>,
  limitMs: number,
  discard: (late: T) => void,
): Promise<Timed<T>> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      resolve({ inTime: false });
    }, limitMs);
    promise.then(
      (value) => {
        clearTimeout(timer);
        if (isOver) discard(value);
        else resolve({ inTime: true, value });
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(messageOf(error)));
      },
    );
  });
}
