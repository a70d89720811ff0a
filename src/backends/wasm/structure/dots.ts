import { instructionCode, type Tape } from '../../../autograd/tape.ts';

/**
 * Sums of products found in a tape: Σ parameter · value (+ parameter). Sums over the same values, with parameters
 * at constant strides, form a matrix–vector product.
 */
export interface DotGroup {
  /** Instructions that hold the results, by ascending first weight. */
  readonly results: readonly number[];
  /** The values, by ascending parameter. */
  readonly operands: Int32Array;
  /** Parameter slot of result r and operand k: weightBase + r·resultStride + k·operandStride. */
  readonly weightBase: number;
  readonly resultStride: number;
  readonly operandStride: number;
  /** Slot of the parameter added to result r: base + r·stride. */
  readonly bias: { readonly base: number; readonly stride: number } | null;
}

export interface DotGroups {
  readonly groups: readonly DotGroup[];
  /** The result that an instruction only serves to compute, or -1. */
  readonly resultOf: Int32Array;
}

interface Dot {
  readonly result: number;
  readonly operands: Int32Array;
  readonly firstWeight: number;
  readonly stride: number;
  readonly bias: number;
}

const noBias = -1;

export function findDotGroups(tape: Tape, uses: Uint32Array): DotGroups {
  const search = new DotSearch(tape, uses);
  const byKey = new Map<string, Dot[]>();
  for (const dot of search.run()) {
    const key = `${dot.stride}|${dot.bias === noBias}|${dot.operands.join()}`;
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [dot]);
    else same.push(dot);
  }
  return { groups: [...byKey.values()].flatMap((dots) => groupsOf(dots)), resultOf: search.resultOf };
}

/** One group if the strides are constant, else a group for each. */
function groupsOf(dots: Dot[]): DotGroup[] {
  dots.sort((a, b) => a.firstWeight - b.firstWeight);
  const [first, second] = dots;
  const resultStride = second === undefined ? 0 : second.firstWeight - first.firstWeight;
  const biasStride = second === undefined ? 0 : second.bias - first.bias;
  const regular = dots.every(
    (dot, r) =>
      dot.firstWeight === first.firstWeight + r * resultStride && dot.bias === first.bias + r * biasStride,
  );
  if (!regular) return dots.flatMap((dot) => groupsOf([dot]));
  return [
    {
      results: dots.map((dot) => dot.result),
      operands: first.operands,
      weightBase: first.firstWeight,
      resultStride,
      operandStride: first.stride,
      bias: first.bias === noBias ? null : { base: first.bias, stride: biasStride },
    },
  ];
}

/** One pass over a tape; wide layers have 10⁵ terms, so nothing is allocated for a term. */
class DotSearch {
  readonly resultOf: Int32Array;
  readonly #tape: Tape;
  readonly #uses: Uint32Array;
  /** Instructions still to be looked at, and the terms found, of the present sum. */
  readonly #open: number[] = [];
  readonly #weights: number[] = [];
  readonly #operands: number[] = [];
  readonly #interior: number[] = [];

  constructor(tape: Tape, uses: Uint32Array) {
    this.resultOf = new Int32Array(tape.length).fill(-1);
    this.#tape = tape;
    this.#uses = uses;
  }

  run(): Dot[] {
    const { add, mul } = instructionCode;
    const { length, codes, left, right } = this.#tape;
    const uses = this.#uses;
    // 1 for instructions that only serve as a term of a sum.
    const isTerm = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      if (codes[i] !== add) continue;
      if (uses[left[i]] === 1) isTerm[left[i]] = 1;
      if (uses[right[i]] === 1) isTerm[right[i]] = 1;
    }
    const dots: Dot[] = [];
    for (let i = 0; i < length; i++) {
      if (isTerm[i] === 1 || (codes[i] !== add && codes[i] !== mul)) continue;
      const dot = this.#dotAt(i);
      if (dot === null) continue;
      for (const inner of this.#interior) this.resultOf[inner] = i;
      dots.push(dot);
    }
    return dots;
  }

  /** The sum of products that ends in an instruction, or null if it is not one. */
  #dotAt(result: number): Dot | null {
    const { add, mul, parameter } = instructionCode;
    const { codes, left, right } = this.#tape;
    const open = this.#open;
    let bias = noBias;
    this.#weights.length = this.#operands.length = this.#interior.length = open.length = 0;
    open.push(result);
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      const code = codes[i];
      if (code === parameter && bias === noBias) {
        bias = left[i];
        continue;
      }
      if (i !== result) {
        if (this.#uses[i] !== 1) return null;
        this.#interior.push(i);
      }
      if (code === add) open.push(left[i], right[i]);
      else if (code !== mul || !this.#addTerm(left[i], right[i])) return null;
    }
    return this.#weights.length === 0 ? null : this.#regularDot(result, bias);
  }

  /** parameter · value, in either order. */
  #addTerm(a: number, b: number): boolean {
    const { parameter, constant } = instructionCode;
    const { codes, left } = this.#tape;
    const weight = codes[a] === parameter ? a : b;
    const operand = codes[a] === parameter ? b : a;
    if (codes[weight] !== parameter || codes[operand] === parameter || codes[operand] === constant)
      return false;
    this.#weights.push(left[weight]);
    this.#operands.push(operand);
    return true;
  }

  #regularDot(result: number, bias: number): Dot | null {
    const weights = this.#weights;
    const operands = this.#operands;
    const count = weights.length;
    if (count > 1 && weights[0] > weights[1]) {
      weights.reverse();
      operands.reverse();
    }
    const stride = count > 1 ? weights[1] - weights[0] : 0;
    for (let k = 0; k < count; k++) if (weights[k] !== weights[0] + k * stride) return null;
    return { result, operands: Int32Array.from(operands), firstWeight: weights[0], stride, bias };
  }
}
