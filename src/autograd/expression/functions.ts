import { opNames, ops, type OpName } from '../ops.ts';

/** Written with operators instead. */
const written: ReadonlySet<OpName> = new Set(['neg', 'pow']);

/** What can be called: every op of the table with one operand that has no operator of its own. */
export const functionNames: ReadonlySet<string> = new Set(
  opNames.filter((op) => ops[op].arity === 1 && !written.has(op)),
);

export function isFunctionName(name: string): name is OpName {
  return functionNames.has(name);
}
