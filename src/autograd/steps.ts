/**
 * Work on large graphs as generators, so that whoever drives them can do something else between two steps of
 * about a millisecond.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Nodes that are worked on between two yields. */
export const nodesPerStep = 2000;

/** Instructions of a tape that are gone through between two yields. */
const instructionsPerStep = 16_384;

/** Does a range piece by piece, and yields between two pieces. */
export function* inPieces(
  count: number,
  work: (from: number, to: number) => void,
  piece = instructionsPerStep,
): Steps<void> {
  for (let from = 0; from < count; from += piece) {
    if (from > 0) yield;
    work(from, Math.min(count, from + piece));
  }
}

/** Takes all steps at once. */
export function finish<T>(steps: Generator<unknown, T, undefined>): T {
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
