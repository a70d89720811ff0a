/** What counts come to, in the figures that are read. */
import type { Calibration, Fit } from '../../../protocol/snapshot-messages.ts';

/**
 * The coefficient of determination, R² = 1 - SS_res / SS_tot, as sklearn.metrics.r2_score: 1 where every number is met, 0
 * for a network that says their mean, below it for worse. Null where all truths are the same, or there are none.
 */
export function rSquared({ residual, total }: Fit): number | null {
  return total > 0 ? 1 - residual / total : null;
}

/** √(Σ(y - ŷ)² / n); null for no samples. */
export function rootMeanSquare({ residual }: Fit, count: number): number | null {
  return count > 0 ? Math.sqrt(residual / count) : null;
}

/**
 * Expected calibration error, ECE = Σ |B_m| / n · |acc(B_m) - conf(B_m)| over the bins (Guo et al. 2017, eq. 3), 0…1; null
 * for no samples.
 */
export function calibrationError({ counts, rights, sums }: Calibration): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  return sums.reduce((sum, confidences, bin) => sum + Math.abs(rights[bin] - confidences), 0) / total;
}

/** Precision and recall of a class; null where nothing was predicted to be of it, or nothing is. */
export interface ClassScores {
  /** Of those that are predicted to be of it, the share that is. */
  readonly precision: number | null;
  /** Of those that are of it, the share that is predicted to be. */
  readonly recall: number | null;
}

/** By class, of a confusion matrix `counts[truth * classCount + predicted]`. */
export function classScores(confusion: Uint32Array): ClassScores[] {
  const size = Math.sqrt(confusion.length);
  return Array.from({ length: size }, (_, place) => {
    let [predicted, actual] = [0, 0];
    for (let other = 0; other < size; other++) {
      predicted += confusion[other * size + place];
      actual += confusion[place * size + other];
    }
    const right = confusion[place * size + place];
    return { precision: shareOf(right, predicted), recall: shareOf(right, actual) };
  });
}

function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** How many of a confusion matrix are predicted to be of another class than theirs. */
export function wrongOf(confusion: Uint32Array): number {
  const size = Math.sqrt(confusion.length);
  return confusion.reduce((sum, count, at) => (at % (size + 1) === 0 ? sum : sum + count), 0);
}
