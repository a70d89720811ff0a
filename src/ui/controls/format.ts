/** Numbers as they are read; the exact ones stand beside them in `data-value`. */
import { exponential, formatCount, formatEpoch, formatLoss } from '../../charts/loss-format.ts';

/** Charts write these too. */
export { formatCount, formatEpoch, formatLoss };

/** A share of 1 as a percentage: '99.6 %'. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

const prefixes = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A large number with three digits and an SI prefix: '12.4 M'. */
export function formatRate(value: number): string {
  // Rounded first: what rounds up to a thousand has the next prefix.
  const rounded = Number(value.toPrecision(3));
  const [unit, prefix] = prefixes.find(([size]) => rounded >= size) ?? [1, ''];
  const scaled = rounded / unit;
  const decimals = unit === 1 || scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2;
  return `${scaled.toFixed(decimals)} ${prefix}`.trim();
}

/** How many times as much: '0.83', '4.2', '45', '1,230'. */
export function formatFactor(factor: number): string {
  return factor >= 10 ? formatCount(factor) : factor.toPrecision(2);
}

/** A size in bytes: '812 B', '14.2 kB', '1.04 MB'. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 999_950 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}

/** Milliseconds as a person says them: '3.1 ms', '840 ms', '12.3 s', '4 min 05 s'. */
export function formatDuration(ms: number): string {
  // Each as long as it is not rounded up to the next.
  if (ms > 0 && ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** A weight with its sign and five decimals, so that columns align; very small and large ones with an exponent. */
export function formatWeight(value: number): string {
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-4 || size >= 1e4) ? exponential(size, 2) : size.toFixed(5);
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** A tiny difference: '3.1e−7'; exactly nothing is '0'. */
export function formatDifference(value: number): string {
  return value === 0 ? '0' : exponential(value, 1);
}

/** What goes into `data-value`: every digit, or nothing when there is no number. */
export function exact(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/** From here on values are written with a power of ten. */
const plainBelow = 1e7;
/** Every number is exact in a double to so many digits. */
const exactDigits = 15;

/** A value of the data: as many digits as tell neighbours apart, and a minus as it is printed. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= plainBelow)
      ? Number(value.toPrecision(3)).toExponential().replace('e+', 'e')
      : Number.isInteger(value) || size >= 1e4
        ? String(Math.round(value * 10) / 10)
        : String(Number(value.toPrecision(4)));
  return text.replaceAll('-', '−');
}

/** As `formatValue`, but a large number is written out: its last digits may be all that tells it from the next one. */
export function formatLong(value: number): string {
  const size = Math.abs(value);
  const isWrittenOut = size >= plainBelow && size < 10 ** exactDigits;
  return isWrittenOut ? withMinus(String(Number(value.toPrecision(exactDigits)))) : formatValue(value);
}

/** Of a field's small numbers those that are read at a glance. */
const longestPlain = 8;

/** Three digits, and as many more as tell it from what is a tenth of `scale` away: '1976.2' where that is 3.57. */
export function formatBeside(value: number, scale: number): string {
  const more = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(scale)) + 2;
  const digits = Number.isFinite(more) ? Math.min(15, Math.max(3, more)) : 3;
  return String(Number(value.toPrecision(digits))).replaceAll('-', '−');
}

/** A number that is written already, or a class that is called by one: with a minus as it is printed. */
export function withMinus(text: string): string {
  return text.replace(/^-(?=[\d.])/, '−');
}

/** A setting as its field has it: a rate of 0.00001. */
export function formatSetting(value: number): string {
  const plain = String(Number(value.toPrecision(3)));
  return Math.abs(value) < 1e-3 && plain.length <= longestPlain && !plain.includes('e')
    ? plain.replace('-', '−')
    : formatValue(value);
}
