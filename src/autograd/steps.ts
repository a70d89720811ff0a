/**
 * Work on large graphs as generators, so that whoever drives them can do something else between two steps of
 * about a millisecond.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Nodes that are worked on between two yields. */
export const nodesPerStep = 2000;

/** Takes all steps at once. */
export function finish<T>(steps: Generator<unknown, T, undefined>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
