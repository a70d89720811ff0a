import jsep from 'jsep';
import { fail, nameEnd, nameOf, quote, unexpectedCharacter } from './complaints.ts';
import { ops } from '../ops.ts';
import { functionNames, isFunctionName } from './functions.ts';
import { readNumberLiteral } from './number.ts';
import type { TextRange } from './text-range.ts';

/**
 * One line's expression as a tree of jsep's nodes, each with the range of text it was read from.
 *
 * jsep sorts + - * / by precedence. Everything it would let through beyond the
 * language (members, strings, `this`, `?:`, several expressions in a row) never comes about, because the two
 * hooks below read every factor and every whole line themselves. They also give a power Python's place:
 * `-x ** 2` is `-(x ** 2)`, where jsep on its own reads `(-x) ** 2`.
 */
export type SyntaxNode = jsep.Expression;

interface NumberNode extends jsep.Expression {
  type: 'Literal';
  value: number;
}

/** How deep brackets, signs and powers may nest: each level is a few frames of the parser's recursion. */
export const maximumNesting = 500;

const ranges = new WeakMap<SyntaxNode, TextRange>();
const bracketed = new WeakSet<SyntaxNode>();
const depths = new WeakMap<jsep.HookScope, number>();

jsep.removeAllUnaryOps();
jsep.removeAllBinaryOps();
jsep.removeAllLiterals();
jsep.removeIdentifierChar('$');
for (const [operator, precedence] of [
  ['+', 1] as const,
  ['-', 1] as const,
  ['*', 2] as const,
  ['/', 2] as const,
])
  jsep.addBinaryOp(operator, precedence);
jsep.hooks.add('gobble-expression', function (env) {
  env.node = readWhole(this);
});
jsep.hooks.add('gobble-token', function (env) {
  env.node = readFactor(this);
});

/** Reads an expression; throws an ExpressionSyntaxError whose range is relative to `text`. */
export function readExpression(text: string): SyntaxNode {
  // jsep asks the hooks for nothing here. Only after a name can there be nothing, so before the text stands the `=`.
  if (text.trim() === '') fail('an expression is missing after =', -1, 0);
  // jsep skips these before it asks.
  if (text.startsWith(',') || text.startsWith(';')) unexpectedCharacter(text, 0);
  return jsep(text);
}

export const isNumber = (node: SyntaxNode): node is NumberNode =>
  node.type === 'Literal' && typeof node['value'] === 'number';
export const isName = (node: SyntaxNode): node is jsep.Identifier => node.type === 'Identifier';
export const isNegation = (node: SyntaxNode): node is jsep.UnaryExpression => node.type === 'UnaryExpression';
export const isBinary = (node: SyntaxNode): node is jsep.BinaryExpression => node.type === 'BinaryExpression';
export const isCall = (node: SyntaxNode): node is jsep.CallExpression => node.type === 'CallExpression';

/** -2 as a person writes a negative number; `-(2)` and `-2 ** 2` are negations of something. */
export const isNegativeNumber = (node: SyntaxNode): node is jsep.UnaryExpression & { argument: NumberNode } =>
  isNegation(node) && isNumber(node.argument) && !bracketed.has(node.argument);

export function rangeOf(node: SyntaxNode): TextRange {
  const known = ranges.get(node);
  if (known !== undefined) return known;
  if (!isBinary(node)) throw new TypeError(`a node of type ${node.type} has no range`);
  // jsep makes these nodes itself. A chain of 10⁵ sums is as deep, so this walks instead of calling itself.
  let left: SyntaxNode = node;
  while (!ranges.has(left) && isBinary(left)) left = left.left;
  let right: SyntaxNode = node;
  while (!ranges.has(right) && isBinary(right)) right = right.right;
  const range = { from: rangeOf(left).from, to: rangeOf(right).to };
  ranges.set(node, range);
  return range;
}

function placed(node: SyntaxNode, from: number, to: number): SyntaxNode {
  ranges.set(node, { from, to });
  return node;
}

/** The next character; a call, because the compiler takes `parser.char` for a constant. */
const isAt = (parser: jsep.HookScope, character: string): boolean => parser.char === character;

/** A whole line: an expression with nothing after it. */
function readWhole(parser: jsep.HookScope): SyntaxNode {
  const node = readSum(parser);
  parser.gobbleSpaces();
  if (parser.index < parser.expr.length) unexpectedCharacter(parser.expr, parser.index);
  return node;
}

function readSum(parser: jsep.HookScope): SyntaxNode {
  const node = parser.gobbleBinaryExpression();
  // readFactor gives a node or throws.
  if (node === undefined) throw new TypeError('jsep read no expression');
  return node;
}

/** Python's grammar: factor = ("-" | "+") factor | power. */
function readFactor(parser: jsep.HookScope): SyntaxNode {
  const depth = (depths.get(parser) ?? 0) + 1;
  depths.set(parser, depth);
  parser.gobbleSpaces();
  const from = parser.index;
  if (depth > maximumNesting) fail(`nested deeper than ${maximumNesting} levels`, from, from + 1);
  let node: SyntaxNode;
  if (isAt(parser, '-') || isAt(parser, '+')) {
    const operator = parser.char;
    parser.index++;
    const argument = readFactor(parser);
    const { to } = rangeOf(argument);
    node =
      operator === '+'
        ? argument
        : placed({ type: 'UnaryExpression', operator, argument, prefix: true }, from, to);
  } else node = readPower(parser);
  depths.set(parser, depth - 1);
  return node;
}

/** power = primary ["**" factor]: binds tighter than a sign before it, and to the right. */
function readPower(parser: jsep.HookScope): SyntaxNode {
  const left = readPrimary(parser);
  parser.gobbleSpaces();
  if (!parser.expr.startsWith('**', parser.index)) return left;
  parser.index += 2;
  const right = readFactor(parser);
  const node = { type: 'BinaryExpression', operator: '**', left, right };
  return placed(node, rangeOf(left).from, rangeOf(right).to);
}

function readPrimary(parser: jsep.HookScope): SyntaxNode {
  const { index, expr } = parser;
  if (index >= expr.length) {
    const end = expr.trimEnd().length;
    fail(`something is missing after ${quote(expr[end - 1])}`, end - 1, end);
  }
  if (isAt(parser, '(')) return readGroup(parser);
  if (/[0-9.]/.test(parser.char)) return readNumber(parser);
  const end = nameEnd(expr, index);
  if (end === index) unexpectedCharacter(expr, index);
  parser.index = end;
  return readNameOrCall(parser, expr.slice(index, end), index);
}

function readGroup(parser: jsep.HookScope): SyntaxNode {
  const from = parser.index++;
  parser.gobbleSpaces();
  if (isAt(parser, ')')) fail('there is nothing between these brackets', from, parser.index + 1);
  const node = readSum(parser);
  closeBracket(parser, from);
  bracketed.add(node);
  return placed(node, from, parser.index);
}

function closeBracket(parser: jsep.HookScope, opened: number): void {
  parser.gobbleSpaces();
  if (parser.index >= parser.expr.length) fail('this bracket is never closed', opened, opened + 1);
  if (!isAt(parser, ')')) unexpectedCharacter(parser.expr, parser.index);
  parser.index++;
}

function readNumber(parser: jsep.HookScope): SyntaxNode {
  const from = parser.index;
  const { value, to } = readNumberLiteral(parser.expr, from);
  parser.index = to;
  return placed({ type: 'Literal', value, raw: parser.expr.slice(from, to) }, from, to);
}

function readNameOrCall(parser: jsep.HookScope, written: string, from: number): SyntaxNode {
  const to = from + written.length;
  const name = nameOf(written, from);
  const node = placed({ type: 'Identifier', name }, from, to);
  parser.gobbleSpaces();
  if (!isAt(parser, '(')) {
    if (functionNames.has(name)) fail(`${name} is a function: write ${name}(…)`, from, to);
    return node;
  }
  if (!isFunctionName(name)) {
    return fail(`there is no function ${quote(name)}; there are ${[...functionNames].join(', ')}`, from, to);
  }
  const opened = parser.index++;
  const isDouble = ops[name].arity === 2;
  const takes = isDouble ? `${name} takes two operands` : `${name} takes one operand`;
  parser.gobbleSpaces();
  if (isAt(parser, ')')) fail(`${takes}, got none`, from, parser.index + 1);
  const operands = [readSum(parser)];
  parser.gobbleSpaces();
  if (isDouble && isAt(parser, ')')) fail(`${takes}, got one`, parser.index, parser.index + 1);
  if (isDouble && isAt(parser, ',')) {
    parser.index++;
    parser.gobbleSpaces();
    if (isAt(parser, ')')) fail(`${takes}, got one`, parser.index, parser.index + 1);
    operands.push(readSum(parser));
    parser.gobbleSpaces();
  }
  if (isAt(parser, ',')) fail(`${takes}, got more`, parser.index, parser.index + 1);
  closeBracket(parser, opened);
  return placed({ type: 'CallExpression', callee: node, arguments: operands }, from, parser.index);
}
