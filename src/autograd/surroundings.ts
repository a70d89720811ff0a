import { grows, growsWithoutBound, isSteady, limitOf, noiseFactor, type Quotient } from './quotients.ts';

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
  /** How far off the two values are by rounding. At a corner that is hidden in it, less so than at the point itself. */
  readonly rounding: number;
}

/** Slopes that differ by a smaller share of them are one slope. */
const smallestKink = 1e-5;
/** The function around the point, as far as it has been asked for, by falling steps. */
export class Surroundings {
  readonly #x: number;
  readonly #here: number;
  /** Whether rounding at the point is no measure for that beside it, since a corner hides in it. */
  readonly #isAtCorner: boolean;
  readonly #rounding: number;
  readonly #roundingAt: (x: number) => number;
  readonly #roundings = new Map<number, number>();
  #probes: readonly Probe[] = [];

  constructor(x: number, here: number, roundingAt: (x: number) => number, isAtCorner: boolean) {
    this.#x = x;
    this.#isAtCorner = isAtCorner;
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
    const ofPlace = this.#isAtCorner ? this.#roundingWithin(h) : this.#rounding;
    const rounding = Math.max(ofPlace, Number.EPSILON * size, Number.MIN_VALUE);
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
    if (isJump(probes, here, this.#rounding) || this.#isHiddenJump())
      return { ...unknown('unbounded'), kind: 'jump', reason: null, scale: null };
    const slopes = probes.map((at) => centralQuotient(at, here));
    const bends = probes.map((at) => bendQuotient(at, here, this.#rounding));
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
    // A corner as sharp as that may have any slopes where rounding begins to hide it.
    if (grows(bends)) return { ...unknown('rounding'), scale };
    if (central !== null && !isUnbounded) {
      const { value } = central;
      // Its sides may have slopes that differ by less than a kink's, and each of them is right.
      const gap = bend !== null && Math.abs(bend.value) > bend.uncertainty ? Math.abs(bend.value) : 0;
      const uncertainty = Math.max(central.uncertainty, gap / 2);
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

  /**
   * Whether the function jumps so near to the point that only rounding decides on which side of it the point is: it
   * may be off by as much as its two sides are apart, and they stay apart as far in as they can be told.
   */
  #isHiddenJump(): boolean {
    if (!this.#isAtCorner) return false;
    const isHidden = ({ rounding }: Probe): boolean => 2 * rounding >= this.#rounding;
    const heightOf = ({ below, above }: Probe): number => Math.abs(above - below);
    const told = this.#probes.filter((at) => !isHidden(at) && heightOf(at) > 0.1 * this.#rounding);
    const [height, nearest] = [told.map(heightOf), told.at(-1)];
    return (
      nearest !== undefined && isLasting(height, nearest.rounding) && heightOf(nearest) < 10 * this.#rounding
    );
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
function bendQuotient(
  { before, behind, below, above, rounding }: Probe,
  here: number,
  roundingHere: number,
): Quotient {
  return {
    h: (before + behind) / 2,
    value: (above - here) / behind - (here - below) / before,
    noise: (2 * Math.max(rounding, roundingHere)) / Math.min(before, behind),
  };
}

/** Whether the function goes on to be elsewhere than at the point, however near. */
function isJump(probes: readonly Probe[], here: number, rounding: number): boolean {
  return (['below', 'above'] as const).some((side) => {
    const heights = probes.map((at) => Math.abs(at[side] - here)).filter(Number.isFinite);
    return isLasting(heights, Math.max(rounding, probes.at(-1)?.rounding ?? 0));
  });
}

/** Whether what is high stays as high over the last four steps, far above rounding. */
function isLasting(heights: readonly number[], rounding: number): boolean {
  const last = heights.slice(-4);
  const nearest = last.at(-1) ?? 0;
  return (
    last.length === 4 &&
    nearest > 100 * noiseFactor * rounding &&
    last.every((height) => Math.abs(height / nearest - 1) < 0.25)
  );
}

function finiteOr0(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
