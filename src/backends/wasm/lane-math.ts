import type { FunctionBody, FunctionReference, Local } from './encoding/function-body.ts';
import type { PlainInstruction } from './encoding/instructions.ts';
import type { Lanes } from './lanes.ts';

/** A vector that can be put on the operand stack. Emitting it twice computes it twice, unless it is `held`. */
export interface Expression {
  readonly emit: () => void;
  /** True where emitting is as cheap as reading a local. */
  readonly held: boolean;
  /** Set for a product that can join an addition: its factors. */
  readonly product?: readonly [Expression, Expression];
}

/** What the engine can do and what the module imports. */
export interface Features {
  /** relaxed_madd may be used: a·b + c in one instruction, rounded once or twice as the machine likes. */
  readonly relaxedMadd: boolean;
}

/** Scalar functions on f64 that the module imports, for arguments and exponents that no kernel covers. */
export interface ScalarFunctions {
  readonly sin: FunctionReference;
  readonly cos: FunctionReference;
  /** a to the power of b. */
  readonly pow: FunctionReference;
}

/**
 * Vector arithmetic on the lanes of one function: expressions that emit instructions when asked to.
 * Locals come from a pool: those of `let` go back to it at the end of the enclosing `scope`.
 */
export class LaneMath {
  readonly body: FunctionBody;
  readonly lanes: Lanes;
  readonly features: Features;
  readonly scalars: ScalarFunctions;
  readonly #free: Local[] = [];
  #temporaries: Local[] = [];

  constructor(body: FunctionBody, lanes: Lanes, features: Features, scalars: ScalarFunctions) {
    this.body = body;
    this.lanes = lanes;
    this.features = features;
    this.scalars = scalars;
  }

  /** A v128 local of the pool, until the caller gives it back with `release`. */
  take(): Local {
    return this.#free.pop() ?? this.body.local('v128');
  }

  release(local: Local): void {
    this.#free.push(local);
  }

  /** A v128 local that is free again at the end of the enclosing scope. */
  temporary(): Local {
    const local = this.take();
    this.#temporaries.push(local);
    return local;
  }

  scope(contents: () => void): void {
    const outer = this.#temporaries;
    this.#temporaries = [];
    contents();
    this.#free.push(...this.#temporaries.reverse());
    this.#temporaries = outer;
  }

  held(local: Local): Expression {
    return { emit: () => this.body.get(local), held: true };
  }

  /** Computes now; what is returned only reads the result. */
  let(value: Expression): Expression {
    if (value.held) return value;
    const local = this.temporary();
    value.emit();
    this.body.set(local);
    return this.held(local);
  }

  /** The same number in every lane. */
  constant(value: number): Expression {
    return { emit: () => this.body.v128(this.lanes.splatBytes(value)), held: true };
  }

  /** The same bits in every lane: the top 32, and in 64-bit lanes the low 32. */
  bits(high: number, low = 0): Expression {
    const words = Uint32Array.from(
      this.lanes.bytes === 4 ? [high, high, high, high] : [low, high, low, high],
    );
    return { emit: () => this.body.v128(new Uint8Array(words.buffer)), held: true };
  }

  /** The same whole number, 0 ≤ value < 2³¹, in every integer lane. */
  integer(value: number): Expression {
    return this.lanes.bytes === 4 ? this.bits(value) : this.bits(0, value);
  }

  add(a: Expression, b: Expression): Expression {
    if (this.features.relaxedMadd) {
      if (b.product !== undefined) return this.#fused(b.product, a);
      if (a.product !== undefined) return this.#fused(a.product, b);
    }
    return this.#apply(`${this.lanes.float}.add`, a, b);
  }
  sub(a: Expression, b: Expression): Expression {
    return this.#apply(`${this.lanes.float}.sub`, a, b);
  }
  mul(a: Expression, b: Expression): Expression {
    return { ...this.#apply(`${this.lanes.float}.mul`, a, b), product: [a, b] };
  }
  div(a: Expression, b: Expression): Expression {
    return this.#apply(`${this.lanes.float}.div`, a, b);
  }
  neg(a: Expression): Expression {
    return this.#apply(`${this.lanes.float}.neg`, a);
  }
  abs(a: Expression): Expression {
    return this.#apply(`${this.lanes.float}.abs`, a);
  }
  sqrt(a: Expression): Expression {
    return this.#apply(`${this.lanes.float}.sqrt`, a);
  }
  /** b where b < a, else a: NaN in `a` stays. */
  min(a: Expression, b: Expression): Expression {
    return this.#apply(`${this.lanes.float}.pmin`, a, b);
  }
  /** b where a < b, else a: NaN in `a` stays. */
  max(a: Expression, b: Expression): Expression {
    return this.#apply(`${this.lanes.float}.pmax`, a, b);
  }
  /** The smaller one as IEEE 754-2019 has it: NaN in either stays, and -0 is below 0. */
  smaller(a: Expression, b: Expression): Expression {
    return this.#apply(`${this.lanes.float}.min`, a, b);
  }
  /** The larger one, likewise. */
  larger(a: Expression, b: Expression): Expression {
    return this.#apply(`${this.lanes.float}.max`, a, b);
  }
  lessThan(a: Expression, b: Expression): Expression {
    return this.#apply(`${this.lanes.float}.lt`, a, b);
  }
  equal(a: Expression, b: Expression): Expression {
    return this.#apply(`${this.lanes.float}.eq`, a, b);
  }
  and(a: Expression, b: Expression): Expression {
    return this.#apply('v128.and', a, b);
  }
  /** The bits of a that are not set in b. */
  andNot(a: Expression, b: Expression): Expression {
    return this.#apply('v128.andnot', a, b);
  }
  or(a: Expression, b: Expression): Expression {
    return this.#apply('v128.or', a, b);
  }
  xor(a: Expression, b: Expression): Expression {
    return this.#apply('v128.xor', a, b);
  }
  integerAdd(a: Expression, b: Expression): Expression {
    return this.#apply(`${this.lanes.integer}.add`, a, b);
  }
  integerSub(a: Expression, b: Expression): Expression {
    return this.#apply(`${this.lanes.integer}.sub`, a, b);
  }
  shiftLeft(a: Expression, count: number): Expression {
    return this.#shift(`${this.lanes.integer}.shl`, a, count);
  }
  shiftRight(a: Expression, count: number): Expression {
    return this.#shift(`${this.lanes.integer}.shr_u`, a, count);
  }
  /** a where the mask's bits are set, else b. */
  select(mask: Expression, a: Expression, b: Expression): Expression {
    return {
      emit: () => {
        a.emit();
        b.emit();
        mask.emit();
        this.body.op('v128.bitselect');
      },
      held: false,
    };
  }

  /** Horner's rule; highest power first. The variable must be held. */
  polynomial(x: Expression, coefficients: readonly number[]): Expression {
    return coefficients
      .map((coefficient) => this.constant(coefficient))
      .reduce((sum, coefficient) => this.add(this.mul(sum, x), coefficient));
  }

  #apply(instruction: PlainInstruction, ...operands: readonly Expression[]): Expression {
    return {
      emit: () => {
        for (const operand of operands) operand.emit();
        this.body.op(instruction);
      },
      held: false,
    };
  }

  #shift(instruction: PlainInstruction, a: Expression, count: number): Expression {
    return {
      emit: () => {
        a.emit();
        this.body.i32(count);
        this.body.op(instruction);
      },
      held: false,
    };
  }

  #fused([a, b]: readonly [Expression, Expression], c: Expression): Expression {
    return this.#apply(`${this.lanes.float}.relaxed_madd`, a, b, c);
  }
}
