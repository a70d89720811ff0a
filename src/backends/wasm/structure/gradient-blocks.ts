import type { Tape } from '../../../autograd/tape.ts';
import { isZero } from '../batch-mask.ts';
import type { Operand, RowProgram } from './row-program.ts';


/**
 * Gradients of parameters slot + i·columnCount + j, i < rowCount, j < columnCount: products of the i-th member
 * after `left` and the j-th after `right` in their rows.
 */
export interface OuterProduct {
  readonly kind: 'outer-product';
  readonly slot: number;
  readonly left: Operand;
  readonly right: Operand;
  readonly rowCount: number;
  readonly columnCount: number;
}

/** Gradients of parameters slot + i: the i-th members after `value` in its row. */
export interface RowSum {
  readonly kind: 'row-sum';
  readonly slot: number;
  readonly value: Operand;
  readonly count: number;
}

export type GradientBlock = OuterProduct | RowSum;

/** Gathers a tape's gradients, `outputs[1 + slot]`, into blocks of neighbours. Gradients that are 0 are left out. */
export function gradientBlocks(tape: Tape, program: RowProgram): GradientBlock[] {
  const runs: GradientBlock[] = [];
  for (let slot = 0; slot + 1 < tape.outputs.length; slot++) {
    const instruction = tape.outputs[slot + 1];
    if (isZero(tape, instruction)) continue;
    const block = single(tape, program, slot, instruction);
    const longer = runs.length > 0 ? extended(runs[runs.length - 1], block) : null;
    if (longer !== null) runs[runs.length - 1] = longer;
    else runs.push(block);
  }
  const blocks: GradientBlock[] = [];
  for (const run of runs) {
    const joined = blocks.length > 0 ? stacked(blocks[blocks.length - 1], run) : null;
    if (joined !== null) blocks[blocks.length - 1] = joined;
    else blocks.push(run);
  }
  return blocks;
}

function single(tape: Tape, program: RowProgram, slot: number, instruction: number): GradientBlock {
  if (program.products[instruction] === 0) {
    return { kind: 'row-sum', slot, value: program.operandOf(instruction), count: 1 };
  }
  const left = program.operandOf(tape.left[instruction]);
  const right = program.operandOf(tape.right[instruction]);
  return { kind: 'outer-product', slot, left, right, rowCount: 1, columnCount: 1 };
}

/** The run with the next gradient at its end, or null if that is no neighbour. */
function extended(run: GradientBlock, next: GradientBlock): GradientBlock | null {
  if (run.kind === 'row-sum') {
    const follows = next.kind === 'row-sum' && next.slot === run.slot + run.count;
    return follows && isAfter(run.value, next.value, run.count) ? { ...run, count: run.count + 1 } : null;
  }
  if (next.kind !== 'outer-product' || next.slot !== run.slot + run.columnCount) return null;
  const { columnCount } = run;
  const continues = (left: Operand, right: Operand, a: Operand, b: Operand): boolean =>
    isAfter(left, a, 0) && isAfter(right, b, columnCount);
  const grown = (left: Operand, right: Operand): OuterProduct => ({ ...run, left, right, columnCount: columnCount + 1 });
  // The factor that changes goes to the right.
  const { left, right } = run;
  if (continues(left, right, next.left, next.right)) return grown(left, right);
  if (continues(left, right, next.right, next.left)) return grown(left, right);
  if (columnCount > 1) return null;
  if (continues(right, left, next.right, next.left)) return grown(right, left);
  return continues(right, left, next.left, next.right) ? grown(right, left) : null;
}

/** Two runs as rows of one matrix. */
function stacked(above: GradientBlock, run: GradientBlock): GradientBlock | null {
  if (above.kind !== 'outer-product' || run.kind !== 'outer-product') return null;
  const { rowCount, columnCount, slot } = above;
  const fits = run.columnCount === columnCount && run.slot === slot + rowCount * columnCount;
  const follows = isAfter(above.right, run.right, 0) && isAfter(above.left, run.left, rowCount);
  return fits && follows ? { ...above, rowCount: rowCount + 1 } : null;
}

/** True if b is the member `distance` places after a. */
function isAfter(a: Operand, b: Operand, distance: number): boolean {
  return a.kind === 'member' && b.kind === 'member' && a.row === b.row && b.index === a.index + distance;
}
