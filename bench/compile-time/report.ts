import { createRowWorkload } from '../rows/workloads.ts';
import type { CompileTime } from './compile-times.ts';

/** How many times what W6 takes, from the tape to the first step in a fresh worker; called for are at most 8. */
function growth(deep: readonly CompileTime[], wide: readonly CompileTime[]) {
  return deep.flatMap(({ engine, runtime, coldMs, warmMs }) => {
    const base = wide.find((one) => one.engine === engine && one.runtime === runtime);
    return base === undefined
      ? []
      : [{ engine, runtime, coldMs, timesW6: coldMs / base.coldMs, warmTimesW6: warmMs / base.warmMs }];
  });
}

export function deepLines(deep: readonly CompileTime[], wide: readonly CompileTime[]): string {
  const shape = createRowWorkload('deep').widths.join('-');
  return growth(deep, wide)
    .map(
      ({ engine, runtime, coldMs, timesW6, warmTimesW6 }) =>
        `${shape} to its first step, ${engine} ${runtime}: ${coldMs.toFixed(1)} ms, ${timesW6.toFixed(1)} × W6 (goal: 8), ${warmTimesW6.toFixed(1)} × when warm`,
    )
    .join('\n');
}

/** The same, one JSON object a line. */
export function deepJson(deep: readonly CompileTime[], wide: readonly CompileTime[]): string {
  return growth(deep, wide)
    .map((one) => JSON.stringify({ workload: 'deep', ...one }))
    .join('\n');
}
