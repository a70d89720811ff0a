/** A computation in pieces of at most a few milliseconds: whoever drives it may do something else at each yield. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all of it at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Tells besides the result how many milliseconds the steps took, without what was done between them. */
export function* timed<T>(
  steps: Steps<T>,
  now: () => number,
): Steps<{ readonly value: T; readonly ms: number }> {
  let ms = 0;
  for (;;) {
    const start = now();
    const { done, value } = steps.next();
    ms += now() - start;
    if (done) return { value, ms };
    yield;
  }
}
