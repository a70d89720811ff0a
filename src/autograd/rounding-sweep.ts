import { numbers, ops, type Local, type OpName } from './ops.ts';

/**
 * How far rounding puts the results and the gradients of a graph off. First every node in the order of computation is
 * carried, then they are visited from the root down: a backward pass that carries the errors along, first order in ε,
 * and at corners and jumps by what an operand's own rounding does there. Nodes are known by their index; `data` is
 * every node's value. What is not carried is exact.
 */
export class RoundingSweep {
  readonly #data: ArrayLike<number>;
  /** Two by node: by its left and by its right operand. */
  readonly #slopes: Float64Array;
  /** How far off a node's value may be at the most, by all rounding below it. */
  readonly #off: Float64Array;
  /** How far of that its operands' rounding takes it off the tangent that the slopes know of. */
  readonly #offTangent: Float64Array;
  /** 1 where a jump below is a part of how far off a node is. */
  readonly #mayJump: Uint8Array;
  readonly #gradients: Float64Array;
  readonly #errors: Float64Array;
  readonly #lost: Float64Array;
  #noise = 0;
  #corners = 0;
  #jumps = 0;

  constructor(data: ArrayLike<number>, root: number) {
    this.#data = data;
    this.#slopes = new Float64Array(2 * data.length);
    this.#off = new Float64Array(data.length);
    this.#offTangent = new Float64Array(data.length);
    this.#mayJump = new Uint8Array(data.length);
    this.#gradients = new Float64Array(data.length);
    this.#errors = new Float64Array(data.length);
    this.#lost = new Float64Array(data.length);
    this.#gradients[root] = 1;
  }

  /** In the order of computation, before any visit. `right` is ignored for ops of one operand. */
  carry(at: number, op: OpName, left: number, right: number, exponent: number): void {
    const data = this.#data;
    const off = this.#off;
    const { arity, chainRules } = ops[op];
    const place = { result: data[at], a: data[left], b: arity === 2 ? data[right] : 0, exponent };
    chainRules.forEach((rule, k) => {
      this.#slopes[2 * at + k] = rule(numbers, 1, place);
    });
    const [offLeft, offRight] = [off[left], arity === 2 ? off[right] : 0];
    const [first, second] = [finiteOr0(this.#slopes[2 * at]), finiteOr0(this.#slopes[2 * at + 1])];
    if (!isStraight.has(op) && (offLeft > 0 || offRight > 0)) {
      this.#offTangent[at] = offTangent(op, place, [first, second], [offLeft, offRight]);
    }
    const jumps = this.#mayJump;
    const jumpsHere = op === 'step' && this.#offTangent[at] > 0;
    if (jumpsHere || jumps[left] === 1 || (arity === 2 && jumps[right] === 1)) jumps[at] = 1;
    off[at] =
      Math.abs(first) * offLeft +
      Math.abs(second) * offRight +
      this.#offTangent[at] +
      Number.EPSILON * Math.abs(finiteOr0(data[at]));
  }

  /** From the root down. `right` is ignored for ops of one operand. */
  visit(at: number, op: OpName, left: number, right: number): void {
    const { chainRules, slopeError } = ops[op];
    const gradient = this.#gradients[at];
    this.round(at);
    const offTangent = finiteOr0(Math.abs(gradient) * this.#offTangent[at]);
    if (this.#mayJump[at] === 1) this.#jumps += offTangent;
    else this.#corners = Math.hypot(this.#corners, offTangent);
    const missing = slopeError === undefined ? 0 : slopeError(this.#data[at]) * Number.EPSILON;
    for (let k = 0; k < chainRules.length; k++) {
      const operand = k === 0 ? left : right;
      const slope = this.#slopes[2 * at + k];
      this.#gradients[operand] += slope * gradient;
      this.#errors[operand] += Math.abs(slope) * (this.#errors[at] + 2 * Number.EPSILON * Math.abs(gradient));
      this.#lost[operand] += Math.abs(slope) * this.#lost[at] + missing * Math.abs(gradient);
    }
  }

  /** Counts the rounding of one number that the root depends on. */
  round(at: number): void {
    const gradient = this.#gradients[at];
    // Where a slope is no number, what rounding does is not first order: it is in what lies above.
    if (!Number.isFinite(gradient)) return;
    // Not a sum of squares, which overflows long before the numbers do.
    this.#noise = Math.hypot(this.#noise, gradient * this.#data[at]);
  }

  /**
   * How far off the root is by the numbers rounded so far: each by up to ε/2 of it, which its gradient carries to the
   * root. Errors that know nothing of each other add up as squares; a factor of 2 stands for there being two results
   * in a difference.
   */
  get ofResult(): number {
    return Math.hypot(Number.EPSILON * this.#noise, this.#corners);
  }

  /** Whether most of that comes of corners and jumps, on a side of which only rounding puts this very place. */
  get isAtCorner(): boolean {
    return Math.max(this.#corners, this.#jumps) > Number.EPSILON * this.#noise;
  }

  /** How far off it is besides at this very place, where rounding decides on the side of a jump. */
  get ofJumps(): number {
    return this.#jumps;
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

/** Ops that are their own tangent. */
const isStraight: ReadonlySet<OpName> = new Set<OpName>(['add', 'sub', 'neg']);

const sides = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const;

/**
 * How far from its tangent an op is where its operands are off by so much: all of it at a corner, where the slope is
 * one side's, and nothing but the op's own rounding where it is smooth.
 */
function offTangent(
  op: OpName,
  { result, a, b, exponent }: Local<number>,
  slopes: readonly [number, number],
  offs: readonly [number, number],
): number {
  const { value, arity } = ops[op];
  let most = 0;
  for (const [left, right] of arity === 2 ? sides : sides.slice(1, 3)) {
    const [movedA, movedB] = [a + left * offs[0], b + right * offs[1]];
    const moved = value(movedA, movedB, exponent);
    const tangent = slopes[0] * (movedA - a) + slopes[1] * (movedB - b);
    const ownRounding = 4 * Number.EPSILON * (Math.abs(result) + Math.abs(moved) + Math.abs(tangent));
    most = Math.max(most, finiteOr0(Math.abs(moved - result - tangent) - ownRounding));
  }
  return most;
}

function finiteOr0(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
