import type { FunctionBody, Local } from './encoding/function-body.ts';

/** A 32-bit integer: a local, a constant, or what emits one. */
export type Integer = Local | number | (() => void);

/** Addresses and counts: 32-bit arithmetic inside one function. */
export class IntegerMath {
  readonly #body: FunctionBody;

  constructor(body: FunctionBody) {
    this.#body = body;
  }

  push(value: Integer): void {
    if (typeof value === 'number') this.#body.i32(value);
    else if (typeof value === 'function') value();
    else this.#body.get(value);
  }

  set(target: Local, value: Integer): void {
    this.push(value);
    this.#body.set(target);
  }

  add(a: Integer, b: Integer): Integer {
    return this.#binary('i32.add', a, b);
  }
  sub(a: Integer, b: Integer): Integer {
    return this.#binary('i32.sub', a, b);
  }
  mul(a: Integer, b: Integer): Integer {
    return this.#binary('i32.mul', a, b);
  }
  shiftLeft(a: Integer, count: number): Integer {
    return this.#binary('i32.shl', a, count);
  }
  shiftRight(a: Integer, count: number): Integer {
    return this.#binary('i32.shr_u', a, count);
  }
  equal(a: Integer, b: Integer): Integer {
    return this.#binary('i32.eq', a, b);
  }
  less(a: Integer, b: Integer): Integer {
    return this.#binary('i32.lt_s', a, b);
  }
  /** The smaller, both signed; operands are emitted twice. */
  min(a: Integer, b: Integer): Integer {
    return this.#select(a, b, this.less(a, b));
  }
  max(a: Integer, b: Integer): Integer {
    return this.#select(b, a, this.less(a, b));
  }

  load(address: number): Integer {
    return () => {
      this.#body.i32(0);
      this.#body.memory('i32.load', address);
    };
  }

  store(address: number, value: Integer): void {
    this.#body.i32(0);
    this.push(value);
    this.#body.memory('i32.store', address);
  }

  #binary(
    op: 'i32.add' | 'i32.sub' | 'i32.mul' | 'i32.shl' | 'i32.shr_u' | 'i32.eq' | 'i32.lt_s',
    a: Integer,
    b: Integer,
  ): Integer {
    return () => {
      this.push(a);
      this.push(b);
      this.#body.op(op);
    };
  }

  #select(ifTrue: Integer, ifFalse: Integer, condition: Integer): Integer {
    return () => {
      this.push(ifTrue);
      this.push(ifFalse);
      this.push(condition);
      this.#body.op('select_i32');
    };
  }
}
