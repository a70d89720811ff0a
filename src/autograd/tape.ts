import { opNames, ops, type OpName } from './ops.ts';
import { finish, inPieces, type Steps } from './steps.ts';

/** What a leaf of a tape stands for. Inputs and targets differ from sample to sample, parameters do not. */
export const leafRoles = ['input', 'target', 'parameter', 'constant'] as const;
export type LeafRole = (typeof leafRoles)[number];
export type InstructionName = LeafRole | OpName;

/** Instruction names by code, as stored in `Tape.codes`. */
export const instructionNames: readonly InstructionName[] = [...leafRoles, ...opNames];

export const instructionCode = Object.fromEntries(
  instructionNames.map((name, code) => [name, code]),
) as Readonly<Record<InstructionName, number>>;

export interface TapeShape {
  readonly inputCount: number;
  readonly targetCount: number;
  readonly parameterCount: number;
}

/**
 * A scalar graph as a straight-line program: instruction i computes one number from earlier ones.
 *
 * For an op, `left[i]` and `right[i]` are the indices of its operands (`right` is -1 where there is none) and
 * `immediates[i]` the exponent of a `pow`. For an input, target or parameter, `left[i]` is its slot; for a
 * constant, `immediates[i]` is its value. A tape is verified once, when it is made; nobody checks it again.
 */
export interface Tape extends TapeShape {
  readonly length: number;
  readonly codes: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly immediates: Float64Array;
  /** Instructions whose values the tape exists to compute. */
  readonly outputs: Int32Array;
}

export function isLeaf(code: number): boolean {
  return code < leafRoles.length;
}

/** The op behind an instruction code; the code must not be a leaf's. */
export function opOf(code: number): OpName {
  return opNames[code - leafRoles.length];
}

/** How many operands an instruction reads, by its code; 0 for leaves. */
const operandCounts = Uint8Array.from(instructionNames, (_, code) =>
  isLeaf(code) ? 0 : ops[opOf(code)].arity,
);

/** Checks everything that back ends rely on; throws a RangeError that names the first faulty instruction. */
export function verify(tape: Tape): Tape {
  return finish(verifySteps(tape));
}

/** The same in steps. */
export function* verifySteps(tape: Tape): Steps<Tape> {
  const { length, codes, left, right, immediates, outputs } = tape;
  for (const [name, array] of Object.entries({ codes, left, right, immediates })) {
    if (array.length !== length)
      throw new RangeError(`tape.${name} holds ${array.length} entries, expected ${length}`);
  }
  const slotCounts = leafRoles.map((role) => (role === 'constant' ? Infinity : tape[`${role}Count`]));
  yield* inPieces(length, (from, to) => {
    for (let i = from; i < to; i++) {
      const code = codes[i];
      if (isLeaf(code)) {
        const isConstant = code === instructionCode.constant;
        if (!isConstant && !(left[i] >= 0 && left[i] < slotCounts[code])) complain(tape, i);
      } else if (code >= instructionNames.length) complain(tape, i);
      else if (
        !isEarlier(left[i], i) ||
        !(operandCounts[code] === 2 ? isEarlier(right[i], i) : right[i] === -1)
      )
        complain(tape, i);
    }
  });
  for (const output of outputs) {
    if (output < 0 || output >= length)
      throw new RangeError(`output %${output} is outside a tape of ${length}`);
  }
  return tape;
}

function isEarlier(operand: number, i: number): boolean {
  return operand >= 0 && operand < i;
}

/** Says what is wrong with a faulty instruction. */
function complain(tape: Tape, i: number): never {
  const { codes, left, right } = tape;
  const code = codes[i];
  if (code >= instructionNames.length) throw new RangeError(`%${i} has the unknown code ${code}`);
  const name = instructionNames[code];
  if (isLeaf(code)) {
    const count = tape[`${name as Exclude<LeafRole, 'constant'>}Count`];
    throw new RangeError(`%${i} reads ${name} ${left[i]} of ${count}`);
  }
  if (!isEarlier(left[i], i))
    throw new RangeError(`%${i} = ${name} uses %${left[i]}, which is not computed before it`);
  throw new RangeError(`%${i} = ${name} has %${right[i]} as its second operand`);
}

/** The tape as text, one instruction a line; stable, for tests and bug reports. */
export function printTape(tape: Tape): string {
  const { codes, left, right, immediates, outputs } = tape;
  const lines: string[] = [];
  for (let i = 0; i < tape.length; i++) {
    const name = instructionNames[codes[i]];
    let rest: string;
    if (name === 'constant') rest = `${immediates[i]}`;
    else if (isLeaf(codes[i])) rest = `${left[i]}`;
    else if (name === 'pow') rest = `%${left[i]} ${immediates[i]}`;
    else rest = right[i] < 0 ? `%${left[i]}` : `%${left[i]} %${right[i]}`;
    lines.push(`%${i} = ${name} ${rest}`);
  }
  lines.push(`return ${Array.from(outputs, (i) => `%${i}`).join(' ')}`);
  return lines.join('\n');
}
