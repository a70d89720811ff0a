import type { ExpressionError } from './expression.ts';
import { ExpressionSyntaxError, fail, quote } from './expression/complaints.ts';
import type { TextRange } from './expression/text-range.ts';
import { readArithmetic, type Arithmetic } from './formula/arithmetic.ts';
import { compileGraph, type OpFunctions } from './formula/compile-graph.ts';
import { asCondition, ConditionReader, type Said, type Truth } from './formula/conditions.ts';
import { splitLines, type FormulaLine } from './formula/lines.ts';

/**
 * Data by formula, over the inputs x1 and x2 and in the graph lab's language for numbers:
 *
 *     x1 * x2                        # a number, or
 *     r = sqrt(x1 ** 2 + x2 ** 2)    # names for what is used below
 *     r < 2                          # conditions, a line for each class:
 *     x2 > sin(x1) and not r > 5     # the first that holds counts, and where none does it is another class
 *
 * A semicolon ends a line too. No text is ever run as code.
 */
export type Formula =
  | { readonly kind: 'number'; readonly at: Arithmetic }
  | { readonly kind: 'classes'; readonly conditions: readonly Condition[] };

export interface Condition extends TextRange {
  /** As it was written. */
  readonly text: string;
  readonly holds: Truth;
}

export type FormulaResult =
  { readonly ok: true; readonly formula: Formula } | { readonly ok: false; readonly error: ExpressionError };

export { compileGraph, type OpFunctions };

export const longestFormula = 2000;
/** Where none of them holds is one class more. */
export const mostConditions = 49;

/**
 * Reads a formula. Whatever the text, it returns: what is wrong with it is part of the result. `functions` compute
 * operations otherwise than the interpreter does.
 */
export function parseFormula(source: string, functions: OpFunctions = {}): FormulaResult {
  try {
    return { ok: true, formula: read(source, functions) };
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    const { message, from, to } = error;
    const before = source.slice(0, Math.max(0, from)).split(/\r\n|\n|\r/);
    const column = before[before.length - 1].length + 1;
    return { ok: false, error: { message, line: before.length, column, from, to } };
  }
}

function read(source: string, functions: OpFunctions): Formula {
  if (source.length > longestFormula) {
    fail(
      `the formula has ${source.length} characters, at most ${longestFormula} are possible`,
      longestFormula,
      source.length,
    );
  }
  const defined: FormulaLine[] = [];
  const said: Said[] = [];
  for (const line of splitLines(source)) {
    if (line.name === null) {
      const arithmetic = (part: TextRange): Arithmetic => readArithmetic(source, defined, part, functions);
      said.push(new ConditionReader(source, line, arithmetic).read());
    } else define(source, defined, line);
  }
  const [first] = said;
  if (first === undefined)
    fail('there is no formula yet: write a condition, such as x2 > sin(x1)', 0, source.length);
  if (said.length === 1 && first.kind === 'number') return { kind: 'number', at: first.at };
  const conditions = said.map((one): Condition => {
    const { holds, from, to } = asCondition(one, source);
    return { text: source.slice(from, to), holds, from, to };
  });
  const beyond = conditions[mostConditions] as Condition | undefined;
  if (beyond !== undefined) fail(`at most ${mostConditions} conditions are possible`, beyond.from, beyond.to);
  return { kind: 'classes', conditions };
}

/** Reads the line of a name, and keeps it for the lines below. */
function define(source: string, defined: FormulaLine[], line: FormulaLine): void {
  const { name, from, to } = line;
  if (defined.some((earlier) => earlier.name === name))
    fail(`${quote(name ?? '')} is already defined; a name stands for one number`, from, to);
  readArithmetic(source, defined, line);
  defined.push(line);
}
