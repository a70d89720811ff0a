import type { CompileTime } from './compile-time/compile-times.ts';
import { median, type Measurement, type Missing } from './measure.ts';
import { parameterCount, usefulFlops, type Workload } from './workloads.ts';

/** A peak of a runtime. */
export interface PeakRate {
  readonly peak: string;
  readonly runtime: string;
  readonly gflops: number;
}

/** Everything about one workload, from the same rounds. */
export interface WorkloadResult {
  readonly workload: Workload;
  readonly measured: readonly Measurement[];
  readonly missing: readonly Missing[];
  readonly peaks: readonly PeakRate[];
  readonly compileTimes: readonly CompileTime[];
}

/** Share of a peak that the useful operations reach; undefined where that runtime has no such peak. */
export function shareOf(
  peak: string,
  { engine: _, runtime, stepsPerSecond }: Measurement,
  { workload, peaks }: WorkloadResult,
): number | undefined {
  const found = peaks.find((one) => one.peak === peak && one.runtime === runtime);
  return found && (usefulFlops(workload) * stepsPerSecond) / (found.gflops * 1e9);
}

/** Over the whole run: the median over the workloads. */
export function overallPeaks(results: readonly WorkloadResult[]): PeakRate[] {
  const all = results.flatMap(({ peaks }) => peaks);
  const distinct = all.filter(
    ({ peak, runtime }, i) =>
      i === all.findIndex((other) => other.peak === peak && other.runtime === runtime),
  );
  return distinct.map(({ peak, runtime }) => {
    const same = all.filter((other) => other.peak === peak && other.runtime === runtime);
    return { peak, runtime, gflops: median(same.map(({ gflops }) => gflops)) };
  });
}

export interface CostGrowth {
  readonly engine: string;
  readonly runtime: string;
  readonly ratio: number;
}

/** How much more a parameter costs a sample in W6 than in W3, for our compiled engines; empty without both. */
export function costGrowth(results: readonly WorkloadResult[]): CostGrowth[] {
  const wide = results.find(({ workload }) => workload.name === 'W6');
  const narrow = results.find(({ workload }) => workload.name === 'W3');
  if (wide === undefined || narrow === undefined) return [];
  return wide.measured
    .filter(({ engine }) => engine.startsWith('wasm-'))
    .flatMap((measurement) => {
      const { engine, runtime } = measurement;
      const base = narrow.measured.find((other) => other.engine === engine && other.runtime === runtime);
      if (base === undefined) return [];
      return [{ engine, runtime, ratio: cost(measurement, wide.workload) / cost(base, narrow.workload) }];
    });
}

/** Seconds for each parameter and sample. */
function cost({ stepsPerSecond }: Measurement, { widths, batchSize }: Workload): number {
  return 1 / (stepsPerSecond * batchSize * parameterCount(widths));
}
