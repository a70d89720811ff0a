import { GraphBuilder } from './expression/build.ts';
import { ExpressionSyntaxError, fail, quote } from './expression/complaints.ts';
import { splitStatements, type Statement } from './expression/statements.ts';
import { readExpression } from './expression/syntax.ts';
import type { Note, TextRange } from './expression/text-range.ts';
import { topologicalOrder, type Value } from './value.ts';

/**
 * The language of the graph lab, a small part of Python:
 *
 *     a = 2          # a leaf with its value
 *     d = a * b + c  # names without a line of their own are leaves
 *     tanh(d)        # the last line may go without a name
 *
 * Numbers are Python's decimal floats, finite ones. Names are compared as Python does, in NFKC. Further there are
 * + - * / **, brackets, and the op table's functions, of one operand or, as `max(a, b)`, of two. `-x ** 2` is -(x²).
 * Each name is defined once, and before it is used. No text is ever run as code.
 */

/** A graph as a person wrote it: which nodes have names, and which leaves can be moved. */
export interface NamedGraph {
  /** The leaves that have a name, by it; numbers inside an expression are leaves too but cannot be moved. */
  readonly leaves: ReadonlyMap<string, Value>;
  /** Every name, leaves included, in the order of first use. Two names may share a node. */
  readonly named: ReadonlyMap<string, Value>;
  /** What the last line computes. */
  readonly root: Value;
  /** The results that no other node uses, in the order of their lines. */
  readonly roots: readonly Value[];
  /** Every node, operands before the nodes that use them. */
  readonly nodes: readonly Value[];
}

export interface ExpressionGraph extends NamedGraph {
  /** Where in the source a node was written; for a leaf, where it first appeared. */
  readonly ranges: ReadonlyMap<Value, TextRange>;
  /** Where the source gives a leaf its number (`a = 2`), by the leaf's name; other leaves' values stand beside it. */
  readonly numbers: ReadonlyMap<string, TextRange>;
  readonly notes: readonly Note[];
  /** Of a power whose exponent was typed as more than a number, as `2 ** 0.5`: the graph of that. */
  readonly exponents: ReadonlyMap<Value, Value>;
}

export interface ExpressionError extends TextRange {
  readonly message: string;
  /** Both from 1; the column counts UTF-16 units, as offsets do. */
  readonly line: number;
  readonly column: number;
}

export type ExpressionResult =
  | { readonly ok: true; readonly graph: ExpressionGraph }
  | { readonly ok: false; readonly error: ExpressionError };

export interface ExpressionOptions {
  /** Values of leaves by name; they go before the number in a line `name = number`. */
  readonly leafData?: ReadonlyMap<string, number>;
  /** The value of a leaf that neither the text nor `leafData` gives one. */
  readonly defaultData?: number;
}

/** Longer texts are refused rather than left to fill the memory. */
export const maximumSourceLength = 200_000;

/** Reads the source into Values. Whatever the text, it returns: what is wrong with it is part of the result. */
export function parseExpression(source: string, options: ExpressionOptions = {}): ExpressionResult {
  try {
    return { ok: true, graph: buildGraph(source, options) };
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    const { message, from, to } = error;
    const before = source.slice(0, from).split(/\r\n|\n|\r/);
    const column = before[before.length - 1].length + 1;
    return { ok: false, error: { message, line: before.length, column, from, to } };
  }
}

function buildGraph(
  source: string,
  { leafData = new Map(), defaultData = 1 }: ExpressionOptions,
): ExpressionGraph {
  if (source.length > maximumSourceLength) {
    fail(
      `the text has ${source.length} characters, more than ${maximumSourceLength}`,
      maximumSourceLength,
      source.length,
    );
  }
  const statements = splitStatements(source);
  const builder = new GraphBuilder(leafData, defaultData, linesByName(statements));
  const results = statements.map((statement, i) => {
    const { name, nameRange, expression, offset } = statement;
    const result = inSource(offset, () => builder.addStatement(name, readExpression(expression), offset));
    if (name === null && i < statements.length - 1) {
      fail('only the last line can go without a name: write “name = …”', nameRange.from, nameRange.to);
    }
    return result;
  });
  const nodes = topologicalOrder(results);
  const used = new Set(nodes.flatMap(({ operands }) => operands));
  const { named, leaves, ranges, numbers, notes, exponents } = builder;
  return {
    leaves,
    named,
    ranges,
    numbers,
    notes,
    exponents,
    nodes,
    root: results[results.length - 1],
    roots: [...new Set(results)].filter((node) => !used.has(node)),
  };
}

function linesByName(statements: readonly Statement[]): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const { name, nameRange, line } of statements) {
    if (name === null) continue;
    const earlier = lines.get(name);
    if (earlier !== undefined) {
      const message = `${quote(name)} is already defined in line ${earlier}; a name stands for one node`;
      fail(message, nameRange.from, nameRange.to);
    }
    lines.set(name, line);
  }
  return lines;
}

/** Moves an error's range from the expression's text to the source. */
function inSource<T>(offset: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    return fail(error.message, error.from + offset, error.to + offset);
  }
}
