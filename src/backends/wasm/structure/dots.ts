import { instructionCode, type Tape } from '../../../autograd/tape.ts';

/**
 * Sums of products found in a tape: Σ parameter · value (+ parameter). Sums over the same values, with parameters
 * at constant strides, form a matrix–vector product.
 */
export interface DotGroup {
  /** Instructions that hold the results, by ascending first weight. */
  readonly results: readonly number[];
  /** The values, by ascending parameter. */
  readonly operands: readonly number[];
  /** Parameter slot of result r and operand k: weightBase + r·resultStride + k·operandStride. */
  readonly weightBase: number;
  readonly resultStride: number;
  readonly operandStride: number;
  /** Slot of the parameter added to result r: base + r·stride. */
  readonly bias: { readonly base: number; readonly stride: number } | null;
  /** Instructions that only serve to compute the results. */
  readonly interior: readonly number[];
}

interface Dot {
  readonly result: number;
  readonly operands: readonly number[];
  readonly firstWeight: number;
  readonly stride: number;
  readonly bias: number | null;
  readonly interior: readonly number[];
}

export function findDotGroups(tape: Tape, uses: Uint32Array): DotGroup[] {
  const byKey = new Map<string, Dot[]>();
  for (const dot of findDots(tape, uses)) {
    const key = `${dot.stride}|${dot.bias === null}|${dot.operands.join()}`;
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [dot]);
    else same.push(dot);
  }
  return [...byKey.values()].flatMap((dots) => groupsOf(dots));
}

/** One group if the strides are constant, else a group for each. */
function groupsOf(dots: Dot[]): DotGroup[] {
  dots.sort((a, b) => a.firstWeight - b.firstWeight);
  const [first, second] = dots;
  const resultStride = second === undefined ? 0 : second.firstWeight - first.firstWeight;
  const biasStride = second === undefined ? 0 : (second.bias ?? 0) - (first.bias ?? 0);
  const regular = dots.every(
    (dot, r) =>
      dot.firstWeight === first.firstWeight + r * resultStride &&
      (dot.bias === null || dot.bias === (first.bias ?? 0) + r * biasStride),
  );
  if (!regular) return dots.flatMap((dot) => groupsOf([dot]));
  return [
    {
      results: dots.map((dot) => dot.result),
      operands: first.operands,
      weightBase: first.firstWeight,
      resultStride,
      operandStride: first.stride,
      bias: first.bias === null ? null : { base: first.bias, stride: biasStride },
      interior: dots.flatMap((dot) => dot.interior),
    },
  ];
}

function findDots(tape: Tape, uses: Uint32Array): Dot[] {
  const { add, mul } = instructionCode;
  // 1 for sums that only serve as a term of another sum, and for products that only serve as a term.
  const isTerm = new Uint8Array(tape.length);
  for (let i = 0; i < tape.length; i++) {
    if (tape.codes[i] !== add) continue;
    for (const term of [tape.left[i], tape.right[i]]) if (uses[term] === 1) isTerm[term] = 1;
  }
  const dots: Dot[] = [];
  for (let i = 0; i < tape.length; i++) {
    const code = tape.codes[i];
    if ((code !== add && code !== mul) || isTerm[i] === 1) continue;
    const dot = dotAt(tape, uses, i);
    if (dot !== null) dots.push(dot);
  }
  return dots;
}

interface Term {
  readonly weight: number;
  readonly operand: number;
}

/** The sum of products that ends in an instruction, or null if it is not one. */
function dotAt(tape: Tape, uses: Uint32Array, result: number): Dot | null {
  const { add, mul, parameter } = instructionCode;
  const terms: Term[] = [];
  const interior: number[] = [];
  let bias: number | null = null;
  const open = [result];
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const code = tape.codes[i];
    if (i !== result && code !== parameter) {
      if (uses[i] !== 1) return null;
      interior.push(i);
    }
    if (code === add) open.push(tape.left[i], tape.right[i]);
    else if (code === parameter && bias === null) bias = tape.left[i];
    else {
      const term = code === mul ? weightedTerm(tape, i) : null;
      if (term === null) return null;
      terms.push(term);
    }
  }
  return terms.length === 0 ? null : regularDot(result, terms, bias, interior);
}

/** parameter · value, in either order. */
function weightedTerm({ codes, left, right }: Tape, i: number): Term | null {
  const { parameter, constant } = instructionCode;
  const weightFirst = codes[left[i]] === parameter;
  const weight = weightFirst ? left[i] : right[i];
  const operand = weightFirst ? right[i] : left[i];
  if (codes[weight] !== parameter || codes[operand] === parameter || codes[operand] === constant) return null;
  return { weight: left[weight], operand };
}

function regularDot(result: number, terms: Term[], bias: number | null, interior: readonly number[]): Dot | null {
  terms.sort((a, b) => a.weight - b.weight);
  const stride = terms.length > 1 ? terms[1].weight - terms[0].weight : 0;
  const firstWeight = terms[0].weight;
  if (terms.some((term, k) => term.weight !== firstWeight + k * stride)) return null;
  return { result, operands: terms.map((term) => term.operand), firstWeight, stride, bias, interior };
}
