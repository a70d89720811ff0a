import type { Engine } from './engine.ts';
import type { Features } from './lane-math.ts';
import type { LaneType } from './lanes.ts';

/** One block of code for the whole tape, or loops over rows of like instructions. */
export type CodeShape = 'straight' | 'loops';

/** What a compilation needs to know beside the tape. */
export interface Compiler {
  readonly engine: Engine;
  readonly features: Features;
  readonly lanes: LaneType;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  /** Instead of choosing by the tape's size, or null. */
  readonly shape: CodeShape | null;
}

/** Ops up to which one block of code was measured to be faster than loops, whose overhead counts there. */
const largestStraight = 300;

export function chooseShape({ shape }: Compiler, operations: number): CodeShape {
  return shape ?? (operations <= largestStraight ? 'straight' : 'loops');
}
