import { DataRefused } from '../src/data/data-refused.ts';
import { parseExperiment } from '../src/experiment/schema.ts';
import type {
  CompareApi,
  Trial,
  TrialJob,
  TrialReply,
  TrialResult,
} from '../src/protocol/compare-messages.ts';
import { trialSteps } from '../src/training/trials/run-trial.ts';
import { TrialBench } from '../src/training/trials/trial-bench.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { Engines } from './engines.ts';
import { failure } from './replies.ts';
import { TableStore, type FileLoader } from './table-store.ts';

/** How long it works before it lets messages in. */
const sliceMs = 20;

export interface CompareServiceParts {
  readonly engines: Engines;
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  readonly loadFile: FileLoader;
}

/** Trains what a comparison asks for, one run after the other. */
export class CompareService implements Omit<CompareApi, 'hello'> {
  readonly #parts: CompareServiceParts;
  readonly #tables: TableStore;
  readonly #bench: TrialBench;
  /** Counts calls of `stop`: whoever began before one ends. */
  #stops = 0;
  #sliceStart = 0;

  constructor(parts: CompareServiceParts) {
    this.#parts = parts;
    this.#tables = new TableStore(parts.loadFile);
    this.#bench = new TrialBench({
      engineOf: (name) => parts.engines.choose(name).backend,
      now: parts.now,
      tables: this.#tables.source,
    });
  }

  /** Shapes that were compiled, over all. */
  get compiled(): number {
    return this.#bench.compiled;
  }

  async work(jobs: readonly TrialJob[]): Promise<readonly TrialReply[]> {
    const stops = this.#stops;
    const replies: TrialReply[] = [];
    this.#sliceStart = this.#parts.now();
    for (const job of jobs) {
      const reply = await this.#train(job, stops);
      if (reply === null) return replies;
      replies.push(reply);
    }
    return replies;
  }

  stop(): Promise<void> {
    this.#stops++;
    return Promise.resolve();
  }

  /** null where it was stopped. */
  async #train({ trial, table }: TrialJob, stops: number): Promise<TrialReply | null> {
    const parsed = parseExperiment(trial.experiment);
    if (!parsed.ok) return failure('invalid-settings', parsed.message);
    const problem = await this.#tables.provide(parsed.value, table);
    if (problem !== null) return failure('data-unavailable', problem);
    try {
      const value = await this.#finish({ ...trial, experiment: parsed.value }, stops);
      return value === null ? null : { ok: true, value };
    } catch (error) {
      if (error instanceof DataRefused) return failure('data-unavailable', error.message);
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
}
