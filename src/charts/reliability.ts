/** Bins of confidences, each with its samples, those of them that are right, and the sum of its confidences. */
export interface ReliabilityBins {
  readonly counts: Uint32Array;
  readonly rights: Uint32Array;
  readonly sums: Float64Array;
}

export interface ReliabilityBin {
  /** From this confidence to the next bin's. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Share that is right, and mean confidence; null in an empty bin. */
  readonly accuracy: number | null;
  readonly confidence: number | null;
}

export function reliabilityOf({ counts, rights, sums }: ReliabilityBins): ReliabilityBin[] {
  return Array.from(counts, (count, bin) => ({
    from: bin / counts.length,
    to: (bin + 1) / counts.length,
    count,
    accuracy: count > 0 ? rights[bin] / count : null,
    confidence: count > 0 ? sums[bin] / count : null,
  }));
}
