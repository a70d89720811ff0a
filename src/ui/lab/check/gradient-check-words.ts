import { errorVerdicts, type ErrorBin, type ErrorVerdict } from '../../../charts/error-bins.ts';
import type { GradientCheckResult } from '../../../protocol/lab-messages.ts';
import { shortText } from '../formula/math-number.ts';
import { formatCount } from '../../controls/format.ts';

export const verdictLabels: Readonly<Record<ErrorVerdict, string>> = {
  agrees: 'agrees',
  kink: 'at a kink',
  unknown: 'unknown',
  differs: 'differs',
};

/** The same of several. */
const pluralLabels: Readonly<Record<ErrorVerdict, string>> = {
  ...verdictLabels,
  agrees: 'agree',
  differs: 'differ',
};

/** `337 parameters on the 10 samples of the current batch: 331 agree to 1e-6, 6 at a kink, none differs.` */
export function summaryOf({ parameterCount, sampleCount, tolerance, counts }: GradientCheckResult): string {
  const batch = sampleCount === 1 ? 'the one sample' : `the ${formatCount(sampleCount)} samples`;
  const parts = [`${agreeing(counts.agrees, parameterCount)} to ${shortText(tolerance)}`];
  if (counts.kink > 0) parts.push(`${formatCount(counts.kink)} at a kink`);
  if (counts.unknown > 0) parts.push(`${formatCount(counts.unknown)} that differences cannot tell`);
  parts.push(differing(counts.differs));
  return `${formatCount(parameterCount)} parameters on ${batch} of the current batch: ${parts.join(', ')}.`;
}

function agreeing(count: number, of: number): string {
  return count === of ? 'all agree' : `${formatCount(count)} ${labelOf('agrees', count)}`;
}

function differing(count: number): string {
  return count === 0 ? 'none differs' : `${formatCount(count)} ${labelOf('differs', count)}`;
}

/** What a bar of the histogram counts: `14 agree, 2 at a kink`. */
export function binWords({ counts }: ErrorBin): string {
  return errorVerdicts
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${formatCount(counts[verdict])} ${labelOf(verdict, counts[verdict])}`)
    .join(', ');
}

function labelOf(verdict: ErrorVerdict, count: number): string {
  return (count === 1 ? verdictLabels : pluralLabels)[verdict];
}
