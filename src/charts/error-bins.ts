/** What a check can say of a gradient, in the order in which bars are stacked. */
export const errorVerdicts = ['agrees', 'kink', 'unknown', 'differs'] as const;
export type ErrorVerdict = (typeof errorVerdicts)[number];

/** Errors by size, as a check of gradients counts them. */
export interface ErrorCounts {
  /** Exponent at the lower end of the first bin. */
  readonly from: number;
  /** Decades that a bin covers. */
  readonly width: number;
  readonly bins: Readonly<Record<ErrorVerdict, readonly number[]>>;
  /** Those without any error; they agree. */
  readonly exact: number;
}

export interface ErrorBin {
  /** Exponents of its ends; null for the bin of those without any error. */
  readonly range: readonly [from: number, to: number] | null;
  readonly counts: Readonly<Record<ErrorVerdict, number>>;
}

/** Fewer decades than this do not show how far apart errors are. */
const fewestDecades = 6;

/**
 * The bins that are worth drawing, smallest errors first: exact agreement, then those from the first to the last that
 * holds something, and at least up to the tolerance, so that its mark has a place.
 */
export function shownBins({ from, width, bins, exact }: ErrorCounts, tolerance: number): ErrorBin[] {
  const countsAt = (bin: number): ErrorBin['counts'] => ({
    agrees: bins.agrees[bin],
    kink: bins.kink[bin],
    unknown: bins.unknown[bin],
    differs: bins.differs[bin],
  });
  const holds = bins.agrees.map((_, bin) => errorVerdicts.some((verdict) => bins[verdict][bin] > 0));
  const atTolerance = Math.round((Math.log10(tolerance) - from) / width);
  const last = Math.min(holds.length - 1, Math.max(holds.lastIndexOf(true), atTolerance));
  const first = holds.includes(true) ? holds.indexOf(true) : last;
  const begin = Math.max(0, Math.min(first, last + 1 - fewestDecades / width));
  const shown: ErrorBin[] = [{ range: null, counts: { agrees: exact, kink: 0, unknown: 0, differs: 0 } }];
  for (let bin = begin; bin <= last; bin++) {
    shown.push({ range: [from + bin * width, from + (bin + 1) * width], counts: countsAt(bin) });
  }
  return shown;
}
