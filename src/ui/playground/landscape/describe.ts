import type { LandscapeSlice, PathPoint } from '../../../protocol/landscape-messages.ts';
import { formatEpoch, formatLoss } from '../../controls/format.ts';

/** A point of a slice with its loss, which need not be finite. */
export interface LossPoint {
  readonly alpha: number;
  readonly beta: number;
  readonly loss: number;
}

/** Indices of a point of the slice's grid, from the top left. */
export interface GridIndex {
  readonly row: number;
  readonly column: number;
}

export function pointOf({ cells, extent, losses }: LandscapeSlice, { row, column }: GridIndex): LossPoint {
  const along = (index: number): number => extent * ((2 * index) / cells - 1);
  // Not -0: nobody wants to read it.
  return { alpha: along(column), beta: 0 - along(row), loss: losses[row * (cells + 1) + column] };
}

export function centreOf({ cells }: LandscapeSlice): GridIndex {
  return { row: cells / 2, column: cells / 2 };
}

/** The point with the lowest loss, the one nearest to the top left among equals. */
export function lowestOf({ cells, losses }: LandscapeSlice): GridIndex {
  let lowest = 0;
  losses.forEach((loss, i) => {
    if (loss < losses[lowest] || Number.isNaN(losses[lowest])) lowest = i;
  });
  return { row: Math.floor(lowest / (cells + 1)), column: lowest % (cells + 1) };
}

/** A coordinate with the digits that tell neighbouring points apart. */
export function formatCoordinate(value: number, { cells, extent }: LandscapeSlice): string {
  const step = (2 * extent) / cells;
  const decimals = Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(step))));
  return `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(decimals)}`;
}

/** As everywhere else: the exact one stands beside it in `data-value`. */
export function formatPointLoss(loss: number): string {
  return Number.isFinite(loss) ? formatLoss(loss) : 'not finite';
}

/** The slice in a sentence. */
export function describeSlice(slice: LandscapeSlice): string {
  const centre = pointOf(slice, centreOf(slice));
  const lowest = pointOf(slice, lowestOf(slice));
  const lowestWords =
    lowest.loss === centre.loss
      ? ', the lowest in the slice'
      : `; lowest ${formatLoss(lowest.loss)} at α ${formatCoordinate(lowest.alpha, slice)}, ` +
        `β ${formatCoordinate(lowest.beta, slice)}`;
  return `Centre: epoch ${formatEpoch(slice.epoch)}, loss ${formatLoss(centre.loss)}${lowestWords}.`;
}

/** How much of the way one sees in the plane: usually little, since the plane is two directions of many. */
export function describePath(path: readonly PathPoint[]): string {
  if (path.length === 0) return '';
  const present = path[path.length - 1];
  const other = present.share === null ? path[0] : present;
  if (other.share === null) return '';
  const way = other === present ? 'to' : 'from';
  return `${formatPercent(other.share)} of the way ${way} epoch ${formatEpoch(other.epoch)} lies in this plane.`;
}

function formatPercent(share: number): string {
  const percent = share * 100;
  return `${percent.toFixed(percent < 10 ? 1 : 0)}\u00a0%`;
}
