import { numbers, ops, type OpName } from './ops.ts';

/**
 * A backward pass that carries along how far rounding puts results and gradients off, first order in ε: visit the
 * nodes from the root down. Nodes are known by their index; `data` is every node's value.
 */
export class RoundingSweep {
  readonly #data: ArrayLike<number>;
  readonly #gradients: Float64Array;
  readonly #errors: Float64Array;
  readonly #lost: Float64Array;
  #noise = 0;

  constructor(data: ArrayLike<number>, root: number) {
    this.#data = data;
    this.#gradients = new Float64Array(data.length);
    this.#errors = new Float64Array(data.length);
    this.#lost = new Float64Array(data.length);
    this.#gradients[root] = 1;
  }

  /** `right` is ignored for ops of one operand. */
  visit(at: number, op: OpName, left: number, right: number, exponent: number): void {
    const data = this.#data;
    const { arity, chainRules, slopeError } = ops[op];
    const gradient = this.#gradients[at];
    this.round(at);
    const place = { result: data[at], a: data[left], b: arity === 2 ? data[right] : 0, exponent };
    chainRules.forEach((rule, k) => {
      const operand = k === 0 ? left : right;
      const slope = rule(numbers, 1, place);
      this.#gradients[operand] += slope * gradient;
      this.#errors[operand] += Math.abs(slope) * (this.#errors[at] + 2 * Number.EPSILON * Math.abs(gradient));
      const missing = slopeError === undefined ? 0 : slopeError(data[at]) * Number.EPSILON;
      this.#lost[operand] += Math.abs(slope) * this.#lost[at] + missing * Math.abs(gradient);
    });
  }

  /** Counts the rounding of one number that the root depends on. */
  round(at: number): void {
    // Not a sum of squares, which overflows long before the numbers do.
    this.#noise = Math.hypot(this.#noise, this.#gradients[at] * this.#data[at]);
  }

  /**
   * How far off the root is by the numbers rounded so far: each by up to ε/2 of it, which its gradient carries to the
   * root. Errors that know nothing of each other add up as squares; a factor of 2 stands for there being two results
   * in a difference.
   */
  get ofResult(): number {
    return Number.EPSILON * this.#noise;
  }

  /** How far off a node's gradient is, at the most: every product and sum of the backward pass is rounded. */
  ofGradient(at: number): number {
    return this.#errors[at];
  }

  /** How far off it may be besides, by slopes that have lost their digits (`Op.slopeError`). */
  lostOfGradient(at: number): number {
    return this.#lost[at];
  }
}
