import { inPieces, type Steps } from '../../../autograd/steps.ts';
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

export function* findDotGroups(tape: Tape, uses: Uint32Array): Steps<DotGroups> {
  const search = new DotSearch(tape, uses);
  const dots = yield* search.run();
  yield;
  const groups = gatherByOperands(dots).flatMap((dots) => groupsOf(dots));
  return { groups, resultOf: search.resultOf };
}

/** Sums over the same values together, in the order in which they were found. */
function gatherByOperands(dots: readonly Dot[]): Dot[][] {
  const groups: Dot[][] = [];
  const byFirstOperand = new Map<number, Dot[][]>();
  for (const dot of dots) {
    const candidates = byFirstOperand.get(dot.operands[0]) ?? [];
    const group = candidates.find(([first]) => haveSameOperands(first, dot));
    if (group !== undefined) {
      group.push(dot);
      continue;
    }
    const opened = [dot];
    groups.push(opened);
    byFirstOperand.set(dot.operands[0], [...candidates, opened]);
  }
  return groups;
}

function haveSameOperands(a: Dot, b: Dot): boolean {
  return (
    a.stride === b.stride &&
    (a.bias === noBias) === (b.bias === noBias) &&
    a.operands.length === b.operands.length &&
    a.operands.every((operand, k) => operand === b.operands[k])
  );
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
  /** Instructions still to be looked at, and the terms found, of the present sum; with what earlier sums left behind. */
  readonly #open: number[] = [];
  readonly #weights: number[] = [];
  readonly #operands: number[] = [];
  readonly #interior: number[] = [];
  #openCount = 0;
  #termCount = 0;
  #interiorCount = 0;

  constructor(tape: Tape, uses: Uint32Array) {
    this.resultOf = new Int32Array(tape.length).fill(-1);
    this.#tape = tape;
    this.#uses = uses;
  }

  *run(): Steps<Dot[]> {
    const { add, mul } = instructionCode;
    const { length, codes, left, right } = this.#tape;
    const uses = this.#uses;
    // 1 for instructions that only serve as a term of a sum.
    const isTerm = new Uint8Array(length);
    yield* inPieces(length, (from, to) => {
      for (let i = from; i < to; i++) {
        if (codes[i] !== add) continue;
        if (uses[left[i]] === 1) isTerm[left[i]] = 1;
        if (uses[right[i]] === 1) isTerm[right[i]] = 1;
      }
    });
    yield;
    const dots: Dot[] = [];
    yield* inPieces(length, (from, to) => {
      for (let i = from; i < to; i++) {
        if (isTerm[i] === 1 || (codes[i] !== add && codes[i] !== mul)) continue;
        const dot = this.#dotAt(i);
        if (dot === null) continue;
        for (let k = 0; k < this.#interiorCount; k++) this.resultOf[this.#interior[k]] = i;
        dots.push(dot);
      }
    });
    return dots;
  }

  /** The sum of products that ends in an instruction, or null if it is not one. */
  #dotAt(result: number): Dot | null {
    const { add, mul, parameter } = instructionCode;
    const { codes, left, right } = this.#tape;
    let bias = noBias;
    this.#openCount = this.#termCount = this.#interiorCount = 0;
    this.#open[this.#openCount++] = result;
    while (this.#openCount > 0) {
      const i = this.#open[--this.#openCount];
      const code = codes[i];
      if (code === parameter && bias === noBias) {
        bias = left[i];
        continue;
      }
      if (i !== result) {
        if (this.#uses[i] !== 1) return null;
        this.#interior[this.#interiorCount++] = i;
      }
      if (code === add) {
        this.#open[this.#openCount++] = left[i];
        this.#open[this.#openCount++] = right[i];
      } else if (code !== mul || !this.#addTerm(left[i], right[i])) return null;
    }
    return this.#termCount === 0 ? null : this.#regularDot(result, bias);
  }

  /** parameter · value, in either order. */
  #addTerm(a: number, b: number): boolean {
    const { parameter, constant } = instructionCode;
    const { codes, left } = this.#tape;
    const weight = codes[a] === parameter ? a : b;
    const operand = codes[a] === parameter ? b : a;
    if (codes[weight] !== parameter || codes[operand] === parameter || codes[operand] === constant)
      return false;
    this.#weights[this.#termCount] = left[weight];
    this.#operands[this.#termCount] = operand;
    this.#termCount++;
    return true;
  }

  /** The terms by ascending weight, if the weights stand at one distance from each other. */
  #regularDot(result: number, bias: number): Dot | null {
    const count = this.#termCount;
    const isAscending = count === 1 || this.#weights[0] < this.#weights[1];
    const firstWeight = this.#weights[isAscending ? 0 : count - 1];
    const stride = count === 1 ? 0 : Math.abs(this.#weights[1] - this.#weights[0]);
    const operands = new Int32Array(count);
    for (let k = 0; k < count; k++) {
      const term = isAscending ? k : count - 1 - k;
      if (this.#weights[term] !== firstWeight + k * stride) return null;
      operands[k] = this.#operands[term];
    }
    return { result, operands, firstWeight, stride, bias };
  }
}
