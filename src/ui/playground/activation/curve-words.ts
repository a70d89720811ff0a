import type { Activation } from '../../../experiment/activation-formula.ts';
import { formatValue } from '../../controls/format.ts';
import { activationLabel } from '../labels.ts';
import { reach, type ActivationCurve } from './curve-points.ts';

/** Nothing that is before it can learn. */
export function isFlat(slopes: readonly number[]): boolean {
  return slopes.every((slope) => slope === 0);
}

/** What the drawing shows, for those who do not see it. */
export function sayCurve(activation: Activation, { zs, values, slopes }: ActivationCurve): string {
  const middle = (zs.length - 1) / 2;
  const places = [0, middle, zs.length - 1];
  const say = (ys: readonly number[]): string =>
    places.map((i) => (Number.isFinite(ys[i]) ? formatValue(ys[i]) : 'no number')).join(', ');
  const at = `at z = ${formatValue(-reach)}, 0 and ${formatValue(reach)}`;
  const missing = values.filter((value) => !Number.isFinite(value)).length;
  return [
    `${activationLabel(activation)} ${at}: ${say(values)}; its slope: ${say(slopes)}.`,
    ...(missing > 0 ? ['In places it gives no number.'] : []),
    ...(isFlat(slopes) ? ['It is flat: nothing flows back through it.'] : []),
  ].join(' ');
}
