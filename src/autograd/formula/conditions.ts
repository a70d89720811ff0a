import { fail, nameEnd, quote, unexpectedCharacter } from '../expression/complaints.ts';
import { maximumNesting } from '../expression/syntax.ts';
import type { TextRange } from '../expression/text-range.ts';
import type { Arithmetic } from './arithmetic.ts';

/** Whether something holds in a point of the plane; null where a number that it asks for is not finite. */
export type Truth = (x1: number, x2: number) => boolean | null;

/** What a line says: a number, or whether something holds. */
export type Said =
  | ({ readonly kind: 'number'; readonly at: Arithmetic } & TextRange)
  | ({ readonly kind: 'condition'; readonly holds: Truth } & TextRange);

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** What a person who wrote this sign probably meant. */
const lookAlikes: Readonly<Record<string, string>> = {
  '=': 'a line that gives a name is “name = expression”',
  '==': 'numbers are compared with <, <=, > or >=',
  '!=': 'numbers are compared with <, <=, > or >=',
  '≠': 'numbers are compared with <, <=, > or >=',
  '<>': 'numbers are compared with <, <=, > or >=',
  '=<': 'write <=',
  '≤': 'write <=',
  '=>': 'write >=',
  '≥': 'write >=',
  '!': 'write not',
  '&': 'write and',
  '&&': 'write and',
  '|': 'write or',
  '||': 'write or',
};

/** The same where an expression is expected. */
const prefixLookAlikes: Readonly<Record<string, string>> = {
  '!': 'write not',
  '|': 'a size without its sign is abs(…)',
};

const signs = /[<>=!≤≥≠]+|&+|\|+/y;
/** What joins conditions. */
export const joiningWords: ReadonlySet<string> = new Set(['and', 'or', 'not']);

/**
 * Comparisons of numbers, joined by not, and, or, binding in this order, and by brackets; `0 < x1 < 1` as in Python is
 * both. Only this reader knows of them: the numbers between are read by `arithmetic`.
 */
export class ConditionReader {
  readonly #source: string;
  readonly #end: number;
  readonly #arithmetic: (part: TextRange) => Arithmetic;
  #at: number;
  #depth = 0;

  constructor(source: string, { from, to }: TextRange, arithmetic: (part: TextRange) => Arithmetic) {
    this.#source = source;
    this.#at = from;
    this.#end = to;
    this.#arithmetic = arithmetic;
  }

  /** Throws an ExpressionSyntaxError with offsets into the whole text. */
  read(): Said {
    this.#refuseCapitals();
    const said = this.#readJoined('or');
    this.#skipSpaces();
    if (this.#at >= this.#end) return said;
    const word = this.#word();
    if (word !== null) fail(`${quote(word)} is not expected here`, this.#at, this.#at + word.length);
    return this.#unexpected();
  }

  /** Words that join are written in small letters; they would be taken for names otherwise. */
  #refuseCapitals(): void {
    for (let at = this.#at; at < this.#end; at = this.#after(at)) {
      const written = this.#source.slice(at, nameEnd(this.#source, at));
      const word = written.toLowerCase();
      if (word !== written && joiningWords.has(word))
        fail(`${quote(written)} is written ${word}`, at, at + written.length);
    }
  }

  #unexpected(): never {
    return unexpectedCharacter(this.#source.slice(0, this.#end), this.#at);
  }

  #readJoined(by: 'or' | 'and'): Said {
    const read = (): Said => (by === 'or' ? this.#readJoined('and') : this.#readNot());
    let left = read();
    while (this.#take(by)) {
      const [a, b] = [asCondition(left, this.#source), asCondition(read(), this.#source)];
      const ends = by === 'or';
      const holds: Truth = (x1, x2) => {
        const first = a.holds(x1, x2);
        return first === null || first === ends ? first : b.holds(x1, x2);
      };
      left = { kind: 'condition', holds, from: a.from, to: b.to };
    }
    return left;
  }

  #readNot(): Said {
    this.#skipSpaces();
    const from = this.#at;
    if (!this.#take('not')) return this.#readComparison();
    const { holds, to } = asCondition(
      this.#deeper(from, () => this.#readNot()),
      this.#source,
    );
    const negated: Truth = (x1, x2) => {
      const inner = holds(x1, x2);
      return inner === null ? null : !inner;
    };
    return { kind: 'condition', holds: negated, from, to };
  }

  #readComparison(): Said {
    this.#skipSpaces();
    if (this.#source[this.#at] === '(' && this.#isBracketed()) return this.#readBracket();
    const operands = [this.#readNumber()];
    const compare: ((a: number, b: number) => boolean)[] = [];
    for (let sign = this.#sign(); sign !== null; sign = this.#sign()) {
      const from = this.#at;
      const comparison = Object.hasOwn(comparisons, sign) ? comparisons[sign] : null;
      if (comparison === null) return this.#refuseSign(sign, lookAlikes);
      this.#at += sign.length;
      compare.push(comparison);
      operands.push(this.#readNumber({ from, to: this.#at }));
    }
    const [first] = operands;
    if (compare.length === 0) return first;
    const numbers = operands.map(({ at }) => at);
    const { to } = operands[operands.length - 1];
    return { kind: 'condition', holds: chain(numbers, compare), from: first.from, to };
  }

  #readBracket(): Said {
    const from = this.#at;
    this.#at++;
    const inner = this.#deeper(from, () => this.#readJoined('or'));
    this.#skipSpaces();
    if (this.#at >= this.#end) fail('this bracket is never closed', from, from + 1);
    if (this.#source[this.#at] !== ')') this.#unexpected();
    this.#at++;
    this.#skipSpaces();
    const next = this.#source[this.#at];
    if (this.#at < this.#end && this.#word() === null && next !== ')') {
      const to = this.#at + (this.#sign() ?? next).length;
      fail(
        `${quote(this.#source.slice(this.#at, to))} is not expected after a condition: join it with and, or`,
        this.#at,
        to,
      );
    }
    return { ...inner, from, to: this.#at };
  }

  #deeper<T>(from: number, read: () => T): T {
    if (++this.#depth > maximumNesting) fail(`nested deeper than ${maximumNesting} levels`, from, from + 1);
    const result = read();
    this.#depth--;
    return result;
  }

  /** Whether the bracket that opens here is around a condition. */
  #isBracketed(): boolean {
    let open = 0;
    for (let at = this.#at; at < this.#end; at = this.#after(at)) {
      if (this.#source[at] === '(') open++;
      if (this.#source[at] === ')' && --open === 0) return false;
      if (this.#sign(at) !== null || this.#word(at) !== null) return true;
    }
    return false;
  }

  /** Up to what no number contains outside brackets. `sign` is the comparison before it. */
  #readNumber(sign?: TextRange): Said & { readonly kind: 'number' } {
    this.#skipSpaces();
    const from = this.#at;
    let open = 0;
    let to = from;
    for (; to < this.#end; to = this.#after(to)) {
      const character = this.#source[to];
      if (character === '(') open++;
      if (character === ')' && --open < 0) break;
      if (open === 0 && (this.#sign(to) !== null || this.#word(to) !== null)) break;
    }
    const { length } = this.#source.slice(from, to).trimEnd();
    if (length === 0) this.#missing(sign);
    const range = { from, to: from + length };
    this.#at = to;
    return { kind: 'number', at: this.#arithmetic(range), ...range };
  }

  #missing(sign: TextRange | undefined): never {
    const instead = this.#sign() ?? '';
    if (Object.hasOwn(prefixLookAlikes, instead)) this.#refuseSign(instead, prefixLookAlikes);
    if (sign !== undefined)
      fail(`something is missing after ${quote(this.#source.slice(sign.from, sign.to))}`, sign.from, sign.to);
    const found = this.#sign() ?? this.#word();
    if (found !== null)
      fail(`something is missing before ${quote(found)}`, this.#at, this.#at + found.length);
    if (this.#at < this.#end) this.#unexpected();
    const before = this.#source.slice(0, this.#end).trimEnd();
    const last = /(?:and|or|not|.)$/su.exec(before)?.[0] ?? '';
    return fail(`something is missing after ${quote(last)}`, before.length - last.length, before.length);
  }

  /** The sign that stands here. */
  #refuseSign(sign: string, meant: Readonly<Record<string, string>>): never {
    const hint = Object.hasOwn(meant, sign) ? `; ${meant[sign]}` : '';
    return fail(`${quote(sign)} is not part of the language${hint}`, this.#at, this.#at + sign.length);
  }

  /** The next place to look at: a name counts as one. */
  #after(at: number): number {
    return Math.max(at + 1, nameEnd(this.#source, at));
  }

  #sign(at = this.#at): string | null {
    signs.lastIndex = at;
    return at < this.#end ? (signs.exec(this.#source)?.[0] ?? null) : null;
  }

  #word(at = this.#at): string | null {
    const word = at < this.#end ? this.#source.slice(at, nameEnd(this.#source, at)) : '';
    return joiningWords.has(word) ? word : null;
  }

  #take(word: string): boolean {
    this.#skipSpaces();
    if (this.#word() !== word) return false;
    this.#at += word.length;
    return true;
  }

  #skipSpaces(): void {
    while (this.#at < this.#end && /\s/.test(this.#source[this.#at])) this.#at++;
  }
}

/** Every pair of neighbours, from the left, as far as it takes. */
function chain(
  numbers: readonly Arithmetic[],
  compare: readonly ((a: number, b: number) => boolean)[],
): Truth {
  return (x1, x2) => {
    let left = numbers[0](x1, x2);
    for (let i = 0; i < compare.length; i++) {
      const right = numbers[i + 1](x1, x2);
      if (!Number.isFinite(left) || !Number.isFinite(right)) return null;
      if (!compare[i](left, right)) return false;
      left = right;
    }
    return true;
  };
}

export function asCondition(said: Said, source: string): Said & { readonly kind: 'condition' } {
  if (said.kind === 'condition') return said;
  const { from, to } = said;
  const text = source.slice(from, to);
  return fail(`${quote(text)} is a number and no condition: compare it, as in ${short(text)} > 0`, from, to);
}

function short(text: string): string {
  return text.length > 12 ? 'x2' : text;
}
