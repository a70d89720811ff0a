import type { Measurement } from './measure.ts';
import {
  againstGoal,
  costGrowth,
  firstDifference,
  overallPeaks,
  shareOf,
  type PeakRate,
  type WorkloadResult,
} from './results.ts';
import { describeWorkload } from './workloads.ts';

/**
 * Steps a second of each engine in each runtime, how many times as fast our compiled f32 is, the share of the peak,
 * and what compiling takes.
 */
export function tables(result: WorkloadResult): string {
  const { workload, missing, measured } = result;
  const notes = [
    ...measured.filter(({ note }) => note !== '').map((one) => `${place(one)}: ${one.note}`),
    ...missing.map((one) => `${place(one)}: ${one.reason}`),
  ];
  return [
    describeWorkload(workload),
    ...speedTable(result),
    ...notes.map((note) => `  ${note}`),
    ...goalLines(result).map((line) => `  ${line}`),
    ...result.peaks.map((peak) => `  ${describePeak(peak)}`),
    ...compileTable(result),
  ].join('\n');
}

/** What the whole run says, after all workloads. */
export function closingLines(results: readonly WorkloadResult[]): string {
  const growth = costGrowth(results).map(
    (one) => `cost per parameter and sample, W6 ÷ W3, ${place(one)}: ${one.ratio.toFixed(2)}`,
  );
  return [...overallPeaks(results).map(describePeak), ...growth].join('\n');
}

function goalLines(result: WorkloadResult): string[] {
  const difference = firstDifference(result);
  return [
    ...againstGoal(result).map(
      ({ runtime, ratio, goal }) =>
        `compiled f32 in ${runtime}: ${ratio.toFixed(2)} × PyTorch (goal in Chromium: ${goal})`,
    ),
    ...(Number.isNaN(difference)
      ? []
      : [
          `after the first steps the parameters of all engines differ by at most ${difference.toExponential(1)}`,
        ]),
  ];
}

function speedTable(result: WorkloadResult): string[] {
  const { measured } = result;
  const ours = measured.filter(({ engine }) => engine === 'wasm-f32');
  const references = ours.length > 0 ? ours : measured.slice(0, 1);
  const header = [
    'engine',
    'runtime',
    'steps/s',
    ...references.map((reference) => `${place(reference)} ÷`),
    'of mul+add peak',
    'of madd peak',
  ];
  const rows = measured.map((one) => [
    one.engine,
    one.runtime,
    Math.round(one.stepsPerSecond).toLocaleString('en'),
    ...references.map((reference) => ratioOf(reference, one)),
    percent(shareOf('f32x4 mul+add', one, result)),
    percent(shareOf('f32x4 relaxed_madd', one, result)),
  ]);
  return alignColumns([header, ...rows]);
}

function compileTable({ compileTimes }: WorkloadResult): string[] {
  if (compileTimes.length === 0) return [];
  const header = ['tape to first step', 'runtime', 'fresh worker', 'when warm', 'module'];
  const rows = compileTimes.map(({ engine, runtime, coldMs, warmMs, moduleBytes }) => [
    engine,
    runtime,
    `${coldMs.toFixed(1)} ms`,
    `${warmMs.toFixed(1)} ms`,
    `${moduleBytes.toLocaleString('en')} bytes`,
  ]);
  return alignColumns([header, ...rows]);
}

export function place({ engine, runtime }: { readonly engine: string; readonly runtime: string }): string {
  return `${engine} ${runtime}`;
}

function describePeak({ peak, runtime, gflops }: PeakRate): string {
  return `peak of ${peak} in ${runtime}: ${gflops.toFixed(1)} GFLOP/s`;
}

export function ratioOf(reference: Measurement, other: Measurement): string {
  if (reference === other) return '';
  const ratio = reference.stepsPerSecond / other.stepsPerSecond;
  return ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(2);
}

function percent(share: number | undefined): string {
  return share === undefined ? '' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** The first two columns hold words, the others numbers. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}
