import type { Steps } from '../autograd/steps.ts';
import type { ForwardExecutor, Samples } from '../backends/executor.ts';
import {
  chunkSize,
  evaluateAll,
  l2Penalty,
  measureAll,
  type Cooperative,
  type SetMetrics,
} from './evaluation.ts';
import type { Grid } from '../data/grid.ts';
import { Meter } from '../timing/meter.ts';
import { outcomeSteps, type Outcomes } from './outcomes.ts';
import type { Run } from './run.ts';
import { GridSamples } from './samples.ts';
import type { Clock } from './trainer.ts';

/** A loss is NaN where there is no sample to measure it on. */
export interface Metrics {
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly trainAccuracy: number | null;
  readonly testAccuracy: number | null;
  readonly trainByClass: SetMetrics['byClass'];
  readonly testByClass: SetMetrics['byClass'];
  readonly penalty: number;
  /** What became of the same samples; left out where nobody looks at them one by one. */
  readonly trainOutcomes?: Outcomes;
  readonly testOutcomes?: Outcomes;
}

/** The figures of a run's weights, of what was measured on both sets. */
export function metricsOf(
  { network, experiment }: Run,
  parameters: Float64Array,
  train: SetMetrics,
  test: SetMetrics,
): Metrics {
  return {
    trainLoss: train.loss,
    testLoss: test.loss,
    trainAccuracy: train.accuracy,
    testAccuracy: test.accuracy,
    trainByClass: train.byClass,
    testByClass: test.byClass,
    penalty: l2Penalty(parameters, network.decay, experiment.l2),
  };
}

/** Cells along each side of a neuron's map. */
export const mapResolution = 24;

/** Grids that a boundary may have, finest first: they divide nothing evenly that matters, only look calm. */
const resolutions = [1024, 720, 512, 360, 256, 200, 144, 100, 72, 50, 36, 25, 18] as const;
/** Of the CPU, which pays for each cell. */
export const finestResolution = 100;

/** The finest boundary, up to `finest`, that takes no longer than the budget, or the coarsest there is. */
export function finestWithin(
  budgetMs: number,
  msPerPoint: number,
  finest: number = finestResolution,
): number {
  const fits = resolutions.find(
    (resolution) => resolution <= finest && resolution * resolution * msPerPoint <= budgetMs,
  );
  return fits ?? resolutions[resolutions.length - 1];
}

/** Executors by the tape that they run; null before one is needed. */
type ForwardExecutors = Record<'metrics' | 'output' | 'activations', ForwardExecutor | null>;

/** Everything that is shown of a run's weights, evaluated in steps on the CPU. The owner calls `dispose()`. */
export class CpuViews {
  readonly #run: Run;
  readonly #now: Clock;
  readonly #forward: ForwardExecutors;
  readonly #compiling: Partial<Record<keyof ForwardExecutors, Steps<void>>> = {};
  /** What the losses are computed with just now: two measurements may take turns. */
  #measured: Float64Array | null = null;
  #isHandedOver = false;
  readonly grids: GridSamples;
  /** Of all pictures. */
  readonly meter: Meter;
  /** Of boundaries alone. */
  readonly #boundaryMeter: Meter;
  readonly #guessedMsPerPoint: number;

  /** Takes over what `previous` has compiled if the network is the same. */
  constructor(run: Run, now: Clock, previous: CpuViews | null = null) {
    this.#run = run;
    this.#now = now;
    this.#forward = previous?.handOver(run) ?? { metrics: null, output: null, activations: null };
    this.grids = new GridSamples(run.encoding.features, run.shown.slice);
    this.meter = new Meter(now);
    this.#boundaryMeter = new Meter(now);
    this.#guessedMsPerPoint = run.network.parameterCount * 1.5e-5;
  }

  /** Compiled when it is first needed; whoever waits for it helps, and it is done once. */
  *#executor(name: keyof ForwardExecutors): Cooperative<ForwardExecutor> {
    for (let hasEnded = false; ; yield) {
      const executor = this.#forward[name];
      if (executor !== null) return executor;
      if (hasEnded) throw new Error(`the ${name} of this network could not be compiled`);
      hasEnded = (this.#compiling[name] ??= this.#compile(name)).next().done === true;
    }
  }

  *#compile(name: keyof ForwardExecutors): Steps<void> {
    const tapes = yield* this.#run.network.trace();
    this.#forward[name] ??= yield* this.#run.backend.forwardSteps(tapes[name]);
  }

  /** The finest boundary whose evaluation is expected to fit into the time. */
  resolutionFor(budgetMs: number): number {
    return finestWithin(budgetMs, this.#boundaryMeter.msPerUnit ?? this.#guessedMsPerPoint);
  }

  /**
   * Losses and accuracies, without the penalty, which is a figure of its own; exactly: over the whole sets. With
   * outcomes, also what became of the samples.
   */
  *metrics(parameters: Float64Array, exactly = false, withOutcomes = false): Cooperative<Metrics> {
    const executor = yield* this.#executor('metrics');
    const chunk = chunkSize(this.#run.network.tapes.metrics.length, executor.grain);
    const runner: Pick<ForwardExecutor, 'run'> = {
      run: (...part) => {
        if (this.#measured !== parameters) executor.setParameters(parameters);
        this.#measured = parameters;
        executor.run(...part);
      },
    };
    const samples = exactly ? this.#run : this.#run.measured;
    const train = yield* measureAll(runner, samples.train, chunk);
    const test = yield* measureAll(runner, samples.test, chunk);
    const metrics = metricsOf(this.#run, parameters, train.figures, test.figures);
    if (!withOutcomes) return metrics;
    const { loss } = this.#run.experiment;
    const trainOutcomes = yield* outcomeSteps(train.displayed, samples.train, loss);
    const testOutcomes = yield* outcomeSteps(test.displayed, samples.test, loss);
    return { ...metrics, trainOutcomes, testOutcomes };
  }

  /** `values[output][row][column]` of the displayed outputs. */
  *boundary(parameters: Float64Array, resolution: number): Cooperative<Grid> {
    const executor = yield* this.#executor('output');
    const samples = this.grids.at(resolution);
    const { values, columns } = mapsOf(this.#run.network.outputCount, samples.count);
    executor.setParameters(parameters);
    const chunk = chunkSize(this.#run.network.tapes.output.length, executor.grain);
    yield* this.#timed(executor, samples, columns, chunk);
    return { resolution, values };
  }

  /** The maps of the shown neurons. */
  *maps(parameters: Float64Array): Cooperative<Grid> {
    const executor = yield* this.#executor('activations');
    const samples = this.grids.at(mapResolution);
    const { shownNeurons, outputCount, tapes } = this.#run.network;
    const outputs = mapsOf(outputCount, samples.count);
    const { values, columns } = mapsOf(shownNeurons.length, samples.count);
    executor.setParameters(parameters);
    const chunk = chunkSize(tapes.activations.length, executor.grain);
    yield* evaluateAll(executor, samples, [...outputs.columns, ...columns], chunk);
    return { resolution: mapResolution, values };
  }

  /** Like `evaluateAll`, and learns what a point costs. */
  *#timed(
    executor: ForwardExecutor,
    samples: Samples,
    outputs: readonly Float32Array[],
    chunk: number,
  ): Cooperative<void> {
    let spent = 0;
    let spans = 0;
    for (let from = 0; from < samples.count; from += chunk) {
      const start = this.#now();
      executor.run(samples, from, Math.min(samples.count, from + chunk), outputs);
      spent += this.#now() - start;
      spans++;
      yield;
    }
    this.#boundaryMeter.add(samples.count, spent, spans);
  }

  /** Gives up what was compiled to the views of the next run if it is of the same network. */
  handOver(next: Run): ForwardExecutors | null {
    const { network, backend } = this.#run;
    if (next.network !== network || next.backend !== backend || this.#isHandedOver) return null;
    this.#isHandedOver = true;
    return this.#forward;
  }

  dispose(): void {
    if (this.#isHandedOver) return;
    for (const executor of Object.values(this.#forward)) executor?.dispose();
  }
}

/** Room for so many maps one after another, and each of them. */
function mapsOf(count: number, cells: number): { values: Float32Array; columns: Float32Array[] } {
  const values = new Float32Array(count * cells);
  const columns = Array.from({ length: count }, (_, map) => values.subarray(map * cells, (map + 1) * cells));
  return { values, columns };
}
