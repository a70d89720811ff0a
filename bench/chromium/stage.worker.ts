import { expose } from 'comlink';
import { peaks } from '../engines/peak.ts';
import { portableEngines } from '../engines/portable.ts';
import { LocalStage } from '../stage.ts';
import { createWorkload } from '../workloads.ts';
import { tfjsWasm } from './tfjs-wasm.ts';

const engines = portableEngines({ tfjsWasm });

expose(new LocalStage([...engines, ...peaks], createWorkload));
