import { convnet } from './convnetjs.ts';
import type { Engine } from './engine.ts';
import { jax } from './jax.ts';
import { interpreted, wasmF32, wasmF64 } from './ours.ts';
import { plainLoop } from './plain-loop.ts';
import { tfjsCpu, tfjsWasm, type TfjsWasmPaths } from './tfjs.ts';

/**
 * The engines that run in Node and in browsers, in the order of the report.
 *
 * brain.js is not among them because it cannot do the work: its release (1.6.1) steps after every sample and has no
 * mean gradient of a batch, and it puts the activation of the hidden layers on the outputs too. Its next version (2.0,
 * in beta) depends on a native module that has to be built by an install script.
 */
export function portableEngines(paths: { readonly tfjsWasm: TfjsWasmPaths }): readonly Engine[] {
  return [wasmF32, wasmF64, interpreted, plainLoop, convnet, tfjsCpu, tfjsWasm(paths.tfjsWasm), jax];
}
