/** Milliseconds since some fixed moment. Browsers show them in steps: of 0.005 ms, of 1, 16 or 100, against spying. */
export type Clock = () => number;

/** The coarsest that is known, taken for the step of a clock that has not moved yet. */
const coarsestStepMs = 100;
/** Readings in a row that look for a fine step; they take about a millisecond. A coarser one shows itself in time. */
const probes = 20_000;
/** A time of fewer steps is not told: at either end up to one of them may be missing. */
const fewestSteps = 10;

/** What was seen of each clock. */
const steps = new WeakMap<Clock, number>();

/** The smallest step that this clock was seen to take, in ms. */
export function stepOf(now: Clock): number {
  return steps.get(now) ?? probe(now);
}

function probe(now: Clock): number {
  const first = now();
  let difference = 0;
  for (let i = 0; i < probes && difference <= 0; i++) difference = now() - first;
  const step = difference > 0 ? Math.min(difference, coarsestStepMs) : coarsestStepMs;
  steps.set(now, step);
  return step;
}

/** Learns from the difference of two readings; returns the step as it is known then, in ms. */
export function learnStep(now: Clock, differenceMs: number): number {
  const known = stepOf(now);
  if (!(differenceMs > 0 && differenceMs < known)) return known;
  steps.set(now, differenceMs);
  return differenceMs;
}

/** Whether a time of so many ms can be told by a clock with this step. */
export function isTellable(ms: number, stepMs: number): boolean {
  return ms >= fewestSteps * stepMs;
}
