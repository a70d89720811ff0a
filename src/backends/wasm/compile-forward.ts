import type { Tape } from '../../autograd/tape.ts';
import { chooseShape, type Compiler } from './code-shape.ts';
import { Compilation } from './compilation.ts';
import { CompiledModule } from './compiled-module.ts';
import { WasmForward } from './forward-executor.ts';
import { emitStraightForward, layOutForward } from './forward-module.ts';
import { emitLoopForward } from './loops/loop-forward.ts';
import { MemoryLayout } from './memory-layout.ts';
import { findRows } from './structure/find-rows.ts';
import { countOperations } from './tape-graph.ts';

/** Lane groups that the loops take at once. */
const groupsPerChunk = 8;

/** From a tape to a module that computes its outputs for columns of samples. */
export function compileForward(compiler: Compiler, tape: Tape): WasmForward {
  const start = compiler.now();
  const compilation = new Compilation(compiler.lanes, compiler.features);
  const { lanes } = compilation;
  const scalarOperations = countOperations(tape);
  const straight = chooseShape(compiler, scalarOperations) === 'straight';
  const memory = new MemoryLayout();
  const layout = layOutForward(memory, tape, lanes, straight ? 1 : groupsPerChunk);
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
  return new WasmForward(tape, { module, layout, lanes, figures });
}
