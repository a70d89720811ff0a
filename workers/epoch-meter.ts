import { isMeasured } from '../src/training/history.ts';
import type { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { CpuViews, Metrics } from '../src/training/view.ts';
import { Job } from './job.ts';

export interface EpochMeterParts {
  readonly now: Clock;
  /** Who evaluates the run; null before there is one. */
  readonly cpu: () => CpuViews | null;
  readonly onMeasured: (epoch: number, metrics: Metrics) => void;
}

/**
 * Measures the losses at the ends of those epochs that the history wants at every speed. Training waits for it: the
 * weights are gone once the next batch is closed.
 */
export class EpochMeter {
  readonly #parts: EpochMeterParts;
  #measuring: {
    readonly run: Run;
    readonly cpu: CpuViews;
    readonly epoch: number;
    readonly job: Job;
  } | null = null;

  constructor(parts: EpochMeterParts) {
    this.#parts = parts;
  }

  /** True where the run stands at the end of an epoch that is wanted, each of the `first`, and not in its history yet. */
  isDue(run: Run, first?: number): boolean {
    return !run.insideEpoch && run.history.lastEpoch < run.epoch && isMeasured(run.epoch, first);
  }

  /** Measures until the deadline what is due. */
  advance(run: Run, deadline: number): void {
    const cpu = this.#parts.cpu();
    if (cpu === null) return;
    const { epoch } = run;
    const present = this.#measuring;
    const goesOn = present?.run === run && present.cpu === cpu && present.epoch === epoch;
    const { job } = goesOn ? present : (this.#measuring = this.#begin(run, cpu));
    job.advance(this.#parts.now, deadline);
    if (job.finished) this.#measuring = null;
  }

  #begin(run: Run, cpu: CpuViews) {
    const { epoch } = run;
    const job = Job.of(cpu.metrics(run.parameters()), (metrics) => {
      this.#parts.onMeasured(epoch, metrics);
    });
    return { run, cpu, epoch, job };
  }
}
