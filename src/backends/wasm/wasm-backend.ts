import { finish, type Steps } from '../../autograd/steps.ts';
import type { Tape } from '../../autograd/tape.ts';
import type { Backend, TrainingProgram } from '../executor.ts';
import { compileForward, compileSum } from './compile-forward.ts';
import { compileTraining } from './compile-training.ts';
import { probeEngine, type Engine } from './engine.ts';
import type { WasmForward } from './forward-executor.ts';
import type { CodeShape } from './code-shape.ts';
import type { LaneType } from './lanes.ts';
import type { WasmTraining } from './training-executor.ts';

/** The back end with figures on what it compiled. */
export interface WasmBackend extends Backend {
  readonly name: 'wasm-f32' | 'wasm-f64';
  /** Whether it adds products by relaxed multiply-add, rounded once or twice as the machine likes. */
  readonly fused: boolean;
  createTraining(program: TrainingProgram): WasmTraining;
  createForward(tape: Tape): WasmForward;
  trainingSteps(program: TrainingProgram): Steps<WasmTraining>;
  forwardSteps(tape: Tape): Steps<WasmForward>;
}

export type WasmBackendResult =
  { readonly ok: true; readonly backend: WasmBackend } | { readonly ok: false; readonly message: string };

export interface WasmBackendOptions {
  /** In place of the global `WebAssembly`. */
  readonly engine?: Engine | undefined;
  /** false leaves relaxed multiply-add out where the machine has it. true if left out. */
  readonly fused?: boolean;
  /** Milliseconds on a monotonic clock, for `compileMs`. */
  readonly now?: () => number;
  /** Instead of choosing by the tape's size. */
  readonly shape?: CodeShape | null;
}

/**
 * Compiles tapes to WebAssembly SIMD. Lanes are samples; in 'f32' four at a time, in 'f64' two, with the same
 * program. Not ok, with a message to show, where modules or SIMD are missing or forbidden.
 */
export function createWasmBackend(lanes: LaneType, options: WasmBackendOptions = {}): WasmBackendResult {
  const globalEngine = typeof WebAssembly === 'undefined' ? undefined : WebAssembly;
  const probe = probeEngine('engine' in options ? options.engine : globalEngine);
  if (!probe.ok) return probe;
  const { now = Date.now, shape = null, fused = true } = options;
  const features = { relaxedMadd: fused && probe.features.relaxedMadd };
  const compiler = { ...probe, features, lanes, now, shape };
  return {
    ok: true,
    backend: {
      name: `wasm-${lanes}`,
      fused: features.relaxedMadd,
      createTraining: (program) => finish(compileTraining(compiler, program)),
      createForward: (tape) => finish(compileForward(compiler, tape)),
      trainingSteps: (program) => compileTraining(compiler, program),
      forwardSteps: (tape) => compileForward(compiler, tape),
      createSum: (tape, samples) => finish(compileSum(compiler, tape, samples)),
    },
  };
}
