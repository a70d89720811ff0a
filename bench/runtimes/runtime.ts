import type { FirstStep, FirstStepRequest } from '../compile-time/first-step.ts';
import type { ForwardName } from '../forward/workloads.ts';
import type { RowName } from '../rows/workloads.ts';
import type { Stage } from '../stage.ts';

export const runtimeNames = ['node', 'chromium'] as const;
export type RuntimeName = (typeof runtimeNames)[number];

/** A place that runs JavaScript and WebAssembly. Whoever opens it closes it. */
export interface Runtime {
  readonly name: RuntimeName;
  readonly stage: Stage;
  readonly forwardStage: Stage<ForwardName>;
  readonly rowStage: Stage<RowName>;
  /** In a fresh worker of this runtime. */
  measureFirstStep(request: FirstStepRequest): Promise<FirstStep>;
  close(): Promise<void>;
}
