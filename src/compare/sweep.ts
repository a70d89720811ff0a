import { exp } from '../elementary/exponential.ts';
import { log } from '../elementary/logarithm.ts';
import { nextSeed } from '../experiment/seeds.ts';
import type { Experiment } from '../experiment/schema.ts';
import { shownName } from '../experiment/shown-names.ts';
import type { Trial } from '../training/trials/trial.ts';
import { askLimits, targetOf, type Ask, type MeasureName, type SweepAxis } from './ask.ts';
import { quantile } from './quantiles.ts';
import { axisProblem, axisValues, sweepableOf } from './sweepable.ts';
import type { Outcome } from './swarm.ts';

export interface SweptAxis {
  readonly label: string;
  readonly values: readonly string[];
  /** The values as they are read. */
  readonly shown: readonly string[];
}

/** What a sweep consists of: its cells row by row, each with its runs. */
export interface SweepPlan {
  readonly x: SweptAxis;
  /** One row without a name where a single setting is swept. */
  readonly y: SweptAxis;
  readonly repeats: number;
  /** Run `(row * columns + column) * repeats + repeat`. */
  readonly trials: readonly Trial[];
  /** Places of all runs, coarse to fine: the picture is known roughly at once. */
  readonly order: readonly number[];
}

type Planned =
  { readonly ok: true; readonly plan: SweepPlan } | { readonly ok: false; readonly message: string };

export function planSweep(experiment: Experiment, ask: Ask): Planned {
  const { x, y, repeats } = ask;
  const problem = axisProblem(x) ?? (y === null ? null : axisProblem(y));
  if (problem !== null) return { ok: false, message: problem };
  if (y !== null && y.setting === x.setting)
    return { ok: false, message: `${sweepableOf(x.setting)?.label} is swept twice: choose another setting.` };
  const across = axisValues(x);
  const up = y === null ? [''] : axisValues(y);
  const trials = up.flatMap((ofRow) =>
    across.flatMap((ofColumn) => {
      const values: [SweepAxis, string][] = [[x, ofColumn]];
      if (y !== null) values.unshift([y, ofRow]);
      return repeated(withValues(experiment, values), ask);
    }),
  );
  return {
    ok: true,
    plan: {
      x: sweptAxis(x, across),
      y: y === null ? { label: '', values: up, shown: up } : sweptAxis(y, up),
      repeats,
      trials,
      order: coarseToFine(across.length, up.length, repeats),
    },
  };
}

function sweptAxis({ setting }: SweepAxis, values: readonly string[]): SweptAxis {
  return {
    label: sweepableOf(setting)?.label ?? '',
    values,
    shown: values.map((value) => shownName(setting, value)),
  };
}

/** The set-up with these values; layers first, since they are what others are settings of. */
export function withValues(
  experiment: Experiment,
  values: readonly (readonly [axis: SweepAxis, value: string])[],
): Experiment {
  const isLayers = ([{ setting }]: readonly [SweepAxis, string]): number => (setting === 'layers' ? 0 : 1);
  return values
    .toSorted((a, b) => isLayers(a) - isLayers(b))
    .reduce((from, [{ setting }, value]) => sweepableOf(setting)?.set(from, value) ?? from, experiment);
}

/** One set-up from as many seeds as are asked for, from its own on. */
export function repeated(
  experiment: Experiment,
  ask: Pick<Ask, 'repeats' | 'epochs' | 'target' | 'goal'>,
): Trial[] {
  const trials: Trial[] = [];
  for (let next = experiment; trials.length < ask.repeats; next = { ...next, seed: nextSeed(next.seed) })
    trials.push({
      experiment: next,
      epochs: ask.epochs,
      target: targetOf(ask),
      picture: 0,
      withState: false,
    });
  return trials;
}

/** Every cell whose row and column are multiples of a step, then of half of it, and so on; all first seeds go first. */
export function coarseToFine(columns: number, rows: number, repeats: number): number[] {
  const cells: number[] = [];
  const isTaken = new Uint8Array(columns * rows);
  let step = 1;
  while (step < Math.max(columns, rows)) step *= 2;
  for (; step >= 1; step /= 2)
    for (let row = 0; row < rows; row += step)
      for (let column = 0; column < columns; column += step) {
        const cell = row * columns + column;
        if (isTaken[cell] === 0) cells.push(cell);
        isTaken[cell] = 1;
      }
  return Array.from({ length: repeats }, (_, repeat) => cells.map((cell) => cell * repeats + repeat)).flat();
}

export interface SweepCell {
  readonly row: number;
  readonly column: number;
  readonly outcomes: readonly Outcome[];
  /** Of the seeds that are known the median, or the share; null before any, infinite where half of them diverged or never arrived. */
  readonly value: number | null;
}

export function cellsOf(plan: SweepPlan, outcomes: readonly Outcome[], measure: MeasureName): SweepCell[] {
  const columns = plan.x.values.length;
  return Array.from({ length: columns * plan.y.values.length }, (_, cell) => {
    const own = outcomes.slice(cell * plan.repeats, (cell + 1) * plan.repeats);
    const results = own.flatMap(({ result }) => (result === null ? [] : [result]));
    return {
      row: Math.floor(cell / columns),
      column: cell % columns,
      outcomes: own,
      value: results.length === 0 ? null : measured(results, measure),
    };
  });
}

type Results = readonly NonNullable<Outcome['result']>[];

/** Of runs of one set-up, at least one: the median of what is measured, or the share. */
export function measured(results: Results, measure: MeasureName): number {
  if (measure === 'share-diverged') return results.filter(({ diverged }) => diverged).length / results.length;
  const values = results.map((result): number => {
    const { final, best, reachedAt, diverged } = result;
    if (measure === 'epochs-to-target') return reachedAt ?? Infinity;
    if (measure === 'best-test-loss') return best.testLoss;
    if (measure === 'best-train-loss') return best.trainLoss;
    if (measure === 'final-test-loss') return diverged ? Infinity : final.testLoss;
    if (measure === 'final-train-loss') return diverged ? Infinity : final.trainLoss;
    return (measure === 'train-accuracy' ? final.trainAccuracy : final.testAccuracy) ?? NaN;
  });
  return quantile(
    values.sort((a, b) => a - b),
    0.5,
  );
}

/** Where a finer sweep goes: between the neighbours of a value, as finely as a sweep may be. */
export function finerAxis(axis: SweepAxis, place: number): SweepAxis {
  const values = axisValues(axis);
  const sweepable = sweepableOf(axis.setting);
  if (axis.scale === 'list' && sweepable?.limits === null) return axis;
  const numbers = values.map(Number);
  const from = numbers[Math.max(0, place - 1)];
  const to = numbers[Math.min(numbers.length - 1, place + 1)];
  const scale = axis.scale !== 'linear' && from > 0 && to > 0 ? 'log' : 'linear';
  const count = Math.min(askLimits.count.max, Math.max(2, axis.scale === 'list' ? 9 : axis.count));
  return { setting: axis.setting, scale, from, to, count };
}

/** Where a closer draw goes: half of a range, around a value and within it; a list stays. */
export function closerAxis(axis: SweepAxis, text: string): SweepAxis {
  if (axis.scale === 'list') return axis;
  const { from, to, scale } = axis;
  const isLog = scale === 'log';
  const there = isLog ? log : (value: number): number => value;
  const back = isLog ? exp : (value: number): number => value;
  const [low, high] = [there(Math.min(from, to)), there(Math.max(from, to))];
  const quarter = (high - low) / 4;
  const middle = Math.min(high - quarter, Math.max(low + quarter, there(Number(text))));
  const { isWhole = false } = sweepableOf(axis.setting)?.limits ?? {};
  const rounded = (value: number): number => (isWhole ? Math.round(value) : Number(value.toPrecision(3)));
  const within = (value: number): number => Math.min(Math.max(from, to), Math.max(Math.min(from, to), value));
  return {
    ...axis,
    from: within(rounded(back(middle - quarter))),
    to: within(rounded(back(middle + quarter))),
  };
}
