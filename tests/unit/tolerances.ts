import type { BackendName } from '../../src/backends/executor.ts';

/** How far a result may be from the expected one: |actual - expected| ≤ relative · max(|expected|, floor). */
export interface Tolerance {
  readonly relative: number;
  /** Magnitude below which the difference counts as absolute. */
  readonly floor: number;
}

export interface BackendTolerance {
  /** Losses and weights of `fitBatches` against PyTorch in f64. */
  readonly fit: Tolerance;
  /** Losses and weights of whole training runs against PyTorch in f64. */
  readonly trainingRun: Tolerance;
  /** The same computation with its sums in another order. */
  readonly reordered: Tolerance;
}

/** The floor is for losses of confident predictions: softplus(z) - z keeps few digits of a small difference. */
const f64: BackendTolerance = {
  fit: { relative: 1e-10, floor: 1e-3 },
  trainingRun: { relative: 1e-9, floor: 1e-3 },
  reordered: { relative: 1e-12, floor: 1e-3 },
};

/** The same golden runs in PyTorch's float32 stay within 1e-6 of float64. */
const f32: BackendTolerance = {
  fit: { relative: 1e-5, floor: 1 },
  trainingRun: { relative: 1e-5, floor: 1 },
  reordered: { relative: 1e-5, floor: 1 },
};

export const tolerances = {
  interpreter: f64,
  'wasm-f64': f64,
  'wasm-f32': f32,
} as const satisfies Record<BackendName, BackendTolerance>;

/** Values and gradients of expressions against PyTorch in f64. */
export const golden: Tolerance = { relative: 1e-9, floor: 0 };

/** Two f64 evaluations that differ by rounding in a few operations. */
export const rounding: Tolerance = { relative: 1e-12, floor: 1e-12 };

/** Backward against central differences in f64, away from kinks. */
export const gradientCheck = 1e-6;
