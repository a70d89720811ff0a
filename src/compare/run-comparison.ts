import type { Trial, TrialAnswer, TrialHalt, TrialResult } from '../training/trials/trial.ts';
import { costOf, freshOutcomes, totalOf, type ComparisonPlan } from './comparison.ts';
import { Halts } from './halts.ts';
import type { OrderOutcome, OrderProgress } from './order.ts';
import type { Pool, RunningOrder } from './pool.ts';
import { roundTrials, runsBefore, startOf } from './search.ts';
import type { Outcome } from './swarm.ts';

export interface ComparisonParts<Job> {
  readonly pool: Pick<Pool<Job, TrialAnswer>, 'run'>;
  /**
   * Of what is trained first. Each result comes to its own place, whoever was done first; of a sweep by halving, the
   * runs of the next rounds come behind them as they begin. What is known already, from an earlier time, stays.
   */
  readonly outcomes: Outcome[];
  /** Milliseconds that were spent on what is known already. */
  readonly spentMs?: number;
  /** What hands take. */
  readonly jobOf: (trial: Trial) => Job;
  readonly onProgress: (progress: OrderProgress) => void;
  /** Milliseconds, of the clock on the wall. */
  readonly now: () => number;
}

/** Trains all that was planned and is not known yet, round by round: the next one is known when all of the one before it is. */
export function runComparison<Job>(plan: ComparisonPlan, parts: ComparisonParts<Job>): RunningOrder {
  const rounds = new Rounds(plan, parts);
  return {
    outcome: rounds.run(),
    get progress() {
      return rounds.progress;
    },
    cancel: () => {
      rounds.cancel();
    },
  };
}

class Rounds<Job> {
  readonly #plan: ComparisonPlan;
  readonly #parts: ComparisonParts<Job>;
  readonly #total: number;
  readonly #startedAt: number;
  readonly #costs: readonly number[];
  #round = 0;
  #order: RunningOrder | null = null;
  #isCancelled = false;
  /** Runs of the rounds that are over, and those of the present one that were known before. */
  #done = 0;
  /** From where runs of the next round go on. */
  readonly #halts = new Halts();
  /** When all is over. */
  #last: OrderProgress | null = null;

  constructor(plan: ComparisonPlan, parts: ComparisonParts<Job>) {
    this.#plan = plan;
    this.#parts = parts;
    this.#total = totalOf(plan);
    this.#startedAt = parts.now();
    this.#costs = costsOf(plan);
  }

  async run(): Promise<OrderOutcome> {
    const outcome = await this.#trainAll();
    // Jobs and halts hold a great deal, and whoever has asked may hold this.
    this.#last = this.progress;
    this.#order = null;
    this.#halts.clear();
    return outcome;
  }

  async #trainAll(): Promise<OrderOutcome> {
    const { trials, order, search } = this.#plan;
    let outcome = await this.#train(trials, order, 0);
    while (search !== null && outcome.kind === 'done' && this.#round + 1 < search.rounds.length) {
      const { outcomes } = this.#parts;
      const round = ++this.#round;
      const offset = startOf(search, round);
      const halts = this.#halts.take(runsBefore(search, round, outcomes));
      const next = roundTrials(search, round, outcomes).map((trial, place) => goingOn(trial, halts[place]));
      if (outcomes.length === offset) outcomes.push(...freshOutcomes(next));
      outcome = await this.#train(
        next,
        next.map((_, place) => place),
        offset,
      );
    }
    return outcome;
  }

  #train(trials: readonly Trial[], all: readonly number[], offset: number): Promise<OrderOutcome> {
    const { pool, outcomes, jobOf, onProgress } = this.#parts;
    const { search } = this.#plan;
    const order = all.filter((place) => isUnknown(outcomes[offset + place]));
    this.#done = offset + all.length - order.length;
    const next = search !== null && this.#round + 1 < search.rounds.length ? this.#round + 1 : null;
    const jobs = order.map((place) =>
      jobOf(next === null ? trials[place] : { ...trials[place], halts: true }),
    );
    const costs = new Map(jobs.map((job, i) => [job, costOf(trials[order[i]])]));
    const settle = (index: number, news: Partial<Outcome>): void => {
      const place = offset + order[index];
      outcomes[place] = { ...outcomes[place], ...news };
    };
    this.#order = pool.run({
      jobs,
      costOf: (job) => costs.get(job) ?? 1,
      onResult: (index, answer) => {
        if (!answer.ok) {
          settle(index, { failure: answer.message });
          return;
        }
        const { halt, ...result } = answer.value;
        settle(index, { result: withoutMuch(result, this.#total) });
        if (search !== null && next !== null && halt !== undefined)
          this.#halts.add(offset + order[index], halt, () => runsBefore(search, next, outcomes));
      },
      onGivenUp: (index, reason) => {
        settle(index, { failure: `Every worker that took it ended: ${reason}.` });
      },
      onProgress: () => {
        onProgress(this.progress);
      },
    });
    if (this.#isCancelled) this.#order.cancel();
    return this.#order.outcome;
  }

  get progress(): OrderProgress {
    if (this.#last !== null) return this.#last;
    const own = this.#order?.progress ?? null;
    const { now, spentMs = 0 } = this.#parts;
    const elapsedMs = spentMs + now() - this.#startedAt;
    if (own === null) return { done: 0, total: this.#total, elapsedMs, leftMs: null };
    return { done: this.#done + own.done, total: this.#total, elapsedMs, leftMs: this.#leftMs(own) };
  }

  /** What is left of this round as its own runs tell; what comes after it as its rounds cost beside this one. */
  #leftMs({ elapsedMs, leftMs }: OrderProgress): number | null {
    if (leftMs === null) return null;
    const own = this.#costs[this.#round];
    const later = this.#costs.slice(this.#round + 1).reduce((sum, cost) => sum + cost, 0);
    return leftMs + (own > 0 ? ((elapsedMs + leftMs) * later) / own : 0);
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#order?.cancel();
  }
}

const isUnknown = ({ result, failure }: Outcome): boolean => result === null && failure === null;

/** Of each round, in epochs; what goes on has those of the round before. */
function costsOf({ search }: ComparisonPlan): readonly number[] {
  if (search === null) return [1];
  const { rounds } = search;
  return rounds.map(({ count, epochs }, round) => {
    const before = round === 0 ? 0 : rounds[round - 1].epochs;
    return count * (epochs - before);
  });
}

/** Without a halt from the beginning, to the same bits. */
function goingOn(trial: Trial, from: TrialHalt | undefined): Trial {
  return from === undefined ? trial : { ...trial, from };
}

/** Weights of all runs together that are kept for files: 32 MB. */
const mostKept = 4_000_000;

/** Weights that nobody will look at would only take room. */
function withoutMuch(result: TrialResult, runs: number): TrialResult {
  const isMuch = result.parameters.length * runs > mostKept;
  return isMuch ? { ...result, parameters: new Float64Array(0) } : result;
}
