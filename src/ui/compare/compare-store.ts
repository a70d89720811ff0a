import { batch, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { readAsk, writeAsk } from '../../compare/ask-text.ts';
import { askLimits, usualAsk, type Ask } from '../../compare/ask.ts';
import type { Hire } from '../../compare/hand.ts';
import type { OrderOutcome, OrderProgress } from '../../compare/order.ts';
import { handsFor, Pool, type RunningOrder } from '../../compare/pool.ts';
import { comparisonOrder, freshOutcomes, planComparison } from '../../compare/comparison.ts';
import { laneText } from '../../compare/race.ts';
import type { SweepPlan } from '../../compare/sweep.ts';
import { sweepableOf } from '../../compare/sweepable.ts';
import type { Outcome } from '../../compare/swarm.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { TrialJob, TrialReply } from '../../protocol/compare-messages.ts';
import { RunOpener, type RunOpenerOptions } from './run-opener.ts';

/** A comparison that was started: what was asked then, and all that is known of its runs. */
export interface Started {
  readonly ask: Ask;
  /** The set-up that it was started from. */
  readonly experiment: Experiment;
  /** By the order in which they were asked for, whoever was done first. */
  readonly outcomes: readonly Outcome[];
  /** Of a sweep. */
  readonly plan: SweepPlan | null;
  readonly phase: 'running' | OrderOutcome['kind'];
  /** Counts what has come since: the outcomes are the same array. */
  readonly version: number;
}

export interface CompareStoreOptions extends RunOpenerOptions {
  /** The settings of the playground. */
  readonly experiment: ReadonlySignal<Experiment>;
  /** Whether the playground trains: it keeps a core for itself. */
  readonly isBusy: () => boolean;
  readonly hire: Hire<TrialJob, TrialReply>;
  readonly cores: number;
  readonly now: () => number;
  /** What was asked is another. */
  readonly onLink: (ask: string) => void;
}

/** What is drawn anew as runs come in, is so about as often. */
const publishMs = 200;
/** All state of the comparisons, and all that can be done to it. */
export class CompareStore {
  readonly ask = signal<Ask>(usualAsk);
  /** By its kind, the last comparison that was started. */
  readonly started = signal<Partial<Record<Ask['kind'], Started>>>({});
  readonly running = signal<Ask['kind'] | null>(null);
  readonly progress = signal<OrderProgress | null>(null);
  readonly experiment: ReadonlySignal<Experiment>;
  readonly #options: CompareStoreOptions;
  readonly #pool: Pool<TrialJob, TrialReply>;
  readonly #opener: RunOpener;
  readonly #stopFollowing: () => void;
  #order: RunningOrder | null = null;
  /** Before there is an order: its tables are fetched. */
  #isCancelled = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #written = '';

  constructor(options: CompareStoreOptions) {
    this.#options = options;
    this.experiment = options.experiment;
    this.#pool = new Pool({ hire: options.hire, now: options.now }, this.#hands(false));
    this.#opener = new RunOpener(this.#pool, options);
    this.#stopFollowing = effect(() => {
      this.#pool.size = this.#hands(options.isBusy());
    });
  }

  #hands(isBusy: boolean): number {
    return handsFor(this.#options.cores, isBusy);
  }

  /** The run that is being trained to be opened, by its words; null for none. */
  get opening(): ReadonlySignal<string | null> {
    return this.#opener.opening;
  }

  get hands(): number {
    return this.#pool.size;
  }

  /** What a link asks for; an empty one keeps what is there. */
  openLink(text: string): void {
    if (text === this.#written) return;
    if (text === '') {
      this.#options.onLink(this.#written);
      return;
    }
    const { ask, problems } = readAsk(text, (setting) => sweepableOf(setting) !== null);
    for (const problem of problems) this.#options.onProblem(`Part of the link was not used: ${problem}.`);
    this.#written = writeAsk(ask);
    this.ask.value = ask;
    if (this.#written !== text) this.#options.onLink(this.#written);
  }

  change(patch: Partial<Ask>): void {
    const ask = { ...this.ask.peek(), ...patch };
    this.ask.value = ask;
    this.#written = writeAsk(ask);
    this.#options.onLink(this.#written);
  }

  /** The present set-up joins the race. */
  addLane(): void {
    const { lanes } = this.ask.peek();
    if (lanes.length < askLimits.lanes) this.change({ lanes: [...lanes, laneText(this.experiment.peek())] });
  }

  removeLane(place: number): void {
    this.change({ lanes: this.ask.peek().lanes.filter((_, lane) => lane !== place) });
  }

  /** Trains what is asked for; what was known of the last comparison of its kind is forgotten. */
  async start(): Promise<void> {
    if (this.running.peek() !== null) return;
    const ask = this.ask.peek();
    const experiment = this.experiment.peek();
    const planned = planComparison(experiment, ask);
    if (!planned.ok) {
      this.#options.onProblem(planned.message);
      return;
    }
    const { trials, sweep } = planned.plan;
    this.running.value = ask.kind;
    this.#isCancelled = false;
    const outcomes = freshOutcomes(trials);
    const begun: Started = { ask, experiment, outcomes, plan: sweep, phase: 'running', version: 0 };
    batch(() => {
      this.#show(begun);
      this.progress.value = { done: 0, total: trials.length, elapsedMs: 0, leftMs: null };
    });
    const tables = await Promise.all(trials.map((trial) => this.#options.tableOf(trial.experiment)));
    const running = this.#pool.run({
      ...comparisonOrder<TrialJob>(planned.plan, outcomes, (place) => ({
        trial: trials[place],
        table: tables[place],
      })),
      onProgress: () => {
        this.#publishSoon(ask.kind);
      },
    });
    this.#order = running;
    if (this.#isCancelled) running.cancel();
    const outcome = await running.outcome;
    this.#order = null;
    this.#publish(ask.kind, outcome);
    this.progress.value = running.progress;
    this.running.value = null;
    if (outcome.kind === 'failed')
      this.#options.onProblem(
        `The comparison has ended: ${outcome.reason}. What is known so far stays; start it again to go on.`,
      );
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#order?.cancel();
  }

  /** Trains one run again, to the same bits, and hands it to the playground. */
  open(outcome: Outcome, ask: Pick<Ask, 'epochs'>, words: string): Promise<void> {
    return this.#opener.open(outcome, ask, words);
  }

  #publishSoon(kind: Ask['kind']): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (this.#order === null) return;
      batch(() => {
        this.progress.value = this.#order?.progress ?? null;
        this.#publish(kind, null);
      });
    }, publishMs);
  }

  #publish(kind: Ask['kind'], outcome: OrderOutcome | null): void {
    const started = this.started.peek()[kind];
    if (started === undefined) return;
    const phase = outcome?.kind ?? started.phase;
    this.#show({ ...started, phase, version: started.version + 1 });
  }

  #show(started: Started): void {
    this.started.value = { ...this.started.peek(), [started.ask.kind]: started };
  }

  dispose(): void {
    this.#stopFollowing();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#pool.dispose();
  }
}
