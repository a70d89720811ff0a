import type { TableSource } from '../../data/data-set.ts';
import { DataRefused } from '../../data/data-refused.ts';
import { parseExperiment, type Experiment } from '../../experiment/schema.ts';
import type { Clock } from '../trainer.ts';
import { trialSteps } from './run-trial.ts';
import { TrialBench, type EngineOf } from './trial-bench.ts';
import type { Trial, TrialAnswer, TrialResult } from './trial.ts';

/** How long it works before it lets messages in. */
const sliceMs = 20;

export interface TrialDeskParts {
  readonly engineOf: EngineOf;
  readonly tables: TableSource;
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
}

/** A trial, and what sees to it that its table is there: why it can not be had, as a sentence, or null. */
export interface DeskJob {
  readonly trial: Trial;
  readonly provide: (experiment: Experiment) => Promise<string | null>;
}

/** Trains what a comparison asks for, one run after the other, in the browser's workers and in Node's threads alike. */
export class TrialDesk {
  readonly #parts: TrialDeskParts;
  readonly #bench: TrialBench;
  /** Counts calls of `stop`: whoever began before one ends. */
  #stops = 0;
  #sliceStart = 0;
  /** What it was asked for last. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: TrialDeskParts) {
    this.#parts = parts;
    this.#bench = new TrialBench(parts);
  }

  /** Shapes that were compiled, over all. */
  get compiled(): number {
    return this.#bench.compiled;
  }

  /** In their order, after all that it was asked for before; after `stop`, only those that were finished. */
  work(jobs: readonly DeskJob[]): Promise<readonly TrialAnswer[]> {
    const stops = this.#stops;
    const answers = this.#last.then(() => this.#work(jobs, stops));
    this.#last = answers.catch(() => undefined);
    return answers;
  }

  async #work(jobs: readonly DeskJob[], stops: number): Promise<readonly TrialAnswer[]> {
    const answers: TrialAnswer[] = [];
    this.#sliceStart = this.#parts.now();
    for (const job of jobs) {
      const answer = await this.#train(job, stops);
      if (answer === null) return answers;
      answers.push(answer);
    }
    return answers;
  }

  /** Ends `work`. */
  stop(): void {
    this.#stops++;
  }

  /** null where it was stopped. */
  async #train({ trial, provide }: DeskJob, stops: number): Promise<TrialAnswer | null> {
    const parsed = parseExperiment(trial.experiment);
    if (!parsed.ok) return { ok: false, code: 'invalid-settings', message: parsed.message };
    const problem = await provide(parsed.value);
    if (problem !== null) return { ok: false, code: 'data-unavailable', message: problem };
    try {
      const value = await this.#finish({ ...trial, experiment: parsed.value }, stops);
      return value === null ? null : { ok: true, value };
    } catch (error) {
      if (error instanceof DataRefused)
        return { ok: false, code: 'data-unavailable', message: error.message };
      throw error;
    }
  }

  async #finish(trial: Trial, stops: number): Promise<TrialResult | null> {
    const { now, nextTask } = this.#parts;
    const steps = trialSteps(this.#bench, trial, now);
    for (;;) {
      if (now() - this.#sliceStart >= sliceMs) {
        await nextTask();
        this.#sliceStart = now();
      }
      if (stops !== this.#stops) return null;
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** Lets go of what was compiled. */
  dispose(): void {
    this.#bench.dispose();
  }
}
