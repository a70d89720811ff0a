import { functionNames } from '../../../autograd/expression/functions.ts';
import {
  applied,
  brackets,
  mi,
  minus,
  mn,
  mo,
  mtext,
  row,
  subscript,
  superscript,
  times,
} from './math-node.ts';
import type { MathNode } from './math-node.ts';

const letters = /^(\p{L}\p{M}*)+/u;
const namePattern = /^[\p{L}_][\p{L}\p{M}\p{Nd}_]*$/u;

export function isIdentifier(name: string): boolean {
  return namePattern.test(name);
}

/** A name as mathematics writes it: x1 is x with a small 1 below, w2_3_1 is w with 2,3,1. */
export function identifierMath(name: string): MathNode {
  const base = letters.exec(name)?.[0] ?? '';
  const indices = name
    .slice(base.length)
    .replace(/^_/, '')
    .split('_')
    .filter((index) => index !== '');
  // Without letters there is nothing to hang an index on, and two names must not look the same for a stray _.
  if (base === '' || indices.length === 0 || /__|_$/.test(name)) return mi(name);
  return subscript(mi(base), row(...indices.flatMap((index, i) => [...comma(i), indexMath(index)])));
}

function comma(position: number): MathNode[] {
  return position > 0 ? [mo(',')] : [];
}

function indexMath(index: string): MathNode {
  return /^\p{Nd}+$/u.test(index) ? mn(index) : mi(index);
}

const tokenPattern =
  /\s*(?:(node \d+)|([\p{L}_][\p{L}\p{M}\p{Nd}_]*)|(\d[\d.]*(?:e[+-]?\d+)?)|(\*\*|[-+*/()]))/uy;
const signs: ReadonlyMap<string, string> = new Map([
  ['-', minus],
  ['*', times],
]);

/**
 * What a node is called: a name, or the short expression that it computes. What is neither, such as a name from
 * elsewhere, stands as plain text.
 */
export function nodeNameMath(name: string): MathNode {
  if (isIdentifier(name)) return identifierMath(name);
  const [, text, count] = /^(.*?)( #\d+)?$/su.exec(name) ?? [];
  const tokens = tokensOf(text ?? '');
  const written = tokens === undefined ? undefined : new NameReader(tokens).read();
  if (written === undefined) return mtext(name);
  return count === undefined ? written : row(written, mtext(count));
}

/** Whether the name is an expression that wants brackets when something is applied to it. */
export function isExpressionName(name: string): boolean {
  return /[\s*/+-]/.test(name) && !/^\w+\([^()]*\)$/.test(name);
}

interface Token {
  /** words: what a node without a short expression is called, such as node 12. */
  readonly kind: 'words' | 'name' | 'number' | 'sign';
  readonly text: string;
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    tokenPattern.lastIndex = at;
    const [all, words, name, number, sign] = tokenPattern.exec(text) ?? [];
    if (all === undefined) return undefined;
    at += all.length;
    if (words !== undefined) tokens.push({ kind: 'words', text: words });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}

/** Reads just enough to set powers and indices; everything else keeps its line and its brackets. */
class NameReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Undefined where the brackets or powers are not those of an expression. */
  read(): MathNode | undefined {
    const written = this.#group();
    return this.#at === this.#tokens.length ? written : undefined;
  }

  #group(): MathNode | undefined {
    const parts: MathNode[] = [];
    let isAfterOperand = false;
    for (let token = this.#peek(); token !== undefined && token.text !== ')'; token = this.#peek()) {
      const isOperand = token.kind !== 'sign' || token.text === '(';
      if (isOperand && isAfterOperand) return undefined;
      isAfterOperand = isOperand || token.text === '**';
      const part = token.text === '**' ? this.#power(parts.pop()) : this.#part();
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return parts.length === 0 ? undefined : row(...parts);
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #part(): MathNode | undefined {
    const { kind, text } = this.#tokens[this.#at++];
    if (kind === 'number') return mn(text);
    if (kind === 'words') return mtext(text);
    if (kind === 'name') return functionNames.has(text) ? this.#call(text) : identifierMath(text);
    if (text !== '(') return mo(signs.get(text) ?? text);
    const inside = this.#group();
    return inside === undefined || this.#tokens[this.#at++]?.text !== ')' ? undefined : brackets(inside);
  }

  #call(name: string): MathNode | undefined {
    if (this.#peek()?.text !== '(') return undefined;
    const operand = this.#part();
    return operand === undefined ? undefined : row(mi(functionSign(name)), mo(applied), operand);
  }

  #power(base: MathNode | undefined): MathNode | undefined {
    this.#at++;
    const sign = this.#peek()?.text === '-' ? [this.#part()] : [];
    const exponent = this.#peek() === undefined ? undefined : this.#part();
    if (base === undefined || exponent === undefined) return undefined;
    return superscript(base, row(...sign.filter((part) => part !== undefined), exponent));
  }
}

/** What a function is called in a formula. */
export function functionSign(name: string): string {
  return name === 'sigmoid' ? 'σ' : name;
}
