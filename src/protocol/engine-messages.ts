/** What runs the scalar graph. Types only. */
import type { EngineName } from '../experiment/names.ts';

/** What runs the scalar graph of the present run. */
export interface EngineReport {
  readonly name: EngineName;
  /** Why it is not the engine that was asked for; null if it is. */
  readonly fallbackReason: string | null;
  /** What was compiled; null when the graph is interpreted, or as long as it is being compiled. */
  readonly compiled: {
    readonly scalarOperations: number;
    readonly moduleBytes: number;
    readonly compileMs: number;
  } | null;
}

export interface EngineMeasurement {
  readonly name: EngineName;
  /** Training samples a second; null when the engine can not be had here. */
  readonly samplesPerSecond: number | null;
  readonly reason: string | null;
}
