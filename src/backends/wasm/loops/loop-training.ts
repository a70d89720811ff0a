import type { Steps } from '../../../autograd/steps.ts';
import type { Tape } from '../../../autograd/tape.ts';
import { commonGradientFactor } from '../batch-mask.ts';
import type { Compilation } from '../compilation.ts';
import type { FunctionReference } from '../encoding/function-body.ts';
import { IntegerMath } from '../integer-math.ts';
import { loadSplat, loadVector, storeVector } from '../memory-access.ts';
import { vectorBytes, type MemoryLayout, type TrainingLayout } from '../memory-layout.ts';
import { gradientBlocks, type GradientBlock } from '../structure/gradient-blocks.ts';
import type { Operand, Row, RowProgram } from '../structure/row-program.ts';
import { repeat } from './counted-loop.ts';
import { emitGather } from './gather-rows.ts';
import { emitGradientSums } from './gradient-sums.ts';
import { groupStride, RowMemory } from './row-memory.ts';
import { emitRowLoops } from './row-loops.ts';

export interface LoopTrainingRequest {
  readonly gradient: Tape;
  readonly program: RowProgram;
  readonly layout: TrainingLayout;
  /** Where rows are reserved. */
  readonly memory: MemoryLayout;
  /** An even number. */
  readonly groupsPerChunk: number;
}

/**
 * A function (address in the order, count of samples ≤ lanes · groups) that adds the losses and gradients of
 * these samples to the sums in memory, by loops over rows. Expects the data set after all that is reserved in `memory`.
 */
export function* loopChunkSteps(
  compilation: Compilation,
  request: LoopTrainingRequest,
): Steps<FunctionReference> {
  const { gradient, program, layout, memory, groupsPerChunk } = request;
  const rows = new RowMemory(memory, groupsPerChunk);
  const mask: Row = { id: -1, length: 1 };
  const blocks = yield* gradientBlocks(gradient, program);
  yield;
  const loss = program.operandOf(gradient.outputs[0]);
  const factorRow = maskedRow(gradient, program);
  const results = [loss, ...blocks.flatMap((block) => valuesOf(block))];
  const { parameters, gradientSums } = layout;

  const parts = [
    ...emitRowLoops(compilation, { program, rows, parameters, results, masked: factorRow, mask }),
    emitLossSum(compilation, loss, rows, mask, layout),
  ];
  const masked = factorRow === null ? mask : null;
  for (const block of blocks) {
    yield;
    parts.push(emitGradientSums(compilation, block, { rows, parameters, gradientSums, mask: masked }));
  }
  const { columns, presented } = program;
  for (const row of [columns, ...presented, mask]) rows.addressOf(row);
  // All rows have their place by now, and the data set comes after them.
  const gather = emitGather(compilation, { columns, presented, mask }, rows, layout, memory.end);

  const { body, lanes } = compilation.function({ parameters: ['i32', 'i32'], results: [] });
  const [position, count] = body.parameters;
  const groups = body.local('i32');
  const m = new IntegerMath(body);
  m.set(groups, m.shiftRight(m.add(count, lanes.count - 1), Math.log2(lanes.count)));
  for (const argument of [position, count, groups]) body.get(argument);
  body.call(gather);
  for (const part of parts) {
    body.get(groups);
    body.call(part);
  }
  return compilation.module.add(body);
}

/** The row to mask, if all gradients are multiples of one instruction that is a row of its own. */
function maskedRow(gradient: Tape, program: RowProgram): Row | null {
  const factor = commonGradientFactor(gradient);
  if (factor === null) return null;
  const operand = program.products[factor] === 1 ? null : program.operandOf(factor);
  const computed =
    operand?.kind === 'member' && operand.row.length === 1 && isElementwise(program, operand.row);
  return computed ? operand.row : null;
}

function isElementwise({ nests }: RowProgram, row: Row): boolean {
  return nests.some((nest) => nest.kind === 'elementwise-nest' && nest.ops.some((op) => op.result === row));
}

function valuesOf(block: GradientBlock): Operand[] {
  return block.kind === 'row-sum' ? [block.value] : [block.left, block.right];
}

/** A function (groups) that adds the masked losses to the sum in memory. */
function emitLossSum(
  compilation: Compilation,
  loss: Operand,
  rows: RowMemory,
  mask: Row,
  layout: TrainingLayout,
): FunctionReference {
  const m = compilation.function({ parameters: ['i32'], results: [] });
  const { body } = m;
  const sum = m.take();
  loadVector(m, layout.lossSum).emit();
  body.set(sum);
  const maskGroup = body.local('i32');
  const lossGroup = body.local('i32');
  const hasRow = loss.kind === 'member' || loss.kind === 'row';
  const moving = [
    { local: maskGroup, bytes: vectorBytes },
    { local: lossGroup, bytes: hasRow ? groupStride(loss.row) : 0 },
  ];
  repeat(body, body.parameters[0], moving, () => {
    const index = loss.kind === 'member' ? loss.index : 0;
    const value =
      loss.kind === 'constant'
        ? m.constant(loss.value)
        : loss.kind === 'parameter'
          ? loadSplat(m, layout.parameters + loss.slot * m.lanes.bytes)
          : loadVector(m, rows.addressOf(loss.row) + index * vectorBytes, lossGroup);
    m.add(m.held(sum), m.and(value, loadVector(m, rows.addressOf(mask), maskGroup))).emit();
    body.set(sum);
  });
  storeVector(m, layout.lossSum, m.held(sum));
  return compilation.module.add(body);
}
