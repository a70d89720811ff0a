import type { Cooperative } from '../evaluation.ts';
import type { LandscapeEvaluator } from './evaluator.ts';
import { missingPoints, pointsAt, refined, type LossGrid } from './grid.ts';
import type { LossPlane } from './plane.ts';

/** A slice through the loss landscape. */
export interface Slice {
  readonly plane: LossPlane;
  readonly grid: LossGrid;
  readonly evaluatedOn: LandscapeEvaluator['name'];
  /** Points whose loss was evaluated for this grid, and how long that took. */
  readonly points: number;
  readonly elapsedMs: number;
}

export interface SliceRequest {
  readonly plane: LossPlane;
  readonly cells: number;
  readonly extent: number;
  /** The same slice with half as many cells, whose points need not be evaluated again. */
  readonly coarser: LossGrid | null;
  /** Asked in this order: what one declines the next one does. The last must not decline. */
  readonly evaluators: readonly LandscapeEvaluator[];
}

export function* sliceSteps(request: SliceRequest): Cooperative<Slice> {
  const { plane, cells, extent, coarser, evaluators } = request;
  const missing = missingPoints(cells, extent, coarser);
  const losses = new Float64Array(missing.length);
  for (const evaluator of evaluators) {
    const isDone = yield* evaluator.evaluate(plane, pointsAt(missing, cells, extent), losses);
    if (!isDone) continue;
    return {
      plane,
      grid: coarser === null ? { cells, extent, losses } : refined(coarser, missing, losses),
      evaluatedOn: evaluator.name,
      points: missing.length,
      elapsedMs: evaluator.msPerPoint * missing.length,
    };
  }
  throw new Error(`none of ${evaluators.map(({ name }) => name).join(', ')} evaluated the slice`);
}
