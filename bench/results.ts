import type { CompileTime } from './compile-time/compile-times.ts';
import { median, type Measurement, type Missing } from './measure.ts';
import { rowNames } from './rows/workloads.ts';
import { parameterCount, usefulFlops, type Subject } from './workloads.ts';

/** A peak of a runtime. */
export interface PeakRate {
  readonly peak: string;
  readonly runtime: string;
  readonly gflops: number;
}

/** Everything about one workload, from the same rounds. */
export interface WorkloadResult {
  readonly workload: Subject;
  readonly measured: readonly Measurement[];
  readonly missing: readonly Missing[];
  readonly peaks: readonly PeakRate[];
  readonly compileTimes: readonly CompileTime[];
}

/** What is called for of our compiled f32 in Chromium: times PyTorch's steps a second. */
const rowGoals: Readonly<Record<(typeof rowNames)[number], number>> = { W7: 3, W8: 20, W9: 4 };

export interface AgainstGoal {
  readonly runtime: string;
  readonly ratio: number;
  readonly goal: number;
}

/** Our compiled f32 against PyTorch, on rows; empty where one of the two was not measured. */
export function againstGoal({ workload, measured }: WorkloadResult): AgainstGoal[] {
  const name = rowNames.find((one) => one === workload.name);
  const torch = measured.find(({ engine }) => engine === 'pytorch');
  if (name === undefined || torch === undefined) return [];
  return measured
    .filter(({ engine }) => engine === 'wasm-f32')
    .map(({ runtime, stepsPerSecond }) => ({
      runtime,
      ratio: stepsPerSecond / torch.stepsPerSecond,
      goal: rowGoals[name],
    }));
}

/** The largest difference of a parameter from the first engine's after the same first steps; NaN where none were asked, infinite where one is no number. */
export function firstDifference({ measured }: WorkloadResult): number {
  const [reference, ...others] = measured;
  if (others.length === 0 || reference.firstNumbers.length === 0) return NaN;
  const differences = others.flatMap(({ firstNumbers }) =>
    reference.firstNumbers.map((value, k) => Math.abs(value - firstNumbers[k])),
  );
  return differences.reduce((largest, one) => Math.max(largest, Number.isNaN(one) ? Infinity : one), 0);
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
function cost({ stepsPerSecond }: Measurement, { widths, batchSize }: Subject): number {
  return 1 / (stepsPerSecond * batchSize * parameterCount(widths));
}
