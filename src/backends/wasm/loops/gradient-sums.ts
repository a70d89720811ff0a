import type { Compilation } from '../compilation.ts';
import type { FunctionReference, Local } from '../encoding/function-body.ts';
import type { Expression, LaneMath } from '../lane-math.ts';
import { sumAcrossLanes } from '../lane-sums.ts';
import { loadSplat, loadVector, storeVector } from '../memory-access.ts';
import { vectorBytes } from '../memory-layout.ts';
import type { GradientBlock, OuterProduct, RowSum } from '../structure/gradient-blocks.ts';
import type { Operand, Row } from '../structure/row-program.ts';
import { repeat, repeatByPointer, setTo, type Stride } from './counted-loop.ts';
import { groupStride, type RowMemory } from './row-memory.ts';

export interface GradientTarget {
  readonly rows: RowMemory;
  readonly parameters: number;
  /** Where the sums stand, one number a parameter, with room for a vector after the last. */
  readonly gradientSums: number;
  /** The row of lane masks to apply to each gradient, or null where gradients are masked already. */
  readonly mask: Row | null;
}

/** A function (groups) that adds a block of gradients, summed over all samples of the chunk, to the sums in memory. */
export function emitGradientSums(
  compilation: Compilation,
  block: GradientBlock,
  target: GradientTarget,
): FunctionReference {
  const m = compilation.function({ parameters: ['i32'], results: [] });
  const loops = new GradientSumLoops(m, target);
  if (block.kind === 'outer-product') loops.outerProduct(block);
  else loops.rowSum(block);
  return compilation.module.add(m.body);
}

/** Members of a row from some index on, of the present lane group; or a value that is the same in all lanes. */
interface Source {
  readonly address: number;
  readonly group: Stride | null;
  readonly uniform: Expression | null;
}

class GradientSumLoops {
  readonly #m: LaneMath;
  readonly #target: GradientTarget;
  /** Byte offset of the present block's first gradient. */
  readonly #slots: Local;

  constructor(m: LaneMath, target: GradientTarget) {
    this.#m = m;
    this.#target = target;
    this.#slots = m.body.local('i32');
  }

  /** Two rows by four columns at a time; where the columns are few, more rows. */
  outerProduct({ slot, left, right, rowCount, columnCount }: OuterProduct): void {
    const { body, lanes } = this.#m;
    const narrow = columnCount <= 2;
    const columns = narrow ? columnCount : 4;
    const rows = narrow ? 8 / columns : 2;
    const leftStart = body.local('i32');
    const rightStart = body.local('i32');
    const address = this.#target.gradientSums + slot * lanes.bytes;
    const block = (height: number, width: number): void =>
      this.#outerBlock(left, right, leftStart, rightStart, height, width, columnCount, address);
    const across = (height: number): void => {
      setTo(body, rightStart, 0);
      const moving = [
        { local: rightStart, bytes: columns * vectorBytes },
        { local: this.#slots, bytes: columns * lanes.bytes },
      ];
      const whole = Math.floor(columnCount / columns);
      if (whole > 0) repeat(body, whole, moving, () => block(height, columns));
      if (columnCount % columns > 0) block(height, columnCount % columns);
    };
    const done = Math.floor(columnCount / columns) * columns;
    const moving = [
      { local: leftStart, bytes: rows * vectorBytes },
      { local: this.#slots, bytes: (rows * columnCount - done) * lanes.bytes },
    ];
    const whole = Math.floor(rowCount / rows);
    if (whole > 0) repeat(body, whole, moving, () => across(rows));
    if (rowCount % rows > 0) across(rowCount % rows);
  }

  rowSum({ slot, value, count }: RowSum): void {
    const { body, lanes } = this.#m;
    const height = 4;
    const start = body.local('i32');
    const address = this.#target.gradientSums + slot * lanes.bytes;
    const block = (size: number): void => this.#sumBlock(value, start, size, address);
    const moving = [
      { local: start, bytes: height * vectorBytes },
      { local: this.#slots, bytes: height * lanes.bytes },
    ];
    const whole = Math.floor(count / height);
    if (whole > 0) repeat(body, whole, moving, () => block(height));
    if (count % height > 0) block(count % height);
  }

  #outerBlock(
    left: Operand,
    right: Operand,
    leftStart: Local,
    rightStart: Local,
    height: number,
    width: number,
    columnCount: number,
    address: number,
  ): void {
    const m = this.#m;
    const a = this.#source(left, leftStart);
    const b = this.#source(right, rightStart);
    m.scope(() => {
      const sums = Array.from({ length: height * width }, () => this.#zeroSum());
      this.#overGroups([a, b], () => {
        const lefts = Array.from({ length: height }, (_, i) => m.let(this.#masked(this.#read(a, i))));
        for (let j = 0; j < width; j++) {
          const factor = m.temporary();
          this.#read(b, j).emit();
          m.body.set(factor);
          lefts.forEach((value, i) => this.#addTo(sums[i * width + j], m.mul(value, m.held(factor))));
        }
      });
      if (width === columnCount) this.#addToMemory(sums, address);
      else {
        for (let i = 0; i < height; i++) {
          this.#addToMemory(
            sums.slice(i * width, (i + 1) * width),
            address + i * columnCount * m.lanes.bytes,
          );
        }
      }
    });
  }

  #sumBlock(value: Operand, start: Local, count: number, address: number): void {
    const m = this.#m;
    const source = this.#source(value, start);
    m.scope(() => {
      const sums = Array.from({ length: count }, () => this.#zeroSum());
      this.#overGroups([source], () => {
        sums.forEach((sum, i) => this.#addTo(sum, this.#masked(this.#read(source, i))));
      });
      this.#addToMemory(sums, address);
    });
  }

  #zeroSum(): Local {
    const sum = this.#m.temporary();
    this.#m.bits(0).emit();
    this.#m.body.set(sum);
    return sum;
  }

  #addTo(sum: Local, value: Expression): void {
    this.#m.add(this.#m.held(sum), value).emit();
    this.#m.body.set(sum);
  }

  #overGroups(sources: readonly Source[], contents: () => void): void {
    const m = this.#m;
    const { mask } = this.#target;
    const moving = sources.flatMap((source) => (source.group === null ? [] : [source.group]));
    if (mask !== null) {
      setTo(m.body, this.#maskGroup, 0);
      moving.push({ local: this.#maskGroup, bytes: groupStride(mask) });
    }
    const [first, ...others] = moving;
    const groups = m.body.parameters[0];
    if (first === undefined) repeat(m.body, groups, [], () => m.scope(contents));
    else repeatByPointer(m.body, groups, [first, ...others], () => m.scope(contents));
  }

  #source(operand: Operand, start: Local): Source {
    const m = this.#m;
    const { rows, parameters } = this.#target;
    switch (operand.kind) {
      case 'constant':
        return { address: 0, group: null, uniform: m.constant(operand.value) };
      case 'parameter':
        return { address: 0, group: null, uniform: loadSplat(m, parameters + operand.slot * m.lanes.bytes) };
      default: {
        const index = operand.kind === 'member' ? operand.index : 0;
        const group = { local: m.body.local('i32'), bytes: groupStride(operand.row) };
        setTo(m.body, group.local, start);
        return { address: rows.addressOf(operand.row) + index * vectorBytes, group, uniform: null };
      }
    }
  }

  #read({ address, group, uniform }: Source, member: number): Expression {
    if (uniform !== null || group === null) return uniform ?? this.#m.constant(0);
    return loadVector(this.#m, address + member * vectorBytes, group.local);
  }

  #mask: Local | undefined;

  get #maskGroup(): Local {
    this.#mask ??= this.#m.body.local('i32');
    return this.#mask;
  }

  #masked(value: Expression): Expression {
    const { mask, rows } = this.#target;
    if (mask === null) return value;
    return this.#m.and(value, loadVector(this.#m, rows.addressOf(mask), this.#maskGroup));
  }

  /** Adds sums over lanes to neighbouring numbers; where they do not fill a vector, 0 is added to what follows. */
  #addToMemory(sums: readonly Local[], address: number): void {
    const m = this.#m;
    const { count } = m.lanes;
    for (let first = 0; first < sums.length; first += count) {
      m.scope(() => {
        const vectors = Array.from({ length: count }, (_, k) => {
          const sum = sums[first + k];
          return sum === undefined ? m.bits(0) : m.held(sum);
        });
        const at = address + first * m.lanes.bytes;
        const total = m.let(sumAcrossLanes(m, vectors));
        storeVector(m, at, m.add(loadVector(m, at, this.#slots), total), this.#slots);
      });
    }
  }
}
