import type { Compilation } from '../compilation.ts';
import type { FunctionReference } from '../encoding/function-body.ts';
import { rowsRead, type Operand, type Row, type RowProgram } from '../structure/row-program.ts';
import { emitElementwise } from './elementwise.ts';
import { emitMatrixVector } from './matrix-vector.ts';
import { emitPack } from './pack-row.ts';
import type { RowMemory } from './row-memory.ts';

export interface RowLoopsRequest {
  readonly program: RowProgram;
  readonly rows: RowMemory;
  /** Where the parameters stand. */
  readonly parameters: number;
  /** Values that are read after the loops: gradients, outputs. */
  readonly results: readonly Operand[];
  /** A row of length 1 to be masked as soon as it is computed. */
  readonly masked: Row | null;
  readonly mask: Row;
}

/** One function (groups) for each nest of the program, in order. */
export function emitRowLoops(compilation: Compilation, request: RowLoopsRequest): FunctionReference[] {
  const { program, rows, parameters, masked, mask } = request;
  const kept = rowsKept(program, request.results);
  return program.nests.map((nest) => {
    switch (nest.kind) {
      case 'matrix-vector':
        return emitMatrixVector(compilation, nest, rows, parameters);
      case 'pack':
        return emitPack(compilation, nest, rows);
      case 'elementwise-nest':
        return emitElementwise(compilation, { nest, rows, parameters, kept, masked, mask });
    }
  });
}

/** Rows that are read outside the loop that computes them. */
function rowsKept({ nests }: RowProgram, results: readonly Operand[]): ReadonlySet<Row> {
  const kept = new Set<Row>();
  for (const nest of nests) {
    const own = new Set(nest.kind === 'elementwise-nest' ? nest.ops.map((op) => op.result) : []);
    for (const row of rowsRead(nest)) if (!own.has(row)) kept.add(row);
  }
  for (const result of results) if (result.kind === 'member' || result.kind === 'row') kept.add(result.row);
  return kept;
}
