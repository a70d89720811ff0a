import { fail, nameEnd, nameOf, namePattern, quote } from './complaints.ts';
import { functionNames } from './functions.ts';
import type { TextRange } from './text-range.ts';

/** A line that says something, cut into its parts but not yet read. */
export interface Statement {
  /** null for a last line without a name. */
  readonly name: string | null;
  readonly nameRange: TextRange;
  readonly expression: string;
  /** Where the expression starts in the source. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
}

/** Cuts the source into statements; throws an ExpressionSyntaxError with offsets into the source. */
export function splitStatements(source: string): Statement[] {
  const statements: Statement[] = [];
  // Spaces that jsep would take for letters, and Python's form feed; one character for one, so that offsets hold.
  const text = source.replace(/[\f\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]/g, ' ');
  let offset = 0;
  text.split(/\r\n|\n|\r/).forEach((lineText, index) => {
    const code = lineText.split('#', 1)[0];
    if (code.trim() !== '') statements.push(cut(code, offset, index + 1));
    offset += lineText.length;
    offset += text.startsWith('\r\n', offset) ? 2 : 1;
  });
  if (statements.length === 0)
    fail('there is no expression yet: write one, such as a * b + c', 0, source.length);
  return statements;
}

/** Spaces to JavaScript, and to Python neither spaces nor the end of a line. */
const strangeSpace = /[\v\u0085\u2028\u2029]/;

function cut(code: string, offset: number, line: number): Statement {
  const strange = code.search(strangeSpace);
  if (strange >= 0) {
    const code16 = code.charCodeAt(strange).toString(16).toUpperCase().padStart(4, '0');
    fail(
      `the character U+${code16} is no space here; lines end with Enter`,
      offset + strange,
      offset + strange + 1,
    );
  }
  const equals = code.indexOf('=');
  const start = code.length - code.trimStart().length;
  if (equals < 0) {
    const nameRange = { from: offset + start, to: offset + code.trimEnd().length };
    return { name: null, nameRange, expression: code, offset, line };
  }
  const joined = /[+\-*/<>!:]?==?/g;
  joined.lastIndex = Math.max(0, equals - 1);
  const operator = joined.exec(code)?.[0] ?? '=';
  if (operator !== '=') {
    const from = offset + joined.lastIndex - operator.length;
    fail(
      `${quote(operator)} is not part of the language; a line is “name = expression”`,
      from,
      from + operator.length,
    );
  }
  const written = code.slice(0, equals).trim();
  const nameRange = { from: offset + start, to: offset + start + written.length };
  const name = readName(written, nameRange, offset + equals);
  return { name, nameRange, expression: code.slice(equals + 1), offset: offset + equals + 1, line };
}

function readName(written: string, { from, to }: TextRange, equals: number): string {
  if (written === '') fail('a name is missing before =', equals, equals + 1);
  if (!namePattern.test(written)) {
    const wrong = nameEnd(written, 0);
    const whole = wrong === 0 || /[\s+\-*/().]/.test(written[wrong]);
    fail(
      `${quote(written)} is not a name: names consist of letters, digits and _, and start with no digit`,
      whole ? from : from + wrong,
      whole ? to : from + wrong + String.fromCodePoint(written.codePointAt(wrong) ?? 0).length,
    );
  }
  const name = nameOf(written, from);
  if (functionNames.has(name)) fail(`${quote(written)} is a function and cannot be a name`, from, to);
  return name;
}
