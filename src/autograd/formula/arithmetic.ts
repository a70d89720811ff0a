import { parseExpression, type ExpressionGraph } from '../expression.ts';
import { fail, quote } from '../expression/complaints.ts';
import type { TextRange } from '../expression/text-range.ts';
import { compileGraph, type OpFunctions } from './compile-graph.ts';

/** A number that depends on a point of the plane; it may be infinite or NaN. */
export type Arithmetic = (x1: number, x2: number) => number;

const inputs = ['x1', 'x2'] as const;

/**
 * Reads parts of a text in the graph lab's language, all else being hidden from it: so what it complains of is said of
 * the right characters. Throws an ExpressionSyntaxError.
 */
export function readArithmetic(
  source: string,
  defined: readonly TextRange[],
  part: TextRange,
  functions: OpFunctions = {},
): Arithmetic {
  const result = parseExpression(showing(source, [...defined, part]));
  if (!result.ok) return fail(result.error.message, result.error.from, result.error.to);
  const { graph } = result;
  refuseStrangers(graph);
  const leaves = inputs.map((name) => graph.leaves.get(name));
  return compileGraph(graph, leaves, functions);
}

/** The text with spaces for all that is in none of the ranges. A semicolon ends a statement as a line does. */
function showing(source: string, ranges: readonly TextRange[]): string {
  let [shown, end] = ['', 0];
  const hide = (to: number): void => {
    shown += source
      .slice(end, to)
      .replace(/;/g, '\n')
      .replace(/[^\r\n]/g, ' ');
  };
  for (const { from, to } of ranges) {
    hide(from);
    shown += source.slice(from, to);
    end = to;
  }
  hide(source.length);
  return shown;
}

/** There is nobody to give a leaf its value: names are inputs, or have a line of their own. */
function refuseStrangers({ leaves, numbers, ranges }: ExpressionGraph): void {
  for (const [name, leaf] of leaves) {
    if (numbers.has(name) || inputs.some((input) => input === name)) continue;
    const { from, to } = ranges.get(leaf) ?? { from: 0, to: 0 };
    fail(
      `${quote(name)} is not known: the inputs are x1 and x2, other names get a line before, as r = x1 * x2`,
      from,
      to,
    );
  }
}
