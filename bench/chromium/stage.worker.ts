import simdThreads from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import scalar from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { expose } from 'comlink';
import { peaks } from '../engines/peak.ts';
import { portableEngines } from '../engines/portable.ts';
import { LocalStage } from '../stage.ts';
import { createWorkload } from '../workloads.ts';

const engines = portableEngines({
  tfjsWasm: {
    'tfjs-backend-wasm.wasm': scalar,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': simdThreads,
  },
});

expose(new LocalStage([...engines, ...peaks], createWorkload));
