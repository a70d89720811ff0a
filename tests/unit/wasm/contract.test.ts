import { describeBackend } from '../helpers/backend-suite.ts';
import { tolerances } from '../tolerances.ts';
import { wasmBackend } from './backends.ts';

describeBackend(wasmBackend('f32'), tolerances['wasm-f32']);
describeBackend(wasmBackend('f64'), tolerances['wasm-f64']);
