import { gradientVerdicts, type GradientVerdict } from '../autograd/judge-gradient.ts';

export interface CheckedGradient {
  /** Place in `Mlp.parameters`. */
  readonly parameter: number;
  /** The parameter itself. */
  readonly data: number;
  /** The batch's mean gradient by the differentiated tape. */
  readonly backward: number;
  /** The same from differences of the loss alone: central, and extrapolated to h = 0 where that does not settle it. */
  readonly difference: number;
  /** |backward - difference| relative to the larger of the two; what rounding explains is within the tolerance. */
  readonly error: number;
  readonly verdict: GradientVerdict;
}

/** Errors by size: bin i counts those from 10^(from + i · width) up to the next bin. */
export interface ErrorHistogram {
  /** Exponent at the lower end of the first bin; smaller errors are in it, too. */
  readonly from: number;
  /** Decades that a bin covers. */
  readonly width: number;
  readonly bins: Readonly<Record<GradientVerdict, readonly number[]>>;
  /** Parameters whose two numbers are the same to the last bit. */
  readonly exact: number;
  /** Parameters without a finite error. */
  readonly notFinite: number;
}

export interface GradientSummary {
  readonly parameterCount: number;
  readonly counts: Readonly<Record<GradientVerdict, number>>;
  /** Those that differ first, then by falling error; at most `worstCount`. */
  readonly worst: readonly CheckedGradient[];
  readonly histogram: ErrorHistogram;
}

/** A list that a person reads. */
export const worstCount = 20;

const histogramFrom = -18;
const binWidth = 0.5;
/** Up to 10^0.5: no relative error is larger than 2. */
const binCount = (0.5 - histogramFrom) / binWidth;

export function summarize(checked: readonly CheckedGradient[]): GradientSummary {
  const counts = { agrees: 0, kink: 0, unknown: 0, differs: 0 };
  const emptyBins = (): number[] => new Array<number>(binCount).fill(0);
  const bins = { agrees: emptyBins(), kink: emptyBins(), unknown: emptyBins(), differs: emptyBins() };
  let exact = 0;
  let notFinite = 0;
  for (const { error, verdict } of checked) {
    counts[verdict]++;
    if (error === 0) exact++;
    else if (!Number.isFinite(error)) notFinite++;
    else bins[verdict][binOf(error)]++;
  }
  const worst = [...checked].sort(byGravity).slice(0, worstCount);
  const histogram = { from: histogramFrom, width: binWidth, bins, exact, notFinite };
  return { parameterCount: checked.length, counts, worst, histogram };
}

function binOf(error: number): number {
  const bin = Math.floor((Math.log10(error) - histogramFrom) / binWidth);
  return Math.min(binCount - 1, Math.max(0, bin));
}

function byGravity(a: CheckedGradient, b: CheckedGradient): number {
  const gravity = gradientVerdicts.indexOf(b.verdict) - gradientVerdicts.indexOf(a.verdict);
  if (gravity !== 0) return gravity;
  return Number.isNaN(a.error) || Number.isNaN(b.error) ? 0 : b.error - a.error;
}
