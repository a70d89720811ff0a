import type { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import { VitalsMeter } from '../src/training/vitals.ts';
import { VitalsPace } from './vitals-pace.ts';

type Measuring = Pick<VitalsMeter, 'measure'>;

/**
 * Decides which views come with vitals: each, where somebody looks at them, and now and then one for the record of the
 * run, at next to no cost.
 */
export class VitalsDesk {
  /** Somebody looks at them. */
  isWatched = false;
  /** Somebody keeps a record of the run. */
  #isRecorded = false;
  #isUrgent = false;
  /** The next view is for it: the last update before that is to be known. */
  #recordsNext = false;
  readonly #pace: VitalsPace;
  /** Of the network that they were last wanted of. */
  #meter: VitalsMeter | null = null;
  /** Whose compilation is waited for. */
  #expected: Run['network'] | null = null;

  constructor(now: Clock) {
    this.#pace = new VitalsPace(now);
  }

  /** `isUrgent`: the record needs them now, whatever they cost. */
  request(isWatched: boolean, isRecorded: boolean, isUrgent = false): void {
    this.#isUrgent = isUrgent;
    this.isWatched = isWatched;
    this.#isRecorded = isRecorded;
    this.#recordsNext &&= isRecorded;
  }

  /** Whether the run is to know what its last batch changed. */
  get watchesUpdates(): boolean {
    return this.isWatched || this.#recordsNext;
  }

  /** Whether the view that is begun now is measured for the record; between it and the one before, updates are watched. */
  recordsNow(run: Run): boolean {
    if (this.isWatched || !this.#isRecorded) return false;
    const records = this.#recordsNext;
    this.#recordsNext = !records && this.#mayRecord(run);
    return records;
  }

  /** What is yet to be compiled for it takes about as long as the training's code did, twice. */
  #mayRecord({ network, backend, figures, train }: Run): boolean {
    if (train.count === 0) return false;
    const isCompiled = this.#meter?.serves(network, backend) === true;
    if (!isCompiled && this.#expected !== network) this.#pace.expect(2 * (figures?.compileMs ?? 0));
    this.#expected = network;
    return this.#isUrgent || this.#pace.isDue;
  }

  /** What measures a run's vitals, where this view has any; no job that uses an earlier one goes on. */
  meterOf({ network, backend }: Run, records: boolean): Measuring | null {
    const isOfUse = this.isWatched || this.#isRecorded;
    if (!isOfUse || this.#meter?.serves(network, backend) === false) this.dispose();
    if (!this.isWatched && !records) return null;
    this.#meter ??= new VitalsMeter(network, backend);
    return this.isWatched ? this.#meter : this.#pace.paced(this.#meter);
  }

  dispose(): void {
    this.#meter?.dispose();
    this.#meter = null;
  }
}
