import type { TrainingProgram } from '../executor.ts';
import { chooseShape, type Compiler } from './code-shape.ts';
import { Compilation } from './compilation.ts';
import { CompiledModule } from './compiled-module.ts';
import { emitLoopChunk } from './loops/loop-training.ts';
import { layOutTraining, MemoryLayout } from './memory-layout.ts';
import { emitOptimizerStep } from './optimizer-step.ts';
import { emitStraightChunk } from './straight-training.ts';
import { findRows } from './structure/find-rows.ts';
import { countOperations } from './tape-graph.ts';
import { emitTrainLoop } from './train-loop.ts';
import { WasmTraining } from './training-executor.ts';

/** Lane groups that the loops take at once: rows of 128 neurons then still fit the first-level cache. */
const groupsPerChunk = 8;

/** From a training program to a module that runs whole batches. */
export function compileTraining(compiler: Compiler, program: TrainingProgram): WasmTraining {
  const start = compiler.now();
  const { gradient, updateProgram } = program;
  const compilation = new Compilation(compiler.lanes, compiler.features);
  const { lanes } = compilation;
  const operations = countOperations(gradient);
  const scalarOperations = operations + countOperations(updateProgram.update);
  const straight = chooseShape(compiler, 'training', operations) === 'straight';
  const chunkSize = straight ? lanes.count : groupsPerChunk * lanes.count;
  const memory = new MemoryLayout();
  const layout = layOutTraining(memory, {
    lanes,
    parameterCount: gradient.parameterCount,
    stateCount: updateProgram.stateCount,
    scalarCount: updateProgram.hyperParameterCount + updateProgram.initialShared.length,
    columnCount: gradient.inputCount + gradient.targetCount,
    sumsPerParameter: straight ? lanes.count : 1,
    largestChunk: chunkSize,
  });
  const chunk = straight
    ? emitStraightChunk(compilation, gradient, layout, memory.end)
    : emitLoopChunk(compilation, {
        gradient,
        program: findRows(gradient, 1),
        layout,
        memory,
        groupsPerChunk,
      });
  const step = emitOptimizerStep(compilation, updateProgram, layout, gradient.parameterCount);
  compilation.module.exportFunction('train', emitTrainLoop(compilation, layout, chunkSize, chunk, step));
  const data = memory.end;
  const module = new CompiledModule(compiler.engine, compilation, data);
  const figures = { scalarOperations, moduleBytes: module.byteLength, compileMs: compiler.now() - start };
  return new WasmTraining(program, { module, layout, data, lanes, chunkSize, figures });
}
