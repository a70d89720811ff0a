import { finish, inPieces, type Steps } from '../../../autograd/steps.ts';
import { instructionCode, isLeaf, opOf, type Tape } from '../../../autograd/tape.ts';
import { countUsesSteps } from '../tape-graph.ts';
import { findDotGroups, type DotGroup, type DotGroups } from './dots.ts';
import type { Elementwise, MatrixVector, Operand, Pack, Row, RowProgram } from './row-program.ts';
import { joinNests } from './join-nests.ts';

/** After so many attempts the structure is given up and every instruction becomes a row of its own. */
const largestAttempts = 8;

/**
 * Finds the layers in a scalar tape: sums of products that form matrix–vector products, and ops that are the same
 * for every member of a row. Ops that fit nowhere become rows of length 1. Products that are only gradients
 * (of the outputs from `firstGradient` on) are left to be summed as outer products. The last inputs make up rows of
 * their own, of the lengths in `presented`.
 */
export function findRows(
  tape: Tape,
  firstGradient = tape.outputs.length,
  presented: readonly number[] = [],
): RowProgram {
  return finish(rowSteps(tape, firstGradient, presented));
}

/** What was found in a tape once holds as long as there is the tape: another optimizer or other lanes change nothing. */
const found = new WeakMap<
  Tape,
  { readonly firstGradient: number; readonly groups: string; readonly program: RowProgram }
>();

/** As `findRows`, in steps, and only once for a tape. */
export function* rowSteps(
  tape: Tape,
  firstGradient = tape.outputs.length,
  presented: readonly number[] = [],
): Steps<RowProgram> {
  const known = found.get(tape);
  const groups = presented.join();
  if (known?.firstGradient === firstGradient && known.groups === groups) return known.program;
  const program = yield* searchSteps(tape, firstGradient, presented);
  found.set(tape, { firstGradient, groups, program });
  return program;
}

function* searchSteps(tape: Tape, firstGradient: number, presented: readonly number[]): Steps<RowProgram> {
  const uses = yield* countUsesSteps(tape);
  yield;
  const products = gradientProducts(tape, uses, firstGradient);
  yield;
  const rejected: Rejected = { dots: new Set(), keys: new Set() };
  const dots = yield* findDotGroups(tape, uses);
  yield;
  for (let attempt = 0; attempt < largestAttempts; attempt++) {
    const search = new RowSearch(tape, dots, products, rejected, presented);
    const program = yield* search.run();
    yield;
    if (program !== null) return program;
  }
  const everything: Rejected = { dots: new Set(dots.groups), keys: null };
  const program = yield* new RowSearch(tape, dots, products, everything, presented).run();
  if (program === null) throw new Error('rows of single instructions do not follow each other');
  return program;
}

/** What earlier attempts found not to work. */
interface Rejected {
  readonly dots: Set<DotGroup>;
  /** Signatures of ops whose instructions do not make up a whole row; null for all signatures. */
  readonly keys: Set<string> | null;
}

function gradientProducts(tape: Tape, uses: Uint32Array, firstGradient: number): Uint8Array {
  const { codes, left, right, outputs } = tape;
  const { mul, constant, parameter } = instructionCode;
  const varies = (i: number): boolean => codes[i] !== constant && codes[i] !== parameter;
  const asGradient = new Uint32Array(tape.length);
  for (let k = firstGradient; k < outputs.length; k++) asGradient[outputs[k]]++;
  const products = new Uint8Array(tape.length);
  for (let k = firstGradient; k < outputs.length; k++) {
    const i = outputs[k];
    if (codes[i] === mul && asGradient[i] === uses[i] && varies(left[i]) && varies(right[i])) products[i] = 1;
  }
  return products;
}

interface OpenRow extends Row {
  readonly key: string | null;
  /** Instruction by index; -1 where none was found. */
  readonly members: Int32Array;
}

class RowSearch {
  readonly #tape: Tape;
  readonly #products: Uint8Array;
  readonly #rejected: Rejected;
  readonly #rows: OpenRow[] = [];
  readonly #rowOf: Int32Array;
  readonly #indexIn: Int32Array;
  readonly #byKey = new Map<string, OpenRow>();
  readonly #ops: (MatrixVector | Pack | Elementwise)[] = [];
  readonly #dots: readonly DotGroup[];
  readonly #resultOf: Int32Array;
  readonly #presented: readonly number[];
  #consistent = true;

  constructor(
    tape: Tape,
    { groups, resultOf }: DotGroups,
    products: Uint8Array,
    rejected: Rejected,
    presented: readonly number[],
  ) {
    this.#presented = presented;
    this.#tape = tape;
    this.#products = products;
    this.#rejected = rejected;
    this.#rowOf = new Int32Array(tape.length).fill(-1);
    this.#indexIn = new Int32Array(tape.length);
    this.#dots = groups.filter((group) => !rejected.dots.has(group));
    this.#resultOf = resultOf;
  }

  /** The program, or null if something was rejected on the way and another attempt is due. */
  *run(): Steps<RowProgram | null> {
    const tape = this.#tape;
    const ofSample = tape.inputCount - this.#presented.reduce((sum, width) => sum + width, 0);
    const columns = this.#addRow(ofSample + tape.targetCount, null);
    const presented = this.#presented.map((width) => this.#addRow(width, null));
    const inputs = [columns, ...presented].flatMap((row, k) =>
      Array.from({ length: k === 0 ? ofSample : row.length }, (_, index) => ({ row, index })),
    );
    for (const group of this.#dots) {
      const row = this.#addRow(group.results.length, null);
      group.results.forEach((i, r) => this.#place(i, row, r));
    }
    const { codes, left } = tape;
    yield* inPieces(tape.length, (from, to) => {
      for (let i = from; i < to; i++) {
        const result = this.#resultOf[i];
        const inSum = result >= 0 && this.#rowOf[result] >= 0;
        if (inSum || this.#products[i] === 1 || this.#rowOf[i] >= 0) continue;
        if (!isLeaf(codes[i])) this.#placeOp(i);
        else if (codes[i] === instructionCode.input)
          this.#place(i, inputs[left[i]].row, inputs[left[i]].index);
        else if (codes[i] === instructionCode.target) this.#place(i, columns, ofSample + left[i]);
      }
    });
    yield;
    this.#rejectIncompleteRows();
    this.#addMatrixVectors();
    if (!this.#consistent) return null;
    yield;
    return this.#inOrder(columns, presented);
  }

  #addRow(length: number, key: string | null): OpenRow {
    const row = { id: this.#rows.length, length, key, members: new Int32Array(length).fill(-1) };
    this.#rows.push(row);
    return row;
  }

  #place(i: number, row: OpenRow, index: number): void {
    this.#rowOf[i] = row.id;
    this.#indexIn[i] = index;
    row.members[index] = i;
  }

  #placeOp(i: number): void {
    const { codes, left, right, immediates } = this.#tape;
    const read = right[i] < 0 ? [left[i]] : [left[i], right[i]];
    const wide = read.filter((operand) => this.#rowLength(operand) > 1);
    const index = wide.length === 0 ? 0 : this.#indexIn[wide[0]];
    const length = wide.length === 0 ? 1 : this.#rowLength(wide[0]);
    const together = wide.every(
      (operand) => this.#indexIn[operand] === index && this.#rowLength(operand) === length,
    );
    const key =
      wide.length > 0 && together
        ? [codes[i], immediates[i], ...read.map((k) => this.#describe(k))].join('|')
        : null;
    const usable = key !== null && this.#rejected.keys?.has(key) === false;
    const known = usable ? this.#byKey.get(key) : undefined;
    if (known !== undefined && known.members[index] < 0) {
      this.#place(i, known, index);
      return;
    }
    const asRow = usable && known === undefined;
    const row = this.#addRow(asRow ? length : 1, asRow ? key : null);
    if (asRow) this.#byKey.set(key, row);
    this.#place(i, row, asRow ? index : 0);
    this.#ops.push({
      kind: 'elementwise',
      result: row,
      op: opOf(codes[i]),
      exponent: immediates[i],
      operands: read.map((operand) => this.#operand(operand, asRow)),
    });
  }

  #rowLength(i: number): number {
    return this.#rowOf[i] < 0 ? 0 : this.#rows[this.#rowOf[i]].length;
  }

  /** The operand in an op's signature: the same for all members of a row. */
  #describe(i: number): string {
    return this.#rowLength(i) > 1 ? `r${this.#rowOf[i]}` : `%${i}`;
  }

  #operand(i: number, byIndex: boolean): Operand {
    const { codes, left, immediates } = this.#tape;
    if (codes[i] === instructionCode.constant) return { kind: 'constant', value: immediates[i] };
    if (codes[i] === instructionCode.parameter) return { kind: 'parameter', slot: left[i] };
    if (this.#rowOf[i] < 0) throw new RangeError(`%${i} is in no row`);
    const row = this.#rows[this.#rowOf[i]];
    return byIndex && row.length > 1
      ? { kind: 'row', row }
      : { kind: 'member', row, index: this.#indexIn[i] };
  }

  #rejectIncompleteRows(): void {
    for (const row of this.#rows) {
      if (row.key === null || !row.members.includes(-1)) continue;
      this.#rejected.keys?.add(row.key);
      this.#consistent = false;
    }
  }

  /** The operands of each must follow each other in one row, or are brought together in one. */
  #addMatrixVectors(): void {
    for (const group of this.#dots) {
      const { operands } = group;
      const [first] = operands;
      const rowId = this.#rowOf[first];
      const start = this.#indexIn[first];
      const result = this.#rows[this.#rowOf[group.results[0]]];
      if (
        operands.every((i, k) => this.#rowOf[i] === rowId && this.#indexIn[i] === start + k) &&
        rowId >= 0
      ) {
        const operand = this.#rows[rowId];
        this.#ops.push({ kind: 'matrix-vector', result, operand, operandStart: start, dots: group });
      } else if (operands.every((i) => this.#rowOf[i] >= 0)) {
        const operand = this.#pack(operands);
        this.#ops.push({ kind: 'matrix-vector', result, operand, operandStart: 0, dots: group });
      } else {
        this.#rejected.dots.add(group);
        this.#consistent = false;
      }
    }
  }

  /** A row of copies: the slopes of a softmax, say, of which each has an op of its own. */
  #pack(instructions: Int32Array): Row {
    const row = this.#addRow(instructions.length, null);
    row.members.set(instructions);
    const members = Array.from(instructions, (i) => ({
      row: this.#rows[this.#rowOf[i]],
      index: this.#indexIn[i],
    }));
    this.#ops.push({ kind: 'pack', result: row, members });
    return row;
  }

  /** Row ops by their last instruction on the tape: then each follows those that it reads. */
  #inOrder(columns: OpenRow, presented: readonly OpenRow[]): RowProgram | null {
    const last = this.#rows.map((row) => row.members.reduce((a, b) => Math.max(a, b), -1));
    const ordered = this.#ops.toSorted((a, b) => last[a.result.id] - last[b.result.id]);
    const nests = joinNests(ordered, [columns, ...presented]);
    if (nests === null) {
      // Only where rows depend on each other crosswise.
      for (const group of this.#dots) this.#rejected.dots.add(group);
      return null;
    }
    const operandOf = (i: number): Operand => this.#operand(i, false);
    return {
      columns,
      presented,
      nests,
      operandOf,
      rowOf: this.#rowOf,
      indexIn: this.#indexIn,
      products: this.#products,
    };
  }
}
