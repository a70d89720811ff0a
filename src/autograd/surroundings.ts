import { growsWithoutBound, isSteady, limitOf, noiseFactor, type Quotient } from './quotients.ts';

export type UnknownReason =
  /** The function is not finite at the point, or nowhere near it. */
  | 'not-finite'
  /** It is finite on one side only. */
  | 'one-sided'
  /** Its slope grows without bound towards the point. */
  | 'unbounded'
  /** No step is both small enough for the function and large enough for double precision. */
  | 'rounding';

export interface DerivativeEstimate {
  /** slope: one derivative, as far as can be seen. kink: the sides' slopes differ. jump: the sides do not meet. */
  readonly kind: 'slope' | 'kink' | 'jump' | 'unknown';
  /** At a kink the mean of the two slopes; NaN at a jump and where nothing is known. */
  readonly derivative: number;
  /** How far off the derivative may be; Infinity where nothing is known. */
  readonly uncertainty: number;
  /** The slopes before and after a kink. */
  readonly left: number;
  readonly right: number;
  /** Why it is unknown; null where it is not. */
  readonly reason: UnknownReason | null;
}

/** The function a step before and a step behind the point. */
interface Probe {
  /** The distances as they are in double precision, both about h. */
  readonly before: number;
  readonly behind: number;
  readonly below: number;
  readonly above: number;
  /** How far off the two values are by rounding, at the least. */
  readonly rounding: number;
}

/** Slopes that differ by a smaller share of them are one slope. */
const smallestKink = 1e-5;
/** The function around the point, as far as it has been asked for, by falling steps. */
export class Surroundings {
  readonly #x: number;
  readonly #here: number;
  readonly #rounding: number;
  readonly #roundingAt: (x: number) => number;
  readonly #roundings = new Map<number, number>();
  #probes: readonly Probe[] = [];

  constructor(x: number, here: number, roundingAt: (x: number) => number) {
    this.#x = x;
    this.#here = here;
    this.#roundingAt = roundingAt;
    this.#rounding = Math.max(finiteOr0(roundingAt(x)), Number.EPSILON * Math.abs(here), Number.MIN_VALUE);
  }

  *look(steps: readonly number[]): Generator<number, void, number> {
    const probes = [...this.#probes];
    for (const h of steps) probes.push(yield* this.#probe(h));
    this.#probes = probes.sort((a, b) => b.behind - a.behind);
  }

  *#probe(h: number): Generator<number, Probe, number> {
    const x = this.#x;
    const back = x + h;
    // As far before as behind, after rounding.
    const front = x - (back - x);
    const below = yield front;
    const above = yield back;
    const size = Math.max(Math.abs(finiteOr0(below)), Math.abs(finiteOr0(above)));
    const rounding = Math.max(this.#rounding, Number.EPSILON * size);
    return { before: x - front, behind: back - x, below, above, rounding };
  }

  /** How far off by rounding the function is a step h away; asked for once a step. */
  readonly #roundingWithin = (h: number): number => {
    let rounding = this.#roundings.get(h);
    if (rounding === undefined) {
      rounding = Math.max(finiteOr0(this.#roundingAt(this.#x + h)), finiteOr0(this.#roundingAt(this.#x - h)));
      this.#roundings.set(h, rounding);
    }
    return rounding;
  };

  /** `scale` is the largest step that the derivative comes from. */
  judge(): DerivativeEstimate & { readonly scale: number | null } {
    const here = this.#here;
    const probes = this.#probes;
    if (isJump(probes, here)) return { ...unknown('unbounded'), kind: 'jump', reason: null, scale: null };
    const slopes = probes.map((at) => centralQuotient(at, here));
    const bends = probes.map((at) => bendQuotient(at, here));
    const central = limitOf(slopes, 2, this.#roundingWithin);
    const bend = limitOf(bends, 1, this.#roundingWithin);
    const scale = central?.from ?? null;
    const isKink =
      growsWithoutBound(bends) ||
      (bend !== null &&
        Math.abs(bend.value) > bend.uncertainty + smallestKink * Math.abs(central?.value ?? 0) &&
        isSteady(bends, bend.value));
    if (isKink) {
      const gap = bend?.value ?? Infinity * Math.sign(bends.at(-1)?.value ?? 1);
      const middle = central?.value ?? NaN;
      return {
        kind: 'kink',
        derivative: middle,
        uncertainty: central?.uncertainty ?? Infinity,
        left: middle - gap / 2,
        right: middle + gap / 2,
        reason: null,
        scale,
      };
    }
    const isUnbounded = growsWithoutBound(slopes);
    if (central !== null && !isUnbounded) {
      const { value, uncertainty } = central;
      return {
        kind: 'slope',
        derivative: value,
        uncertainty,
        left: value,
        right: value,
        reason: null,
        scale,
      };
    }
    return { ...unknown(isUnbounded ? 'unbounded' : this.#reason()), scale };
  }

  #reason(): UnknownReason {
    const probes = this.#probes;
    const isFiniteBelow = probes.some(({ below }) => Number.isFinite(below));
    const isFiniteAbove = probes.some(({ above }) => Number.isFinite(above));
    if (!isFiniteBelow && !isFiniteAbove) return 'not-finite';
    return isFiniteBelow && isFiniteAbove ? 'rounding' : 'one-sided';
  }
}

/** Nothing is known, for a reason. */
export function unknown(reason: UnknownReason): DerivativeEstimate {
  return {
    kind: 'unknown',
    derivative: NaN,
    uncertainty: Infinity,
    left: NaN,
    right: NaN,
    reason,
  };
}

function centralQuotient({ before, behind, below, above, rounding }: Probe, here: number): Quotient {
  const width = before + behind;
  // Steps that are not quite equal let the bend in.
  const skew = Math.abs(((above - here) / behind - (here - below) / before) * (behind - before)) / width;
  return { h: width / 2, value: (above - below) / width, noise: (2 * rounding) / width + skew };
}

/** The slope behind the point less that before it. */
function bendQuotient({ before, behind, below, above, rounding }: Probe, here: number): Quotient {
  return {
    h: (before + behind) / 2,
    value: (above - here) / behind - (here - below) / before,
    noise: (2 * rounding) / Math.min(before, behind),
  };
}

/** Whether the function goes on to be elsewhere than at the point, however near. */
function isJump(probes: readonly Probe[], here: number): boolean {
  return (['below', 'above'] as const).some((side) => {
    const heights = probes.map((at) => Math.abs(at[side] - here)).filter(Number.isFinite);
    const last = heights.slice(-4);
    return (
      last.length === 4 &&
      last.every((height) => height > 0.8 * last[0]) &&
      last[0] > 100 * noiseFactor * (probes.at(-1)?.rounding ?? 0)
    );
  });
}

function finiteOr0(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
