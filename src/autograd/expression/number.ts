import { fail, quote } from './complaints.ts';

/** A number as it stands in a text. */
export interface NumberLiteral {
  readonly value: number;
  /** Offset after its last character. */
  readonly to: number;
}

/** Python's decimal floats, and whole numbers with leading zeros; no underscores, no other bases, no sign. */
const decimal = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
/** What a number may not run into without a break. */
const continued = /[\p{L}\p{N}\p{M}_.]+/uy;

/**
 * Reads the number that begins at `from`, a digit or a point; throws an ExpressionSyntaxError for what is none, and
 * for what is too large to be finite.
 */
export function readNumberLiteral(text: string, from: number): NumberLiteral {
  decimal.lastIndex = from;
  const match = decimal.exec(text)?.[0] ?? '';
  const to = from + match.length;
  continued.lastIndex = to;
  const rest = continued.exec(text.slice(0, to + 50))?.[0] ?? '';
  if (match === '' || rest !== '') {
    const whole = match + rest || text[from];
    const hint = hintFor(whole);
    return fail(
      `${quote(whole)} is not a number${hint === '' ? '' : `; ${hint}`}`,
      from,
      from + whole.length,
    );
  }
  const value = Number(match);
  if (!Number.isFinite(value)) {
    return fail(`${quote(match)} is too large: numbers go up to about 1.8e308`, from, to);
  }
  return { value, to };
}

/** What the person probably meant; '' where there is no telling. */
function hintFor(text: string): string {
  if (/^[\d_.]*\d_[\d_.eE]*$/.test(text))
    return `digits are written without _, as ${text.replaceAll('_', '')}`;
  const based = /^0(?:[xX][\da-fA-F]+|[bB][01]+|[oO][0-7]+)$/.test(text);
  if (based) return `only decimal numbers can be written, as ${Number(text)}`;
  if (/^\.[eE]/.test(text)) return 'digits are missing before the e';
  if (/^[\d.]+[eE]$/.test(text)) return 'digits are missing after the e';
  const product = /^(\d+(?:\.\d*)?)([\p{L}_].*)$/u.exec(text);
  return product === null ? '' : `a product is written ${product[1]} * ${product[2]}`;
}
