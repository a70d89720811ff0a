import { convnet } from './engines/convnetjs.ts';
import type { Engine } from './engines/engine.ts';
import { interpreted, wasmF32, wasmF64 } from './engines/ours.ts';
import { plainLoop } from './engines/plain-loop.ts';
import { tfjsCpu, tfjsWasm } from './engines/tfjs.ts';

/** Every engine that can be compared, in the order of the report. */
export const engines: readonly Engine[] = [
  wasmF32,
  wasmF64,
  interpreted,
  plainLoop,
  convnet,
  tfjsCpu,
  tfjsWasm,
];
