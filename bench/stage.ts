import { type Engine, type Training, Unavailable } from './engines/engine.ts';
import { createWorkload, type WorkloadName } from './workloads.ts';

/** How opening an engine went. */
export type Opened =
  { readonly ok: true; readonly note: string } | { readonly ok: false; readonly reason: string };

/**
 * Engines in the place where they run, each with at most one training. All of it can be called across a worker's
 * border, and it takes the times itself, so that they hold no calls across the border.
 */
export interface Stage {
  /** Starts a training; not ok where the engine is missing for a reason that is no mistake. */
  open(engine: string, workload: WorkloadName): Promise<Opened>;
  /** Trains; returns the seconds that it took. */
  secondsFor(engine: string, steps: number): Promise<number>;
  /** False once the training diverged. */
  isFinite(engine: string): Promise<boolean>;
  close(engine: string): Promise<void>;
}

export class LocalStage implements Stage {
  readonly #engines: readonly Engine[];
  readonly #trainings = new Map<string, Training>();

  constructor(engines: readonly Engine[]) {
    this.#engines = engines;
  }

  async open(name: string, workload: WorkloadName): Promise<Opened> {
    const engine = this.#engines.find((one) => one.name === name);
    if (engine === undefined) throw new RangeError(`there is no engine ${name}`);
    try {
      const training = await engine.create(createWorkload(workload));
      this.#trainings.set(name, training);
      return { ok: true, note: training.note ?? '' };
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

  async isFinite(name: string): Promise<boolean> {
    return (await this.#training(name).parameters()).every(Number.isFinite);
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
