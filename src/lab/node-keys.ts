import type { OpName } from '../autograd/ops.ts';
import { nodesPerStep, type Steps } from '../autograd/steps.ts';
import { UniqueNames } from './unique-names.ts';

/** What keys are made of: a graph's structure and names. */
export interface KeyedGraph {
  readonly ops: readonly (OpName | null)[];
  readonly operands: readonly (readonly number[])[];
  readonly exponents: Float64Array;
  readonly named: ReadonlyMap<string, number>;
}

/** Longer keys are cut down to a hash: they would grow with the square of the depth. */
const longestKey = 80;
/** Stands for any number. */
const numberSign = '#';

/**
 * A key for every node, unique, and the same in every version of a graph: its name, or the operation with its
 * operands' keys, whatever numbers stand among them. `x * 2` stays the same node when it becomes `x * 3`, and when
 * something is added to it.
 */
export function* nodeKeySteps({ ops, operands, exponents, named }: KeyedGraph): Steps<string[]> {
  const keys = new Array<string>(ops.length).fill('');
  const isNumber = (node: number): boolean => ops[node] === null && !isNamed[node];
  const isNamed = new Uint8Array(ops.length);
  for (const [name, node] of named) {
    if (isNamed[node]) continue;
    isNamed[node] = 1;
    keys[node] = name;
  }
  const unique = new UniqueNames(named.keys(), ' #');
  for (let node = 0; node < ops.length; node++) {
    if (node % nodesPerStep === 0) yield;
    if (isNamed[node]) continue;
    keys[node] = unique.take(
      isNumber(node)
        ? numberSign
        : shortKey(
            ops[node] ?? '',
            `${exponents[node] || ''}(${operands[node]
              .map((operand) => (isNumber(operand) ? numberSign : keys[operand]))
              .join()})`,
          ),
    );
  }
  return keys;
}

function shortKey(op: string, operands: string): string {
  const text = op + operands;
  return text.length > longestKey ? `${op}~${hash(text)}` : text;
}

/** FNV-1a, twice with different starts: 64 bits are enough for 10⁵ nodes. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01234567;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000193);
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
