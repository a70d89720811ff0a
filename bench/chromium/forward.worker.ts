import { expose } from 'comlink';
import { portableForwardEngines } from '../forward/engines/portable.ts';
import { tfjsWebgpu } from '../forward/engines/tfjs-webgpu.ts';
import { webgpuForward } from '../forward/engines/webgpu.ts';
import { createForwardWorkload } from '../forward/workloads.ts';
import { LocalStage } from '../stage.ts';
import { tfjsWasm } from './tfjs-wasm.ts';

const engines = portableForwardEngines({ tfjsWasm });

expose(new LocalStage([...engines, webgpuForward, tfjsWebgpu], createForwardWorkload));
