import { finish } from '../../../src/autograd/steps.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { Cooperative } from '../../../src/training/evaluation.ts';
import type { RunRecord } from '../../../src/training/doctor/record.ts';
import { recordOf } from '../../../src/training/doctor/run-record.ts';
import { NetworkCache } from '../../../src/training/network-cache.ts';
import { Run } from '../../../src/training/run.ts';
import { CpuViews } from '../../../src/training/view.ts';
import { VitalsMeter } from '../../../src/training/vitals.ts';
import { wasmBackend } from '../wasm/backends.ts';
import { realTables } from './real-tables.ts';

/** The engine that the page starts with. */
const backend = wasmBackend('f32');

/** When a training is looked at: four batches a frame, epoch by epoch, or now and then, as a fast one is. */
export type Pace = 'film' | 'epochs' | 'fast';

/** A run as the worker records it, without its clock: looked at by its pace, vitals with every so many looks. */
export class RecordedRun {
  readonly run: Run;
  readonly #views: CpuViews;
  readonly #meter: VitalsMeter;
  readonly #pace: Pace;
  #looks = 0;

  constructor(settings: Partial<Experiment>, pace: Pace = 'epochs', previous: RecordedRun | null = null) {
    const experiment = { ...defaultExperiment, ...settings };
    let time = 0;
    const now = (): number => (time += 0.01);
    this.run = new Run(experiment, backend, now, null, new NetworkCache(), realTables);
    if (previous?.run.canContinueAs(experiment) === true) this.run.restore(previous.run.state());
    finish(this.run.prepare());
    this.run.watchesUpdates = true;
    this.#views = new CpuViews(this.run, now);
    this.#meter = new VitalsMeter(this.run.network, backend);
    this.#pace = pace;
  }

  get diverged(): boolean {
    return this.run.diverged;
  }

  /** Trains so many epochs further, or until a loss or a weight is no number any more. */
  train(epochs: number): this {
    const { run } = this;
    const end = run.epoch + epochs;
    this.#look();
    while (run.epoch < end && !run.diverged) {
      if (this.#pace === 'film') {
        const { epoch, position } = run.filmEnd(4, 1);
        run.advance(Infinity, epoch, position);
      } else run.advance(Infinity, run.epoch + this.#stride(run.epoch, end));
      this.#look();
    }
    return this;
  }

  /** Epochs to the next look: one, or at first one and then ever more, unevenly. */
  #stride(epoch: number, end: number): number {
    if (this.#pace !== 'fast' || epoch < 8) return 1;
    return Math.min(end - epoch, 1 + ((this.#looks * 5) % 7));
  }

  #look(): void {
    const { run } = this;
    const parameters = run.parameters();
    const { trainLoss, testLoss, trainAccuracy, testAccuracy } = ended(this.#views.metrics(parameters));
    if (!Number.isFinite(trainLoss) || run.progress <= run.history.lastEpoch) return;
    run.history.push(run.progress, trainLoss, testLoss);
    const isMeasured = this.#looks++ % 5 === 0;
    const vitals = isMeasured ? ended(this.#meter.measure(run.train, parameters, run.lastUpdate())) : null;
    run.moments.push({
      epoch: run.progress,
      ...{ trainLoss, testLoss, trainAccuracy, testAccuracy },
      learningRate: run.experiment.learningRate,
      layers: vitals?.layers ?? null,
    });
  }

  record(): RunRecord {
    return recordOf(this.run);
  }

  dispose(): void {
    this.#views.dispose();
    this.#meter.dispose();
    this.run.dispose();
  }
}

function ended<T>(steps: Cooperative<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
