import type { DifferenceErrors, LeafCheck } from '../../lab/check.ts';
import { shortText } from './math-number.ts';

export type CheckVerdict = LeafCheck['verdict'];

export const verdictWords: Readonly<Record<CheckVerdict, string>> = {
  agrees: 'agrees',
  differs: 'differs',
  kink: 'kink',
  unknown: 'unknown',
};

/** What the verdict means, in a sentence. */
export function verdictSentence({ verdict, backward, derivative }: LeafCheck): string {
  switch (verdict) {
    case 'agrees':
      return 'The backward value agrees with the differences.';
    case 'differs':
      return `The differences lead to ${shortText(derivative)}, the backward pass says ${shortText(backward)}: it is wrong.`;
    case 'kink':
      return 'The function has a corner here, so there is no one slope: what the backward pass says is a convention.';
    case 'unknown':
      return 'The function is not finite around this point, so no difference can be taken.';
  }
}

/** Within so many times the rounding floor, an error is rounding. */
const ofRounding = 8;

/** What the plot of the errors shows. */
export function plotSentence(series: readonly DifferenceErrors[], verdict: CheckVerdict): string {
  if (verdict === 'differs')
    return 'However small the step, a gap remains: it is the backward value that is off, not the differences.';
  if (verdict === 'kink')
    return 'Across a corner a smaller step does not help: each side of it has a slope of its own.';
  if (verdict === 'unknown') return 'There is nothing to compare where the function is not finite.';
  const isRounding = (of: 'forwardError' | 'centralError'): boolean =>
    series.every((point) => point[of] <= ofRounding * point.roundingFloor);
  const [atLarge, end] = [isRounding('forwardError'), isRounding('centralError')];
  const rest =
    'What is left is rounding: every number on the way is off by some of its last digits, and that is divided by h.';
  if (atLarge && end)
    return `In this node the function is a straight line: both differences are exact. ${rest}`;
  if (end) return `The forward error falls with h. The central one is exact for a parabola, as here. ${rest}`;
  return 'The forward error falls with h (slope 1), the central one with h² (slope 2), until rounding takes over: every number on the way is off by some of its last digits, and that is divided by h.';
}

/** Numbers one under another with the same decimals: ten significant digits of the largest. */
export function alignedNumbers(values: readonly number[]): string[] {
  const largest = Math.max(...values.filter(Number.isFinite).map(Math.abs), 0);
  const exponent = largest === 0 ? 0 : Math.floor(Math.log10(largest));
  const usesPower = exponent < -4 || exponent > 8;
  return values.map((value) => {
    if (!Number.isFinite(value)) return shortText(value);
    if (value === 0 && usesPower) return '0';
    if (usesPower) return value.toExponential(9).replaceAll('-', '−').replace('e+', 'e');
    return value.toFixed(Math.max(0, 9 - exponent)).replace('-', '−');
  });
}

/**
 * Splits an aligned number where it leaves the other one: digits before are right to half a unit in their last
 * place, digits after are not. All of it is right if there is no difference, nothing if the digits tell none.
 */
export function splitAtError(text: string, error: number): { readonly right: string; readonly off: string } {
  if (error === 0) return { right: text, off: '' };
  const [mantissa, power] = text.split('e');
  const point = mantissa.indexOf('.');
  const unit = power === undefined ? 1 : 10 ** Number(power.replace('−', '-'));
  const decimals = Math.floor(-Math.log10((2 * error) / unit));
  if (!Number.isFinite(decimals) || point < 0) return { right: '', off: text };
  if (decimals < 0) return { right: '', off: text };
  const end = Math.min(mantissa.length, decimals === 0 ? point : point + 1 + decimals);
  const rest = text.slice(end);
  return { right: text.slice(0, end), off: rest };
}
