import { measureCompileTimes } from '../compile-time/compile-times.ts';
import { isPeak, peaks, rateOf } from '../engines/peak.ts';
import { measure, type Contestant, type Effort } from '../measure.ts';
import type { WorkloadResult } from '../results.ts';
import type { Runtime } from '../runtimes/runtime.ts';
import { createRowWorkload, type RowName } from './workloads.ts';

/** In the order of the report. */
export const rowEngineNames = ['wasm-f32', 'wasm-f64', 'tfjs-wasm', 'jax-js', 'pytorch', 'libtorch'] as const;

/** Processes of their own, driven from Node. */
const beside: Readonly<Record<string, string | undefined>> = { pytorch: 'python', libtorch: 'c++' };
/** After so many steps all engines are asked for their parameters. */
const firstSteps = 5;

/** All engines that are wanted, side by side; they have to agree on the first steps. */
export async function measureRows(
  name: RowName,
  runtimes: readonly Runtime[],
  wanted: readonly string[] | undefined,
  effort: Effort,
): Promise<WorkloadResult> {
  const names = rowEngineNames.filter((engine) => wanted?.includes(engine) ?? true);
  const contestants = runtimes.flatMap(({ name: runtime, rowStage: stage }): Contestant<RowName>[] =>
    [...names, ...peaks.map((peak) => peak.name)]
      .filter((engine) => runtime === 'node' || beside[engine] === undefined)
      .map((engine) => ({ engine, runtime: beside[engine] ?? runtime, stage })),
  );
  const { measured, missing } = await measure(name, contestants, { ...effort, firstSteps });
  const { widths, batchSize } = createRowWorkload(name);
  return {
    workload: { name, widths, batchSize },
    measured: measured.filter(({ engine }) => !isPeak(engine)),
    missing: missing.filter(({ engine }) => !isPeak(engine)),
    peaks: measured.filter(({ engine }) => isPeak(engine)).map(rateOf),
    compileTimes: await measureCompileTimes(name, runtimes, names),
  };
}
