import { FunctionBody } from './encoding/function-body.ts';
import { ModuleBuilder } from './encoding/module-builder.ts';
import type { Features } from './lane-math.ts';
import { lanesOf } from './lanes.ts';

/** The part of the global `WebAssembly` that the back end uses. */
export interface Engine {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => WebAssembly.Module;
  readonly Instance: new (module: WebAssembly.Module, imports: WebAssembly.Imports) => WebAssembly.Instance;
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean;
}

export type Probe =
  | { readonly ok: true; readonly engine: Engine; readonly features: Features }
  | { readonly ok: false; readonly message: string };

/** Finds out by compiling tiny modules whether modules may be compiled at all, and what the engine can do. */
export function probeEngine(engine: Engine | undefined): Probe {
  if (engine === undefined) return { ok: false, message: 'This browser has no WebAssembly.' };
  const simd = probeModule('f32x4.add');
  if (!engine.validate(simd)) return { ok: false, message: 'This browser has no WebAssembly SIMD.' };
  try {
    new engine.Module(simd);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `WebAssembly may not be compiled here: ${reason}` };
  }
  return { ok: true, engine, features: { relaxedMadd: engine.validate(probeModule('f32x4.relaxed_madd')) } };
}

/** A module with one function that uses the instruction on zeros. */
function probeModule(instruction: 'f32x4.add' | 'f32x4.relaxed_madd'): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  const body = new FunctionBody({ parameters: [], results: ['v128'] });
  const operands = instruction === 'f32x4.add' ? 2 : 3;
  for (let k = 0; k < operands; k++) body.v128(lanesOf.f32.splatBytes(0));
  body.op(instruction);
  module.add(body);
  return module.build();
}
