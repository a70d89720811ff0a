import type { OpFunctions } from './formula/compile-graph.ts';
import { livePart, livePartSteps, type Instructions } from './live-part.ts';
import { ops, type Arithmetic, type OpName } from './ops.ts';
import type { Steps } from './steps.ts';
import { instructionCode, opOf, type LeafRole, type Tape, type TapeShape } from './tape.ts';

const code = instructionCode;

/**
 * Appends instructions to a tape. Being an `Arithmetic`, it can be handed to a chain rule, which then emits
 * instead of computing. Equal instructions are shared and constants folded as they are appended; what no
 * output needs is dropped by `build`.
 */
export class TapeBuilder implements Arithmetic<number> {
  readonly #shape: TapeShape;
  #length = 0;
  #codes: Uint8Array;
  readonly #functions: OpFunctions;
  #left: Int32Array;
  #right: Int32Array;
  #immediates: Float64Array;
  /** Open-addressing hash table from an instruction's contents to its index + 1; 0 is an empty slot. */
  #table: Int32Array;

  /**
   * `capacity` is how many instructions to expect; more may come. `functions` fold constants otherwise than the op table
   * does.
   */
  constructor(
    { inputCount, targetCount, parameterCount }: TapeShape,
    capacity = 256,
    functions: OpFunctions = {},
  ) {
    this.#functions = functions;
    this.#shape = { inputCount, targetCount, parameterCount };
    this.#codes = new Uint8Array(capacity);
    this.#left = new Int32Array(capacity);
    this.#right = new Int32Array(capacity);
    this.#immediates = new Float64Array(capacity);
    this.#table = new Int32Array(tableSize(capacity));
  }

  /** Goes on where a tape ends: its instructions keep their places. */
  static after(tape: Tape, capacity: number): TapeBuilder {
    const builder = new TapeBuilder(tape, Math.max(capacity, tape.length));
    builder.#length = tape.length;
    builder.#codes.set(tape.codes);
    builder.#left.set(tape.left);
    builder.#right.set(tape.right);
    builder.#immediates.set(tape.immediates);
    builder.#fillTable();
    return builder;
  }

  leaf(role: Exclude<LeafRole, 'constant'>, slot: number): number {
    return this.#append(code[role], slot, -1, 0);
  }

  constant(value: number): number {
    return this.#append(code.constant, -1, -1, value);
  }

  /** One op on instructions already on the tape; its result's index. */
  apply(op: OpName, a: number, b = -1, exponent = 0): number {
    return this.#apply(code[op], a, b, exponent);
  }

  add(a: number, b: number): number {
    return this.#apply(code.add, a, b, 0);
  }
  sub(a: number, b: number): number {
    return this.#apply(code.sub, a, b, 0);
  }
  mul(a: number, b: number): number {
    return this.#apply(code.mul, a, b, 0);
  }
  div(a: number, b: number): number {
    return this.#apply(code.div, a, b, 0);
  }
  neg(a: number): number {
    return this.#apply(code.neg, a, -1, 0);
  }
  pow(a: number, exponent: number): number {
    return this.#apply(code.pow, a, -1, exponent);
  }
  power(a: number, b: number): number {
    return this.#apply(code.power, a, b, 0);
  }
  exp(a: number): number {
    return this.#apply(code.exp, a, -1, 0);
  }
  log(a: number): number {
    return this.#apply(code.log, a, -1, 0);
  }
  sqrt(a: number): number {
    return this.#apply(code.sqrt, a, -1, 0);
  }
  tanh(a: number): number {
    return this.#apply(code.tanh, a, -1, 0);
  }
  sigmoid(a: number): number {
    return this.#apply(code.sigmoid, a, -1, 0);
  }
  relu(a: number): number {
    return this.#apply(code.relu, a, -1, 0);
  }
  step(a: number): number {
    return this.#apply(code.step, a, -1, 0);
  }
  softplus(a: number): number {
    return this.#apply(code.softplus, a, -1, 0);
  }
  sin(a: number): number {
    return this.#apply(code.sin, a, -1, 0);
  }
  cos(a: number): number {
    return this.#apply(code.cos, a, -1, 0);
  }
  abs(a: number): number {
    return this.#apply(code.abs, a, -1, 0);
  }
  max(a: number, b: number): number {
    return this.#apply(code.max, a, b, 0);
  }
  min(a: number, b: number): number {
    return this.#apply(code.min, a, b, 0);
  }
  erf(a: number): number {
    return this.#apply(code.erf, a, -1, 0);
  }
  expm1(a: number): number {
    return this.#apply(code.expm1, a, -1, 0);
  }

  get length(): number {
    return this.#length;
  }

  /** All that was appended so far; what comes later leaves it as it is. */
  instructions(): Instructions {
    return {
      ...this.#shape,
      length: this.#length,
      codes: this.#codes,
      left: this.#left,
      right: this.#right,
      immediates: this.#immediates,
    };
  }

  /** The verified tape that computes the outputs and nothing else. */
  build(outputs: ArrayLike<number>): Tape {
    return livePart(this.instructions(), outputs);
  }

  /** The same in steps; nothing may be appended before they are done. */
  buildSteps(outputs: ArrayLike<number>): Steps<Tape> {
    return livePartSteps(this.instructions(), outputs);
  }

  #apply(op: number, a: number, b: number, exponent: number): number {
    const simpler = this.#simplify(op, a, b, exponent);
    return simpler < 0 ? this.#append(op, a, b, exponent) : simpler;
  }

  /**
   * An instruction that does as well, or -1. Folding changes no result but the sign of a zero: ops on constants, and
   * neutral elements. x · 0 stays, because it is NaN for an infinite x, and so does x - x.
   */
  #simplify(op: number, a: number, b: number, exponent: number): number {
    const constantA = this.#codes[a] === code.constant;
    const constantB = b >= 0 && this.#codes[b] === code.constant;
    if (constantA && (constantB || b < 0)) {
      const valueB = b < 0 ? 0 : this.#immediates[b];
      const name = opOf(op);
      const value = this.#functions[name] ?? ops[name].value;
      return this.constant(value(this.#immediates[a], valueB, exponent));
    }
    if (constantA) {
      const neutral = op === code.add ? 0 : op === code.mul ? 1 : NaN;
      return this.#immediates[a] === neutral ? b : -1;
    }
    if (constantB) {
      if (op === code.power) return this.pow(a, this.#immediates[b]);
      const neutral = op === code.add || op === code.sub ? 0 : op === code.mul || op === code.div ? 1 : NaN;
      return this.#immediates[b] === neutral ? a : -1;
    }
    if (op === code.neg) return this.#codes[a] === code.neg ? this.#left[a] : -1;
    if (op === code.pow) return exponent === 1 ? a : exponent === 0 ? this.constant(1) : -1;
    return -1;
  }

  #append(op: number, left: number, right: number, immediate: number): number {
    if (this.#length === this.#codes.length) this.#grow();
    const table = this.#table;
    const mask = table.length - 1;
    let slot = hash(op, left, right, immediate) & mask;
    for (let found = table[slot] - 1; found >= 0; found = table[slot] - 1) {
      if (
        this.#codes[found] === op &&
        this.#left[found] === left &&
        this.#right[found] === right &&
        Object.is(this.#immediates[found], immediate)
      ) {
        return found;
      }
      slot = (slot + 1) & mask;
    }
    const index = this.#length++;
    table[slot] = index + 1;
    this.#codes[index] = op;
    this.#left[index] = left;
    this.#right[index] = right;
    this.#immediates[index] = immediate;
    return index;
  }

  #grow(): void {
    const capacity = this.#codes.length * 2;
    const grown = <A extends Uint8Array | Int32Array | Float64Array>(from: A, to: A): A => (to.set(from), to);
    this.#codes = grown(this.#codes, new Uint8Array(capacity));
    this.#left = grown(this.#left, new Int32Array(capacity));
    this.#right = grown(this.#right, new Int32Array(capacity));
    this.#immediates = grown(this.#immediates, new Float64Array(capacity));
    this.#fillTable();
  }

  /** Room for as many entries as the arrays have, and all instructions in it. */
  #fillTable(): void {
    const table = new Int32Array(tableSize(this.#codes.length));
    const mask = table.length - 1;
    for (let i = 0; i < this.#length; i++) {
      let slot = hash(this.#codes[i], this.#left[i], this.#right[i], this.#immediates[i]) & mask;
      while (table[slot] > 0) slot = (slot + 1) & mask;
      table[slot] = i + 1;
    }
    this.#table = table;
  }
}

/**
 * The part of a tape that computes some of its outputs, given by their places in `tape.outputs`.
 * A part that reads no target has none, so that it can run on samples without.
 */
export function selectOutputs(tape: Tape, outputs: readonly number[]): Tape {
  const instructions = outputs.map((k) => tape.outputs[k]);
  return withoutUnreadTargets(livePart(tape, instructions));
}

export function withoutUnreadTargets(tape: Tape): Tape {
  return tape.codes.includes(code.target) ? tape : { ...tape, targetCount: 0 };
}

/** A power of two, at most half of which is in use. */
function tableSize(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(2 * capacity));
}

const floatBits = new Float64Array(1);
const floatWords = new Int32Array(floatBits.buffer);

function hash(code: number, left: number, right: number, immediate: number): number {
  floatBits[0] = immediate;
  let h = Math.imul(code ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul((h ^ left) + (h >>> 15), 0xc2b2ae35);
  h = Math.imul((h ^ right) + (h >>> 13), 0x27d4eb2f);
  h = Math.imul((h ^ floatWords[0] ^ floatWords[1]) + (h >>> 16), 0x165667b1);
  return h ^ (h >>> 15);
}
