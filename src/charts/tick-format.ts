/** Made once: the axes are written many times a second. */
const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });

/**
 * An axis' numbers in one notation: in full where the smallest and the largest of them are short so, else with an
 * exponent, all but 0 and 1.
 */
export function tickFormat(values: readonly number[]): (value: number) => string {
  const sizes = values.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  const isPlain = sizes.every((size) => size >= 1e-4 && size < 1e6);
  return (value) => {
    if (value === 0) return '0';
    const text = isPlain || value === 1 ? plain.format(value) : value.toExponential().replace('e+', 'e');
    return text.replaceAll('-', '−');
  };
}

/** The same as a callback of Chart.js. */
export function formatTick(
  value: number | string,
  _index: number,
  ticks: readonly { readonly value: number }[],
): string {
  return tickFormat(ticks.map((tick) => tick.value))(Number(value));
}

/**
 * Powers of ten from `min` to `max` (both positive), at most `most` of them, at even distances; null where there are so
 * few that a chart does better with what lies between them. A chart's own are uneven over very many.
 */
export function decadeTicks(min: number, max: number, most: number): readonly number[] | null {
  // Decades as they are written: a power that is computed may lie beside its own.
  const [low, high] = [Math.ceil(Math.log10(min) - 1e-9), Math.floor(Math.log10(max) + 1e-9)];
  if (!Number.isFinite(low) || !(high - low >= most)) return null;
  const stride = Math.ceil((high - low + 1) / most);
  const first = Math.ceil(low / stride) * stride;
  return Array.from({ length: Math.floor((high - first) / stride) + 1 }, (_, i) =>
    Number(`1e${first + i * stride}`),
  );
}
