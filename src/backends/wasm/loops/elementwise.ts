import type { Compilation } from '../compilation.ts';
import type { FunctionReference, Local } from '../encoding/function-body.ts';
import type { Expression, LaneMath } from '../lane-math.ts';
import { IntegerMath } from '../integer-math.ts';
import { loadSplat, loadVector, storeVector } from '../memory-access.ts';
import { vectorBytes } from '../memory-layout.ts';
import { opEmitters } from '../op-emitters.ts';
import type { Elementwise, ElementwiseNest, Operand, Row } from '../structure/row-program.ts';
import { repeat, setTo } from './counted-loop.ts';
import { groupStride, groupVectors, type RowMemory } from './row-memory.ts';

export interface ElementwiseRequest {
  readonly nest: ElementwiseNest;
  readonly rows: RowMemory;
  readonly parameters: number;
  /** Rows that something outside the loop reads. */
  readonly kept: ReadonlySet<Row>;
  /** A row of length 1 to be masked as soon as it is computed, if any, and the row of masks. */
  readonly masked: Row | null;
  readonly mask: Row;
}

/** A function (groups) that runs row ops, values in locals, stores only what is read elsewhere. */
export function emitElementwise(compilation: Compilation, request: ElementwiseRequest): FunctionReference {
  const m = compilation.function({ parameters: ['i32'], results: [] });
  const readsMember = request.nest.ops.some((op) => op.operands.some(({ kind }) => kind === 'member'));
  if (request.nest.length > 1 && !readsMember) emitFlat(m, request);
  else emitByVector(m, request);
  return compilation.module.add(m.body);
}

/** Rows of one length stand in memory alike: one loop over all their vectors, gaps included, two in each
 * round. An odd number of groups leaves room for the vector after the last. */
function emitFlat(m: LaneMath, request: ElementwiseRequest): void {
  const { body } = m;
  const offset = body.local('i32');
  const limit = body.local('i32');
  const integers = new IntegerMath(body);
  const vectors = integers.mul(body.parameters[0], groupVectors(request.nest.length));
  integers.set(limit, integers.shiftRight(integers.add(vectors, 1), 1));
  repeat(body, limit, [{ local: offset, bytes: 2 * vectorBytes }], () => {
    for (const half of [0, vectorBytes]) {
      new RowOps(m, request, (row) => ({ address: request.rows.addressOf(row) + half, base: offset })).emit();
    }
  });
}

/** For each lane group, a loop over the members. */
function emitByVector(m: LaneMath, request: ElementwiseRequest): void {
  const { body } = m;
  const group = body.local('i32');
  const member = body.local('i32');
  const places = new Places(m, request.rows);
  collectBases(request, places.place);
  repeat(body, body.parameters[0], [{ local: group, bytes: 1 }], () => {
    setTo(body, member, 0);
    repeat(body, request.nest.length, [{ local: member, bytes: vectorBytes }], () => {
      places.update(group, member);
      new RowOps(m, request, places.place).emit();
    });
  });
}

/** Where members are in the present lane group: one base for all rows of a length, and one more for the loop's member. */
class Places {
  readonly #m: LaneMath;
  readonly #rows: RowMemory;
  readonly #bases: { readonly length: number; readonly moving: boolean; readonly local: Local }[] = [];

  constructor(m: LaneMath, rows: RowMemory) {
    this.#m = m;
    this.#rows = rows;
  }

  readonly place: Place = (row, index) => ({
    address: this.#rows.addressOf(row) + (index ?? 0) * vectorBytes,
    base: this.#baseOf(row.length, index === null && row.length > 1),
  });

  /** Sets every base that was asked for so far. */
  update(group: Local, member: Local): void {
    const integers = new IntegerMath(this.#m.body);
    for (const { length, moving, local } of this.#bases) {
      const start = integers.mul(group, groupStride({ length }));
      integers.set(local, moving ? integers.add(start, member) : start);
    }
  }

  #baseOf(length: number, moving: boolean): Local {
    const known = this.#bases.find((base) => base.length === length && base.moving === moving);
    if (known !== undefined) return known.local;
    const local = this.#m.body.local('i32');
    this.#bases.push({ length, moving, local });
    return local;
  }
}

/** Asks for the place of everything that the loop will read or write, so that all bases are known before it. */
function collectBases({ nest, masked, mask }: ElementwiseRequest, place: Place): void {
  for (const op of nest.ops) {
    place(op.result, null);
    for (const operand of op.operands) {
      if (operand.kind === 'row') place(operand.row, null);
      if (operand.kind === 'member') place(operand.row, operand.index);
    }
  }
  if (masked !== null) place(mask, 0);
}

/** Where a row's member is: the loop's present one (null) or a fixed one. */
type Place = (row: Row, index: number | null) => { readonly address: number; readonly base: Local };

/** The ops of the loop body, once. */
class RowOps {
  readonly #m: LaneMath;
  readonly #request: ElementwiseRequest;
  readonly #place: Place;
  readonly #values = new Map<Row, Expression>();

  constructor(m: LaneMath, request: ElementwiseRequest, place: Place) {
    this.#m = m;
    this.#request = request;
    this.#place = place;
  }

  emit(): void {
    this.#m.scope(() => {
      for (const op of this.#request.nest.ops) this.#op(op);
    });
  }

  #op(op: Elementwise): void {
    const m = this.#m;
    const { kept, masked } = this.#request;
    const local = m.temporary();
    m.scope(() => {
      const [a, b = a] = op.operands.map((operand) => this.#read(operand));
      const value = opEmitters[op.op](m, a, b, op.exponent);
      (masked === op.result ? this.#masked(value) : value).emit();
    });
    m.body.set(local);
    this.#values.set(op.result, m.held(local));
    if (!kept.has(op.result)) return;
    const { address, base } = this.#place(op.result, null);
    storeVector(m, address, m.held(local), base);
  }

  #masked(value: Expression): Expression {
    const { address, base } = this.#place(this.#request.mask, 0);
    return this.#m.and(value, loadVector(this.#m, address, base));
  }

  #read(operand: Operand): Expression {
    const m = this.#m;
    switch (operand.kind) {
      case 'constant':
        return m.constant(operand.value);
      case 'parameter':
        return loadSplat(m, this.#request.parameters + operand.slot * m.lanes.bytes);
      case 'row':
        return this.#values.get(operand.row) ?? this.#load(operand.row, null);
      case 'member': {
        const own = operand.row.length === 1 ? this.#values.get(operand.row) : undefined;
        return own ?? this.#load(operand.row, operand.index);
      }
    }
  }

  #load(row: Row, index: number | null): Expression {
    const { address, base } = this.#place(row, index);
    return this.#m.let(loadVector(this.#m, address, base));
  }
}
