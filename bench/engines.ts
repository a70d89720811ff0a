import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { portableEngines } from './engines/portable.ts';

const tfjsWasmScript = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');

/** Every engine that runs inside Node. */
export const engines = portableEngines({ tfjsWasm: `${dirname(tfjsWasmScript)}/` });
