import { describe } from 'vitest';
import { describeBackend } from '../helpers/backend-suite.ts';
import { tolerances } from '../tolerances.ts';
import { wasmBackend } from './backends.ts';

describe.each(['straight', 'loops'] as const)('as %s code', (shape) => {
  describeBackend(wasmBackend('f32', shape), tolerances['wasm-f32']);
  describeBackend(wasmBackend('f64', shape), tolerances['wasm-f64']);
});
