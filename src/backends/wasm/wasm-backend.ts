import type { Tape } from '../../autograd/tape.ts';
import type { Backend, TrainingProgram } from '../executor.ts';
import { Compilation } from './compilation.ts';
import { CompiledModule } from './compiled-module.ts';
import { probeEngine, type Engine } from './engine.ts';
import { emitStraightForward, layOutForward } from './forward-module.ts';
import { WasmForward } from './forward-executor.ts';
import type { Features } from './lane-math.ts';
import type { LaneType } from './lanes.ts';
import { layOutTraining, MemoryLayout } from './memory-layout.ts';
import { emitOptimizerStep } from './optimizer-step.ts';
import { emitStraightChunk } from './straight-training.ts';
import { countOperations } from './tape-graph.ts';
import { emitTrainLoop } from './train-loop.ts';
import { WasmTraining } from './training-executor.ts';

/** The back end with figures on what it compiled. */
export interface WasmBackend extends Backend {
  readonly name: 'wasm-f32' | 'wasm-f64';
  createTraining(program: TrainingProgram): WasmTraining;
  createForward(tape: Tape): WasmForward;
}

export type WasmBackendResult =
  | { readonly ok: true; readonly backend: WasmBackend }
  | { readonly ok: false; readonly message: string };

export interface WasmBackendOptions {
  /** In place of the global `WebAssembly`. */
  readonly engine?: Engine | undefined;
  /** Milliseconds on a monotonic clock, for `compileMs`. */
  readonly now?: () => number;
}

/**
 * Compiles tapes to WebAssembly SIMD. Lanes are samples; in 'f32' four at a time, in 'f64' two, with the same
 * program. Not ok, with a message to show, where modules or SIMD are missing or forbidden.
 */
export function createWasmBackend(lanes: LaneType, options: WasmBackendOptions = {}): WasmBackendResult {
  const globalEngine = typeof WebAssembly === 'undefined' ? undefined : WebAssembly;
  const probe = probeEngine('engine' in options ? options.engine : globalEngine);
  if (!probe.ok) return probe;
  const compiler: Compiler = { ...probe, lanes, now: options.now ?? Date.now };
  return {
    ok: true,
    backend: {
      name: `wasm-${lanes}`,
      createTraining: (program) => compileTraining(compiler, program),
      createForward: (tape) => compileForward(compiler, tape),
    },
  };
}

interface Compiler {
  readonly engine: Engine;
  readonly features: Features;
  readonly lanes: LaneType;
  readonly now: () => number;
}

function compileTraining({ engine, features, lanes: type, now }: Compiler, program: TrainingProgram): WasmTraining {
  const start = now();
  const { gradient, updateProgram } = program;
  const compilation = new Compilation(type, features);
  const { lanes } = compilation;
  const chunkSize = lanes.count;
  const layout = layOutTraining(new MemoryLayout(), {
    lanes,
    parameterCount: gradient.parameterCount,
    stateCount: updateProgram.stateCount,
    scalarCount: updateProgram.hyperParameterCount + updateProgram.initialShared.length,
    columnCount: gradient.inputCount + gradient.targetCount,
    sumsPerParameter: lanes.count,
    largestChunk: chunkSize,
  });
  const chunk = emitStraightChunk(compilation, gradient, layout);
  const step = emitOptimizerStep(compilation, updateProgram, layout, gradient.parameterCount);
  compilation.module.exportFunction('train', emitTrainLoop(compilation, layout, chunkSize, chunk, step));
  const module = new CompiledModule(engine, compilation, layout.data);
  const figures = {
    scalarOperations: countOperations(gradient),
    moduleBytes: module.byteLength,
    compileMs: now() - start,
  };
  return new WasmTraining(program, { module, layout, lanes, chunkSize, figures });
}

function compileForward({ engine, features, lanes: type, now }: Compiler, tape: Tape): WasmForward {
  const start = now();
  const compilation = new Compilation(type, features);
  const { lanes } = compilation;
  const memory = new MemoryLayout();
  const layout = layOutForward(memory, tape, lanes, 1);
  compilation.module.exportFunction('forward', emitStraightForward(compilation, tape, layout));
  const module = new CompiledModule(engine, compilation, memory.end);
  const figures = {
    scalarOperations: countOperations(tape),
    moduleBytes: module.byteLength,
    compileMs: now() - start,
  };
  return new WasmForward(tape, { module, layout, lanes, figures });
}
