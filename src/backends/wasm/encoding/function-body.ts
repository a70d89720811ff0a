import { ByteWriter } from './byte-writer.ts';
import {
  laneInstructions,
  memoryInstructions,
  memoryLaneInstructions,
  plainInstructions,
  valueTypeCodes,
  type InstructionType,
  type LaneInstruction,
  type MemoryInstructionName,
  type MemoryLaneInstruction,
  type PlainInstruction,
  type ValueType,
} from './instructions.ts';

export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Something that can be called: its place in the module's function index space. */
export interface FunctionReference extends FunctionType {
  readonly index: number;
}

/** A local variable of one function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/** Where a branch may go; made by `block` and `loop`. */
export interface Label {
  readonly depth: number;
}

const opcodes = { if: 0x04, end: 0x0b, brIf: 0x0d, call: 0x10, get: 0x20, set: 0x21, tee: 0x22 } as const;
const emptyBlockType = 0x40;

/**
 * One function while it is being written. Keeps the types on the operand stack and throws a TypeError at the
 * instruction that does not fit, instead of leaving it to the engine to refuse the module.
 */
export class FunctionBody {
  readonly type: FunctionType;
  readonly parameters: readonly Local[];
  readonly #code = new ByteWriter();
  readonly #localTypes: ValueType[] = [];
  readonly #stack: ValueType[] = [];
  #depth = 0;

  constructor(type: FunctionType) {
    this.type = type;
    this.parameters = type.parameters.map((parameterType, index) => ({ index, type: parameterType }));
  }

  local(type: ValueType): Local {
    this.#localTypes.push(type);
    return { index: this.parameters.length + this.#localTypes.length - 1, type };
  }

  get(local: Local): void {
    this.#local(opcodes.get, local);
    this.#stack.push(local.type);
  }

  set(local: Local): void {
    this.#pop('local.set', local.type);
    this.#local(opcodes.set, local);
  }

  tee(local: Local): void {
    this.#pop('local.tee', local.type);
    this.#local(opcodes.tee, local);
    this.#stack.push(local.type);
  }

  op(name: PlainInstruction): void {
    this.#instruction(name, plainInstructions[name]);
  }

  /** A load or store at the address on the stack plus `offset`. */
  memory(name: MemoryInstructionName, offset = 0): void {
    this.#memory(name, memoryInstructions[name], offset);
  }

  memoryLane(name: MemoryLaneInstruction, offset: number, lane: number): void {
    this.#memory(name, memoryLaneInstructions[name], offset);
    this.#code.byte(lane);
  }

  lane(name: LaneInstruction, lane: number): void {
    this.#instruction(name, laneInstructions[name]);
    this.#code.byte(lane);
  }

  /** Result byte i is byte `pattern[i]` of the two operands laid end to end. */
  shuffle(pattern: readonly number[]): void {
    if (pattern.length !== 16) throw new RangeError(`a shuffle names 16 bytes, got ${pattern.length}`);
    this.#instruction('i8x16.shuffle', {
      prefix: 0xfd,
      opcode: 0x0d,
      pops: ['v128', 'v128'],
      pushes: ['v128'],
    });
    this.#code.bytes(pattern);
  }

  i32(value: number): void {
    this.#code.byte(0x41);
    this.#code.signed(value | 0);
    this.#stack.push('i32');
  }

  f64(value: number): void {
    this.#code.byte(0x44);
    this.#code.f64(value);
    this.#stack.push('f64');
  }

  v128(bytes: Uint8Array): void {
    if (bytes.length !== 16) throw new RangeError(`a v128 constant has 16 bytes, got ${bytes.length}`);
    this.#instruction('v128.const', { prefix: 0xfd, opcode: 0x0c, pops: [], pushes: ['v128'] });
    this.#code.bytes(bytes);
  }

  call(callee: FunctionReference): void {
    for (let i = callee.parameters.length - 1; i >= 0; i--) this.#pop('call', callee.parameters[i]);
    this.#code.byte(opcodes.call);
    this.#code.unsigned(callee.index);
    this.#stack.push(...callee.results);
  }

  /** Branching to the label leaves the block. */
  block(contents: (label: Label) => void): void {
    this.#nested(0x02, contents);
  }

  /** Branching to the label starts the loop again. */
  loop(contents: (label: Label) => void): void {
    this.#nested(0x03, contents);
  }

  /** Runs the contents if the i32 on the stack is not 0. */
  if(contents: () => void): void {
    this.#pop('if', 'i32');
    this.#nested(opcodes.if, contents);
  }

  /** Goes to the label if the i32 on the stack is not 0. */
  branchIf(label: Label): void {
    this.#pop('br_if', 'i32');
    this.#code.byte(opcodes.brIf);
    this.#code.unsigned(this.#depth - label.depth);
  }

  /** The body as it stands in the code section. The stack must hold the results and nothing else. */
  finish(): Uint8Array {
    const { results } = this.type;
    if (this.#stack.join() !== results.join()) {
      throw new TypeError(
        `function ends with [${this.#stack.join()}] on the stack, expected [${results.join()}]`,
      );
    }
    const body = new ByteWriter();
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.#localTypes) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    body.unsigned(runs.length);
    for (const { type, count } of runs) {
      body.unsigned(count);
      body.byte(valueTypeCodes[type]);
    }
    body.bytes(this.#code.toBytes());
    body.byte(opcodes.end);
    return body.toBytes();
  }

  #nested(opcode: number, contents: (label: Label) => void): void {
    const height = this.#stack.length;
    this.#code.byte(opcode);
    this.#code.byte(emptyBlockType);
    this.#depth++;
    contents({ depth: this.#depth });
    this.#depth--;
    if (this.#stack.length !== height) {
      throw new TypeError(`block changes the stack by ${this.#stack.length - height} values, expected 0`);
    }
    this.#code.byte(opcodes.end);
  }

  #local(opcode: number, { index }: Local): void {
    this.#code.byte(opcode);
    this.#code.unsigned(index);
  }

  #memory(name: string, type: InstructionType & { readonly alignment: number }, offset: number): void {
    this.#instruction(name, type);
    this.#code.unsigned(type.alignment);
    this.#code.unsigned(offset);
  }

  #instruction(name: string, { prefix, opcode, pops, pushes }: InstructionType): void {
    for (let i = pops.length - 1; i >= 0; i--) this.#pop(name, pops[i]);
    if (prefix === null) this.#code.byte(opcode);
    else {
      this.#code.byte(prefix);
      this.#code.unsigned(opcode);
    }
    for (const type of pushes) this.#stack.push(type);
  }

  #pop(name: string, expected: ValueType): void {
    const actual = this.#stack.pop();
    if (actual !== expected)
      throw new TypeError(`${name} takes ${expected}, got ${actual ?? 'an empty stack'}`);
  }
}
