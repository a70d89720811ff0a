import type { Compilation } from '../compilation.ts';
import type { FunctionReference, Local } from '../encoding/function-body.ts';
import { emitGroupLoop, type ForwardLayout } from '../forward-module.ts';
import type { LaneMath } from '../lane-math.ts';
import { loadSplat, loadVector, storeVector } from '../memory-access.ts';
import { vectorBytes, type MemoryLayout } from '../memory-layout.ts';
import type { Operand, Row, RowProgram } from '../structure/row-program.ts';
import { repeat, type Stride } from './counted-loop.ts';
import { pairBytes, pairStride, RowMemory } from './row-memory.ts';
import { emitRowLoops } from './row-loops.ts';

export interface LoopForwardRequest {
  readonly program: RowProgram;
  readonly outputs: readonly Operand[];
  readonly layout: ForwardLayout;
  readonly memory: MemoryLayout;
  readonly pairsPerChunk: number;
}

/** A function (lane groups) that computes the outputs for so many groups of samples, a chunk at a time. */
export function emitLoopForward(compilation: Compilation, request: LoopForwardRequest): FunctionReference {
  const { program, outputs, layout, memory, pairsPerChunk } = request;
  const rows = new RowMemory(memory, pairsPerChunk);
  const { parameters } = layout;
  const mask: Row = { id: -1, length: 1 };
  const nests = emitRowLoops(compilation, { program, rows, parameters, results: outputs, masked: null, mask });

  const m = compilation.function({ parameters: ['i32'], results: [] });
  const { body } = m;
  const [offset] = body.parameters;
  const pairs = body.local('i32');
  body.i32(pairsPerChunk);
  body.set(pairs);
  const columns = program.columns;
  overPairs(m, pairs, offset, columns, (column, row) => {
    layout.columns.forEach((address, k) => copyPair(m, address, column, rows.addressOf(columns) + k * pairBytes, row));
  });
  for (const nest of nests) {
    body.get(pairs);
    body.call(nest);
  }
  outputs.forEach((output, k) => emitOutput(m, output, layout, layout.outputs[k], rows, pairs));
  const chunk = compilation.module.add(body);
  return emitGroupLoop(compilation, chunk, pairsPerChunk * pairBytes);
}

/** Runs the contents for each pair of the chunk, with its byte offsets in a column and in a row. */
function overPairs(
  m: LaneMath,
  pairs: Local,
  offset: Local,
  row: Row,
  contents: (column: Local, row: Local) => void,
): void {
  const { body } = m;
  const column: Stride = { local: body.local('i32'), bytes: pairBytes };
  const inRow: Stride = { local: body.local('i32'), bytes: pairStride(row) };
  body.get(offset);
  body.set(column.local);
  body.i32(0);
  body.set(inRow.local);
  repeat(body, pairs, [column, inRow], () => contents(column.local, inRow.local));
}

function copyPair(m: LaneMath, from: number, fromBase: Local, to: number, toBase: Local): void {
  for (const half of [0, vectorBytes]) storeVector(m, to + half, loadVector(m, from + half, fromBase), toBase);
}

function emitOutput(
  m: LaneMath,
  output: Operand,
  { parameters }: ForwardLayout,
  address: number,
  rows: RowMemory,
  pairs: Local,
): void {
  const [offset] = m.body.parameters;
  if (output.kind === 'constant' || output.kind === 'parameter') {
    const value =
      output.kind === 'constant' ? m.constant(output.value) : loadSplat(m, parameters + output.slot * m.lanes.bytes);
    overPairs(m, pairs, offset, { id: -1, length: 1 }, (column) => {
      for (const half of [0, vectorBytes]) storeVector(m, address + half, value, column);
    });
    return;
  }
  const index = output.kind === 'member' ? output.index : 0;
  overPairs(m, pairs, offset, output.row, (column, row) =>
    copyPair(m, rows.addressOf(output.row) + index * pairBytes, row, address, column),
  );
}
