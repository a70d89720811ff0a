import { shownName } from '../experiment/shown-names.ts';
import type { MeasureName } from './ask.ts';
import type { Candidate, SearchPlan } from './search.ts';
import { axisValues, sweepableOf } from './sweepable.ts';

export interface ParallelAxis {
  readonly title: string;
  /** Shares of its height, 0 at its foot, and what is written there. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
}

/** Each candidate as a line across axes of its settings, and of what came out. */
export interface Parallel {
  readonly axes: readonly ParallelAxis[];
  /** `lines[candidate][axis]`: shares of the height; NaN where nothing finite came out. */
  readonly lines: readonly (readonly number[])[];
}

export interface MeasuredAxis {
  readonly title: string;
  readonly measure: MeasureName;
  readonly isLog: boolean;
  readonly write: (value: number) => string;
}

/** The last axis is what is measured. */
export function parallelOf(plan: SearchPlan, candidates: readonly Candidate[], last: MeasuredAxis): Parallel {
  const ofSettings = plan.axes.map((axis) => {
    const title = sweepableOf(axis.setting)?.label ?? axis.setting;
    if (axis.scale !== 'list') {
      const [low, high] = [Math.min(axis.from, axis.to), Math.max(axis.from, axis.to)];
      const share = shareBetween(low, high, axis.scale === 'log');
      const marks = low === high ? [low] : [low, high];
      return {
        axis: { title, marks: marks.map((value) => ({ at: share(value), label: String(value) })) },
        shareOf: (text: string): number => share(Number(text)),
      };
    }
    const values = axisValues(axis);
    const at = (place: number): number => (values.length === 1 ? 0.5 : place / (values.length - 1));
    return {
      axis: {
        title,
        marks: values.map((value, place) => ({ at: at(place), label: shownName(axis.setting, value) })),
      },
      shareOf: (text: string): number => at(values.indexOf(text)),
    };
  });
  const finite = candidates.flatMap(({ value }) => (value !== null && Number.isFinite(value) ? [value] : []));
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const measured = shareBetween(least, most, last.isLog && least > 0);
  const ends = finite.length === 0 ? [] : least === most ? [least] : [least, most];
  return {
    axes: [
      ...ofSettings.map(({ axis }) => axis),
      { title: last.title, marks: ends.map((value) => ({ at: measured(value), label: last.write(value) })) },
    ],
    lines: candidates.map(({ values, value }) => [
      ...ofSettings.map(({ shareOf }, at) => shareOf(values[at])),
      value !== null && Number.isFinite(value) ? measured(value) : NaN,
    ]),
  };
}

function shareBetween(low: number, high: number, isLog: boolean): (value: number) => number {
  const scale = isLog ? Math.log : (value: number): number => value;
  const [from, to] = [scale(low), scale(high)];
  return (value) => (to > from ? (scale(value) - from) / (to - from) : 0.5);
}

/** The line that is nearest to a place: `x` in axes from the first one, `y` a share of the height; null where none is near. */
export function lineNear({ axes, lines }: Parallel, x: number, y: number): number | null {
  const left = Math.min(axes.length - 2, Math.max(0, Math.floor(x)));
  let [nearest, least] = [-1, 0.06];
  lines.forEach((line, place) => {
    const [from, to] = [line[left], line[left + 1]];
    const at = from + (to - from) * Math.min(1, Math.max(0, x - left));
    const distance = Math.abs(at - y);
    if (distance < least) [nearest, least] = [place, distance];
  });
  return nearest < 0 ? null : nearest;
}
