/** A decimal number as Python writes a float: `.5`, `5.`, `007`, `1e-3`; with or without a sign. */
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The finite number that a text is; null for everything else that `Number` would take (`` ``, ` 1`, `0x1f`, `Infinity`)
 * and for what is too large for a number.
 */
export function readDecimal(text: string): number | null {
  const value = decimal.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : null;
}
