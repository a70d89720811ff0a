import { type Training, Unavailable } from './engines/engine.ts';
import type { WorkloadName } from './workloads.ts';

/** How opening an engine went. */
export type Opened =
  | { readonly ok: true; readonly note: string; readonly once: boolean; readonly share: number }
  | { readonly ok: false; readonly reason: string };

/**
 * Engines in the place where they run, each with at most one training. All of it can be called across a worker's
 * border, and it takes the times itself, so that they hold no calls across the border.
 */
export interface Stage<Name extends string = WorkloadName> {
  /** Starts a training; not ok where the engine is missing for a reason that is no mistake. */
  open(engine: string, workload: Name): Promise<Opened>;
  /** Trains; returns the seconds that it took. */
  secondsFor(engine: string, steps: number): Promise<number>;
  /** The parameters, or for a forward evaluation some of its results. */
  numbers(engine: string): Promise<readonly number[]>;
  close(engine: string): Promise<void>;
}

/** An engine of either kind of workload. */
interface Opener<Work> {
  readonly name: string;
  create(work: Work): Training | Promise<Training>;
}

export class LocalStage<Name extends string, Work> implements Stage<Name> {
  readonly #engines: readonly Opener<Work>[];
  readonly #createWork: (name: Name) => Work;
  readonly #trainings = new Map<string, Training>();

  constructor(engines: readonly Opener<Work>[], createWork: (name: Name) => Work) {
    this.#engines = engines;
    this.#createWork = createWork;
  }

  async open(name: string, workload: Name): Promise<Opened> {
    const engine = this.#engines.find((one) => one.name === name);
    if (engine === undefined) throw new RangeError(`there is no engine ${name}`);
    try {
      const training = await engine.create(this.#createWork(workload));
      this.#trainings.set(name, training);
      const { note = '', once = false, share = 1 } = training;
      return { ok: true, note, once, share };
    } catch (error) {
      if (error instanceof Unavailable) return { ok: false, reason: error.message };
      throw error;
    }
  }

  async secondsFor(name: string, steps: number): Promise<number> {
    const training = this.#training(name);
    const start = performance.now();
    await training.steps(steps);
    return (performance.now() - start) / 1000;
  }

  async numbers(name: string): Promise<readonly number[]> {
    return [...(await this.#training(name).parameters())];
  }

  async close(name: string): Promise<void> {
    this.#training(name).dispose();
    this.#trainings.delete(name);
  }

  #training(name: string): Training {
    const training = this.#trainings.get(name);
    if (training === undefined) throw new RangeError(`no training of ${name} is open`);
    return training;
  }
}
