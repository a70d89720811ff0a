import { certainEnough } from '../../../autograd/judge-gradient.ts';
import type { DifferenceErrors, LeafCheck } from '../../../lab/check.ts';
import { apartTexts, shortText } from '../formula/math-number.ts';

export type CheckVerdict = LeafCheck['verdict'];

export const verdictWords: Readonly<Record<CheckVerdict, string>> = {
  agrees: 'agrees',
  differs: 'differs',
  kink: 'kink',
  unknown: 'unknown',
};

/** What the verdict means, in a sentence. */
export function verdictSentence(check: LeafCheck): string {
  const { verdict, backward, derivative } = check;
  switch (verdict) {
    case 'agrees':
      return `The backward value agrees with the differences.${hasLostDigits(check) ? ` ${lostSentence}` : ''}`;
    case 'differs': {
      const [right, said] = apartTexts(derivative, backward);
      return `The differences lead to ${right}, the backward pass says ${said}: it is wrong.${check.passesCorner ? ` ${conventionSentence}` : ''}`;
    }
    case 'kink':
      return kinkSentence(check);
    case 'unknown':
      return unknownSentence(check);
  }
}

const lostSentence =
  'A tanh or sigmoid on the way is so near its limit that its slope has lost its digits: the true one is small, and not known better.';

/** Where corners cancel, the function has a slope that no convention for the slope of one corner leads to. */
const conventionSentence =
  'It may be a convention that fails here: a relu, abs, max or min on the way stands at its corner, where it has no one slope.';

/** Whether what is missing in slopes on the way is a part of the gradient that counts. */
function hasLostDigits({ backward, lost }: LeafCheck): boolean {
  return lost > 1e-3 * Math.abs(backward);
}

function kinkSentence({ kind, left, right, uncertainty }: LeafCheck): string {
  if (kind === 'jump')
    return 'The function jumps here, so there is no slope: what the backward pass says is a convention.';
  const known = (slope: number): number => (Math.abs(slope) <= uncertainty ? 0 : slope);
  const [before, behind] = apartTexts(known(left), known(right), 4);
  const slopes =
    Number.isFinite(left) && Number.isFinite(right)
      ? ` with slope ${before} before it and ${behind} behind it`
      : '';
  return `The function has a corner here${slopes}, so there is no one slope: what the backward pass says is a convention.`;
}

function unknownSentence(check: LeafCheck): string {
  const { reason, derivative, uncertainty, backward, rounding } = check;
  if (reason === null && hasLostDigits(check)) return lostSentence;
  switch (reason) {
    case 'not-finite':
      return 'The function is not finite at this point, so no difference can be taken.';
    case 'one-sided':
      return 'On one side of this point the function is not finite, so there is no slope to compare with.';
    case 'unbounded':
      return 'The slope grows without bound towards this point, so there is no number to compare with.';
    case 'rounding':
      return 'No step is both small enough for this function and large enough for double precision, so the differences cannot tell.';
    case null: {
      const ofBackward =
        rounding > certainEnough * Math.max(Math.abs(backward), Math.abs(derivative))
          ? `, and the backward pass adds terms so large that it may be off by ${shortText(rounding, 1)}`
          : '';
      return `Rounding hides it: the differences only tell that the slope is ${shortText(derivative, 2)} ± ${shortText(uncertainty, 1)}${ofBackward}.`;
    }
  }
}

/** Within so many times the rounding floor, an error is rounding. */
const ofRounding = 8;

type ErrorKind = 'forwardError' | 'centralError';

/** What the plot of the errors shows. */
export function plotSentence(series: readonly DifferenceErrors[], check: LeafCheck): string {
  switch (check.verdict) {
    case 'differs':
      return gapSentence(series, check);
    case 'kink':
      return cornerSentence(series, check);
    case 'unknown':
      return nothingSentence(check);
    case 'agrees':
      return agreementSentence(series);
  }
}

function gapSentence(series: readonly DifferenceErrors[], { backward, derivative }: LeafCheck): string {
  const gap = Math.abs(backward - derivative);
  if (staysAt(gap, series, 'centralError'))
    return 'However small the step, a gap remains: it is the backward value that is off, not the differences.';
  if (!Number.isFinite(backward)) return 'There is no error to draw: the backward value is no number.';
  return `No single step shows the gap of ${shortText(gap, 2)} well: rounding or the function’s own bends are larger on most of them. Many steps taken together show it.`;
}

function cornerSentence(series: readonly DifferenceErrors[], check: LeafCheck): string {
  const { kind, backward, derivative, right } = check;
  if (kind === 'jump')
    return 'Across a jump a smaller step makes it worse: the height stays, and it is divided by less and less.';
  const showsAhead = staysAt(Math.abs(right - backward), series, 'forwardError');
  if (showsAhead || staysAt(Math.abs(derivative - backward), series, 'centralError'))
    return 'Across a corner a smaller step does not help: each side of it has a slope of its own.';
  return 'The corner is too slight or too near to show in single steps; many steps taken together show it.';
}

function nothingSentence({ reason }: LeafCheck): string {
  if (reason === 'not-finite' || reason === 'one-sided')
    return 'There is nothing to compare where the function is not finite.';
  if (reason === 'unbounded') return 'The smaller the step, the steeper the difference: it comes to no end.';
  return 'At every step either rounding or the function’s own bends are too large to tell.';
}

/** Whether the smallest steps that are clear of rounding leave about this error. */
function staysAt(error: number, series: readonly DifferenceErrors[], of: ErrorKind): boolean {
  const clear = series
    .filter((point) => 2 * ofRounding * point.roundingFloor < error)
    .sort((a, b) => a.h - b.h);
  const last = clear.filter(({ h }) => h < 11 * clear[0].h);
  return last.length > 0 && last.every((point) => point[of] > error / 2 && point[of] < 2 * error);
}

const rest = 'every number on the way is off by some of its last digits, and that is divided by h.';

function agreementSentence(series: readonly DifferenceErrors[]): string {
  const isRounding = (of: ErrorKind): boolean =>
    series.every((point) => point[of] <= ofRounding * point.roundingFloor);
  if (isRounding('centralError')) {
    const shown = isRounding('forwardError')
      ? 'In this node the function is a straight line: both differences are exact.'
      : 'The forward error falls with h. The central one is exact for a parabola, as here.';
    return `${shown} What is left is rounding: ${rest}`;
  }
  const from = fallsFrom(series, 'forwardError', 1);
  const law = `the forward error falls with h (slope 1), the central one with h² (slope 2), until rounding takes over: ${rest}`;
  if (from === null)
    return 'None of these steps alone is small enough for this function and large enough for rounding to stay out. Many steps taken together agree.';
  if (from > 0.02) return `${law[0].toUpperCase()}${law.slice(1)}`;
  return `Steps above about ${shortText(from, 1)} are too large for how this function bends. Below, ${law}`;
}

/** The largest step below which an error falls as that power of h, until rounding; null if there is no such step. */
function fallsFrom(series: readonly DifferenceErrors[], of: ErrorKind, power: number): number | null {
  const clear = series
    .filter((point) => point[of] > ofRounding * point.roundingFloor)
    .sort((a, b) => a.h - b.h);
  let from: number | null = null;
  for (let i = 1; i < clear.length; i++) {
    const slope = Math.log(clear[i][of] / clear[i - 1][of]) / Math.log(clear[i].h / clear[i - 1].h);
    if (Math.abs(slope - power) > 0.4 * power) break;
    from = clear[i].h;
  }
  return from;
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
