import { isBeginningOf, type Course, type CourseOf } from '../experiment/course.ts';
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

/** Runs that were before, whose points are kept for when one of them is brought back. */
const mostFormer = 8;

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
  /** Of runs that were before, the latest last: undo may bring them back. */
  #former: KeptPoint[][] = [];
  #formerBytes = 0;
  /** There is no training what was before the first point again. */
  #isClosed = false;

  constructor(mostBytes = mostTimelineBytes) {
    this.#mostBytes = mostBytes;
  }

  /** Nothing of another run's past remains. */
  clear(): void {
    this.#setKept([]);
    this.#intervalMs = firstIntervalMs;
    this.#isClosed = false;
  }

  /**
   * Another run begins, or one that was before comes back: of what is kept it has for its past what lies on the way that
   * has led to it.
   */
  begin(run: Run): void {
    const { course } = run;
    const all = [...this.#former.flat(), ...this.#kept];
    if (this.#kept.length > 1) this.#setFormer([...this.#former, this.#kept].slice(-mostFormer));
    this.clear();
    if (typeof course !== 'string') this.#setKept(wayOf(course, run.place, all));
    this.turn(run);
  }

  /** Where the past begins; null before anything was kept. What was before the first point can be trained again. */
  get from(): number | null {
    const first = this.#kept.at(0);
    if (first === undefined) return null;
    return this.missing === null ? first.progress : 0;
  }

  /** Of the first point; Infinity before there is one. */
  get firstKept(): number {
    return this.#kept.at(0)?.progress ?? Infinity;
  }

  /** What there is no point of: all before this one, which follows from its course. null where nothing is missing. */
  get missing(): RunPoint | null {
    const first = this.#kept.at(0);
    if (first === undefined || this.#isClosed || first.progress === 0) return null;
    return typeof first.point.course === 'object' ? first.point : null;
  }

  /** The missing points, of a run that was trained again to the first one; null where that has not led there. */
  fill(again: Timeline | null): void {
    const first = this.#kept.at(0);
    if (first === undefined) return;
    this.#isClosed = again === null;
    if (again === null) return;
    this.#setKept([...again.#kept.filter(({ progress }) => progress < first.progress), ...this.#kept]);
    while (this.#isOverfull) this.#thin();
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
    const untilFirst = this.missing?.trainingMs ?? 0;
    return last === undefined ? 0 : Math.max(this.#longestMs, untilFirst, endMs - last.point.trainingMs);
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
    while (this.#isOverfull) this.#thin();
  }

  get #isOverfull(): boolean {
    const isMore = this.#bytes + this.#formerBytes > this.#mostBytes;
    return isMore && (this.#kept.length > 1 || this.#former.length > 0);
  }

  #setFormer(former: KeptPoint[][]): void {
    this.#former = former;
    this.#formerBytes = former.flat().reduce((sum, { bytes }) => sum + bytes, 0);
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
    if (this.#former.length > 0) {
      this.#setFormer(this.#former.slice(1));
      return;
    }
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

  /** The run goes on otherwise from a moment; what was after it is kept for when that is brought back. */
  branch(progress: number): void {
    if (this.#kept.at(-1)?.progress === progress) return;
    this.#setFormer([...this.#former, this.#kept].slice(-mostFormer));
    this.cutAfter(progress);
  }

  /** The future of a moment is another one from now on; unless `keepsMoment`, so is the moment itself. */
  cutAfter(progress: number, keepsMoment = true): void {
    const isLater = (kept: KeptPoint): boolean =>
      keepsMoment ? kept.progress > progress : kept.progress >= progress;
    const last = this.#kept.at(-1);
    if (last !== undefined && isLater(last)) this.#setKept(this.#kept.filter((kept) => !isLater(kept)));
  }
}

interface Place {
  readonly epoch: number;
  readonly position: number;
}

function isBefore(a: Place, b: Place): boolean {
  return a.epoch < b.epoch || (a.epoch === b.epoch && a.position < b.position);
}

/** Of points of any runs, those that a run with that course has gone through until it has come to that place, in their order. */
function wayOf(course: Course, place: Place, all: readonly KeptPoint[]): KeptPoint[] {
  const known = new Map<CourseOf | undefined, boolean>();
  const isOfCourse = (of: CourseOf | undefined): boolean => {
    let is = known.get(of);
    if (is === undefined) known.set(of, (is = typeof of === 'object' && isBeginningOf(of, course)));
    return is;
  };
  const passed = all.filter(({ point }) => {
    if (isBefore(place, point) || !isOfCourse(point.course)) return false;
    const next = course.steps.at(stepsOf(point));
    // Where something was changed, what follows does not follow from what was before that.
    return next === undefined || isBefore(point, next);
  });
  const inOrder = new Map(passed.map((kept) => [kept.progress, kept]));
  const way = [...inOrder.values()].sort((a, b) => a.progress - b.progress);
  // What was changed on the way must have a point of its own, or nothing before it leads over it.
  const gap = course.steps.findLast(
    (step, k) => isBefore(step, place) && !way.some(({ point }) => isSame(point, step) && stepsOf(point) > k),
  );
  return gap === undefined ? way : way.filter(({ point }) => isBefore(gap, point));
}

function isSame(a: Place, b: Place): boolean {
  return a.epoch === b.epoch && a.position === b.position;
}

function stepsOf({ course }: RunPoint): number {
  return typeof course === 'object' ? course.steps.length : 0;
}

/** Of the numbers; settings are shared. */
function bytesOf({ parameters, state, shared, stopping, course }: RunPoint): number {
  const weights = stopping?.best?.weights;
  const arrays = [parameters, ...state, shared];
  if (weights !== undefined) arrays.push(weights.parameters, ...weights.state, weights.shared);
  const places = typeof course === 'object' ? 8 * course.steps.length : 0;
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 500 + places);
}
