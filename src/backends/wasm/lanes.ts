/** The two kinds of vector that the compiler emits for, behind one description. */

export type LaneType = 'f32' | 'f64';

/** Constants of a kind of IEEE number, and how wide its vectors are. */
export interface Lanes {
  readonly type: LaneType;
  /** Instruction prefix of the float lanes, and of the integer lanes of the same width. */
  readonly float: 'f32x4' | 'f64x2';
  readonly integer: 'i32x4' | 'i64x2';
  readonly count: number;
  readonly bytes: 4 | 8;
  readonly mantissaBits: number;
  readonly exponentBias: number;
  /** Adding it rounds a number to an integer, which then stands in the lowest mantissa bits. */
  readonly roundingShift: number;
  readonly smallestNormal: number;
  readonly loadSplat: 'v128.load32_splat' | 'v128.load64_splat';
  readonly loadZero: 'v128.load32_zero' | 'v128.load64_zero';
  readonly loadLane: 'v128.load32_lane' | 'v128.load64_lane';
  /** Vectors a and b with their low halves (then high halves) joined lane by lane: a0 b0 a1 b1. */
  readonly interleaveLow: readonly number[];
  readonly interleaveHigh: readonly number[];
  readonly array: Float32ArrayConstructor | Float64ArrayConstructor;
  /** Four (two) copies of a number, as a v128 constant. */
  readonly splatBytes: (value: number) => Uint8Array;
}

/** Bytes of 16 that make a vector of the given 4- or 8-byte lanes of two operands laid end to end. */
function lanePattern(lanes: readonly number[], bytes: number): number[] {
  return lanes.flatMap((lane) => Array.from({ length: bytes }, (_, k) => lane * bytes + k));
}

export const lanesOf: Readonly<Record<LaneType, Lanes>> = {
  f32: {
    type: 'f32',
    float: 'f32x4',
    integer: 'i32x4',
    count: 4,
    bytes: 4,
    mantissaBits: 23,
    exponentBias: 127,
    roundingShift: 1.5 * 2 ** 23,
    smallestNormal: 2 ** -126,
    loadSplat: 'v128.load32_splat',
    loadZero: 'v128.load32_zero',
    loadLane: 'v128.load32_lane',
    interleaveLow: lanePattern([0, 4, 1, 5], 4),
    interleaveHigh: lanePattern([2, 6, 3, 7], 4),
    array: Float32Array,
    splatBytes: (value) => new Uint8Array(new Float32Array(4).fill(value).buffer),
  },
  f64: {
    type: 'f64',
    float: 'f64x2',
    integer: 'i64x2',
    count: 2,
    bytes: 8,
    mantissaBits: 52,
    exponentBias: 1023,
    roundingShift: 1.5 * 2 ** 52,
    smallestNormal: 2 ** -1022,
    loadSplat: 'v128.load64_splat',
    loadZero: 'v128.load64_zero',
    loadLane: 'v128.load64_lane',
    interleaveLow: lanePattern([0, 2], 8),
    interleaveHigh: lanePattern([1, 3], 8),
    array: Float64Array,
    splatBytes: (value) => new Uint8Array(new Float64Array(2).fill(value).buffer),
  },
};

/** The low, then the high 8 bytes of two vectors. */
export const lowHalves = lanePattern([0, 2], 8);
export const highHalves = lanePattern([1, 3], 8);
