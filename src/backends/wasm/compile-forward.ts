import { timed, type Steps } from '../../autograd/steps.ts';
import type { Tape } from '../../autograd/tape.ts';
import { chooseShape, type Compiler } from './code-shape.ts';
import { Compilation } from './compilation.ts';
import { CompiledModule } from './compiled-module.ts';
import { WasmForward, type CompiledForward } from './forward-executor.ts';
import { emitStraightForward, layOutForward } from './forward-module.ts';
import { emitLoopForward } from './loops/loop-forward.ts';
import { MemoryLayout } from './memory-layout.ts';
import { rowSteps } from './structure/find-rows.ts';
import { countOperations } from './tape-graph.ts';

/** Lane groups that the loops take at once. */
const groupsPerChunk = 8;

/** From a tape to a module that computes its outputs for columns of samples. */
export function* compileForward(compiler: Compiler, tape: Tape): Steps<WasmForward> {
  const { value: compiled, ms } = yield* timed(moduleSteps(compiler, tape), compiler.now);
  const { byteLength: moduleBytes } = compiled.module;
  const figures = { scalarOperations: countOperations(tape), moduleBytes, compileMs: ms };
  return new WasmForward(tape, { ...compiled, figures });
}

function* moduleSteps(compiler: Compiler, tape: Tape): Steps<Omit<CompiledForward, 'figures'>> {
  const compilation = new Compilation(compiler.lanes, compiler.features);
  const { lanes } = compilation;
  const straight = chooseShape(compiler, countOperations(tape)) === 'straight';
  const memory = new MemoryLayout();
  const layout = layOutForward(memory, tape, lanes, straight ? 1 : groupsPerChunk);
  let forward;
  if (straight) forward = emitStraightForward(compilation, tape, layout);
  else {
    const program = yield* rowSteps(tape);
    const outputs = Array.from(tape.outputs, (i) => program.operandOf(i));
    forward = emitLoopForward(compilation, { program, outputs, layout, memory, groupsPerChunk });
  }
  compilation.module.exportFunction('forward', forward);
  yield;
  return { module: new CompiledModule(compiler.engine, compilation, memory.end), layout, lanes };
}
