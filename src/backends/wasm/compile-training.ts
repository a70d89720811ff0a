import { timed, type Steps } from '../../autograd/steps.ts';
import { presentedCount, type TrainingProgram, type UpdateProgram } from '../executor.ts';
import { chooseShape, type Compiler } from './code-shape.ts';
import { Compilation } from './compilation.ts';
import { CompiledModule } from './compiled-module.ts';
import { loopChunkSteps } from './loops/loop-training.ts';
import { layOutTraining, MemoryLayout } from './memory-layout.ts';
import { emitOptimizerStep } from './optimizer-step.ts';
import { emitStraightChunk } from './straight-training.ts';
import { rowSteps } from './structure/find-rows.ts';
import { countOperations } from './tape-graph.ts';
import { emitTrainLoop } from './train-loop.ts';
import { WasmTraining, type CompiledTraining } from './training-executor.ts';

/** Lane groups that the loops take at once: rows of 128 neurons then still fit the first-level cache. */
const groupsPerChunk = 8;

/** From a training program to a module that runs whole batches. */
export function* compileTraining(compiler: Compiler, program: TrainingProgram): Steps<WasmTraining> {
  const { value: compiled, ms } = yield* timed(moduleSteps(compiler, program), compiler.now);
  const figures = {
    scalarOperations: countOperations(program.gradient) + countOperations(program.updateProgram.update),
    moduleBytes: compiled.module.byteLength,
    compileMs: ms,
  };
  return new WasmTraining(program, { ...compiled, figures });
}

function scalarCountOf({ hyperParameterCount, initialShared, normed }: UpdateProgram): number {
  return hyperParameterCount + initialShared.length + (normed === undefined ? 0 : 1);
}

function* moduleSteps(
  compiler: Compiler,
  trained: TrainingProgram,
): Steps<Omit<CompiledTraining, 'figures'>> {
  const { gradient, updateProgram, presented } = trained;
  const presentedInputs = presentedCount(trained);
  const compilation = new Compilation(compiler.lanes, compiler.features);
  const { lanes } = compilation;
  const straight = chooseShape(compiler, 'training', countOperations(gradient)) === 'straight';
  const chunkSize = straight ? lanes.count : groupsPerChunk * lanes.count;
  const memory = new MemoryLayout();
  const layout = layOutTraining(memory, {
    lanes,
    parameterCount: gradient.parameterCount,
    stateCount: updateProgram.stateCount,
    scalarCount: scalarCountOf(updateProgram),
    columnCount: gradient.inputCount - presentedInputs + gradient.targetCount,
    presentedCount: presentedInputs,
    sumsPerParameter: straight ? lanes.count : 1,
    largestChunk: chunkSize,
  });
  let chunk;
  if (straight) chunk = emitStraightChunk(compilation, gradient, layout, memory.end);
  else {
    yield;
    const program = yield* rowSteps(gradient, 1, presented);
    yield;
    chunk = yield* loopChunkSteps(compilation, { gradient, program, layout, memory, groupsPerChunk });
  }
  yield;
  const { parameterCount } = gradient;
  const [step, restingStep] = [false, true].map((someRest) =>
    emitOptimizerStep(compilation, { program: updateProgram, layout, parameterCount, someRest }),
  );
  const loop = emitTrainLoop(compilation, { layout, chunkSize, chunk, step, restingStep });
  compilation.module.exportFunction('train', loop);
  yield;
  const data = memory.end;
  return { module: new CompiledModule(compiler.engine, compilation, data), layout, data, lanes, chunkSize };
}
