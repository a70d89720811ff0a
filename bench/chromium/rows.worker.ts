import { expose } from 'comlink';
import { peaks } from '../engines/peak.ts';
import { portableRowEngines } from '../rows/engines.ts';
import { createRowWorkload } from '../rows/workloads.ts';
import { LocalStage } from '../stage.ts';
import { tfjsWasm } from './tfjs-wasm.ts';

expose(new LocalStage([...portableRowEngines({ tfjsWasm }), ...peaks], createRowWorkload));
