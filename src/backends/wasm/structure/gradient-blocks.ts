import type { Steps } from '../../../autograd/steps.ts';
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

/** Gradients that are looked at between two yields. */
const slotsPerStep = 16_384;

/** Gathers a tape's gradients, `outputs[1 + slot]`, into blocks of neighbours. Gradients that are 0 are left out. */
export function* gradientBlocks(tape: Tape, program: RowProgram): Steps<GradientBlock[]> {
  const search = new BlockSearch(tape, program);
  const blocks: GradientBlock[] = [];
  let open: Run | null = null;
  let pause = slotsPerStep;
  for (let slot = 0; slot < tape.outputs.length - 1;) {
    const run = search.runAt(slot);
    slot += run.count;
    if (slot >= pause) {
      pause = slot + slotsPerStep;
      yield;
    }
    if (open !== null && search.isNextRow(open, run)) {
      open.rows++;
      continue;
    }
    if (open !== null) blocks.push(...search.block(open));
    open = run;
  }
  if (open !== null) blocks.push(...search.block(open));
  return blocks;
}

/** Gradients of neighbouring parameters: 0, values, or products of one fixed and one moving factor. */
interface Run {
  readonly kind: 'zero' | 'value' | 'product';
  readonly slot: number;
  readonly count: number;
  /** Instructions: of a product the fixed factor and the first moving one; of a value itself. */
  readonly fixed: number;
  readonly moving: number;
  /** How many such runs follow each other as the rows of a matrix. */
  rows: number;
}

class BlockSearch {
  readonly #tape: Tape;
  readonly #program: RowProgram;

  constructor(tape: Tape, program: RowProgram) {
    this.#tape = tape;
    this.#program = program;
  }

  /** The longest run from a slot on. */
  runAt(slot: number): Run {
    const { left, right } = this.#tape;
    const i = this.#gradient(slot);
    if (isZero(this.#tape, i)) return { kind: 'zero', slot, count: 1, fixed: i, moving: i, rows: 1 };
    if (this.#program.products[i] === 0) {
      return { kind: 'value', slot, count: this.#valueCount(slot, i), fixed: i, moving: i, rows: 1 };
    }
    const leftFixed = this.#productCount(slot, left[i], right[i]);
    const rightFixed = this.#productCount(slot, right[i], left[i]);
    const [fixed, moving] = leftFixed >= rightFixed ? [left[i], right[i]] : [right[i], left[i]];
    return { kind: 'product', slot, count: Math.max(leftFixed, rightFixed), fixed, moving, rows: 1 };
  }

  isNextRow(above: Run, run: Run): boolean {
    return (
      above.kind === 'product' &&
      run.kind === 'product' &&
      run.count === above.count &&
      run.moving === above.moving &&
      this.#isAfter(above.fixed, run.fixed, above.rows)
    );
  }

  block({ kind, slot, count, fixed, moving, rows }: Run): GradientBlock[] {
    const { operandOf } = this.#program;
    if (kind === 'zero') return [];
    if (kind === 'value') return [{ kind: 'row-sum', slot, value: operandOf(moving), count }];
    const [left, right] = [operandOf(fixed), operandOf(moving)];
    return [{ kind: 'outer-product', slot, left, right, rowCount: rows, columnCount: count }];
  }

  #gradient(slot: number): number {
    return this.#tape.outputs[slot + 1];
  }

  #valueCount(slot: number, first: number): number {
    let count = 1;
    while (slot + count + 1 < this.#tape.outputs.length) {
      const next = this.#gradient(slot + count);
      if (this.#program.products[next] === 1 || !this.#isAfter(first, next, count)) break;
      count++;
    }
    return count;
  }

  #productCount(slot: number, fixed: number, moving: number): number {
    const { left, right, outputs } = this.#tape;
    let count = 1;
    while (slot + count + 1 < outputs.length) {
      const next = this.#gradient(slot + count);
      if (this.#program.products[next] === 0) break;
      const other = left[next] === fixed ? right[next] : right[next] === fixed ? left[next] : -1;
      if (other < 0 || !this.#isAfter(moving, other, count)) break;
      count++;
    }
    return count;
  }

  /** True if instruction b stands `distance` places after a in the same row. */
  #isAfter(a: number, b: number, distance: number): boolean {
    const { rowOf, indexIn } = this.#program;
    return rowOf[a] >= 0 && rowOf[a] === rowOf[b] && indexIn[b] === indexIn[a] + distance;
  }
}
