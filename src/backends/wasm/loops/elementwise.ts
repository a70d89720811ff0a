import type { Compilation } from '../compilation.ts';
import type { FunctionReference, Local } from '../encoding/function-body.ts';
import type { Expression, LaneMath } from '../lane-math.ts';
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
  body.get(body.parameters[0]);
  body.i32(groupVectors(request.nest.length));
  body.op('i32.mul');
  body.i32(1);
  body.op('i32.add');
  body.i32(1);
  body.op('i32.shr_u');
  body.set(limit);
  repeat(body, limit, [{ local: offset, bytes: 2 * vectorBytes }], () => {
    for (const half of [0, vectorBytes]) {
      new RowOps(m, request, (row) => ({ address: request.rows.addressOf(row) + half, base: offset })).emit();
    }
  });
}

/** For each lane group, a loop over the members. */
function emitByVector(m: LaneMath, request: ElementwiseRequest): void {
  const { body } = m;
  const { nest, rows } = request;
  const group = body.local('i32');
  const member = body.local('i32');
  const bases = new Map<string, Local>();
  // Byte offset of the present group in rows of a length: of their first member, or of the loop's.
  const baseOf = (length: number, moving: boolean): Local => {
    const key = `${length}|${moving}`;
    const known = bases.get(key);
    if (known !== undefined) return known;
    const base = body.local('i32');
    bases.set(key, base);
    return base;
  };
  const place: Place = (row, index) =>
    index === null
      ? { address: rows.addressOf(row), base: baseOf(row.length, row.length > 1) }
      : { address: rows.addressOf(row) + index * vectorBytes, base: baseOf(row.length, false) };
  const setBases = (): void => {
    for (const [key, base] of bases) {
      const [length, moving] = key.split('|');
      body.get(group);
      body.i32(groupStride({ length: Number(length) }));
      body.op('i32.mul');
      if (moving === 'true') {
        body.get(member);
        body.op('i32.add');
      }
      body.set(base);
    }
  };
  collectBases(request, place);
  repeat(body, body.parameters[0], [{ local: group, bytes: 1 }], () => {
    setTo(body, member, 0);
    repeat(body, nest.length, [{ local: member, bytes: vectorBytes }], () => {
      setBases();
      new RowOps(m, request, place).emit();
    });
  });
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
