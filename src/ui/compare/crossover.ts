import type { EvaluationMeasurement } from '../../protocol/evaluation-messages.ts';

/** Grids that are compared, by cells along each side. */
export const comparedResolutions = [64, 256, 1024] as const;

/** Where the GPU overtakes the compiled CPU. */
export type Crossover =
  /** From about so many points a picture on. */
  | { readonly kind: 'from'; readonly points: number }
  /** At every size that was measured. */
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'unknown' };

/**
 * From two sizes a straight line: time = start-up + points · time of a point. The CPU has no start-up to speak of, so
 * the lines cross where start-up = points · (time of a point on the CPU - on the GPU).
 */
export function crossoverOf(measurements: readonly EvaluationMeasurement[]): Crossover {
  const gpu = timesOf(measurements, 'gpu');
  const cpu = timesOf(measurements, 'compiled');
  if (gpu.length < 2 || cpu.length < 1) return { kind: 'unknown' };
  const [small, large] = [gpu[0], gpu[gpu.length - 1]];
  const gpuMsPerPoint = Math.max(0, (large.ms - small.ms) / (large.points - small.points));
  const startUpMs = Math.max(0, small.ms - gpuMsPerPoint * small.points);
  const { ms, points } = cpu[cpu.length - 1];
  const gain = ms / points - gpuMsPerPoint;
  if (gain <= 0) return { kind: 'never' };
  const crossing = startUpMs / gain;
  return crossing <= small.points ? { kind: 'always' } : { kind: 'from', points: crossing };
}

function timesOf(
  measurements: readonly EvaluationMeasurement[],
  wanted: EvaluationMeasurement['evaluator'],
): { points: number; ms: number }[] {
  return measurements
    .flatMap(({ evaluator, resolution, pointsPerSecond }) => {
      if (evaluator !== wanted || pointsPerSecond === null) return [];
      const points = resolution ** 2;
      return [{ points, ms: (points / pointsPerSecond) * 1000 }];
    })
    .sort((a, b) => a.points - b.points);
}
