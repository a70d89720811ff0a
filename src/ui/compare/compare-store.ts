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
import type { Trial, TrialJob, TrialReply } from '../../protocol/compare-messages.ts';
import type { PackedTable } from '../../protocol/import-messages.ts';
import type { Checkpoint } from '../../protocol/messages.ts';

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

export interface CompareStoreOptions {
  /** The settings of the playground. */
  readonly experiment: ReadonlySignal<Experiment>;
  /** Whether the playground trains: it keeps a core for itself. */
  readonly isBusy: () => boolean;
  readonly hire: Hire<TrialJob, TrialReply>;
  readonly cores: number;
  readonly now: () => number;
  readonly tableOf: (experiment: Experiment) => Promise<PackedTable | null>;
  /** What was asked is another. */
  readonly onLink: (ask: string) => void;
  /** A run takes the place of the playground's. */
  readonly onOpen: (checkpoint: Checkpoint) => void;
  /** A sentence for the user. */
  readonly onProblem: (message: string) => void;
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
  /** The run that is being trained to be opened, by its words; null for none. */
  readonly opening = signal<string | null>(null);
  readonly experiment: ReadonlySignal<Experiment>;
  readonly #options: CompareStoreOptions;
  readonly #pool: Pool<TrialJob, TrialReply>;
  readonly #stopFollowing: () => void;
  #order: RunningOrder | null = null;
  /** Before there is an order: its tables are fetched. */
  #isCancelled = false;
  /** Of the run that was chosen last to be opened. */
  #openingOrder: RunningOrder | null = null;
  /** Grows with every run that is chosen to be opened. */
  #openings = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #written = '';

  constructor(options: CompareStoreOptions) {
    this.#options = options;
    this.experiment = options.experiment;
    this.#pool = new Pool({ hire: options.hire, now: options.now }, this.#hands(false));
    this.#stopFollowing = effect(() => {
      this.#pool.size = this.#hands(options.isBusy());
    });
  }

  #hands(isBusy: boolean): number {
    return handsFor(this.#options.cores, isBusy);
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

  /**
   * Trains one run again, to the same bits, and hands it to the playground with all that training on needs. Whoever
   * chooses another one meanwhile wants that one.
   */
  async open({ experiment }: Outcome, { epochs }: Pick<Ask, 'epochs'>, words: string): Promise<void> {
    const turn = ++this.#openings;
    this.#openingOrder?.cancel();
    this.#openingOrder = null;
    this.opening.value = words;
    const trial: Trial = { experiment, epochs, target: null, picture: 0, withState: true };
    const table = await this.#options.tableOf(experiment);
    if (turn !== this.#openings) return;
    let reply: TrialReply | null = null;
    let reason = 'it diverged, and nothing of it can be shown';
    const order = this.#pool.run({
      jobs: [{ trial, table }],
      isUrgent: true,
      onResult: (_, told) => {
        reply = told;
      },
      onGivenUp: (_, said) => {
        reason = said;
      },
    });
    this.#openingOrder = order;
    const outcome = await order.outcome;
    if (turn !== this.#openings) return;
    this.#openingOrder = null;
    this.opening.value = null;
    if (outcome.kind === 'failed') reason = outcome.reason;
    const told = reply as TrialReply | null;
    if (told !== null && !told.ok) reason = told.message;
    const state = told?.ok === true ? told.value.state : null;
    if (state !== null) this.#options.onOpen(state);
    else if (outcome.kind !== 'cancelled')
      this.#options.onProblem(`${words} could not be opened: ${reason}.`);
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
