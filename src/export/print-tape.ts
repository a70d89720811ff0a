import type { OpName } from '../autograd/ops.ts';
import { instructionNames, isLeaf, opOf, type Tape } from '../autograd/tape.ts';

export type InfixName = 'add' | 'sub' | 'mul' | 'div' | 'neg';
export type CalledName = Exclude<OpName, InfixName>;

/** How a language writes what is computed of scalars, or of arrays of them number by number. */
export interface Dialect {
  readonly number: (value: number) => string;
  /** Every op that has no sign of its own, as a call. */
  readonly calls: Readonly<Record<CalledName, (a: string, b: string, exponent: string) => string>>;
  /** A statement that gives a name to what was computed. */
  readonly define: (name: string, text: string) => string;
}

/** What the leaves of a tape are called. */
export interface LeafNames {
  readonly input: (slot: number) => string;
  readonly parameter: (slot: number) => string;
}

export interface PrintedTape {
  readonly lines: readonly string[];
  /** One for each output of the tape. */
  readonly outputs: readonly string[];
  readonly ops: ReadonlySet<OpName>;
}

/** How tightly what is written holds together. */
const tightness = { add: 1, sub: 1, mul: 2, div: 2, neg: 3 } as const satisfies Record<InfixName, number>;
const atom = 4;
const signs = { add: '+', sub: '-', mul: '*', div: '/' } as const;

interface Printed {
  readonly text: string;
  readonly tightness: number;
}

/** Longer expressions are broken into statements. */
const longestExpression = 300;

/**
 * A tape as statements, in its order: what is used once and short stands where it is used, all else has a name, `v1`,
 * `v2` … The operations and their order are those of the tape, so that the results are its results to the bit where the
 * language's functions are.
 */
export function printTape(tape: Tape, dialect: Dialect, leaves: LeafNames): PrintedTape {
  const { length, codes, left, right, immediates, outputs } = tape;
  const uses = usesOf(tape);
  const printed: Printed[] = [];
  const lines: string[] = [];
  const ops = new Set<OpName>();
  for (let i = 0; i < length; i++) {
    if (isLeaf(codes[i])) {
      printed.push(printLeaf(tape, i, dialect, leaves));
      continue;
    }
    if (uses[i] === 0) {
      printed.push({ text: '', tightness: atom });
      continue;
    }
    const op = opOf(codes[i]);
    ops.add(op);
    const a = printed[left[i]];
    const b = right[i] < 0 ? a : printed[right[i]];
    const whole = isInfix(op)
      ? printInfix(op, a, b)
      : { text: dialect.calls[op](a.text, b.text, dialect.number(immediates[i])), tightness: atom };
    if (uses[i] === 1 && whole.text.length <= longestExpression) printed.push(whole);
    else {
      const name = `v${lines.length + 1}`;
      lines.push(dialect.define(name, whole.text));
      printed.push({ text: name, tightness: atom });
    }
  }
  return { lines, outputs: Array.from(outputs, (i) => printed[i].text), ops };
}

/** How often each instruction is used by others that are used, or is an output. */
function usesOf({ length, codes, left, right, outputs }: Tape): Uint32Array {
  const uses = new Uint32Array(length);
  for (const output of outputs) uses[output]++;
  for (let i = length - 1; i >= 0; i--) {
    if (isLeaf(codes[i]) || uses[i] === 0) continue;
    uses[left[i]]++;
    if (right[i] >= 0) uses[right[i]]++;
  }
  return uses;
}

function printLeaf(
  { codes, left, immediates }: Tape,
  i: number,
  { number }: Dialect,
  leaves: LeafNames,
): Printed {
  const role = instructionNames[codes[i]];
  if (role === 'target')
    throw new RangeError(`%${i} reads a target, which a network that is used has none of`);
  const text =
    role === 'input'
      ? leaves.input(left[i])
      : role === 'parameter'
        ? leaves.parameter(left[i])
        : number(immediates[i]);
  return { text, tightness: text.startsWith('-') ? tightness.neg : atom };
}

function isInfix(op: OpName): op is InfixName {
  return op in tightness;
}

function printInfix(op: InfixName, a: Printed, b: Printed): Printed {
  const own = tightness[op];
  if (op === 'neg') return { text: `-${a.tightness > own ? a.text : `(${a.text})`}`, tightness: own };
  const left = a.tightness >= own ? a.text : `(${a.text})`;
  const right = b.tightness > own ? b.text : `(${b.text})`;
  return { text: `${left} ${signs[op]} ${right}`, tightness: own };
}
