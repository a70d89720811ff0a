import type { MeasureName } from '../../compare/ask.ts';
import { formatCount, formatLoss, formatShare } from '../controls/format.ts';

/** Shares: even steps of them are even. All others are losses and epochs, which are told apart by powers. */
export const evenMeasures: ReadonlySet<MeasureName> = new Set([
  'test-accuracy',
  'train-accuracy',
  'share-diverged',
]);

/** What is measured of a set-up; null is not known yet. */
export function written(value: number | null, measure: MeasureName): string {
  if (value === null) return '…';
  if (!Number.isFinite(value)) {
    if (Number.isNaN(value)) return '–';
    return measure === 'epochs-to-target' ? 'never' : 'diverged';
  }
  if (measure === 'epochs-to-target') return formatCount(value);
  return evenMeasures.has(measure) ? formatShare(value) : formatLoss(value);
}
