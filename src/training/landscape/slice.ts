import { squared } from '../../elementary/power.ts';
import type { Cooperative } from '../evaluation.ts';
import type { LandscapeEvaluator } from './evaluator.ts';
import { coordinate, missingParts, placePart, spreadOut, type LossGrid } from './grid.ts';
import type { LossPlane } from './plane.ts';

/** A slice through the loss landscape. */
export interface Slice {
  readonly plane: LossPlane;
  readonly grid: LossGrid;
  readonly evaluatedOn: LandscapeEvaluator['name'];
  /** Points whose loss was evaluated for this grid, and how long that took; null where that cannot be told. */
  readonly points: number;
  readonly elapsedMs: number | null;
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
  const losses = coarser === null ? new Float64Array(squared(cells + 1)) : spreadOut(coarser);
  for (const evaluator of evaluators) {
    const points = yield* evaluateMissing(evaluator, request, losses);
    if (points === null) continue;
    const msPerPoint = evaluator.measuredMsPerPoint ?? null;
    return {
      plane,
      grid: { cells, extent, losses },
      evaluatedOn: evaluator.name,
      points,
      elapsedMs: msPerPoint === null ? null : msPerPoint * points,
    };
  }
  throw new Error(`none of ${evaluators.map(({ name }) => name).join(', ')} evaluated the slice`);
}

/** Fills in what the coarser grid lacks; returns how many points that were, or null if the evaluator declined. */
function* evaluateMissing(
  evaluator: LandscapeEvaluator,
  { plane, cells, extent, coarser }: SliceRequest,
  losses: Float64Array,
): Cooperative<number | null> {
  let points = 0;
  for (const part of missingParts(cells, extent, coarser)) {
    const { rows, columns } = part;
    const alphas = Float64Array.from(columns, (column) => coordinate(column, cells, extent));
    const betas = Float64Array.from(rows, (row) => -coordinate(row, cells, extent));
    const found = yield* evaluator.evaluate(plane, alphas, betas);
    if (found === null) return null;
    placePart(part, found, cells, losses);
    points += found.length;
  }
  return points;
}
