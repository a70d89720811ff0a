import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { presetExperiment, presets, type Preset } from '../../../src/experiment/presets.ts';
import { measure, type SetMetrics } from '../../../src/training/evaluation.ts';
import { MeanGradient } from '../../../src/training/mean-gradient.ts';
import { finish } from '../../../src/autograd/steps.ts';
import { NetworkCache } from '../../../src/training/network-cache.ts';
import { Run } from '../../../src/training/run.ts';
import type { LabelledSamples } from '../../../src/training/samples.ts';
import { wasmBackend } from '../wasm/backends.ts';
import { realTables } from './real-tables.ts';

/** The engine that the page starts with. */
const backend = wasmBackend('f32');

export function presetOf(id: string): Preset {
  const found = presets.find((preset) => preset.id === id);
  if (found === undefined) throw new RangeError(`there is no preset “${id}”`);
  return found;
}

export interface Figures {
  readonly train: SetMetrics;
  readonly test: SetMetrics;
}

/** A preset's run, as the page trains it; the caller disposes of it. */
export class PresetRun {
  readonly run: Run;

  constructor(id: string) {
    const experiment = presetExperiment(presetOf(id), defaultExperiment);
    let time = 0;
    this.run = new Run(experiment, backend, () => (time += 0.01), null, new NetworkCache(), realTables);
  }

  /** Trains up to the end of that epoch, or until it has diverged. */
  to(epoch: number): this {
    while (this.run.epoch < epoch && !this.run.diverged) this.run.advance(Infinity, epoch);
    return this;
  }

  figures(): Figures {
    const executor = backend.createForward(this.run.network.tapes.metrics);
    executor.setParameters(this.run.parameters());
    const of = (samples: LabelledSamples): SetMetrics => {
      const steps = measure(executor, samples, samples.count);
      for (;;) {
        const { done, value } = steps.next();
        if (done) return value;
      }
    };
    const figures = { train: of(this.run.train), test: of(this.run.test) };
    executor.dispose();
    return figures;
  }

  /** Train losses at the end of each of so many epochs from here. */
  trainLosses(epochs: number): number[] {
    const from = this.run.epoch;
    return Array.from({ length: epochs }, (_, i) => this.to(from + i + 1).figures().train.loss);
  }

  /** Share of the hidden neurons that say 0 for every train point. */
  deadShare(): number {
    const { tapes, shownNeurons } = this.run.network;
    const { train } = this.run;
    const executor = backend.createForward(tapes.activations);
    executor.setParameters(this.run.parameters());
    const outputs = Array.from(tapes.activations.outputs, () => new Float64Array(train.count));
    executor.run(train, 0, train.count, outputs);
    executor.dispose();
    const hidden = outputs.slice(outputs.length - shownNeurons.length);
    return hidden.filter((values) => values.every((value) => value === 0)).length / hidden.length;
  }

  /** Norms of the mean gradient over the train points, layer by layer. */
  gradientNorms(): number[] {
    const { network, train } = this.run;
    const mean = finish(MeanGradient.compile(wasmBackend('f64'), network.tapes.gradient));
    const steps = mean.of(train, this.run.parameters());
    let step = steps.next();
    while (!step.done) step = steps.next();
    const gradient = step.value;
    mean.dispose();
    return network.layers.map(({ weightOffset, biasOffset, width }) =>
      Math.hypot(...gradient.subarray(weightOffset, biasOffset + width)),
    );
  }
}
