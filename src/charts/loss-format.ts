/** A loss in about six characters: '0.0312', '12.31', '3.1e−7'. */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-4) return exponential(value, 1);
  if (size >= 1e5) return exponential(value, 1);
  return value.toFixed(size < 10 ? 4 : size < 100 ? 3 : size < 1000 ? 2 : 0);
}

export function formatCount(count: number): string {
  return counts.format(Math.round(count));
}

/** Epochs completed, '1,234', and in the middle of one as much of it as is over: '1,234.56', never rounded up to its end. */
export function formatEpoch(epoch: number): string {
  const whole = Math.floor(epoch);
  if (whole === epoch) return formatCount(epoch);
  const hundredths = Math.floor((epoch - whole) * 100 + 1e-6);
  return `${formatCount(whole)}.${String(hundredths).padStart(2, '0')}`;
}

/** Made once: `toLocaleString` builds one at every call, and readouts are written many times a second. */
const counts = new Intl.NumberFormat('en');

/** With a minus as it is printed, as everywhere on the page. */
export function exponential(value: number, digits: number): string {
  return value.toExponential(digits).replace('e+', 'e').replaceAll('-', '−');
}
