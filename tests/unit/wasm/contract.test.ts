import { describe } from 'vitest';
import { describeBackend } from '../helpers/backend-suite.ts';
import { tolerances } from '../tolerances.ts';
import { wasmBackend } from './backends.ts';
import { isMass } from '../../mass.ts';

// Each precision and each shape of code once; in the mass each in each.

describe('as straight code', () => {
  describeBackend(wasmBackend('f32', 'straight'), tolerances['wasm-f32']);
  if (isMass) describeBackend(wasmBackend('f64', 'straight'), tolerances['wasm-f64']);
});

describe('as loops code', () => {
  if (isMass) describeBackend(wasmBackend('f32', 'loops'), tolerances['wasm-f32']);
  describeBackend(wasmBackend('f64', 'loops'), tolerances['wasm-f64']);
});
