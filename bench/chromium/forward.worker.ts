import simdThreads from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import scalar from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { expose } from 'comlink';
import { portableForwardEngines } from '../forward/engines/portable.ts';
import { tfjsWebgpu } from '../forward/engines/tfjs-webgpu.ts';
import { webgpuForward } from '../forward/engines/webgpu.ts';
import { createForwardWorkload } from '../forward/workloads.ts';
import { LocalStage } from '../stage.ts';

const engines = portableForwardEngines({
  tfjsWasm: {
    'tfjs-backend-wasm.wasm': scalar,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': simdThreads,
  },
});

expose(new LocalStage([...engines, webgpuForward, tfjsWebgpu], createForwardWorkload));
