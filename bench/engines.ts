import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { portableEngines } from './engines/portable.ts';
import { portableForwardEngines } from './forward/engines/portable.ts';
import { pytorchForward } from './forward/engines/pytorch.ts';

const tfjsWasmScript = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');

const paths = { tfjsWasm: `${dirname(tfjsWasmScript)}/` };

/** Every engine that runs inside Node. */
export const engines = portableEngines(paths);

/** The same for forward evaluations, with PyTorch, which is driven from there. */
export const forwardEngines = [...portableForwardEngines(paths), pytorchForward];
