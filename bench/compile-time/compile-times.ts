import type { LaneType } from '../../src/backends/wasm/lanes.ts';
import { median } from '../measure.ts';
import type { Runtime, RuntimeName } from '../runtimes/runtime.ts';
import type { FirstStep, FirstStepRequest } from './first-step.ts';

/** Medians over fresh workers. */
export interface CompileTime extends FirstStep {
  readonly engine: `wasm-${LaneType}`;
  readonly runtime: RuntimeName;
}

const laneTypes = ['f32', 'f64'] as const;
const workersEach = 5;

/** Of the compiled engines among those named, in every runtime, in turn. */
export async function measureCompileTimes(
  workload: FirstStepRequest['workload'],
  runtimes: readonly Runtime[],
  engines: readonly string[],
): Promise<CompileTime[]> {
  const compiled = runtimes.flatMap((runtime) =>
    laneTypes
      .filter((lanes) => engines.includes(`wasm-${lanes}`))
      .map((lanes) => ({ runtime, lanes, samples: [] as FirstStep[] })),
  );
  for (let k = 0; k < workersEach; k++) {
    for (const { runtime, lanes, samples } of compiled)
      samples.push(await runtime.measureFirstStep({ workload, lanes, salt: `${workload} ${lanes} ${k}` }));
  }
  return compiled.map(({ runtime, lanes, samples }) => ({
    engine: `wasm-${lanes}`,
    runtime: runtime.name,
    coldMs: median(samples.map(({ coldMs }) => coldMs)),
    warmMs: median(samples.map(({ warmMs }) => warmMs)),
    moduleBytes: samples[0].moduleBytes,
  }));
}
