import { opNames, type OpName } from '../ops.ts';

/** Written with operators instead. */
const written: ReadonlySet<OpName> = new Set(['add', 'sub', 'mul', 'div', 'neg', 'pow', 'power']);

/** What can be called: every op of the table that has no operator of its own. */
export const functionNames: ReadonlySet<string> = new Set(opNames.filter((op) => !written.has(op)));

export function isFunctionName(name: string): name is OpName {
  return functionNames.has(name);
}
