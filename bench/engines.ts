import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { portableEngines } from './engines/portable.ts';
import { portableForwardEngines } from './forward/engines/portable.ts';
import { pytorchForward } from './forward/engines/pytorch.ts';
import { rowLibtorch, rowPytorch } from './rows/beside.ts';
import { portableRowEngines } from './rows/engines.ts';

const tfjsWasmScript = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');

const paths = { tfjsWasm: `${dirname(tfjsWasmScript)}/` };

/** Every engine that runs inside Node. */
export const engines = portableEngines(paths);

/** The same for forward evaluations, with PyTorch, which is driven from there. */
export const forwardEngines = [...portableForwardEngines(paths), pytorchForward];

/** The same for rows, with PyTorch and libtorch. */
export const rowEngines = [...portableRowEngines(paths), rowPytorch, rowLibtorch];
