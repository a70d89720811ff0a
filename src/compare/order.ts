export type OrderOutcome =
  { readonly kind: 'done' | 'cancelled' } | { readonly kind: 'failed'; readonly reason: string };

/** Milliseconds are those of the clock on the wall. */
export interface OrderProgress {
  /** Jobs that are settled: with a result, or given up. */
  readonly done: number;
  readonly total: number;
  readonly elapsedMs: number;
  /** What is left will take about as long; null before anything is known. */
  readonly leftMs: number | null;
}

export interface OrderParts<Job, Result> {
  readonly jobs: readonly Job[];
  /** What a job costs, in any unit; the same for all unless said otherwise. */
  readonly costOf?: (job: Job) => number;
  /** Each job has one, once, in any order. */
  readonly onResult: (index: number, result: Result) => void;
  /** A job that killed every hand that took it. */
  readonly onGivenUp: (index: number, reason: string) => void;
  readonly onProgress?: (progress: OrderProgress) => void;
  /** Goes before all orders that are not. */
  readonly isUrgent?: boolean;
}

/** Hands that may die at one job before it is given up. */
const mostDeaths = 3;

/** Jobs that belong together, from the first to the last: which of them wait, which are under way, which are settled. */
export class Order<Job, Result> {
  readonly isUrgent: boolean;
  readonly outcome: Promise<OrderOutcome>;
  readonly #parts: OrderParts<Job, Result>;
  readonly #costs: readonly number[];
  readonly #totalCost: number;
  readonly #startedAt: number;
  readonly #now: () => number;
  /** Places of jobs that wait, the next one last. */
  readonly #waiting: number[];
  readonly #deaths = new Map<number, number>();
  readonly #settled: Uint8Array;
  #done = 0;
  #doneCost = 0;
  #end: (outcome: OrderOutcome) => void = () => undefined;
  isOver = false;

  constructor(parts: OrderParts<Job, Result>, now: () => number) {
    const { jobs, costOf = () => 1, isUrgent = false } = parts;
    this.#parts = parts;
    this.#now = now;
    this.#startedAt = now();
    this.isUrgent = isUrgent;
    this.#costs = jobs.map(costOf);
    this.#totalCost = this.#costs.reduce((sum, cost) => sum + cost, 0);
    this.#waiting = jobs.map((_, i) => jobs.length - 1 - i);
    this.#settled = new Uint8Array(jobs.length);
    this.outcome = new Promise((resolve) => {
      this.#end = resolve;
    });
    if (jobs.length === 0) this.close({ kind: 'done' });
  }

  get hasWork(): boolean {
    return !this.isOver && this.#waiting.length > 0;
  }

  get waitingCost(): number {
    return this.#waiting.reduce((sum, index) => sum + this.#costs[index], 0);
  }

  costOf(places: readonly number[]): number {
    return places.reduce((sum, index) => sum + this.#costs[index], 0);
  }

  /** The next jobs, up to so much cost and at least one; whoever was at a death goes alone, so that it is known who did it. */
  take(cost: number): readonly number[] {
    const taken: number[] = [];
    for (let left = cost; this.#waiting.length > 0;) {
      const next = this.#waiting[this.#waiting.length - 1];
      const isSuspect = this.#deaths.has(next);
      if (taken.length > 0 && (isSuspect || this.#costs[next] > left)) break;
      this.#waiting.pop();
      taken.push(next);
      left -= this.#costs[next];
      if (isSuspect) break;
    }
    return taken;
  }

  jobsAt(places: readonly number[]): readonly Job[] {
    return places.map((index) => this.#parts.jobs[index]);
  }

  /** Fewer results than jobs: the others were cut off, and wait again. */
  settle(places: readonly number[], results: readonly Result[]): void {
    if (this.isOver) return;
    places.slice(0, results.length).forEach((index, i) => {
      if (this.#count(index)) this.#parts.onResult(index, results[i]);
    });
    this.giveBack(places.slice(results.length));
    this.#tell();
  }

  /** They wait again. */
  giveBack(places: readonly number[]): void {
    if (!this.isOver) this.#waiting.push(...places.toReversed());
  }

  /** A hand died at these jobs. */
  bury(places: readonly number[], reason: string): void {
    if (this.isOver) return;
    for (const index of places.toReversed()) {
      const deaths = (this.#deaths.get(index) ?? 0) + 1;
      this.#deaths.set(index, deaths);
      if (deaths < mostDeaths) this.#waiting.push(index);
      else if (this.#count(index)) this.#parts.onGivenUp(index, reason);
    }
    this.#tell();
  }

  #count(index: number): boolean {
    if (this.#settled[index] === 1) return false;
    this.#settled[index] = 1;
    this.#done++;
    this.#doneCost += this.#costs[index];
    return true;
  }

  #tell(): void {
    this.#parts.onProgress?.(this.progress);
    if (this.#done === this.#parts.jobs.length) this.close({ kind: 'done' });
  }

  get progress(): OrderProgress {
    const elapsedMs = this.#now() - this.#startedAt;
    const left = this.#totalCost - this.#doneCost;
    return {
      done: this.#done,
      total: this.#parts.jobs.length,
      elapsedMs,
      leftMs: this.#doneCost > 0 ? (elapsedMs * left) / this.#doneCost : null,
    };
  }

  close(outcome: OrderOutcome): void {
    this.isOver = true;
    this.#end(outcome);
  }
}
