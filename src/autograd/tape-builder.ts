import { ops, type Arithmetic, type OpName } from './ops.ts';
import { instructionCode, isLeaf, opOf, verify, type LeafRole, type Tape, type TapeShape } from './tape.ts';

const constantCode = instructionCode.constant;

/**
 * Appends instructions to a tape. Being an `Arithmetic`, it can be handed to a chain rule, which then emits
 * instead of computing. Equal instructions are shared and constants folded as they are appended; what no
 * output needs is dropped by `build`.
 */
export class TapeBuilder implements Arithmetic<number> {
  readonly #shape: TapeShape;
  #length = 0;
  #codes = new Uint8Array(256);
  #left = new Int32Array(256);
  #right = new Int32Array(256);
  #immediates = new Float64Array(256);
  /** Open-addressing hash table from an instruction's contents to its index; -1 is an empty slot. */
  #table = new Int32Array(1024).fill(-1);

  constructor({ inputCount, targetCount, parameterCount }: TapeShape) {
    this.#shape = { inputCount, targetCount, parameterCount };
  }

  leaf(role: Exclude<LeafRole, 'constant'>, slot: number): number {
    return this.#append(instructionCode[role], slot, -1, 0);
  }

  constant(value: number): number {
    return this.#append(constantCode, -1, -1, value);
  }

  /** One op on instructions already on the tape; its result's index. */
  apply(op: OpName, a: number, b = -1, exponent = 0): number {
    const simpler = this.#simplify(op, a, b, exponent);
    return simpler ?? this.#append(instructionCode[op], a, b, exponent);
  }

  add(a: number, b: number): number {
    return this.apply('add', a, b);
  }
  sub(a: number, b: number): number {
    return this.apply('sub', a, b);
  }
  mul(a: number, b: number): number {
    return this.apply('mul', a, b);
  }
  div(a: number, b: number): number {
    return this.apply('div', a, b);
  }
  neg(a: number): number {
    return this.apply('neg', a);
  }
  pow(a: number, exponent: number): number {
    return this.apply('pow', a, -1, exponent);
  }
  exp(a: number): number {
    return this.apply('exp', a);
  }
  log(a: number): number {
    return this.apply('log', a);
  }
  sqrt(a: number): number {
    return this.apply('sqrt', a);
  }
  tanh(a: number): number {
    return this.apply('tanh', a);
  }
  sigmoid(a: number): number {
    return this.apply('sigmoid', a);
  }
  relu(a: number): number {
    return this.apply('relu', a);
  }
  step(a: number): number {
    return this.apply('step', a);
  }
  softplus(a: number): number {
    return this.apply('softplus', a);
  }
  sin(a: number): number {
    return this.apply('sin', a);
  }
  cos(a: number): number {
    return this.apply('cos', a);
  }

  /** Appends every instruction of another tape of the same shape; where each of them is now. */
  include(tape: Tape): Int32Array {
    const at = new Int32Array(tape.length);
    for (let i = 0; i < tape.length; i++) {
      const code = tape.codes[i];
      if (isLeaf(code)) at[i] = this.#append(code, tape.left[i], -1, tape.immediates[i]);
      else {
        const right = tape.right[i];
        at[i] = this.apply(opOf(code), at[tape.left[i]], right < 0 ? -1 : at[right], tape.immediates[i]);
      }
    }
    return at;
  }

  /** The verified tape that computes the outputs and nothing else. */
  build(outputs: ArrayLike<number>): Tape {
    for (let k = 0; k < outputs.length; k++) {
      if (!(outputs[k] >= 0 && outputs[k] < this.#length)) {
        throw new RangeError(`output ${k} is instruction ${outputs[k]} of ${this.#length}`);
      }
    }
    const renumbered = this.#liveInstructions(outputs);
    const length = renumbered.reduce((count, index) => (index < 0 ? count : count + 1), 0);
    const codes = new Uint8Array(length);
    const left = new Int32Array(length);
    const right = new Int32Array(length);
    const immediates = new Float64Array(length);
    for (let i = 0; i < this.#length; i++) {
      const to = renumbered[i];
      if (to < 0) continue;
      const leaf = isLeaf(this.#codes[i]);
      codes[to] = this.#codes[i];
      left[to] = leaf ? this.#left[i] : renumbered[this.#left[i]];
      right[to] = this.#right[i] < 0 ? -1 : renumbered[this.#right[i]];
      immediates[to] = this.#immediates[i];
    }
    const kept = Int32Array.from(outputs, (output) => renumbered[output]);
    return verify({ ...this.#shape, length, codes, left, right, immediates, outputs: kept });
  }

  /** For every instruction its place among those that some output needs, or -1. */
  #liveInstructions(outputs: ArrayLike<number>): Int32Array {
    const place = new Int32Array(this.#length).fill(-1);
    for (let i = 0; i < outputs.length; i++) place[outputs[i]] = 0;
    for (let i = this.#length - 1; i >= 0; i--) {
      if (place[i] < 0 || isLeaf(this.#codes[i])) continue;
      place[this.#left[i]] = 0;
      if (this.#right[i] >= 0) place[this.#right[i]] = 0;
    }
    let next = 0;
    for (let i = 0; i < this.#length; i++) if (place[i] === 0) place[i] = next++;
    return place;
  }

  /**
   * Folding that changes no result but the sign of a zero: ops on constants, and neutral elements. x · 0 stays, because it is NaN
   * for an infinite x, and so does x - x.
   */
  #simplify(op: OpName, a: number, b: number, exponent: number): number | undefined {
    const constantA = this.#codes[a] === constantCode;
    const constantB = b < 0 || this.#codes[b] === constantCode;
    if (constantA && constantB) {
      return this.constant(ops[op].value(this.#immediates[a], b < 0 ? 0 : this.#immediates[b], exponent));
    }
    const valueA = constantA ? this.#immediates[a] : NaN;
    const valueB = constantB && b >= 0 ? this.#immediates[b] : NaN;
    switch (op) {
      case 'add':
        return valueA === 0 ? b : valueB === 0 ? a : undefined;
      case 'sub':
        return valueB === 0 ? a : undefined;
      case 'mul':
        return valueA === 1 ? b : valueB === 1 ? a : undefined;
      case 'div':
        return valueB === 1 ? a : undefined;
      case 'pow':
        return exponent === 1 ? a : exponent === 0 ? this.constant(1) : undefined;
      case 'neg':
        return this.#codes[a] === instructionCode.neg ? this.#left[a] : undefined;
      default:
        return undefined;
    }
  }

  #append(code: number, left: number, right: number, immediate: number): number {
    const mask = this.#table.length - 1;
    let slot = hash(code, left, right, immediate) & mask;
    for (let found = this.#table[slot]; found >= 0; found = this.#table[slot]) {
      if (
        this.#codes[found] === code &&
        this.#left[found] === left &&
        this.#right[found] === right &&
        Object.is(this.#immediates[found], immediate)
      ) {
        return found;
      }
      slot = (slot + 1) & mask;
    }
    const index = this.#length++;
    this.#table[slot] = index;
    if (index === this.#codes.length) this.#grow();
    this.#codes[index] = code;
    this.#left[index] = left;
    this.#right[index] = right;
    this.#immediates[index] = immediate;
    if (this.#length * 2 > this.#table.length) this.#rehash();
    return index;
  }

  #grow(): void {
    const capacity = this.#codes.length * 2;
    const grown = <A extends Uint8Array | Int32Array | Float64Array>(from: A, to: A): A => (to.set(from), to);
    this.#codes = grown(this.#codes, new Uint8Array(capacity));
    this.#left = grown(this.#left, new Int32Array(capacity));
    this.#right = grown(this.#right, new Int32Array(capacity));
    this.#immediates = grown(this.#immediates, new Float64Array(capacity));
  }

  #rehash(): void {
    const size = this.#table.length * 4;
    this.#table = new Int32Array(size).fill(-1);
    for (let i = 0; i < this.#length; i++) {
      let slot = hash(this.#codes[i], this.#left[i], this.#right[i], this.#immediates[i]) & (size - 1);
      while (this.#table[slot] >= 0) slot = (slot + 1) & (size - 1);
      this.#table[slot] = i;
    }
  }
}

/**
 * The part of a tape that computes some of its outputs, given by their places in `tape.outputs`.
 * A part that reads no target has none, so that it can run on samples without.
 */
export function selectOutputs(tape: Tape, outputs: readonly number[]): Tape {
  const builder = new TapeBuilder(tape);
  const at = builder.include(tape);
  const part = builder.build(outputs.map((k) => at[tape.outputs[k]]));
  return part.codes.includes(instructionCode.target) ? part : { ...part, targetCount: 0 };
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
