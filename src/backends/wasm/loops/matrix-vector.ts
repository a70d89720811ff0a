import type { Compilation } from '../compilation.ts';
import type { FunctionReference, Local } from '../encoding/function-body.ts';
import type { Expression, LaneMath } from '../lane-math.ts';
import { loadSplat, loadVector, storeVector } from '../memory-access.ts';
import { vectorBytes } from '../memory-layout.ts';
import type { MatrixVector } from '../structure/row-program.ts';
import { repeat, setTo } from './counted-loop.ts';
import { pairBytes, pairStride, type RowMemory } from './row-memory.ts';

/** Results that are accumulated at once, each for a pair of lane groups: 8 accumulators, which leave registers free. */
const blockRows = 4;
/** Terms of a sum for which no loop is made, and those that a round of the loop takes. */
const unrolledTerms = 4;

/** A function (pairs) that computes result r = Σₖ weight(r, k) · operand k + bias r for every pair of lane groups. */
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
  /** Byte offsets of the present pair. */
  readonly #sourcePair: Local;
  readonly #targetPair: Local;

  constructor(compilation: Compilation, nest: MatrixVector, rows: RowMemory, parameters: number) {
    const m = compilation.function({ parameters: ['i32'], results: [] });
    this.#compilation = compilation;
    this.#m = m;
    this.#nest = nest;
    this.#parameters = parameters;
    this.#source = rows.addressOf(nest.operand) + nest.operandStart * pairBytes;
    this.#target = rows.addressOf(nest.result);
    this.#weights = m.body.local('i32');
    this.#biases = m.body.local('i32');
    this.#results = m.body.local('i32');
    this.#sourcePair = m.body.local('i32');
    this.#targetPair = m.body.local('i32');
  }

  emit(): FunctionReference {
    const { body, lanes } = this.#m;
    const { dots, result } = this.#nest;
    const blocks = Math.floor(result.length / blockRows);
    const moving = [
      { local: this.#weights, bytes: blockRows * dots.resultStride * lanes.bytes },
      { local: this.#biases, bytes: blockRows * (dots.bias?.stride ?? 0) * lanes.bytes },
      { local: this.#results, bytes: blockRows * pairBytes },
    ];
    if (blocks > 0) repeat(body, blocks, moving, () => this.#block(blockRows));
    if (result.length % blockRows > 0) this.#block(result.length % blockRows);
    return this.#compilation.module.add(body);
  }

  /** So many results, for all pairs. */
  #block(rowCount: number): void {
    const { body } = this.#m;
    setTo(body, this.#sourcePair, 0);
    setTo(body, this.#targetPair, this.#results);
    const moving = [
      { local: this.#sourcePair, bytes: pairStride(this.#nest.operand) },
      { local: this.#targetPair, bytes: pairStride(this.#nest.result) },
    ];
    repeat(body, body.parameters[0], moving, () => this.#m.scope(() => this.#pair(rowCount)));
  }

  #pair(rowCount: number): void {
    const m = this.#m;
    const { dots } = this.#nest;
    const terms = dots.operands.length;
    // Few results: several partial sums each, so that additions need not wait for each other.
    const parts = terms >= 2 * unrolledTerms ? Math.max(1, Math.floor(blockRows / rowCount)) : 1;
    const sums = Array.from({ length: parts * rowCount * 2 }, (_, s) => {
      const row = (s >> 1) % rowCount;
      const local = m.temporary();
      (s < rowCount * 2 ? this.#bias(row) : m.bits(0)).emit();
      m.body.set(local);
      return local;
    });
    this.#accumulate(sums, rowCount, parts, terms);
    for (let s = 0; s < rowCount * 2; s++) {
      const all = Array.from({ length: parts }, (_, part) => m.held(sums[part * rowCount * 2 + s]));
      const value = all.reduce((sum, part) => m.add(sum, part));
      storeVector(m, this.#target + (s >> 1) * pairBytes + (s & 1) * vectorBytes, value, this.#targetPair);
    }
  }

  #accumulate(sums: readonly Local[], rowCount: number, parts: number, terms: number): void {
    const { body, lanes } = this.#m;
    const perRow = rowCount * 2;
    const term = (k: number, weights: Local, operands: Local): void => {
      const part = k % parts;
      this.#term(sums.slice(part * perRow, (part + 1) * perRow), k, weights, operands);
    };
    const rounds = Math.floor(terms / unrolledTerms);
    if (rounds <= 1) {
      for (let k = 0; k < terms; k++) term(k, this.#weights, this.#sourcePair);
      return;
    }
    const weights = body.local('i32');
    const operands = body.local('i32');
    setTo(body, weights, this.#weights);
    setTo(body, operands, this.#sourcePair);
    const moving = [
      { local: weights, bytes: unrolledTerms * this.#nest.dots.operandStride * lanes.bytes },
      { local: operands, bytes: unrolledTerms * pairBytes },
    ];
    repeat(body, rounds, moving, () => {
      for (let k = 0; k < unrolledTerms; k++) term(k, weights, operands);
    });
    for (let k = 0; k < terms % unrolledTerms; k++) term(k, weights, operands);
  }

  /** Adds the k-th term after the pointers to each sum. */
  #term(sums: readonly Local[], k: number, weights: Local, operands: Local): void {
    const m = this.#m;
    const { dots } = this.#nest;
    m.scope(() => {
      const low = m.let(loadVector(m, this.#source + k * pairBytes, operands));
      const high = m.let(loadVector(m, this.#source + k * pairBytes + vectorBytes, operands));
      for (let row = 0; row * 2 < sums.length; row++) {
        const slot = dots.weightBase + row * dots.resultStride + k * dots.operandStride;
        const weight = m.temporary();
        loadSplat(m, this.#parameters + slot * m.lanes.bytes, weights).emit();
        m.body.set(weight);
        for (const [half, operand] of [low, high].entries()) {
          const sum = sums[row * 2 + half];
          m.add(m.held(sum), m.mul(m.held(weight), operand)).emit();
          m.body.set(sum);
        }
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
