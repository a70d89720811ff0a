import type { Compilation } from '../compilation.ts';
import type { FunctionReference, Local } from '../encoding/function-body.ts';
import { emitGroupLoop, type ForwardLayout } from '../forward-module.ts';
import type { LaneMath } from '../lane-math.ts';
import { loadSplat, loadVector, storeVector } from '../memory-access.ts';
import { vectorBytes, type MemoryLayout } from '../memory-layout.ts';
import type { Operand, Row, RowProgram } from '../structure/row-program.ts';
import { repeat, type Stride } from './counted-loop.ts';
import { groupStride, RowMemory } from './row-memory.ts';
import { emitRowLoops } from './row-loops.ts';

export interface LoopForwardRequest {
  readonly program: RowProgram;
  readonly outputs: readonly Operand[];
  readonly layout: ForwardLayout;
  readonly memory: MemoryLayout;
  /** An even number. */
  readonly groupsPerChunk: number;
}

/** A function (from, to) that computes the outputs between two byte offsets in the columns, a chunk at a time. */
export function emitLoopForward(compilation: Compilation, request: LoopForwardRequest): FunctionReference {
  const { program, outputs, layout, memory, groupsPerChunk } = request;
  const rows = new RowMemory(memory, groupsPerChunk);
  const { parameters } = layout;
  const mask: Row = { id: -1, length: 1 };
  const nests = emitRowLoops(compilation, {
    program,
    rows,
    parameters,
    results: outputs,
    masked: null,
    mask,
  });

  const m = compilation.function({ parameters: ['i32'], results: [] });
  const { body } = m;
  const [offset] = body.parameters;
  const groups = groupsPerChunk;
  const columns = program.columns;
  overGroups(m, groups, offset, columns, (column, row) => {
    layout.columns.forEach((address, k) => {
      storeVector(m, rows.addressOf(columns) + k * vectorBytes, loadVector(m, address, column), row);
    });
  });
  for (const nest of nests) {
    body.i32(groups);
    body.call(nest);
  }
  outputs.forEach((output, k) => emitOutput(m, output, layout, layout.outputs[k], rows, groups));
  const chunk = compilation.module.add(body);
  return emitGroupLoop(compilation, chunk, groupsPerChunk * vectorBytes);
}

/** Runs the contents for each lane group of the chunk, with its byte offsets in a column and in a row. */
function overGroups(
  m: LaneMath,
  groups: number,
  offset: Local,
  row: Row,
  contents: (column: Local, row: Local) => void,
): void {
  const { body } = m;
  const column: Stride = { local: body.local('i32'), bytes: vectorBytes };
  const inRow: Stride = { local: body.local('i32'), bytes: groupStride(row) };
  body.get(offset);
  body.set(column.local);
  body.i32(0);
  body.set(inRow.local);
  repeat(body, groups, [column, inRow], () => contents(column.local, inRow.local));
}

function emitOutput(
  m: LaneMath,
  output: Operand,
  { parameters }: ForwardLayout,
  address: number,
  rows: RowMemory,
  groups: number,
): void {
  const [offset] = m.body.parameters;
  if (output.kind === 'constant' || output.kind === 'parameter') {
    const value =
      output.kind === 'constant'
        ? m.constant(output.value)
        : loadSplat(m, parameters + output.slot * m.lanes.bytes);
    overGroups(m, groups, offset, { id: -1, length: 1 }, (column) => storeVector(m, address, value, column));
    return;
  }
  const index = output.kind === 'member' ? output.index : 0;
  const source = rows.addressOf(output.row) + index * vectorBytes;
  overGroups(m, groups, offset, output.row, (column, row) =>
    storeVector(m, address, loadVector(m, source, row), column),
  );
}
