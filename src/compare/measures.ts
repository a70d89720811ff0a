import type { MeasureName } from './ask.ts';
import type { SweepCell, SweepPlan } from './sweep.ts';

export const measureLabels: Readonly<Record<MeasureName, string>> = {
  'final-test-loss': 'test loss at the end',
  'best-test-loss': 'lowest test loss',
  'final-train-loss': 'train loss at the end',
  'best-train-loss': 'lowest train loss',
  'test-accuracy': 'test accuracy at the end',
  'train-accuracy': 'train accuracy at the end',
  'epochs-to-target': 'epochs to the target',
  'share-diverged': 'share that diverged',
};

export const higherIsGood: ReadonlySet<MeasureName> = new Set(['test-accuracy', 'train-accuracy']);

/** The best first, of equals the first; without cells that have not got there. */
export function rankedCells(cells: readonly SweepCell[], measure: MeasureName): readonly SweepCell[] {
  const sign = higherIsGood.has(measure) ? -1 : 1;
  return cells
    .flatMap((cell) =>
      cell.value !== null && Number.isFinite(cell.value) ? [{ cell, value: cell.value }] : [],
    )
    .sort((a, b) => sign * (a.value - b.value))
    .map(({ cell }) => cell);
}

/** 'Learning rate 0.1, L2 0.001'. */
export function cellName({ row, column }: SweepCell, { x, y }: SweepPlan): string {
  const up = y.label === '' ? '' : `, ${y.label} ${y.shown[row]}`;
  return `${x.label} ${x.shown[column]}${up}`;
}
