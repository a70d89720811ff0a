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

/**
 * Ops up to which one block of code was measured to be no slower than loops, whose overhead counts there. The block of
 * a training step shares more between forward and backward than a forward pass alone has to share.
 */
const largestStraight = { training: 300, forward: 40 } as const;

export function chooseShape(
  { shape }: Compiler,
  purpose: keyof typeof largestStraight,
  operations: number,
): CodeShape {
  return shape ?? (operations <= largestStraight[purpose] ? 'straight' : 'loops');
}
