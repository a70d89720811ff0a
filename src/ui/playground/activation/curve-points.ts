import { Value } from '../../../autograd/value.ts';
import type { Activation } from '../../../experiment/activation-formula.ts';
import { activate } from '../../../nn/activations.ts';

/** An activation and its slope at some z, as training computes them: through the graph, and back by its chain rules. */
export interface ActivationCurve {
  readonly zs: readonly number[];
  readonly values: readonly number[];
  readonly slopes: readonly number[];
}

/** What is drawn is between -reach and reach. */
export const reach = 4;
const count = 161;

export function curveOf(activation: Activation): ActivationCurve {
  const z = new Value(0);
  const result = activate(activation, z);
  const zs = Array.from({ length: count }, (_, i) => (2 * reach * i) / (count - 1) - reach);
  const values: number[] = [];
  const slopes: number[] = [];
  for (const at of zs) {
    z.data = at;
    z.gradient = 0;
    result.forward();
    result.backward();
    values.push(result.data);
    slopes.push(Number.isFinite(result.data) ? z.gradient : NaN);
  }
  return { zs, values, slopes };
}

/** Places that a line is drawn through without lifting the pen. */
export type Run = readonly (readonly [z: number, y: number])[];

/** The parts of a line at or above 0, or at or below it; it is lifted where there is no number. */
export function runsOf(zs: readonly number[], ys: readonly number[], sign: 1 | -1): readonly Run[] {
  const runs: [number, number][][] = [[]];
  ys.forEach((y, i) => {
    const last = runs[runs.length - 1];
    if (Number.isFinite(y) && sign * y >= 0) {
      const before = ys[i - 1];
      if (last.length === 0 && i > 0 && Number.isFinite(before)) last.push([crossing(zs, ys, i), 0]);
      last.push([zs[i], y]);
    } else if (last.length > 0) {
      if (Number.isFinite(y)) last.push([crossing(zs, ys, i), 0]);
      runs.push([]);
    }
  });
  return runs.filter((run) => run.length > 1);
}

/** Where the line comes through 0 between a place and the one before. */
function crossing(zs: readonly number[], ys: readonly number[], i: number): number {
  const share = ys[i - 1] / (ys[i - 1] - ys[i]);
  return zs[i - 1] + share * (zs[i] - zs[i - 1]);
}
