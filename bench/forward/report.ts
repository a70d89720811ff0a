import type { Measurement, Missing } from '../measure.ts';
import { alignColumns, place, ratioOf } from '../report.ts';
import { describeForward, evaluationsOf, type ForwardWorkload } from './workloads.ts';

export interface ForwardResult {
  readonly workload: ForwardWorkload;
  readonly measured: readonly Measurement[];
  readonly missing: readonly Missing[];
}

/** Times a second that the network was evaluated on a point. */
export function evaluationRate(workload: ForwardWorkload, { stepsPerSecond }: Measurement): number {
  return stepsPerSecond * evaluationsOf(workload);
}

/** The largest difference from the compiled results in this process, over those that are compared. */
export function differenceFrom(reference: Measurement | undefined, { numbers }: Measurement): number {
  return (reference?.numbers ?? []).reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (numbers[i] ?? value))),
    0,
  );
}

/** Evaluations a second of each engine, how many times as fast our compiled code is, and how far its results are. */
export function forwardTable(result: ForwardResult): string {
  const { workload, measured, missing } = result;
  const ours = measured.filter(({ engine }) => engine === 'wasm-f32');
  const header = [
    'engine',
    'runtime',
    'evaluations/s',
    'ms each',
    ...ours.map((one) => `${place(one)} ÷`),
    'difference',
  ];
  const rows = measured.map((one) => {
    const rate = evaluationRate(workload, one);
    return [
      one.engine,
      one.runtime,
      `${(rate / 1e6).toPrecision(3)} M`,
      ((evaluationsOf(workload) / rate) * 1000).toPrecision(3),
      ...ours.map((reference) => (reference === one ? '' : ratioOf(reference, one))),
      differenceFrom(ours[0], one).toExponential(1),
    ];
  });
  const notes = [
    ...measured.filter(({ note }) => note !== '').map((one) => `${place(one)}: ${one.note}`),
    ...measured
      .filter(({ once }) => once)
      .map((one) => `${place(one)} ran once, for its results: its speed here means nothing`),
    ...missing.map((one) => `${place(one)}: not measured, ${one.reason}`),
  ];
  return [
    describeForward(workload),
    ...alignColumns([header, ...rows]),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}

/** The same, one JSON object a line. */
export function forwardJson(result: ForwardResult): string {
  const { workload, measured, missing } = result;
  const reference = measured.find(({ engine }) => engine === 'wasm-f32');
  return [
    ...measured.map((one) => ({
      workload: workload.name,
      engine: one.engine,
      runtime: one.runtime,
      evaluationsPerSecond: Number(evaluationRate(workload, one).toPrecision(6)),
      difference: differenceFrom(reference, one),
      correctnessOnly: one.once || undefined,
      note: one.note === '' ? undefined : one.note,
    })),
    ...missing.map(({ reason, ...one }) => ({ workload: workload.name, ...one, unavailable: reason })),
  ]
    .map((object) => JSON.stringify(object))
    .join('\n');
}
