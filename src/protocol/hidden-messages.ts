/** What the page asks of the space that a hidden layer spans. Types only. */
import type { RunId } from './run-id.ts';

export interface HiddenRequest {
  /** The hidden layer from 0, the first; of fewer layers the last one. */
  readonly layer: number;
  /** Its neurons across and up, from 0; null for what the layer gives by itself: see `HiddenAxes`. */
  readonly x: number | null;
  readonly y: number | null;
}

/** What is across and up. */
export type HiddenAxes =
  /** Two neurons, from 0. */
  | { readonly kind: 'neurons'; readonly neurons: readonly [number, number] }
  /** The directions in which the layer's outputs for the train points vary most, with their shares of the variance. */
  | { readonly kind: 'components'; readonly shares: readonly [number, number] }
  /** A layer of one neuron: across its output, up the class or the number that is to be predicted. */
  | { readonly kind: 'line' };

/** Places of the points that the boundary shows, in their order. */
export interface HiddenPoints {
  readonly x1: Float64Array;
  readonly x2: Float64Array;
}

/** Where one hidden layer puts everything, with the weights of one moment. */
export interface HiddenSpace {
  readonly runId: RunId;
  /** Of the weights, as in `View`. */
  readonly epoch: number;
  /** The layer that is shown, from 0, and how many neurons it has. */
  readonly layer: number;
  readonly width: number;
  readonly axes: HiddenAxes;
  readonly window: { readonly x1: readonly [number, number]; readonly x2: readonly [number, number] };
  readonly train: HiddenPoints;
  readonly test: HiddenPoints;
  /**
   * Lines of the shown slice of the inputs, even across and up, as the layer bends them: `[x, y, x, y, …]` each; none
   * for a layer of one neuron or a slice of one input.
   */
  readonly gridLines: readonly Float64Array[];
  /**
   * The displayed outputs over the window, `values[output][row][column]`, where they depend on these two alone: over all
   * neurons of the last hidden layer. Else null.
   */
  readonly outputs: { readonly resolution: number; readonly values: Float32Array } | null;
  /** What it took to compute. */
  readonly elapsedMs: number;
}

export type HiddenAnswer = HiddenSpace | { readonly runId: RunId; readonly layer: null };
