import { batch, effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import { readAsk, writeAsk } from '../../compare/ask-text.ts';
import { askLimits, usualAsk, type Ask } from '../../compare/ask.ts';
import type { Hire } from '../../compare/hand.ts';
import type { OrderOutcome, OrderProgress } from '../../compare/order.ts';
import { handsFor, Pool, type RunningOrder } from '../../compare/pool.ts';
import {
  freshOutcomes,
  planAsked,
  planComparison,
  totalOf,
  type ComparisonPlan,
} from '../../compare/comparison.ts';
import { runComparison } from '../../compare/run-comparison.ts';
import { laneText, type NamedSetUp } from '../../compare/race.ts';
import { sweepableOf } from '../../compare/sweepable.ts';
import type { Outcome } from '../../compare/swarm.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { Trial, TrialJob, TrialReply } from '../../protocol/compare-messages.ts';
import type { KeptComparison } from '../../client/comparison-shelf.ts';
import type { KeptComparisons } from './kept/kept-comparisons.ts';
import { KeptSoFar } from './kept/kept-so-far.ts';
import { ProgramDesk, type ProgramParts } from './cluster/program-desk.ts';
import { isOf, keptOf, leftOf, shows, startedOf, type Started, type ToKeep } from './started.ts';
import type { PackedTable } from '../../protocol/import-messages.ts';
import { RunOpener, type RunOpenerOptions } from './run-opener.ts';

export interface CompareStoreOptions extends RunOpenerOptions, ProgramParts {
  /** The settings of the playground. */
  readonly experiment: ReadonlySignal<Experiment>;
  /** Runs of the playground that are over or were branched from, with the settings that they ended with. */
  readonly earlier: ReadonlySignal<readonly NamedSetUp[]>;
  /** Whether the playground trains: it keeps a core for itself. */
  readonly isBusy: () => boolean;
  readonly hire: Hire<TrialJob, TrialReply>;
  readonly cores: number;
  readonly now: () => number;
  /** What the browser keeps of comparisons. */
  readonly kept: KeptComparisons;
  /** Why what is asked for is not trained, or no further. */
  readonly onRefusal: (message: string) => void;
  /** Something else is asked for, or of another set-up, or it is begun anew: nobody knows what stands in its way. */
  readonly onRefusalGone: () => void;
  /** A comparison begins: what was said of an attempt before no longer holds. */
  readonly onStart: () => void;
  /** What was asked is another. */
  readonly onLink: (ask: string) => void;
}

/** What is drawn anew as runs come in, is so at most as often; and less often where that takes long: */
const publishMs = 200;
/** a tenth of the time at most, which the workers would have otherwise where there is no core for the page alone. */
const mostOfTime = 0.1;

/** All state of the comparisons, and all that can be done to it. */
export class CompareStore {
  readonly ask = signal<Ask>(usualAsk);
  /** By its kind, the last comparison that was started. */
  readonly started = signal<Partial<Record<Ask['kind'], Started>>>({});
  readonly running = signal<Ask['kind'] | null>(null);
  readonly experiment: ReadonlySignal<Experiment>;
  readonly earlier: CompareStoreOptions['earlier'];
  readonly kept: KeptComparisons;
  readonly programs: ProgramDesk;
  readonly #options: CompareStoreOptions;
  readonly #pool: Pool<TrialJob, TrialReply>;
  readonly #opener: RunOpener;
  readonly #soFar: KeptSoFar;
  readonly #stopFollowing: () => void;
  readonly #stopForgetting: () => void;
  /** What was refused, as long as it is said. */
  #refused: Pick<Started, 'ask' | 'experiment'> | null = null;
  #order: RunningOrder | null = null;
  /** Before there is an order: its tables are fetched. */
  #isCancelled = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** How long it took the last time to draw what is known. */
  #drawnMs = 0;
  #written = '';

  constructor(options: CompareStoreOptions) {
    this.#options = options;
    this.experiment = options.experiment;
    this.earlier = options.earlier;
    this.kept = options.kept;
    this.programs = new ProgramDesk(options);
    this.#pool = new Pool({ hire: options.hire, now: options.now }, this.#hands(false));
    this.#opener = new RunOpener(this.#pool, options);
    this.#soFar = new KeptSoFar({ known: () => this.#known(), kept: options.kept, now: options.now });
    this.#stopFollowing = effect(() => {
      this.#pool.size = this.#hands(options.isBusy());
    });
    this.#stopForgetting = effect(() => {
      const asked = { ask: this.ask.value, experiment: this.experiment.value };
      // Either may have been what was in the way.
      untracked(() => {
        if (asked.ask !== this.#refused?.ask || asked.experiment !== this.#refused.experiment)
          this.#forgetRefusal();
      });
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
    void this.#bringBack(ask);
  }

  /** After a reload, or by a link: what came of the same once before in this browser. */
  async #bringBack(ask: Ask): Promise<void> {
    await this.kept.refresh();
    const kept = this.kept.list.peek().find((one) => shows(one, ask, this.experiment.peek()));
    if (kept === undefined || this.ask.peek() !== ask || this.started.peek()[ask.kind] !== undefined) return;
    const results = await this.kept.find(kept);
    const started = results === null ? null : startedOf(kept, results);
    if (started !== null && this.started.peek()[ask.kind] === undefined) this.#show(started);
  }

  /** A comparison that was kept takes the place of the last one of its kind. Not while another one is under way. */
  async openKept(kept: KeptComparison): Promise<void> {
    const results = await this.kept.find(kept);
    if (results === null || this.running.peek() !== null) return;
    const started = startedOf(kept, results);
    if (started === null) {
      this.#options.onProblem(`“${kept.name}” was kept by another version of this page and cannot be shown.`);
      return;
    }
    batch(() => {
      this.#show(started);
      this.change(started.ask);
    });
  }

  change(patch: Partial<Ask>): void {
    const ask = { ...this.ask.peek(), ...patch };
    this.ask.value = ask;
    this.#written = writeAsk(ask);
    this.#options.onLink(this.#written);
  }

  /** A set-up joins the race: the present one, where none is given. */
  addLane(experiment = this.experiment.peek()): void {
    const { lanes } = this.ask.peek();
    if (lanes.length < askLimits.lanes) this.change({ lanes: [...lanes, laneText(experiment)] });
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
      this.#refuse({ ask, experiment }, planned.message);
      return;
    }
    const { trials, sweep, search } = planned.plan;
    const progress = { done: 0, total: totalOf(planned.plan), elapsedMs: 0, leftMs: null };
    const outcomes = freshOutcomes(trials);
    await this.#train(
      { ask, experiment, outcomes, plan: sweep, search, phase: 'running', progress, version: 0 },
      planned.plan,
    );
  }

  /** Trains what is not known yet of what was begun, with the set-up of then: with what is known, it comes to the same as all of it anew. */
  async goOn(): Promise<void> {
    const ask = this.ask.peek();
    const started = this.started.peek()[ask.kind];
    if (this.running.peek() !== null || started === undefined) return;
    if (leftOf(started, ask) === 0) return;
    const planned = planAsked(started.experiment, started.ask);
    if (planned.ok) await this.#train({ ...started, phase: 'running' }, planned.plan);
  }

  async #train(started: Started, plan: ComparisonPlan): Promise<void> {
    const { ask, experiment, progress } = started;
    const outcomes = [...started.outcomes];
    this.#forgetRefusal();
    this.#options.onStart();
    this.running.value = ask.kind;
    this.#isCancelled = false;
    this.#show({ ...started, outcomes });
    const tableFor = await this.#tablesOf(plan.trials);
    const running = runComparison<TrialJob>(plan, {
      ...{ pool: this.#pool, outcomes, now: this.#options.now, spentMs: progress.elapsedMs },
      jobOf: (trial) => ({ trial, table: tableFor(trial.experiment) }),
      onProgress: () => {
        this.#publishSoon();
      },
    });
    this.#order = running;
    if (this.#isCancelled) running.cancel();
    this.#soFar.begin();
    const outcome = await running.outcome;
    this.#soFar.end();
    this.#order = null;
    batch(() => {
      this.#publish(ask.kind, running.progress, outcome);
      this.running.value = null;
    });
    const ended = this.started.peek()[ask.kind];
    const kept = ended === undefined ? null : keptOf(ended);
    // What was known of the same when it ended early before is part of what is known now.
    const holds = (one: KeptComparison): boolean =>
      one.phase !== 'done' && one.done <= running.progress.done && isOf(one, ask, experiment);
    if (kept !== null) void this.kept.keep(kept, holds);
    if (outcome.kind === 'failed')
      this.#refuse(
        { ask, experiment },
        `The comparison has ended: ${outcome.reason}. What is known so far stays: “Go on” trains the rest.`,
      );
  }

  #refuse(asked: Pick<Started, 'ask' | 'experiment'>, message: string): void {
    this.#refused = asked;
    this.#options.onRefusal(message);
  }

  #forgetRefusal(): void {
    if (this.#refused === null) return;
    this.#refused = null;
    this.#options.onRefusalGone();
  }

  /** The page is hidden, and may not come back: what is known so far is kept. */
  keepSoFar(): void {
    void this.#soFar.write();
  }

  /** Of the comparison that is under way. */
  #known(): ToKeep | null {
    const kind = this.running.peek();
    const started = kind === null ? undefined : this.started.peek()[kind];
    if (started === undefined || this.#order === null) return null;
    return keptOf({ ...started, progress: this.#order.progress });
  }

  /** The user's own tables that trials are about, each fetched once. */
  async #tablesOf(trials: readonly Trial[]): Promise<(experiment: Experiment) => PackedTable | null> {
    const keyOf = ({ dataSet, file }: Experiment): string => (dataSet === 'file' ? (file?.id ?? '') : '');
    const asked = new Map(trials.map(({ experiment }) => [keyOf(experiment), experiment]));
    const tables = new Map(
      await Promise.all(
        Array.from(
          asked,
          async ([key, experiment]) => [key, await this.#options.tableOf(experiment)] as const,
        ),
      ),
    );
    return (experiment) => tables.get(keyOf(experiment)) ?? null;
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#order?.cancel();
  }

  /** Trains one run again, to the same bits, and hands it to the playground. */
  open(outcome: Outcome, ask: Pick<Ask, 'epochs'>, words: string): Promise<void> {
    return this.#opener.open(outcome, ask, words);
  }

  #publishSoon(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null;
        const kind = this.running.peek();
        if (this.#order === null || kind === null) return;
        const begunAt = this.#options.now();
        this.#publish(kind, this.#order.progress, null);
        // Elements are drawn before the next task.
        setTimeout(() => {
          this.#drawnMs = this.#options.now() - begunAt;
        });
      },
      Math.max(publishMs, this.#drawnMs / mostOfTime),
    );
  }

  #publish(kind: Ask['kind'], progress: OrderProgress, outcome: OrderOutcome | null): void {
    const started = this.started.peek()[kind];
    if (started === undefined) return;
    const phase = outcome?.kind ?? started.phase;
    this.#show({ ...started, phase, progress, version: started.version + 1 });
  }

  #show(started: Started): void {
    this.started.value = { ...this.started.peek(), [started.ask.kind]: started };
  }

  dispose(): void {
    this.#stopFollowing();
    this.#stopForgetting();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#soFar.end();
    this.#pool.dispose();
    this.programs.end();
  }
}
