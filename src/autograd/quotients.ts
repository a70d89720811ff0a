/** Difference quotients over falling steps, and what they come to for h → 0. */

/** One difference quotient of a series over falling steps, and how far rounding may put it off. */
export interface Quotient {
  readonly h: number;
  readonly value: number;
  readonly noise: number;
}

export interface Limit {
  readonly value: number;
  readonly uncertainty: number;
  /** The largest step that it comes from. */
  readonly from: number;
}

/** Rounding is a few of its standard deviations at the most. */
export const noiseFactor = 8;
/** An extrapolation is off by no more than the larger of its last changes (Ridders' measure); for safety, twice that. */
const changeFactor = 2;
/** So many times what rounding makes of it, a number is clear. */
const clearFactor = 20;
/** Higher orders gain nothing in double precision. */
const highestOrder = 5;
/** Neighbouring quotients, from the one with the largest step, to be extrapolated together. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly limit: Limit;
}

/**
 * The limit of a quotient for h → 0, of whose error only powers of h^power are known; null where none can be seen.
 * Of all spans the most certain one counts that no smaller step contradicts. `roundingWithin` says how far off the
 * function may be by rounding a step h away.
 */
export function limitOf(
  all: readonly Quotient[],
  power: 1 | 2,
  roundingWithin: (h: number) => number,
): Limit | null {
  const quotients = all.filter(({ h, value }) => h > 0 && Number.isFinite(h) && Number.isFinite(value));
  const spans: Span[] = [];
  for (let from = 0; from < quotients.length; from++) {
    for (let to = from + 1; to < quotients.length && to - from <= highestOrder; to++) {
      spans.push({ from, to, limit: extrapolate(quotients.slice(from, to + 1), power) });
    }
  }
  spans.sort((a, b) => a.limit.uncertainty - b.limit.uncertainty);
  let best: Limit | null = null;
  for (const { from, to, limit: hoped } of spans) {
    // Rounding grows away from the point, so that this is the least it can be.
    if (!(hoped.uncertainty < (best?.uncertainty ?? Infinity))) break;
    const { h } = quotients[from];
    const least = roundingWithin(h) / h;
    const inSight = quotients
      .slice(from)
      .map((quotient) => ({ ...quotient, noise: Math.max(quotient.noise, least) }));
    const limit = extrapolate(inSight.slice(0, to - from + 1), power);
    if (limit.uncertainty < (best?.uncertainty ?? Infinity) && isBorneOut(limit, inSight, to - from))
      best = limit;
  }
  return best;
}

/** Extrapolates a polynomial in h^power through all quotients, by falling steps, to h = 0 (Neville's scheme). */
function extrapolate(quotients: readonly Quotient[], power: 1 | 2): Limit {
  const values = quotients.map(({ value }) => value);
  const noises = quotients.map(({ noise }) => noise);
  let change = Infinity;
  for (let order = 1; order < quotients.length; order++) {
    for (let k = 0; k + order < quotients.length; k++) {
      const ratio = (quotients[k].h / quotients[k + order].h) ** power;
      const [coarse, fine] = [values[k], values[k + 1]];
      values[k] = fine + (fine - coarse) / (ratio - 1);
      noises[k] = (ratio * noises[k + 1] + noises[k]) / (ratio - 1);
      change = Math.max(Math.abs(values[k] - fine), Math.abs(values[k] - coarse));
    }
  }
  const uncertainty = changeFactor * change + noiseFactor * noises[0];
  return {
    value: values[0],
    uncertainty: Number.isFinite(uncertainty) ? uncertainty : Infinity,
    from: quotients[0].h,
  };
}

/** Whether the quotients of all steps after the span's last come as near to the limit as their rounding lets them. */
function isBorneOut({ value, uncertainty }: Limit, quotients: readonly Quotient[], last: number): boolean {
  const off = Math.abs(quotients[last].value - value);
  const { h } = quotients[last];
  return quotients.every(
    (other, i) =>
      i <= last ||
      Math.abs(other.value - value) <= noiseFactor * other.noise + uncertainty + 4 * off * (other.h / h),
  );
}

/** What is clear of rounding. */
function clearOnes(quotients: readonly Quotient[]): readonly Quotient[] {
  return quotients.filter(
    ({ value, noise }) => Number.isFinite(value) && Math.abs(value) > clearFactor * noise,
  );
}

/** Whether quotients stay at the limit over the last decade that is clear of rounding: a bend would shrink with h. */
export function isSteady(quotients: readonly Quotient[], limit: number): boolean {
  const clear = clearOnes(quotients);
  const smallest = clear.at(-1)?.h ?? 0;
  const decade = clear.filter(({ h }) => h < 11 * smallest);
  return (
    decade.length > 0 &&
    decade[0].h > 9 * smallest &&
    decade.every(({ value }) => Math.abs(value / limit - 1) < 0.1)
  );
}

/** Whether quotients grow as a power of the falling step over the last six decades, down to the smallest. */
export function growsWithoutBound(quotients: readonly Quotient[]): boolean {
  return clearOnes(quotients).at(-1)?.h === quotients.at(-1)?.h && grows(quotients);
}

/** Whether they do so over the last six decades that are clear of rounding, and nothing nearer says otherwise. */
export function grows(quotients: readonly Quotient[]): boolean {
  const clear = clearOnes(quotients);
  const smallest = clear.at(-1)?.h ?? 0;
  const last = clear.filter(({ h }) => h < 1.1e6 * smallest);
  const size = Math.abs(last.at(-1)?.value ?? 0);
  return (
    last.length > 6 &&
    quotients.every(({ h, noise }) => h >= smallest || clearFactor * noise > size) &&
    last.every(
      ({ h, value }, i) => i === 0 || Math.log(value / last[i - 1].value) > 0.1 * Math.log(last[i - 1].h / h),
    )
  );
}
