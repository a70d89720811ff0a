import { fail, quote } from '../expression/complaints.ts';
import { joiningWords } from './conditions.ts';
import type { TextRange } from '../expression/text-range.ts';

/** A line of a formula, or a part of one between semicolons; offsets are into the whole text. */
export interface FormulaLine extends TextRange {
  /** The name that it gives to a number; null for a condition or a number without a name. */
  readonly name: string | null;
}

/** Cuts a text at the ends of lines and at `;`. What follows `#` is a comment; empty lines say nothing. */
export function splitLines(source: string): FormulaLine[] {
  const lines: FormulaLine[] = [];
  for (const { text, from } of piecesOf(source)) {
    const start = text.length - text.trimStart().length;
    const code = text.trim();
    if (code === '') continue;
    const range = { from: from + start, to: from + start + code.length };
    lines.push({ ...range, name: nameIn(code, range.from) });
  }
  return lines;
}

function piecesOf(source: string): { readonly text: string; readonly from: number }[] {
  let from = 0;
  // Every second part is what separates.
  return source.split(/(\r\n|\n|\r)/).flatMap((line, i) => {
    const start = from;
    from += line.length;
    if (i % 2 === 1) return [];
    const [code] = line.split('#', 1);
    let at = start;
    return code.split(';').map((text) => {
      const piece = { text, from: at };
      at += text.length + 1;
      return piece;
    });
  });
}

/** `r = …` gives a name: the first sign of a comparison is one `=` alone. */
function nameIn(code: string, from: number): string | null {
  const sign = /[<>!=≤≥≠]+/.exec(code);
  if (sign?.[0] !== '=') return null;
  const name = code.slice(0, sign.index).trim().normalize('NFKC');
  if (name === 'x1' || name === 'x2') {
    const hint = 'it is an input and keeps its meaning; to compare, write < or >';
    fail(`${quote(name)} cannot be defined: ${hint}`, from, from + sign.index);
  }
  if (joiningWords.has(name.toLowerCase()))
    fail(`${quote(name)} joins conditions and cannot be a name`, from, from + sign.index);
  return name;
}
