/** A number in the lab: up to six digits, a true minus sign, exponents where they are needed; the exact one stands beside it. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞';
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-4 || size >= 1e6)
      ? size.toExponential(3).replace('e+', 'e').replace('e-', 'e−')
      : String(Number(size.toPrecision(6)));
  return value < 0 ? `−${text}` : text;
}
