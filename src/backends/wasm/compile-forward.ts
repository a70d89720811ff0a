import type { Tape } from '../../autograd/tape.ts';
import type { Samples } from '../executor.ts';
import { chooseShape, type Compiler } from './code-shape.ts';
import { Compilation } from './compilation.ts';
import { CompiledModule } from './compiled-module.ts';
import { WasmForward, type CompiledForward } from './forward-executor.ts';
import { cachedSamples, emitStraightForward, layOutForward } from './forward-module.ts';
import { lanesOf } from './lanes.ts';
import { emitLoopForward } from './loops/loop-forward.ts';
import { MemoryLayout } from './memory-layout.ts';
import { findRows } from './structure/find-rows.ts';
import { WasmSum } from './sum-executor.ts';
import { countOperations } from './tape-graph.ts';

/** Lane groups that the loops take at once. */
const loopGroups = 8;

/** From a tape to an executor that computes its outputs for columns of samples. */
export function compileForward(compiler: Compiler, tape: Tape): WasmForward {
  return new WasmForward(tape, compile(compiler, tape, cachedSamples(tape, lanesOf[compiler.lanes])));
}

/** From a tape to an executor that has the samples in its memory and sums the first output over them. */
export function compileSum(compiler: Compiler, tape: Tape, samples: Samples): WasmSum {
  return new WasmSum(tape, compile(compiler, tape, samples.count), samples);
}

/** A module that computes the tape's outputs for at least so many samples in its memory. */
function compile(compiler: Compiler, tape: Tape, samples: number): CompiledForward {
  const start = compiler.now();
  const compilation = new Compilation(compiler.lanes, compiler.features);
  const { lanes } = compilation;
  const scalarOperations = countOperations(tape);
  const straight = chooseShape(compiler, 'forward', scalarOperations) === 'straight';
  const groupsPerChunk = straight ? 1 : loopGroups;
  const memory = new MemoryLayout();
  const layout = layOutForward(memory, tape, lanes, { samples, groupsPerChunk });
  let forward;
  if (straight) forward = emitStraightForward(compilation, tape, layout);
  else {
    const program = findRows(tape);
    const outputs = Array.from(tape.outputs, (i) => program.operandOf(i));
    forward = emitLoopForward(compilation, { program, outputs, layout, memory, groupsPerChunk });
  }
  compilation.module.exportFunction('forward', forward);
  const module = new CompiledModule(compiler.engine, compilation, memory.end);
  const figures = { scalarOperations, moduleBytes: module.byteLength, compileMs: compiler.now() - start };
  return { module, layout, lanes, groupsPerChunk, figures };
}
