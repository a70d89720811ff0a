import { signal } from '@preact/signals-core';
import type { Ask } from '../../compare/ask.ts';
import type { Pool, RunningOrder } from '../../compare/pool.ts';
import type { Outcome } from '../../compare/swarm.ts';
import type { Trial, TrialJob, TrialReply } from '../../protocol/compare-messages.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { PackedTable } from '../../protocol/import-messages.ts';
import type { Checkpoint } from '../../protocol/messages.ts';

export interface RunOpenerOptions {
  readonly tableOf: (experiment: Experiment) => Promise<PackedTable | null>;
  /** A run takes the place of the playground's. */
  readonly onOpen: (checkpoint: Checkpoint) => void;
  /** A sentence for the user. */
  readonly onProblem: (message: string) => void;
}

/** Trains one run of a comparison again, with all that training on needs, and hands it to the playground. */
export class RunOpener {
  /** The run that is being trained to be opened, by its words; null for none. */
  readonly opening = signal<string | null>(null);
  readonly #pool: Pool<TrialJob, TrialReply>;
  readonly #options: RunOpenerOptions;
  /** Of the run that was chosen last. */
  #order: RunningOrder | null = null;
  /** Grows with every run that is chosen. */
  #turns = 0;

  constructor(pool: Pool<TrialJob, TrialReply>, options: RunOpenerOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  /** To the same bits. Whoever chooses another one meanwhile wants that one. */
  async open({ experiment }: Outcome, { epochs }: Pick<Ask, 'epochs'>, words: string): Promise<void> {
    const turn = ++this.#turns;
    this.#order?.cancel();
    this.#order = null;
    this.opening.value = words;
    const trial: Trial = { experiment, epochs, target: null, picture: 0, withState: true };
    const table = await this.#options.tableOf(experiment);
    if (turn !== this.#turns) return;
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
    this.#order = order;
    const outcome = await order.outcome;
    if (turn !== this.#turns) return;
    this.#order = null;
    this.opening.value = null;
    if (outcome.kind === 'failed') reason = outcome.reason;
    const told = reply as TrialReply | null;
    if (told !== null && !told.ok) reason = told.message;
    const state = told?.ok === true ? told.value.state : null;
    if (state !== null) this.#options.onOpen(state);
    else if (outcome.kind !== 'cancelled')
      this.#options.onProblem(`${words} could not be opened: ${reason}.`);
  }
}
