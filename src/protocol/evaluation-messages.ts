/** Where pictures are evaluated, on the CPU or on a GPU, and how fast. Types only. */
import type { EvaluatorName, Processor } from '../experiment/names.ts';

/** What evaluates a network, from the plainest to the most parallel. */
export type MeasuredEvaluator = 'interpreted' | 'compiled' | 'gpu';

export interface EvaluationMeasurement {
  readonly evaluator: MeasuredEvaluator;
  /** Cells along each side of the grid. */
  readonly resolution: number;
  /** Grid points a second; null when there is no figure. */
  readonly pointsPerSecond: number | null;
  readonly reason: string | null;
}

export interface EvaluationComparison {
  readonly measurements: readonly EvaluationMeasurement[];
  /** The adapter, or null where there is none. */
  readonly adapter: { readonly name: string; readonly isSoftware: boolean } | null;
}

export interface EvaluateOnRequest {
  readonly evaluator: EvaluatorName;
  /** False when no person chose it just now (a link): a software adapter is then declined. */
  readonly chosenByUser: boolean;
}

export interface EvaluationState {
  /** What was chosen; where evaluation runs is `View.evaluatedOn`. */
  readonly evaluator: EvaluatorName;
  readonly gpu: GpuState;
  readonly maxDifference: EvaluationCheck | null;
  /** What Auto made of it; null unless it was chosen. */
  readonly auto: AutoChoice | null;
  /** Why the GPU cannot take what there is to evaluate, in a sentence; null or left out if it can. */
  readonly refusal?: string | null;
}

/** A view of the GPU held against the CPU's double precision at random points. */
export interface EvaluationCheck {
  /** Largest |GPU - CPU| of a displayed output among the points. */
  readonly value: number;
  /** What rounding in single precision explains of that one. */
  readonly bound: number;
  /** Points that were compared. */
  readonly points: number;
  /** Of the weights. */
  readonly epoch: number;
}

export interface AutoChoice {
  readonly processor: Processor;
  /** Why: by measurement, or because there is nothing to choose between. */
  readonly because: 'measuring' | 'measured' | 'software-adapter' | 'no-gpu' | 'gpu-failed';
  /** Grid points a second; null unless it was measured. */
  readonly pointsPerSecond: Readonly<Record<Processor, number>> | null;
}

export type GpuState =
  | { readonly kind: 'probing' }
  | { readonly kind: 'available'; readonly name: string; readonly isSoftware: boolean }
  /** There is none that can be trusted. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** It failed and will be tried again in a moment; evaluation goes on on the CPU. */
  | { readonly kind: 'retrying'; readonly reason: string }
  /** It failed and was switched off; it is tried again when it is chosen again. */
  | { readonly kind: 'lost'; readonly reason: string };
