import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/autograd/steps.ts';
import type { ForwardExecutor } from '../../../src/backends/executor.ts';
import { planeTable } from '../../../src/data/plane-table.ts';
import { evaluateRows, type RunsMetrics } from '../../../src/training/rows/evaluate-rows.ts';
import { RowRanking, type RowSource } from '../../../src/training/rows/rank-rows.ts';
import { readRows } from '../../../src/training/rows/read-rows.ts';
import type { RowFilter, RowOrder } from '../../../src/training/rows/row-order.ts';
import { rowsPerStep } from '../../../src/training/rows/sort-places.ts';
import type { LabelledSamples } from '../../../src/training/samples.ts';

/** So many points of two classes on a line, every third of which tests; the table is in the order of x1. */
function sourceOf(count: number): RowSource {
  const x1 = Float64Array.from({ length: count }, (_, row) => row);
  const label = x1.map((row) => (row % 2 === 0 ? 1 : -1));
  const classes = ['-1', '+1'];
  const table = planeTable({ x1, x2: x1.map(() => 0), label }, classes);
  const order = Uint32Array.from(x1).reverse();
  const rows = { train: order.filter((row) => row % 3 !== 0), test: order.filter((row) => row % 3 === 0) };
  const side = (of: Uint32Array): LabelledSamples => {
    const places = Float64Array.from(of, (row) => (label[row] > 0 ? 1 : 0));
    return {
      count: of.length,
      inputs: [Float64Array.from(of)],
      targets: [places.map((place) => 2 * place - 1)],
      classes: places,
      classCount: 2,
    };
  };
  return {
    dataSet: { table, rows },
    train: side(rows.train),
    test: side(rows.test),
    target: { kind: 'class', column: 'class', classes },
    loss: 'squared-error',
  };
}

/** A “network” whose output is a function of the row's number, and how many samples each run had. */
function executorOf(output: (row: number) => number): { executor: RunsMetrics; runs: number[] } {
  const runs: number[] = [];
  const run: ForwardExecutor['run'] = ({ inputs, targets }, from, to, [losses, displayed]) => {
    runs.push(to - from);
    for (let i = from; i < to; i++) {
      displayed[i] = output(inputs[0][i]);
      losses[i] = (displayed[i] - targets[0][i]) ** 2;
    }
  };
  return { executor: { run }, runs };
}

const byLoss: RowOrder = { by: 'loss', column: '', descending: true };
const all: RowFilter = { side: 'all', verdict: 'all', classes: null };

/** The rows' numbers in the table, as listed. */
function listed(
  source: RowSource,
  executor: RunsMetrics,
  order: Partial<RowOrder> = {},
  filter: Partial<RowFilter> = {},
): number[] {
  const evaluated = finish(evaluateRows(executor, source, 8));
  const places = finish(new RowRanking(source).of(evaluated, { ...byLoss, ...order }, { ...all, ...filter }));
  return readRows(source, evaluated, executor, places, []).map(({ row }) => row);
}

describe('all rows, evaluated', () => {
  it('are listed by loss, those with equal losses in the order of the table', () => {
    const source = sourceOf(9);
    // Rows 4 and 7 are answered wrong, 7 worse; all others have no loss.
    const { executor } = executorOf((row) => (row === 4 ? -1 : row === 7 ? 3 : row % 2 === 0 ? 1 : -1));
    expect(listed(source, executor)).toEqual([7, 4, 0, 1, 2, 3, 5, 6, 8]);
    expect(listed(source, executor, { descending: false })).toEqual([0, 1, 2, 3, 5, 6, 8, 4, 7]);
    expect(listed(source, executor, { by: 'row', descending: true })).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(listed(source, executor, { by: 'side', descending: true })).toEqual([0, 3, 6, 1, 2, 4, 5, 7, 8]);
    expect(listed(source, executor, { by: 'column', column: 'x1' })).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(listed(source, executor, { by: 'verdict', descending: false })).toEqual([
      4, 7, 0, 1, 2, 3, 5, 6, 8,
    ]);
    expect(listed(source, executor, { by: 'answer', descending: false })).toEqual([
      1, 3, 4, 5, 0, 2, 6, 7, 8,
    ]);
  });

  it('pass a filter by side, verdict and true class, and all three at once', () => {
    const source = sourceOf(9);
    const { executor } = executorOf((row) => (row < 5 ? 1 : -1));
    const rows = { by: 'row', descending: false } as const;
    expect(listed(source, executor, rows, { side: 'test' })).toEqual([0, 3, 6]);
    expect(listed(source, executor, rows, { side: 'train' })).toEqual([1, 2, 4, 5, 7, 8]);
    expect(listed(source, executor, rows, { verdict: 'right' })).toEqual([0, 2, 4, 5, 7]);
    expect(listed(source, executor, rows, { verdict: 'wrong' })).toEqual([1, 3, 6, 8]);
    expect(listed(source, executor, rows, { classes: [0] })).toEqual([1, 3, 5, 7]);
    expect(listed(source, executor, rows, { classes: [] })).toEqual([]);
    expect(listed(source, executor, rows, { side: 'test', verdict: 'wrong', classes: [1] })).toEqual([6]);
  });

  it('of a network that diverged have no answer, are not right, and come last by loss in both directions', () => {
    const source = sourceOf(6);
    const { executor } = executorOf((row) => (row === 2 ? NaN : row / 10));
    const evaluated = finish(evaluateRows(executor, source, 4));
    const places = Uint32Array.from({ length: 6 }, (_, place) => place);
    const lost = readRows(source, evaluated, executor, places, []).find(({ row }) => row === 2)!;
    expect([lost.answer, lost.certainty, lost.right, lost.loss]).toEqual([null, null, false, NaN]);
    expect(listed(source, executor).at(-1)).toBe(2);
    expect(listed(source, executor, { descending: false }).at(-1)).toBe(2);
    expect(listed(source, executor, {}, { verdict: 'wrong' })).toContain(2);
  });

  it('of 100,000 take bounded steps, as many as there are chunks, and end', () => {
    const source = sourceOf(100_000);
    const { executor, runs } = executorOf((row) => Math.sin(row));
    const chunk = 1000;
    const told: number[] = [];
    const steps = evaluateRows(executor, source, chunk, (done) => told.push(done));
    let before = 0;
    let taken = 0;
    let evaluated = steps.next();
    for (; evaluated.done !== true; evaluated = steps.next(), taken++) {
      expect(runs.length - before).toBe(1);
      before = runs.length;
    }
    expect(Math.max(...runs)).toBe(chunk);
    expect(runs.reduce((sum, count) => sum + count)).toBe(100_000);
    expect(taken).toBe(runs.length);
    expect(told.at(-1)).toBe(100_000);
    const ranking = new RowRanking(source).of(evaluated.value, byLoss, { ...all, verdict: 'wrong' });
    let ranked = ranking.next();
    let ranks = 0;
    for (; ranked.done !== true; ranked = ranking.next()) ranks++;
    // Twice for the order of the table, once for the filter, and of half of them for each of the digits.
    expect(ranks).toBeGreaterThanOrEqual((3 * 100_000) / rowsPerStep);
    expect(ranked.value.length).toBe(evaluated.value.right!.filter((right) => right === 0).length);
    const losses = [...ranked.value].map((place) => evaluated.value.losses[place]);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(losses.length).toBeGreaterThan(10_000);
  });
});
