import { isLeaf, leafRoles, opOf, type LeafRole, type Tape } from '../../autograd/tape.ts';
import type { Local } from './encoding/function-body.ts';
import type { Expression, LaneMath } from './lane-math.ts';
import { storeVector } from './memory-access.ts';
import { opEmitters, plainOps } from './op-emitters.ts';
import { countUses } from './tape-graph.ts';

/** Longer operand expressions are computed into a local first, so that emitting never recurses deeply. */
const largestInlineDepth = 24;

/** Computed side by side: one alone would wait for each of its additions, more take too many registers. */
const valuesPerAnchor = 2;

export interface StraightLineRequest {
  readonly tape: Tape;
  /** The vector of an input, target or parameter. Parameters are emitted anew at each use. */
  readonly leaf: (role: Exclude<LeafRole, 'constant'>, slot: number) => Expression;
  /** Vectors that are known already; instructions that only these need are not emitted. */
  readonly known?: ReadonlyMap<number, Expression>;
  /** Instructions passed through this once they are computed, before anything reads them. */
  readonly adjust?: ReadonlyMap<number, (value: Expression) => Expression>;
  /** Address of a vector that may be overwritten: results are stored there to fix the order of the code. */
  readonly anchor?: number;
  /** Receives each output as soon as it is computed, in the order of the tape. */
  readonly output: (k: number, value: Expression) => void;
}

/** Emits a tape instruction by instruction, results in locals; what is read once is emitted where it is read. */
export function emitStraightLine(m: LaneMath, request: StraightLineRequest): void {
  new StraightLine(m, request).emit();
}

class StraightLine {
  readonly #m: LaneMath;
  readonly #request: StraightLineRequest;
  readonly #usesLeft: Uint32Array;
  readonly #needed: Uint8Array;
  readonly #values: (Expression | undefined)[];
  readonly #locals: (Local | undefined)[];
  readonly #depths: Uint8Array;
  readonly #unanchored: Local[] = [];
  /** outputs[k] by the instruction that computes it. */
  readonly #outputsOf = new Map<number, number[]>();

  constructor(m: LaneMath, request: StraightLineRequest) {
    const { tape } = request;
    this.#m = m;
    this.#request = request;
    this.#usesLeft = countUses(tape);
    this.#values = new Array<Expression | undefined>(tape.length);
    this.#locals = new Array<Local | undefined>(tape.length);
    this.#depths = new Uint8Array(tape.length);
    tape.outputs.forEach((i, k) => {
      const outputs = this.#outputsOf.get(i);
      if (outputs === undefined) this.#outputsOf.set(i, [k]);
      else outputs.push(k);
    });
    this.#needed = this.#neededInstructions();
  }

  emit(): void {
    const { tape } = this.#request;
    for (let i = 0; i < tape.length; i++) {
      if (this.#needed[i] === 0) continue;
      this.#values[i] = this.#compute(i);
      for (const k of this.#outputsOf.get(i) ?? []) {
        this.#request.output(k, this.#value(i));
        this.#used(i);
      }
    }
  }

  #compute(i: number): Expression {
    const { tape, leaf, known, adjust } = this.#request;
    const given = known?.get(i);
    if (given !== undefined) return given;
    const code = tape.codes[i];
    if (isLeaf(code)) {
      const role = leafRoles[code];
      return role === 'constant' ? this.#m.constant(tape.immediates[i]) : leaf(role, tape.left[i]);
    }
    const adjustment = adjust?.get(i);
    const staysInline = adjustment === undefined && this.#usesLeft[i] === 1 && plainOps.has(opOf(code));
    if (staysInline && this.#depthOf(i) < largestInlineDepth) {
      this.#depths[i] = this.#depthOf(i);
      return this.#expression(i);
    }
    const local = this.#m.take();
    this.#m.scope(() => {
      const value = this.#expression(i);
      (adjustment === undefined ? value : adjustment(value)).emit();
    });
    this.#m.body.set(local);
    this.#locals[i] = local;
    this.#anchor(local);
    return this.#m.held(local);
  }

  /**
   * Stores values where nobody reads them. An engine that schedules arithmetic as late as it can, and keeps only
   * memory accesses in order, would load the weights of all neurons first and then run out of registers: in V8's
   * older compiler a third of all instructions were such reloads.
   */
  #anchor(local: Local): void {
    const { anchor } = this.#request;
    if (anchor === undefined) return;
    this.#unanchored.push(local);
    if (this.#unanchored.length < valuesPerAnchor) return;
    for (const value of this.#unanchored.splice(0)) storeVector(this.#m, anchor, this.#m.held(value));
  }

  /** The instruction on its operands. Locals are given back when their last reader has been emitted. */
  #expression(i: number): Expression {
    const { tape } = this.#request;
    const op = opOf(tape.codes[i]);
    const left = tape.left[i];
    const right = tape.right[i] < 0 ? left : tape.right[i];
    if (plainOps.has(op)) {
      // Plain ops emit each operand once, in whatever instruction they end up.
      return opEmitters[op](this.#m, this.#operand(left), this.#operand(right), tape.immediates[i]);
    }
    const value = opEmitters[op](this.#m, this.#value(left), this.#value(right), tape.immediates[i]);
    return {
      held: false,
      emit: () => {
        value.emit();
        this.#used(left);
      },
    };
  }

  #operand(i: number): Expression {
    const value = this.#value(i);
    const use = (expression: Expression): Expression => ({
      held: expression.held,
      emit: () => {
        expression.emit();
        this.#used(i);
      },
    });
    if (value.product === undefined) return use(value);
    return { ...use(value), product: [value.product[0], use(value.product[1])] };
  }

  #value(i: number): Expression {
    const value = this.#values[i];
    if (value === undefined) throw new RangeError(`%${i} is read before it is computed`);
    return value;
  }

  #depthOf(i: number): number {
    const { left, right } = this.#request.tape;
    return 1 + Math.max(this.#depths[left[i]], right[i] < 0 ? 0 : this.#depths[right[i]]);
  }

  #used(i: number): void {
    const local = this.#locals[i];
    if (--this.#usesLeft[i] === 0 && local !== undefined) this.#m.release(local);
  }

  #neededInstructions(): Uint8Array {
    const { tape, known } = this.#request;
    const needed = new Uint8Array(tape.length);
    for (const output of tape.outputs) needed[output] = 1;
    for (let i = tape.length - 1; i >= 0; i--) {
      if (needed[i] === 0 || isLeaf(tape.codes[i]) || known?.has(i) === true) continue;
      needed[tape.left[i]] = 1;
      if (tape.right[i] >= 0) needed[tape.right[i]] = 1;
    }
    return needed;
  }
}
