import { againstGoal, costGrowth, overallPeaks, shareOf, type WorkloadResult } from './results.ts';

/** One JSON object a line: an engine in a runtime, each with all that is known of it. */
export function jsonLines(result: WorkloadResult): string {
  const { workload, measured, missing, compileTimes } = result;
  const lines = measured.map((measurement) => {
    const { engine, runtime, stepsPerSecond, note } = measurement;
    const compiled = compileTimes.find((one) => one.engine === engine && one.runtime === runtime);
    return {
      workload: workload.name,
      engine,
      runtime,
      stepsPerSecond: significant(stepsPerSecond, 6),
      peakShare: significant(shareOf('f32x4 mul+add', measurement, result)),
      maddPeakShare: significant(shareOf('f32x4 relaxed_madd', measurement, result)),
      firstStepMs: significant(compiled?.coldMs),
      firstStepWarmMs: significant(compiled?.warmMs),
      moduleBytes: compiled?.moduleBytes,
      note: note === '' ? undefined : note,
    };
  });
  const absent = missing.map(({ engine, runtime, reason }) => ({
    workload: workload.name,
    engine,
    runtime,
    unavailable: reason,
  }));
  const goals = againstGoal(result).map(({ ratio, ...rest }) => ({
    workload: workload.name,
    timesPytorch: significant(ratio),
    ...rest,
  }));
  return toLines([...lines, ...absent, ...goals]);
}

/** What the whole run says, after all workloads. */
export function closingJsonLines(results: readonly WorkloadResult[]): string {
  const peaks = overallPeaks(results).map(({ gflops, ...peak }) => ({
    ...peak,
    gflops: significant(gflops),
  }));
  const growth = costGrowth(results).map(({ ratio, ...rest }) => ({
    cost: 'W6 / W3, per parameter and sample',
    ...rest,
    ratio: significant(ratio),
  }));
  return toLines([...peaks, ...growth]);
}

/** Members that are undefined are left out. */
function toLines(objects: readonly object[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n');
}

function significant(value: number | undefined, digits = 3): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(digits));
}
