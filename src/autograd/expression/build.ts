import type { OpName } from '../ops.ts';
import { Value } from '../value.ts';
import { fail, quote } from './complaints.ts';
import { isFunctionName } from './functions.ts';
import {
  isBinary,
  isCall,
  isName,
  isNegation,
  isNegativeNumber,
  isNumber,
  rangeOf,
  type SyntaxNode,
} from './syntax.ts';
import type { Note, TextRange } from './text-range.ts';

const operators: ReadonlyMap<string, OpName> = new Map([
  ['+', 'add'],
  ['-', 'sub'],
  ['*', 'mul'],
  ['/', 'div'],
]);

/** What a person may take for a number: what to write instead. */
const lookAlikes: readonly (readonly [
  pattern: RegExp,
  advice: (name: string) => string,
  value: number | null,
])[] = [
  [/^(inf|infinity|nan)$/i, () => 'only finite numbers can be written', null],
  [/^(pi|π)$/i, (name) => `for π, write ${name} = ${Math.PI} in a line before`, Math.PI],
  [/^(tau|τ)$/i, (name) => `for 2π, write ${name} = ${2 * Math.PI} in a line before`, 2 * Math.PI],
  [/^e$/, () => `for Euler’s number, write exp(1), or e = ${Math.E} in a line before`, Math.E],
];

/** Turns syntax trees into Values, one statement after the other, all sharing their names. */
export class GraphBuilder {
  readonly named = new Map<string, Value>();
  readonly leaves = new Map<string, Value>();
  readonly ranges = new Map<Value, TextRange>();
  /** Where the text gives a leaf its number, by the leaf's name. */
  readonly numbers = new Map<string, TextRange>();
  readonly notes: Note[] = [];
  /** Of powers, exponents that are computed of numbers. */
  readonly exponents = new Map<Value, Value>();
  readonly #leafData: ReadonlyMap<string, number>;
  readonly #defaultData: number;
  /** Name → the line that defines it. */
  readonly #lines: ReadonlyMap<string, number>;
  /** Values made of nothing but numbers, so that they can be an exponent. A name makes a Value more than that. */
  readonly #constants = new Set<Value>();
  #offset = 0;
  #defining: string | null = null;

  constructor(
    leafData: ReadonlyMap<string, number>,
    defaultData: number,
    lines: ReadonlyMap<string, number>,
  ) {
    this.#leafData = leafData;
    this.#defaultData = defaultData;
    this.#lines = lines;
  }

  /** `offset` is where the tree's text starts in the source; errors carry offsets into the source. */
  addStatement(name: string | null, tree: SyntaxNode, offset: number): Value {
    this.#offset = offset;
    this.#defining = name;
    if (name === null) return this.#build(tree);
    const number = numberOf(tree);
    const node = number === undefined ? this.#build(tree) : this.#leaf(name, number, tree);
    if (number !== undefined) this.numbers.set(name, this.#inSource(tree));
    if (node.label === '') node.label = name;
    this.#constants.delete(node);
    this.named.set(name, node);
    if (isName(tree)) {
      const message = `${quote(name)} is another name for ${quote(tree.name)}: nothing is computed, so it is no node of its own`;
      this.notes.push({ message, ...this.#inSource(tree) });
    }
    return node;
  }

  /** Post-order without recursion: a sum of 10⁵ terms is a tree as deep. */
  #build(tree: SyntaxNode): Value {
    const open: { readonly node: SyntaxNode; readonly ready: boolean }[] = [{ node: tree, ready: false }];
    const results: Value[] = [];
    for (let top = open.pop(); top !== undefined; top = open.pop()) {
      const { node, ready } = top;
      const operands = operandsOf(node);
      if (ready || operands.length === 0) {
        const value = this.#combine(node, results.splice(results.length - operands.length));
        if (!this.ranges.has(value)) this.ranges.set(value, this.#inSource(node));
        results.push(value);
      } else {
        open.push({ node, ready: true });
        for (let i = operands.length - 1; i >= 0; i--) open.push({ node: operands[i], ready: false });
      }
    }
    return results[0];
  }

  #combine(node: SyntaxNode, operands: readonly Value[]): Value {
    const number = numberOf(node);
    if (number !== undefined) return this.#asConstant(new Value(number));
    if (isName(node)) return this.#lookUp(node.name, node);
    if (isBinary(node) && node.operator === '**') return this.#power(operands[0], operands[1]);
    const value = Value.apply(opOf(node), operands);
    return operands.every((operand) => this.#constants.has(operand)) ? this.#asConstant(value) : value;
  }

  /**
   * A power with a constant exponent is an op of one operand, with any other one of two.
   */
  #power(base: Value, exponent: Value): Value {
    if (this.#constants.has(exponent)) {
      const value = base.pow(exponent.data);
      if (exponent.op !== null) this.exponents.set(value, exponent);
      return this.#constants.has(base) ? this.#asConstant(value) : value;
    }
    return Value.apply('power', [base, exponent]);
  }

  #lookUp(name: string, node: SyntaxNode): Value {
    const known = this.named.get(name);
    if (known !== undefined) return known;
    const line = this.#lines.get(name);
    if (line !== undefined) {
      const { from, to } = rangeOf(node);
      const own = name === this.#defining;
      fail(
        own
          ? `${quote(name)} is used in its own definition: a new value takes a new name`
          : `${quote(name)} is used before it is defined in line ${line}`,
        from,
        to,
      );
    }
    const found = this.#leafData.has(name) ? undefined : lookAlikes.find(([pattern]) => pattern.test(name));
    if (found !== undefined) {
      const [, advice, value] = found;
      const message = `${quote(name)} is a name like any other here, a leaf worth ${this.#defaultData}: ${advice(name)}`;
      const note = { message, ...this.#inSource(node) };
      this.notes.push(value === null ? note : { ...note, line: `${name} = ${value}` });
    }
    return this.#leaf(name, this.#defaultData, node);
  }

  #leaf(name: string, initial: number, node: SyntaxNode): Value {
    const leaf = new Value(this.#leafData.get(name) ?? initial, name);
    this.named.set(name, leaf);
    this.leaves.set(name, leaf);
    this.ranges.set(leaf, this.#inSource(node));
    return leaf;
  }

  #asConstant(value: Value): Value {
    this.#constants.add(value);
    return value;
  }

  #inSource(node: SyntaxNode): TextRange {
    const { from, to } = rangeOf(node);
    return { from: from + this.#offset, to: to + this.#offset };
  }
}

/** The number that the tree is, sign included. */
function numberOf(node: SyntaxNode): number | undefined {
  if (isNumber(node)) return node.value;
  return isNegativeNumber(node) ? -node.argument.value : undefined;
}

function operandsOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (numberOf(node) !== undefined || isName(node)) return [];
  if (isBinary(node)) return [node.left, node.right];
  if (isNegation(node)) return [node.argument];
  if (isCall(node)) return node.arguments;
  throw new TypeError(`a node of type ${node.type} is not part of the language`);
}

function opOf(node: SyntaxNode): OpName {
  if (isNegation(node)) return 'neg';
  const op = isBinary(node) ? operators.get(node.operator) : undefined;
  if (op !== undefined) return op;
  if (isCall(node) && isName(node.callee) && isFunctionName(node.callee.name)) return node.callee.name;
  throw new TypeError(`a node of type ${node.type} is not part of the language`);
}
