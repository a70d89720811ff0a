import type { Tape } from '../../autograd/tape.ts';
import type { Compilation } from './compilation.ts';
import type { FunctionReference } from './encoding/function-body.ts';
import type { Lanes } from './lanes.ts';
import { loadSplat, loadVector, storeVector } from './memory-access.ts';
import { roundUp, vectorBytes, vectorsFor, type MemoryLayout } from './memory-layout.ts';
import { emitStraightLine } from './straight-line.ts';

/** Addresses in a forward module's memory: one column for every input, target and output. */
export interface ForwardLayout {
  readonly parameters: number;
  readonly columns: readonly number[];
  readonly outputs: readonly number[];
  /** Samples that a column holds. */
  readonly capacity: number;
}

/** About what the columns together may take, so that they stay in the processor's first-level cache. */
const columnBudgetBytes = 16384;

/** Samples in a column that fits the cache together with the tape's other columns. */
export function cachedSamples({ inputCount, targetCount, outputs }: Tape, lanes: Lanes): number {
  const columnBytes = columnBudgetBytes / (inputCount + targetCount + outputs.length);
  return Math.max(1, columnBytes / vectorBytes) * lanes.count;
}

/** Columns that hold at least so many samples. */
export function layOutForward(
  layout: MemoryLayout,
  tape: Tape,
  lanes: Lanes,
  { samples, groupsPerChunk }: { readonly samples: number; readonly groupsPerChunk: number },
): ForwardLayout {
  const columnCount = tape.inputCount + tape.targetCount;
  const vectors = roundUp(samples / lanes.count, groupsPerChunk);
  const column = (): number => layout.allocate(vectors * vectorBytes);
  return {
    parameters: layout.allocate(vectorsFor(tape.parameterCount, lanes) * vectorBytes),
    columns: Array.from({ length: columnCount }, column),
    outputs: Array.from(tape.outputs, column),
    capacity: vectors * lanes.count,
  };
}

/** A function (from, to) that computes the tape for the samples between two byte offsets, group by group. */
export function emitStraightForward(
  compilation: Compilation,
  tape: Tape,
  layout: ForwardLayout,
): FunctionReference {
  const group = emitGroup(compilation, tape, layout);
  return emitGroupLoop(compilation, group, vectorBytes);
}

function emitGroup(compilation: Compilation, tape: Tape, layout: ForwardLayout): FunctionReference {
  const m = compilation.function({ parameters: ['i32'], results: [] });
  const [offset] = m.body.parameters;
  const columns = layout.columns.map((address) => m.let(loadVector(m, address, offset)));
  emitStraightLine(m, {
    tape,
    leaf: (role, slot) => {
      if (role === 'parameter') return loadSplat(m, layout.parameters + slot * m.lanes.bytes);
      return columns[role === 'input' ? slot : tape.inputCount + slot];
    },
    output: (k, value) => storeVector(m, layout.outputs[k], value, offset),
  });
  return compilation.module.add(m.body);
}

/** A function (from, to) that calls another with the byte offsets from, from + `stride`, … below `to`. */
export function emitGroupLoop(
  compilation: Compilation,
  group: FunctionReference,
  stride: number,
): FunctionReference {
  const { body } = compilation.function({ parameters: ['i32', 'i32'], results: [] });
  const [offset, end] = body.parameters;
  body.loop((again) => {
    body.get(offset);
    body.call(group);
    body.get(offset);
    body.i32(stride);
    body.op('i32.add');
    body.tee(offset);
    body.get(end);
    body.op('i32.lt_u');
    body.branchIf(again);
  });
  return compilation.module.add(body);
}
