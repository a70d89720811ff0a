import type { LinkQuantity } from '../../../experiment/names.ts';
import type { LayerVitals, Vitals } from '../../../protocol/snapshot-messages.ts';
import { formatCount, formatShare } from '../../controls/format.ts';
import { exponential } from '../../../charts/loss-format.ts';
import type { LinkMeasure } from './links.ts';

/** Decades that the lines tell apart; what is smaller is drawn as thin as can be. */
const lineDecades = 5;

/** Of a logarithmic scale of sizes, as powers of ten. */
export interface LogScale {
  readonly low: number;
  readonly high: number;
}

/** Up to the decade of the largest; null where all are 0, or none is a number. */
export function scaleOf(values: Float64Array): LogScale | null {
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return null;
  // Not -0.
  const high = Math.ceil(Math.log10(largest)) + 0;
  return { low: high - lineDecades, high };
}

/** Where a size is on the scale, 0…1; 0 for what is 0 or below it. */
export function shareOn({ low, high }: LogScale, value: number): number {
  const size = Math.abs(value);
  if (!(size > 0)) return 0;
  return Math.min(1, Math.max(0, (Math.log10(size) - low) / (high - low)));
}

/** Nearly all width is left to the uppermost decades: in a wide network most gradients are not far below the largest. */
export function strengthOn(scale: LogScale, value: number): number {
  return shareOn(scale, value) ** 3;
}

export interface DrawnMeasure extends LinkMeasure {
  /** Null where there is nothing that could be told apart. */
  readonly scale: LogScale | null;
}

/** What the lines are to show of the gradients or of the last update. */
export function measureOf(vitals: Vitals | null, links: Exclude<LinkQuantity, 'weight'>): DrawnMeasure {
  const values = vitals?.[links] ?? null;
  const scale = values === null ? null : scaleOf(values);
  return { values, scale, strengthOf: (value) => (scale === null ? 0 : strengthOn(scale, value)) };
}

/** The same for all networks and moments, so that what fades and what explodes is seen as such. */
export const normScale: LogScale = { low: -8, high: 2 };

/** Likewise, of what an update changes of the weights: 1 is all of their size. */
export const ratioScale: LogScale = { low: -6, high: 0 };

/** Shares of a layer's outputs or neurons that are worth a word beside its bar. */
const worthAWord = 0.1;

/** What of a layer hardly learns, short: '45 % flat', '2 dead'; '' where that is next to nothing. */
export function sayFlat({ saturated, dead }: LayerVitals, width: number): string {
  if (dead !== null && dead >= worthAWord) return `${Math.round(dead * width)} dead`;
  return saturated !== null && saturated >= worthAWord ? `${Math.round(saturated * 100)} % flat` : '';
}

/** A norm, short: '0.031', '3.1e−5', '1.2e4'. */
export function formatNorm(norm: number): string {
  if (!Number.isFinite(norm)) return Number.isNaN(norm) ? '–' : '∞';
  if (norm === 0) return '0';
  if (norm < 0.001 || norm >= 1000) return exponential(norm, 1);
  return String(Number(norm.toPrecision(2)));
}

/** A power of ten: '0.01', '1e−5'. */
export function formatDecade(exponent: number): string {
  return Math.abs(exponent) <= 2 ? String(Number(`1e${exponent}`)) : `1e${exponent}`.replace('-', '−');
}

/** What a layer's numbers say, a line each; `width` neurons, `sampleRows` null where they are of all train rows. */
export function sayLayer(
  { gradientNorm, updateRatio, saturated, dead }: LayerVitals,
  width: number,
  sampleRows: number | null = null,
): readonly string[] {
  const lines = [
    `gradient norm ${formatNorm(gradientNorm)}`,
    updateRatio === null
      ? 'no update seen yet'
      : `the last batch changed its weights by ${sayChange(updateRatio)}`,
  ];
  if (saturated !== null) lines.push(`${formatShare(saturated)} of its outputs saturated`);
  if (dead !== null) lines.push(`${Math.round(dead * width)} of ${width} neurons dead`);
  if (sampleRows !== null) lines.push(`of the first ${formatCount(sampleRows)} train rows`);
  return lines;
}

/** A ratio as a percentage, with as many digits as say something. */
function sayChange(ratio: number): string {
  return ratio >= 10 ? `${formatNorm(ratio)} times their size` : `${formatNorm(ratio * 100)} %`;
}
