import type { Compilation } from '../compilation.ts';
import type { FunctionReference, Local } from '../encoding/function-body.ts';
import type { Expression, LaneMath } from '../lane-math.ts';
import { IntegerMath } from '../integer-math.ts';
import { loadSplat, loadVector, storeVector } from '../memory-access.ts';
import { vectorBytes } from '../memory-layout.ts';
import type { MatrixVector } from '../structure/row-program.ts';
import { repeat, repeatByPointer, setTo } from './counted-loop.ts';
import { groupStride, type RowMemory } from './row-memory.ts';

/** Results that are accumulated at once, each for a pair of lane groups: 8 accumulators, which leave registers free. */
const blockRows = 4;
/**
 * Terms of a sum for which no loop is made. A round of the loop takes one term: engines move the loads of a longer
 * body to its front, where they push the accumulators out of the registers.
 */
const unrolledTerms = 4;

/** A function (groups) that computes result r = Σₖ weight(r, k) · operand k + bias r for every lane group, two groups at a time. */
export function emitMatrixVector(
  compilation: Compilation,
  nest: MatrixVector,
  rows: RowMemory,
  parameters: number,
): FunctionReference {
  return new MatrixVectorLoops(compilation, nest, rows, parameters).emit();
}

class MatrixVectorLoops {
  readonly #compilation: Compilation;
  readonly #m: LaneMath;
  readonly #nest: MatrixVector;
  readonly #parameters: number;
  readonly #source: number;
  readonly #target: number;
  /** Byte offsets of the present block: into the weights, the biases, and the members of the result. */
  readonly #weights: Local;
  readonly #biases: Local;
  readonly #results: Local;
  /** Byte offsets of the present lane group. */
  readonly #sourceGroup: Local;
  readonly #targetGroup: Local;
  readonly #pairs: Local;

  constructor(compilation: Compilation, nest: MatrixVector, rows: RowMemory, parameters: number) {
    const m = compilation.function({ parameters: ['i32'], results: [] });
    this.#compilation = compilation;
    this.#m = m;
    this.#nest = nest;
    this.#parameters = parameters;
    this.#source = rows.addressOf(nest.operand) + nest.operandStart * vectorBytes;
    this.#target = rows.addressOf(nest.result);
    this.#weights = m.body.local('i32');
    this.#biases = m.body.local('i32');
    this.#results = m.body.local('i32');
    this.#sourceGroup = m.body.local('i32');
    this.#targetGroup = m.body.local('i32');
    this.#pairs = m.body.local('i32');
  }

  emit(): FunctionReference {
    const { body, lanes } = this.#m;
    const { dots, result } = this.#nest;
    const blocks = Math.floor(result.length / blockRows);
    const integers = new IntegerMath(body);
    integers.set(this.#pairs, integers.shiftRight(body.parameters[0], 1));
    const moving = [
      { local: this.#weights, bytes: blockRows * dots.resultStride * lanes.bytes },
      { local: this.#biases, bytes: blockRows * (dots.bias?.stride ?? 0) * lanes.bytes },
      { local: this.#results, bytes: blockRows * vectorBytes },
    ];
    if (blocks > 0) repeat(body, blocks, moving, () => this.#block(blockRows));
    if (result.length % blockRows > 0) this.#block(result.length % blockRows);
    return this.#compilation.module.add(body);
  }

  /** So many results, for all lane groups: two at a time, and the last one alone if their number is odd. */
  #block(rowCount: number): void {
    const m = this.#m;
    const { body } = m;
    const [groups] = body.parameters;
    setTo(body, this.#sourceGroup, 0);
    setTo(body, this.#targetGroup, this.#results);
    const moving = [
      { local: this.#sourceGroup, bytes: 2 * groupStride(this.#nest.operand) },
      { local: this.#targetGroup, bytes: 2 * groupStride(this.#nest.result) },
    ];
    body.get(this.#pairs);
    body.if(() => repeat(body, this.#pairs, moving, () => m.scope(() => this.#groups(rowCount, 2))));
    body.get(groups);
    body.i32(1);
    body.op('i32.and');
    body.if(() => m.scope(() => this.#groups(rowCount, 1)));
  }

  /** So many results for one or two groups; sums are ordered by part, row and group. */
  #groups(rowCount: number, width: 1 | 2): void {
    const m = this.#m;
    const terms = this.#nest.dots.operands.length;
    const perPart = rowCount * width;
    // Few sums: several partial ones each, so that additions need not wait for each other.
    const parts = terms >= 2 * unrolledTerms ? Math.max(1, Math.floor(blockRows / rowCount)) : 1;
    const sums = Array.from({ length: parts * perPart }, (_, s) => {
      const local = m.temporary();
      (s < perPart ? this.#bias(Math.floor(s / width)) : m.bits(0)).emit();
      m.body.set(local);
      return local;
    });
    this.#accumulate(sums, width, parts, terms);
    for (let s = 0; s < perPart; s++) {
      const all = Array.from({ length: parts }, (_, part) => m.held(sums[part * perPart + s]));
      const value = all.reduce((sum, part) => m.add(sum, part));
      const offset = Math.floor(s / width) * vectorBytes + (s % width) * groupStride(this.#nest.result);
      storeVector(m, this.#target + offset, value, this.#targetGroup);
    }
  }

  #accumulate(sums: readonly Local[], width: number, parts: number, terms: number): void {
    const { body, lanes } = this.#m;
    const perPart = sums.length / parts;
    const term = (k: number, weights: Local, operands: Local): void => {
      const part = k % parts;
      this.#term(sums.slice(part * perPart, (part + 1) * perPart), width, k, weights, operands);
    };
    if (terms <= unrolledTerms) {
      for (let k = 0; k < terms; k++) term(k, this.#weights, this.#sourceGroup);
      return;
    }
    const weights = body.local('i32');
    const operands = body.local('i32');
    setTo(body, weights, this.#weights);
    setTo(body, operands, this.#sourceGroup);
    const byTerm = { local: operands, bytes: parts * vectorBytes };
    const byWeight = { local: weights, bytes: parts * this.#nest.dots.operandStride * lanes.bytes };
    repeatByPointer(body, Math.floor(terms / parts), [byTerm, byWeight], () => {
      for (let k = 0; k < parts; k++) term(k, weights, operands);
    });
    for (let k = 0; k < terms % parts; k++) term(k, weights, operands);
  }

  /** Adds the k-th term after the pointers to each sum. */
  #term(sums: readonly Local[], width: number, k: number, weights: Local, operands: Local): void {
    const m = this.#m;
    const { dots, operand } = this.#nest;
    m.scope(() => {
      const address = this.#source + k * vectorBytes;
      const values = Array.from({ length: width }, (_, group) =>
        m.let(loadVector(m, address + group * groupStride(operand), operands)),
      );
      for (let row = 0; row * width < sums.length; row++) {
        const slot = dots.weightBase + row * dots.resultStride + k * dots.operandStride;
        const weight = m.temporary();
        loadSplat(m, this.#parameters + slot * m.lanes.bytes, weights).emit();
        m.body.set(weight);
        values.forEach((value, group) => {
          const sum = sums[row * width + group];
          m.add(m.held(sum), m.mul(m.held(weight), value)).emit();
          m.body.set(sum);
        });
      }
    });
  }

  #bias(row: number): Expression {
    const m = this.#m;
    const { bias } = this.#nest.dots;
    if (bias === null) return m.bits(0);
    return loadSplat(m, this.#parameters + (bias.base + row * bias.stride) * m.lanes.bytes, this.#biases);
  }
}
