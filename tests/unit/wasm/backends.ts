import type { CodeShape } from '../../../src/backends/wasm/code-shape.ts';
import { createWasmBackend, type WasmBackend } from '../../../src/backends/wasm/wasm-backend.ts';
import type { LaneType } from '../../../src/backends/wasm/lanes.ts';

/** The back end, or a failing test: where the suite runs, WebAssembly SIMD must be there. */
export function wasmBackend(lanes: LaneType, shape: CodeShape | null = null): WasmBackend {
  const result = createWasmBackend(lanes, { shape });
  if (!result.ok) throw new Error(result.message);
  return result.backend;
}
