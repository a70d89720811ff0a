import { measure, type Contestant, type Effort } from '../measure.ts';
import type { Runtime } from '../runtimes/runtime.ts';
import type { ForwardResult } from './report.ts';
import { createForwardWorkload, type ForwardName } from './workloads.ts';

/** In the order of the report; some run in one runtime only. */
export const forwardEngineNames = [
  'wasm-f32',
  'interpreter',
  'webgpu',
  'tfjs-wasm',
  'tfjs-webgpu',
  'pytorch',
] as const;

const runsIn: Readonly<Record<string, Runtime['name'] | undefined>> = {
  webgpu: 'chromium',
  'tfjs-webgpu': 'chromium',
  // A process of its own, driven from Node.
  pytorch: 'node',
};

/** All engines that are wanted, side by side. */
export async function measureForward(
  name: ForwardName,
  runtimes: readonly Runtime[],
  wanted: readonly string[] | undefined,
  effort: Effort,
): Promise<ForwardResult> {
  const contestants: Contestant<ForwardName>[] = runtimes.flatMap(({ name: runtime, forwardStage: stage }) =>
    forwardEngineNames
      .filter((engine) => (wanted?.includes(engine) ?? true) && (runsIn[engine] ?? runtime) === runtime)
      .map((engine) => ({ engine, runtime: engine === 'pytorch' ? 'python' : runtime, stage })),
  );
  const { measured, missing } = await measure(name, contestants, effort);
  return { workload: createForwardWorkload(name), measured, missing };
}
