import type { Opened, Stage } from './stage.ts';
import type { WorkloadName } from './workloads.ts';

/** An engine in the place where it runs. */
export interface Contestant<Name extends string = WorkloadName> {
  readonly engine: string;
  readonly runtime: string;
  readonly stage: Stage<Name>;
}

interface Identity {
  readonly engine: string;
  readonly runtime: string;
}

export interface Measurement extends Identity {
  /** Median over the rounds, of whole steps. */
  readonly stepsPerSecond: number;
  readonly note: string;
  /** True if it ran once, for its results. */
  readonly once: boolean;
  /** What the stage calls numbers, at the end. */
  readonly numbers: readonly number[];
  /** What it called numbers after the first steps, where that was asked for. */
  readonly firstNumbers: readonly number[];
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
  /** After so many steps, before anything is measured, each is asked for its numbers; not at all where it is 0. */
  readonly firstSteps?: number;
}

/**
 * Trains the workload with every contestant in turn, round after round, so that whatever else the machine is doing
 * meets all of them alike.
 */
export async function measure<Name extends string>(
  workload: Name,
  contestants: readonly Contestant<Name>[],
  { rounds, roundMs, firstSteps = 0 }: Effort,
): Promise<Measurements> {
  const running: RunningContestant<Name>[] = [];
  const missing: Missing[] = [];
  try {
    for (const { engine, runtime, stage } of contestants) {
      const opened = await stage.open(engine, workload);
      if (opened.ok) running.push(new RunningContestant(engine, runtime, stage, opened));
      else missing.push({ engine, runtime, reason: opened.reason });
    }
    if (firstSteps > 0) for (const contestant of running) await contestant.begin(firstSteps);
    for (const contestant of running) await contestant.warmUp(roundMs);
    for (let round = 0; round < rounds; round++) {
      for (const contestant of running) await contestant.round();
    }
    const measured: Measurement[] = [];
    for (const contestant of running) measured.push(await contestant.result());
    return { measured, missing };
  } finally {
    for (const { engine, stage } of running) await stage.close(engine);
  }
}

class RunningContestant<Name extends string> {
  readonly engine: string;
  readonly stage: Stage<Name>;
  readonly #runtime: string;
  readonly #opened: Opened & { readonly ok: true };
  readonly #rates: number[] = [];
  #stepsPerRound = 1;
  #firstNumbers: readonly number[] = [];

  constructor(engine: string, runtime: string, stage: Stage<Name>, opened: Opened & { readonly ok: true }) {
    this.engine = engine;
    this.stage = stage;
    this.#runtime = runtime;
    this.#opened = opened;
  }

  async begin(steps: number): Promise<void> {
    await this.stage.secondsFor(this.engine, steps);
    this.#firstNumbers = await this.stage.numbers(this.engine);
  }

  /** Trains until the code is compiled and a call takes half a round. */
  async warmUp(roundMs: number): Promise<void> {
    if (this.#opened.once) return;
    for (let steps = 1; ; steps *= 2) {
      const seconds = await this.stage.secondsFor(this.engine, steps);
      if (seconds * 1000 < roundMs / 2) continue;
      this.#stepsPerRound = Math.ceil(((steps / seconds) * roundMs) / 1000);
      return;
    }
  }

  async round(): Promise<void> {
    if (this.#opened.once && this.#rates.length > 0) return;
    this.#rates.push(this.#stepsPerRound / (await this.stage.secondsFor(this.engine, this.#stepsPerRound)));
  }

  async result(): Promise<Measurement> {
    const numbers = await this.stage.numbers(this.engine);
    // Arithmetic on NaN can be faster or slower than on numbers: such a figure means nothing.
    if (!numbers.every(Number.isFinite))
      throw new Error(`${this.engine} in ${this.#runtime} diverged while it was measured`);
    return {
      engine: this.engine,
      runtime: this.#runtime,
      stepsPerSecond: median(this.#rates) * this.#opened.share,
      note: this.#opened.note,
      once: this.#opened.once,
      numbers,
      firstNumbers: this.#firstNumbers,
    };
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
