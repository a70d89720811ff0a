import type { TfjsWasmPaths } from '../engines/tfjs.ts';
import { rowJax } from './jax.ts';
import { rowWasm } from './ours.ts';
import type { RowEngine } from './row-engine.ts';
import { rowTfjs } from './tfjs.ts';

/** The engines that run in Node and in browsers, in the order of the report. */
export function portableRowEngines(paths: { readonly tfjsWasm: TfjsWasmPaths }): readonly RowEngine[] {
  return [rowWasm('f32'), rowWasm('f64'), rowTfjs(paths.tfjsWasm), rowJax];
}
