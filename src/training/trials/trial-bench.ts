import type { Steps } from '../../autograd/steps.ts';
import type { Backend, ForwardExecutor } from '../../backends/executor.ts';
import type { TableSource } from '../../data/data-set.ts';
import { DataRefused } from '../../data/data-refused.ts';
import type { EngineName } from '../../experiment/names.ts';
import type { Experiment } from '../../experiment/schema.ts';
import { chunkSize, predictedClass } from '../evaluation.ts';
import { networkKey, networkSpec } from '../network.ts';
import { NetworkCache } from '../network-cache.ts';
import { Run } from '../run.ts';
import { runDataSteps } from '../run-data.ts';
import { GridSamples, type LabelledSamples } from '../samples.ts';
import type { Clock } from '../trainer.ts';
import { updateKeyOf } from '../update-options.ts';

/** What was compiled for one shape, and the last run that trained with it. */
export interface Station {
  run: Run;
  readonly metrics: ForwardExecutor;
  output: ForwardExecutor | null;
  /** What figures are of, sample by sample: the loss, then what is displayed. */
  columns: readonly Float64Array[];
}

/** The back end of an engine, always the same one; `fused` false: without relaxed multiply-add. */
export type EngineOf = (name: EngineName, fused: boolean) => Backend;

/** Shapes whose code is kept: more than a race has lanes. */
const mostStations = 8;

/** Trains one experiment after the other, and compiles what they have in common once. The owner calls `dispose`. */
export class TrialBench {
  readonly #engineOf: EngineOf;
  readonly #now: Clock;
  readonly #tables: TableSource | undefined;
  readonly #networks = new NetworkCache();
  /** The one used last comes last. */
  readonly #stations = new Map<string, Station>();
  /** Whose data the next one may have. */
  #latest: Run | null = null;
  /** Shapes that were compiled, over all. */
  compiled = 0;

  constructor(parts: { readonly engineOf: EngineOf; readonly now: Clock; readonly tables?: TableSource }) {
    this.#engineOf = parts.engineOf;
    this.#now = parts.now;
    this.#tables = parts.tables;
  }

  /** A run of these settings at its beginning, ready to train. Throws a DataRefused for what cannot be trained on. */
  *begin(experiment: Experiment): Steps<Station> {
    const data = yield* runDataSteps(experiment, this.#latest, this.#tables);
    const { engine, fused } = experiment;
    const backend = this.#engineOf(engine, fused);
    const spec = networkSpec(experiment, data.dataSet);
    const key = `${backend.name} ${fused} ${updateKeyOf(experiment)} ${networkKey(spec)}`;
    const before = this.#stations.get(key);
    const run = new Run(
      experiment,
      backend,
      this.#now,
      before?.run ?? null,
      this.#networks,
      this.#tables,
      data,
    );
    if (run.shortfall !== null) throw new DataRefused(run.shortfall);
    this.#latest = run;
    yield* run.prepare();
    let station = before;
    if (station === undefined) {
      this.compiled++;
      const metrics = yield* backend.forwardSteps(run.network.tapes.metrics);
      station = { run, metrics, output: null, columns: [] };
    } else {
      station.run.dispose();
      station.run = run;
    }
    this.#stations.delete(key);
    this.#stations.set(key, station);
    this.#letGo();
    return station;
  }

  #letGo(): void {
    for (const [key, station] of this.#stations) {
      if (this.#stations.size <= mostStations) return;
      this.#stations.delete(key);
      end(station);
    }
  }

  dispose(): void {
    for (const station of this.#stations.values()) end(station);
    this.#stations.clear();
    this.#latest = null;
  }
}

function end({ run, metrics, output }: Station): void {
  run.dispose();
  metrics.dispose();
  output?.dispose();
}

/** Of one side: as `measure` has them, to the bit. */
export interface SideFigures {
  readonly loss: number;
  readonly accuracy: number | null;
}

/** The figures of one side with these weights; into columns that stay, since a short training is measured often. */
export function* figuresOf(
  station: Station,
  samples: LabelledSamples,
  parameters: Float64Array,
): Steps<SideFigures> {
  const { run, metrics } = station;
  const { count, classes, targets } = samples;
  if (station.columns.length <= targets.length || station.columns[0].length < count)
    station.columns = Array.from({ length: targets.length + 1 }, () => new Float64Array(count));
  const { columns } = station;
  metrics.setParameters(parameters);
  const chunk = chunkSize(run.network.tapes.metrics.length, metrics.grain);
  for (let from = 0; from < count; from += chunk) {
    metrics.run(samples, from, Math.min(count, from + chunk), columns);
    if (count > chunk) yield;
  }
  const [losses, ...displayed] = columns;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += losses[i];
  const accuracy = classes === null || count === 0 ? null : rightCount(displayed, classes, count) / count;
  return { loss: sum / count, accuracy };
}

function rightCount(displayed: readonly Float64Array[], classes: ArrayLike<number>, count: number): number {
  let rights = 0;
  for (let i = 0; i < count; i++) if (predictedClass(displayed, i) === classes[i]) rights++;
  return rights;
}

/** `values[output][row][column]` of what the network puts out over the data's own slice. */
export function* pictureOf(
  station: Station,
  parameters: Float64Array,
  resolution: number,
): Steps<Float32Array> {
  const { run } = station;
  const { network, backend, encoding, dataSet } = run;
  station.output ??= yield* backend.forwardSteps(network.tapes.output);
  const { output } = station;
  const samples = new GridSamples(encoding.features, dataSet.slice).at(resolution);
  const values = new Float32Array(network.outputCount * samples.count);
  const columns = Array.from({ length: network.outputCount }, (_, map) =>
    values.subarray(map * samples.count, (map + 1) * samples.count),
  );
  output.setParameters(parameters);
  const chunk = chunkSize(network.tapes.output.length, output.grain);
  for (let from = 0; from < samples.count; from += chunk) {
    output.run(samples, from, Math.min(samples.count, from + chunk), columns);
    yield;
  }
  return values;
}
