import type { TrialResult } from '../training/trials/trial.ts';

export interface Ensemble {
  /** Runs that it is of. */
  readonly count: number;
  readonly resolution: number;
  readonly outputCount: number;
  /** `mean[output][row][column]`. */
  readonly mean: Float32Array;
  /**
   * `disagreement[row][column]`: of classes the share of runs whose answer is not the most frequent one; of numbers their
   * standard deviation.
   */
  readonly disagreement: Float32Array;
}

/** Of all pictures that there are, summed up in the order of the runs; null without any. */
export function ensembleOf(results: readonly TrialResult[], isClasses: boolean): Ensemble | null {
  const outputCount = results.find(({ picture }) => picture !== null)?.outputCount ?? 0;
  const pictures = results.flatMap(({ picture }) => (picture === null ? [] : [picture]));
  if (pictures.length === 0) return null;
  const [{ length }] = pictures;
  const cells = length / outputCount;
  const sums = new Float64Array(length);
  const squares = new Float64Array(length);
  for (const picture of pictures)
    for (let i = 0; i < length; i++) {
      sums[i] += picture[i];
      squares[i] += picture[i] ** 2;
    }
  const mean = Float32Array.from(sums, (sum) => sum / pictures.length);
  const disagreement = isClasses
    ? minorities(pictures, outputCount, cells)
    : Float32Array.from({ length: cells }, (_, cell) =>
        Math.sqrt(Math.max(0, squares[cell] / pictures.length - (sums[cell] / pictures.length) ** 2)),
      );
  return { count: pictures.length, resolution: Math.sqrt(cells), outputCount, mean, disagreement };
}

function minorities(pictures: readonly Float32Array[], outputCount: number, cells: number): Float32Array {
  const votes = new Uint16Array(Math.max(2, outputCount));
  return Float32Array.from({ length: cells }, (_, cell) => {
    votes.fill(0);
    for (const picture of pictures) votes[answerAt(picture, outputCount, cells, cell)]++;
    return 1 - Math.max(...votes) / pictures.length;
  });
}

/** Of one output its sign tells (0 is the second class); of several the largest, the first of equals. */
function answerAt(picture: Float32Array, outputCount: number, cells: number, cell: number): number {
  if (outputCount === 1) return picture[cell] >= 0 ? 1 : 0;
  let best = 0;
  for (let output = 1; output < outputCount; output++)
    if (picture[output * cells + cell] > picture[best * cells + cell]) best = output;
  return best;
}
