import type { Stage } from './stage.ts';
import type { WorkloadName } from './workloads.ts';

/** An engine in the place where it runs. */
export interface Contestant {
  readonly engine: string;
  readonly runtime: string;
  readonly stage: Stage;
}

interface Identity {
  readonly engine: string;
  readonly runtime: string;
}

export interface Measurement extends Identity {
  /** Median over the rounds. */
  readonly stepsPerSecond: number;
  readonly note: string;
}

/** An engine that is not installed, or that this runtime cannot run. */
export interface Missing extends Identity {
  readonly reason: string;
}

export interface Measurements {
  readonly measured: readonly Measurement[];
  readonly missing: readonly Missing[];
}

export interface Effort {
  readonly rounds: number;
  /** How long an engine trains in a round. */
  readonly roundMs: number;
}

/**
 * Trains the workload with every contestant in turn, round after round, so that whatever else the machine is doing
 * meets all of them alike.
 */
export async function measure(
  workload: WorkloadName,
  contestants: readonly Contestant[],
  { rounds, roundMs }: Effort,
): Promise<Measurements> {
  const running: RunningContestant[] = [];
  const missing: Missing[] = [];
  try {
    for (const { engine, runtime, stage } of contestants) {
      const opened = await stage.open(engine, workload);
      if (opened.ok) running.push(new RunningContestant(engine, runtime, stage, opened.note));
      else missing.push({ engine, runtime, reason: opened.reason });
    }
    for (const contestant of running) await contestant.warmUp(roundMs);
    for (let round = 0; round < rounds; round++) {
      for (const contestant of running) await contestant.round();
    }
    for (const contestant of running) await contestant.expectFinite();
    return { measured: running.map((contestant) => contestant.result()), missing };
  } finally {
    for (const { engine, stage } of running) await stage.close(engine);
  }
}

class RunningContestant {
  readonly engine: string;
  readonly stage: Stage;
  readonly #runtime: string;
  readonly #note: string;
  readonly #rates: number[] = [];
  #stepsPerRound = 1;

  constructor(engine: string, runtime: string, stage: Stage, note: string) {
    this.engine = engine;
    this.stage = stage;
    this.#runtime = runtime;
    this.#note = note;
  }

  /** Trains until the code is compiled and a call takes half a round. */
  async warmUp(roundMs: number): Promise<void> {
    for (let steps = 1; ; steps *= 2) {
      const seconds = await this.stage.secondsFor(this.engine, steps);
      if (seconds * 1000 < roundMs / 2) continue;
      this.#stepsPerRound = Math.ceil(((steps / seconds) * roundMs) / 1000);
      return;
    }
  }

  async round(): Promise<void> {
    this.#rates.push(this.#stepsPerRound / (await this.stage.secondsFor(this.engine, this.#stepsPerRound)));
  }

  /** Arithmetic on NaN can be faster or slower than on numbers: such a figure means nothing. */
  async expectFinite(): Promise<void> {
    if (!(await this.stage.isFinite(this.engine)))
      throw new Error(`${this.engine} in ${this.#runtime} diverged while it was measured`);
  }

  result(): Measurement {
    return {
      engine: this.engine,
      runtime: this.#runtime,
      stepsPerSecond: median(this.#rates),
      note: this.#note,
    };
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
