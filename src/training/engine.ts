import type { Backend } from '../backends/executor.ts';
import { interpreter } from '../backends/interpreter/interpreter.ts';
import type { LaneType } from '../backends/wasm/lanes.ts';
import { createWasmBackend } from '../backends/wasm/wasm-backend.ts';
import { engineNames, type EngineName } from '../experiment/names.ts';

const lanes = { 'wasm-f32': 'f32', 'wasm-f64': 'f64', interpreter: null } as const satisfies Readonly<
  Record<EngineName, LaneType | null>
>;

/** A back end, and the arithmetic that its numbers come from. */
export interface EngineInUse {
  readonly backend: Backend;
  readonly engine: EngineName;
  /** Whether products are added by relaxed multiply-add, rounded once or twice as the machine likes. */
  readonly fused: boolean;
}

/**
 * The engine of this name; `fused: false` leaves relaxed multiply-add out where the machine has it. Throws a RangeError
 * for another name, and an Error where the engine is not to be had.
 */
export function engineNamed(engine: EngineName, fused = true): EngineInUse {
  if (!Object.hasOwn(lanes, engine))
    throw new RangeError(`engine is “${engine}”, expected one of ${engineNames.join(', ')}`);
  const type = lanes[engine];
  if (type === null) return { backend: interpreter, engine, fused: false };
  const result = createWasmBackend(type, { fused });
  if (!result.ok) throw new Error(result.message);
  return { backend: result.backend, engine, fused: result.backend.fused };
}
