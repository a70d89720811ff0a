/** The WebAssembly instructions that the compiler uses: opcode and stack type side by side. */

export type ValueType = 'i32' | 'f32' | 'f64' | 'v128';

export const valueTypeCodes = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const satisfies Record<
  ValueType,
  number
>;

export interface InstructionType {
  /** Prefix byte 0xfd of vector instructions, or null. */
  readonly prefix: 0xfd | null;
  readonly opcode: number;
  readonly pops: readonly ValueType[];
  readonly pushes: readonly ValueType[];
}

const plain = (
  opcode: number,
  pops: readonly ValueType[],
  pushes: readonly ValueType[],
): InstructionType => ({
  prefix: null,
  opcode,
  pops,
  pushes,
});
const vector = (
  opcode: number,
  pops: readonly ValueType[],
  pushes: readonly ValueType[],
): InstructionType => ({
  prefix: 0xfd,
  opcode,
  pops,
  pushes,
});
const i32Binary = (opcode: number): InstructionType => plain(opcode, ['i32', 'i32'], ['i32']);
const unary = (opcode: number): InstructionType => vector(opcode, ['v128'], ['v128']);
const binary = (opcode: number): InstructionType => vector(opcode, ['v128', 'v128'], ['v128']);
const ternary = (opcode: number): InstructionType => vector(opcode, ['v128', 'v128', 'v128'], ['v128']);
const shift = (opcode: number): InstructionType => vector(opcode, ['v128', 'i32'], ['v128']);

/** Without immediates. */
export const plainInstructions = {
  drop_v128: plain(0x1a, ['v128'], []),
  select_i32: plain(0x1b, ['i32', 'i32', 'i32'], ['i32']),
  'i32.eqz': plain(0x45, ['i32'], ['i32']),
  'i32.eq': i32Binary(0x46),
  'i32.lt_s': i32Binary(0x48),
  'i32.lt_u': i32Binary(0x49),
  'i32.gt_s': i32Binary(0x4a),
  'i32.ge_s': i32Binary(0x4e),
  'i32.ge_u': i32Binary(0x4f),
  'i32.add': i32Binary(0x6a),
  'i32.sub': i32Binary(0x6b),
  'i32.mul': i32Binary(0x6c),
  'i32.and': i32Binary(0x71),
  'i32.or': i32Binary(0x72),
  'i32.shl': i32Binary(0x74),
  'i32.shr_u': i32Binary(0x76),
  'f32.add': plain(0x92, ['f32', 'f32'], ['f32']),
  'f64.add': plain(0xa0, ['f64', 'f64'], ['f64']),
  'f64.div': plain(0xa3, ['f64', 'f64'], ['f64']),
  'f32.demote_f64': plain(0xb6, ['f64'], ['f32']),
  'f64.convert_i32_u': plain(0xb8, ['i32'], ['f64']),
  'f64.promote_f32': plain(0xbb, ['f32'], ['f64']),
  'f32x4.splat': vector(0x13, ['f32'], ['v128']),
  'f64x2.splat': vector(0x14, ['f64'], ['v128']),
  'f32x4.eq': binary(0x41),
  'f32x4.lt': binary(0x43),
  'f32x4.gt': binary(0x44),
  'f64x2.eq': binary(0x47),
  'f64x2.lt': binary(0x49),
  'f64x2.gt': binary(0x4a),
  'v128.and': binary(0x4e),
  'v128.andnot': binary(0x4f),
  'v128.or': binary(0x50),
  'v128.xor': binary(0x51),
  'v128.bitselect': ternary(0x52),
  'v128.any_true': vector(0x53, ['v128'], ['i32']),
  'f32x4.demote_f64x2_zero': unary(0x5e),
  'f64x2.promote_low_f32x4': unary(0x5f),
  'i32x4.shl': shift(0xab),
  'i32x4.shr_u': shift(0xad),
  'i32x4.add': binary(0xae),
  'i32x4.sub': binary(0xb1),
  'i64x2.shl': shift(0xcb),
  'i64x2.shr_u': shift(0xcd),
  'i64x2.add': binary(0xce),
  'i64x2.sub': binary(0xd1),
  'f32x4.abs': unary(0xe0),
  'f32x4.neg': unary(0xe1),
  'f32x4.sqrt': unary(0xe3),
  'f32x4.add': binary(0xe4),
  'f32x4.sub': binary(0xe5),
  'f32x4.mul': binary(0xe6),
  'f32x4.div': binary(0xe7),
  'f32x4.min': binary(0xe8),
  'f32x4.max': binary(0xe9),
  'f32x4.pmin': binary(0xea),
  'f32x4.pmax': binary(0xeb),
  'f64x2.abs': unary(0xec),
  'f64x2.neg': unary(0xed),
  'f64x2.sqrt': unary(0xef),
  'f64x2.add': binary(0xf0),
  'f64x2.sub': binary(0xf1),
  'f64x2.mul': binary(0xf2),
  'f64x2.div': binary(0xf3),
  'f64x2.min': binary(0xf4),
  'f64x2.max': binary(0xf5),
  'f64x2.pmin': binary(0xf6),
  'f64x2.pmax': binary(0xf7),
  'f32x4.relaxed_madd': ternary(0x105),
  'f64x2.relaxed_madd': ternary(0x107),
} as const satisfies Readonly<Record<string, InstructionType>>;

export type PlainInstruction = keyof typeof plainInstructions;

interface MemoryInstruction extends InstructionType {
  /** log₂ of the bytes that are read or written. */
  readonly alignment: number;
}

const memory = (type: InstructionType, alignment: number): MemoryInstruction => ({ ...type, alignment });

/** With an offset; the address is the first operand. */
export const memoryInstructions = {
  'i32.load': memory(plain(0x28, ['i32'], ['i32']), 2),
  'f32.load': memory(plain(0x2a, ['i32'], ['f32']), 2),
  'f64.load': memory(plain(0x2b, ['i32'], ['f64']), 3),
  'i32.store': memory(plain(0x36, ['i32', 'i32'], []), 2),
  'f32.store': memory(plain(0x38, ['i32', 'f32'], []), 2),
  'f64.store': memory(plain(0x39, ['i32', 'f64'], []), 3),
  'v128.load': memory(vector(0x00, ['i32'], ['v128']), 4),
  'v128.load32_splat': memory(vector(0x09, ['i32'], ['v128']), 2),
  'v128.load64_splat': memory(vector(0x0a, ['i32'], ['v128']), 3),
  'v128.store': memory(vector(0x0b, ['i32', 'v128'], []), 4),
  'v128.load32_zero': memory(vector(0x5c, ['i32'], ['v128']), 2),
  'v128.load64_zero': memory(vector(0x5d, ['i32'], ['v128']), 3),
} as const satisfies Readonly<Record<string, MemoryInstruction>>;

export type MemoryInstructionName = keyof typeof memoryInstructions;

/** With a lane number. */
export const laneInstructions = {
  'f32x4.extract_lane': vector(0x1f, ['v128'], ['f32']),
  'f32x4.replace_lane': vector(0x20, ['v128', 'f32'], ['v128']),
  'f64x2.extract_lane': vector(0x21, ['v128'], ['f64']),
  'f64x2.replace_lane': vector(0x22, ['v128', 'f64'], ['v128']),
} as const satisfies Readonly<Record<string, InstructionType>>;

export type LaneInstruction = keyof typeof laneInstructions;

/** With an offset and a lane number. */
export const memoryLaneInstructions = {
  'v128.load32_lane': memory(vector(0x56, ['i32', 'v128'], ['v128']), 2),
  'v128.load64_lane': memory(vector(0x57, ['i32', 'v128'], ['v128']), 3),
} as const satisfies Readonly<Record<string, MemoryInstruction>>;

export type MemoryLaneInstruction = keyof typeof memoryLaneInstructions;
