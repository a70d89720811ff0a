import { diagnose, lacksVitals } from '../src/training/doctor/diagnose.ts';
import type { Diagnosis } from '../src/training/doctor/diagnosis.ts';
import { factsOf, recordOf, type RunFacts } from '../src/training/doctor/run-record.ts';
import type { Clock } from '../src/timing/clock.ts';
import type { Run } from '../src/training/run.ts';

/** A training that runs is looked at this often at most. */
const intervalMs = 300;
/** What the looks may take of the worker's time: one part in so many. */
const share = 100;

/** Looks at a run when something new was measured of it, and for next to nothing of the training's time. */
export class DoctorDesk {
  readonly #now: Clock;
  #run: Run | null = null;
  #facts: RunFacts | null = null;
  /** Of the moments that the diagnosis is of. */
  #seen = '';
  #freeAt = -Infinity;
  #diagnosis: Diagnosis = { version: 0, findings: [] };
  #told = -1;
  #lacksVitals = false;

  constructor(now: Clock) {
    this.#now = now;
  }

  /** Whether the coming views are to be measured with vitals: a run that learns nothing can spare the time. */
  wantsVitals(run: Run): boolean {
    return run === this.#run && this.#lacksVitals;
  }

  /** The diagnosis of the run, if it is another one than was told before, or nobody remembers that. */
  news(run: Run, isRunning: boolean, isForgotten: boolean): Diagnosis | null {
    this.#look(run, isRunning);
    const { version } = this.#diagnosis;
    if (version === this.#told && !isForgotten) return null;
    this.#told = version;
    return this.#diagnosis;
  }

  #look(run: Run, isRunning: boolean): void {
    const isNew = run !== this.#run;
    if (isNew) this.#begin(run);
    const now = this.#now();
    const measured = `${run.moments.version} ${run.history.version}`;
    if (measured === this.#seen || (isRunning && !isNew && now < this.#freeAt)) return;
    this.#seen = measured;
    const record = recordOf(run, (this.#facts ??= factsOf(run)));
    const findings = run.train.count === 0 ? [] : diagnose(record);
    this.#lacksVitals = run.train.count > 0 && !run.diverged && lacksVitals(record);
    this.#freeAt = now + Math.max(intervalMs, share * (this.#now() - now));
    if (JSON.stringify(findings) === JSON.stringify(this.#diagnosis.findings)) return;
    this.#diagnosis = { version: this.#diagnosis.version + 1, findings };
  }

  #begin(run: Run): void {
    this.#run = run;
    this.#facts = null;
    this.#seen = '';
    this.#lacksVitals = false;
  }
}
