import type { Run, RunPoint } from './run.ts';

interface KeptPoint {
  readonly point: RunPoint;
  /** Epochs completed, with the fraction of the running one that the weights have seen. */
  readonly progress: number;
  readonly bytes: number;
  /** Something was changed there: what follows does not follow from what was before. */
  readonly isTurn: boolean;
}

/** Training time from one point to the next, at first. */
const firstIntervalMs = 20;

/** What all points take at most, in bytes. */
export const mostTimelineBytes = 64e6;

/**
 * Points of a run's past, in their order, from which any moment between them is trained again: one for about every 20 ms
 * of training, and one at every turn. Where they take too much memory, every second one that is no turn goes, and coming
 * ones are taken half as often; where only turns are left, the oldest goes, and the past begins later.
 */
export class Timeline {
  #kept: KeptPoint[] = [];
  #bytes = 0;
  /** From any point to the next, at most, in ms of training. */
  #longestMs = 0;
  #intervalMs = firstIntervalMs;
  readonly #mostBytes: number;

  constructor(mostBytes = mostTimelineBytes) {
    this.#mostBytes = mostBytes;
  }

  /** Nothing of another run's past remains. */
  clear(): void {
    this.#setKept([]);
    this.#intervalMs = firstIntervalMs;
  }

  /** Where the past begins; null before anything was kept. */
  get from(): number | null {
    return this.#kept.at(0)?.progress ?? null;
  }

  get length(): number {
    return this.#kept.length;
  }

  /** What the points take, in bytes; what several of them share is counted with each. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Training time from any point to the next, at most, in ms: so long is the longest wait. The last goes to `endMs`. */
  longestMs(endMs: number): number {
    const last = this.#kept.at(-1);
    return last === undefined ? 0 : Math.max(this.#longestMs, endMs - last.point.trainingMs);
  }

  /** Where the run stands after a change of settings, weights or rows, or where it begins. */
  turn(run: Run): void {
    this.#keep(run, true);
  }

  /** If enough was trained since the last point. */
  keepIfDue(run: Run): void {
    const last = this.#kept.at(-1);
    if (last === undefined || run.trainingMs - last.point.trainingMs < this.#intervalMs) return;
    if (run.progress > last.progress && !run.diverged) this.#keep(run, false);
  }

  #keep(run: Run, isTurn: boolean): void {
    if (run.diverged) return;
    const { progress } = run;
    // Of one moment, only what was last made of it can be gone on from.
    this.cutAfter(progress, false);
    const point = run.point();
    const bytes = bytesOf(point);
    this.#longestMs = this.longestMs(point.trainingMs);
    this.#kept.push({ point, progress, bytes, isTurn });
    this.#bytes += bytes;
    while (this.#bytes > this.#mostBytes && this.#kept.length > 1) this.#thin();
  }

  #setKept(kept: KeptPoint[]): void {
    this.#kept = kept;
    [this.#bytes, this.#longestMs] = [0, 0];
    kept.forEach(({ point, bytes }, i) => {
      this.#bytes += bytes;
      if (i > 0) this.#longestMs = Math.max(this.#longestMs, point.trainingMs - kept[i - 1].point.trainingMs);
    });
  }

  #thin(): void {
    let count = 0;
    const left = this.#kept.filter(
      ({ isTurn }, i) => isTurn || i === this.#kept.length - 1 || count++ % 2 === 1,
    );
    const isThinner = left.length < this.#kept.length;
    if (isThinner) this.#intervalMs *= 2;
    this.#setKept(isThinner ? left : this.#kept.slice(1));
  }

  /** The last point that is not after a moment; null where the past begins later. */
  before(progress: number): { readonly point: RunPoint; readonly progress: number } | null {
    return this.#kept.findLast((kept) => kept.progress <= progress) ?? null;
  }

  /** The future of a moment is another one from now on; unless `keepsMoment`, so is the moment itself. */
  cutAfter(progress: number, keepsMoment = true): void {
    const isLater = (kept: KeptPoint): boolean =>
      keepsMoment ? kept.progress > progress : kept.progress >= progress;
    const last = this.#kept.at(-1);
    if (last !== undefined && isLater(last)) this.#setKept(this.#kept.filter((kept) => !isLater(kept)));
  }
}

/** Of the numbers; settings are shared. */
function bytesOf({ parameters, state, shared, stopping, course }: RunPoint): number {
  const weights = stopping?.best?.weights;
  const arrays = [parameters, ...state, shared];
  if (weights !== undefined) arrays.push(weights.parameters, ...weights.state, weights.shared);
  const places = typeof course === 'object' ? 8 * course.steps.length : 0;
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 500 + places);
}
