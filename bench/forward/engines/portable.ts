import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import type { TfjsWasmPaths } from '../../engines/tfjs.ts';
import type { ForwardEngine } from '../evaluation.ts';
import { interpretedForward, wasmForward } from './ours.ts';
import { tfForward } from './tfjs.ts';

/** The engines that run in Node and in browsers. */
export function portableForwardEngines(paths: { readonly tfjsWasm: TfjsWasmPaths }): ForwardEngine[] {
  const tfjsWasm = tfForward('tfjs-wasm', 'wasm', async () => {
    if (tf.findBackend('wasm') === null) setWasmPaths(paths.tfjsWasm);
    return {};
  });
  return [wasmForward, interpretedForward, tfjsWasm];
}
