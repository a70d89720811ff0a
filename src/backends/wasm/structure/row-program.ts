import type { OpName } from '../../../autograd/ops.ts';
import type { DotGroup } from './dots.ts';

/** Instructions of a tape that are computed alike, one for every neuron of a layer, say. */
export interface Row {
  readonly id: number;
  readonly length: number;
}

/** What an op of a whole row reads. */
export type Operand =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'parameter'; readonly slot: number }
  /** One member of a row, for all members of the result. */
  | { readonly kind: 'member'; readonly row: Row; readonly index: number }
  /** Member i for member i of the result. */
  | { readonly kind: 'row'; readonly row: Row };

export interface MatrixVector {
  readonly kind: 'matrix-vector';
  readonly result: Row;
  /** The operands are members [operandStart, operandStart + dots.operands.length) of this row. */
  readonly operand: Row;
  readonly operandStart: number;
  readonly dots: DotGroup;
}

/** Members of several rows, which were computed each in its own way, brought together for a product to read. */
export interface Pack {
  readonly kind: 'pack';
  readonly result: Row;
  readonly members: readonly { readonly row: Row; readonly index: number }[];
}

export interface Elementwise {
  readonly kind: 'elementwise';
  readonly result: Row;
  readonly op: OpName;
  readonly exponent: number;
  readonly operands: readonly Operand[];
}

/** Row ops over the same length, one after another, that run in one loop. */
export interface ElementwiseNest {
  readonly kind: 'elementwise-nest';
  readonly length: number;
  readonly ops: readonly Elementwise[];
}

export type Nest = MatrixVector | Pack | ElementwiseNest;

/** A tape as operations on rows. */
export interface RowProgram {
  /** The inputs of a sample, then its targets. */
  readonly columns: Row;
  /** What a sample is presented with, a row for each group. */
  readonly presented: readonly Row[];
  readonly nests: readonly Nest[];
  /** Where an instruction's value is. Not for products that were left out of the rows, see `products`. */
  readonly operandOf: (instruction: number) => Operand;
  /** For each instruction the id of its row, or -1, and its place there. */
  readonly rowOf: Int32Array;
  readonly indexIn: Int32Array;
  /** 1 for products that are gradients of parameters and nothing else; they are summed where they are computed. */
  readonly products: Uint8Array;
}

export function rowsRead(nest: Nest): Row[] {
  if (nest.kind === 'matrix-vector') return [nest.operand];
  if (nest.kind === 'pack') return nest.members.map(({ row }) => row);
  return nest.ops.flatMap((op) =>
    op.operands.flatMap((operand) =>
      operand.kind === 'row' || operand.kind === 'member' ? [operand.row] : [],
    ),
  );
}

export function rowsWritten(nest: Nest): Row[] {
  return nest.kind === 'elementwise-nest' ? nest.ops.map((op) => op.result) : [nest.result];
}
