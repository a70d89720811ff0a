import type { Measurement } from './measure.ts';
import { describeWorkload, type Workload } from './workloads.ts';

/** One JSON object a line. */
export function jsonLines(workload: Workload, measurements: readonly Measurement[]): string {
  return measurements
    .map(({ engine, stepsPerSecond }) =>
      JSON.stringify({
        workload: workload.name,
        engine,
        runtime: 'node',
        stepsPerSecond: Math.round(stepsPerSecond),
      }),
    )
    .join('\n');
}

/** Steps a second of each engine, and how many times as fast it is as each other one. */
export function table(workload: Workload, measurements: readonly Measurement[]): string {
  const header = ['engine', 'steps/s', ...measurements.map(({ engine }) => `÷ ${engine}`)];
  const rows = measurements.map(({ engine, stepsPerSecond }) => [
    engine,
    Math.round(stepsPerSecond).toLocaleString('en'),
    ...measurements.map((other) =>
      other.engine === engine ? '' : formatRatio(stepsPerSecond / other.stepsPerSecond),
    ),
  ]);
  return [describeWorkload(workload), ...alignColumns([header, ...rows])].join('\n');
}

function formatRatio(ratio: number): string {
  return ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(2);
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}
