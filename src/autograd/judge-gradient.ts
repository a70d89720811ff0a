import type { DerivativeEstimate } from './surroundings.ts';
import { checkTolerance, relativeError } from './gradient-check.ts';

/**
 * agrees: backward is the derivative, as far as it can be known. differs: it is not, beyond doubt. kink: there is no
 * one derivative, because the function has a corner or a jump. unknown: the differences cannot tell.
 */
export const gradientVerdicts = ['agrees', 'kink', 'unknown', 'differs'] as const;
export type GradientVerdict = (typeof gradientVerdicts)[number];

export interface Judgement {
  readonly verdict: GradientVerdict;
  /**
   * |backward - derivative| / max(|backward|, |derivative|, uncertainty / tolerance): what is within the uncertainty
   * is within the tolerance, too. NaN where there is nothing to compare.
   */
  readonly error: number;
}

/** A derivative that is known no better than to this share of it does not confirm a gradient. */
export const certainEnough = 2.5e-4;

/** A derivative that may as well be 0 may be off by so many times its uncertainty. */
const doubtOfNothing = 4;

/**
 * Holds what backward says against the derivative from differences. `backwardRounding` is how far rounding may put
 * backward off, `lost` how far slopes may that have lost their digits: absolute bounds.
 */
export function judgeGradient(
  backward: number,
  estimate: DerivativeEstimate,
  backwardRounding: number,
  lost = 0,
): Judgement {
  const { kind, derivative } = estimate;
  // What does not know its own sign knows little of how far off it is.
  const doubt = Math.abs(derivative) <= estimate.uncertainty ? doubtOfNothing : 1;
  const uncertainty = doubt * estimate.uncertainty + backwardRounding + lost;
  const error = relativeError(backward, derivative, uncertainty / checkTolerance);
  if (kind === 'unknown') return { verdict: 'unknown', error };
  if (kind !== 'slope') return { verdict: 'kink', error };
  if (!Number.isFinite(backward)) {
    const isKnown = estimate.uncertainty <= Math.max(1, Math.abs(derivative));
    return { verdict: isKnown ? 'differs' : 'unknown', error };
  }
  if (error > checkTolerance) return { verdict: 'differs', error };
  const size = Math.max(Math.abs(backward), Math.abs(derivative));
  // Nothing, and nothing but rounding, are the same, unless that is so much that a slope may be hidden in it.
  const isNothing = backward === 0 && derivative === 0 && backwardRounding === 0;
  const isZero =
    Math.abs(backward) <= backwardRounding &&
    (isNothing ? Number.isFinite(uncertainty) : uncertainty <= checkTolerance);
  return { verdict: isZero || uncertainty <= certainEnough * size ? 'agrees' : 'unknown', error };
}
