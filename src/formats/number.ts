/** What stands before the decimals. */
export type Decimal = '.' | ',';

/**
 * A number as it is written in a file, or NaN for whatever else there is: the whole text counts (`1.2.3`, `12%`,
 * `2024-01-02`, `1_000` and `1e` are none), in decimal notation (`0x10` is none), and the double nearest to it has to
 * be finite and to tell it from zero (`Infinity`, `1e999` and `1e-999` are none). There are no separators of thousands.
 */
export function parseNumber(text: string, decimal: Decimal): number {
  const value = plainNumber(text, decimal === '.' ? 46 : 44);
  return value === value ? value : anyNumber(text, decimal);
}

/** So many digits are exact as a whole number, and so are the powers of ten up to there: their quotient is rounded once. */
const exactDigits = 15;
const powersOfTen = Float64Array.from({ length: exactDigits + 1 }, (_, k) => Number(`1e${k}`));

/** Digits with at most one decimal sign, by far the most numbers in files; NaN for all else. */
function plainNumber(text: string, decimalCode: number): number {
  const { length } = text;
  const first = text.charCodeAt(0);
  const start = first === 45 || first === 43 ? 1 : 0;
  if (length - start > exactDigits + 1) return NaN;
  let digits = 0;
  let decimals = -1;
  let whole = 0;
  for (let i = start; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      whole = whole * 10 + (code - 48);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (code === decimalCode && decimals < 0) decimals = 0;
    else return NaN;
  }
  if (digits === 0 || digits > exactDigits) return NaN;
  const value = decimals > 0 ? whole / powersOfTen[decimals] : whole;
  return first === 45 ? -value : value;
}

function anyNumber(text: string, decimal: Decimal): number {
  const first = text.charCodeAt(0);
  // What Number() would trim: an empty text is zero to it.
  if (!(first > 32 && first < 127)) {
    const trimmed = text.trim();
    return trimmed === '' || trimmed === text ? NaN : anyNumber(trimmed, decimal);
  }
  const value = Number(decimal === ',' ? withPoint(text) : text);
  if (value - value !== 0) return NaN;
  // The x, b and o of other notations; an e is no prefix.
  const second = text.charCodeAt(1);
  if (second > 57 && (second | 32) !== 101) return NaN;
  if (value === 0 && text.length > 1 && !zero.test(text)) return NaN;
  return value;
}

/** With the e of an exponent, in which any digits may stand. */
const zero = /^[+-]?[0.,]+(?:e|\s|$)/i;

/** A text with a decimal comma as Number() reads it; with a point already in it, it is no number. */
function withPoint(text: string): string {
  return text.includes('.') ? 'NaN' : text.replace(',', '.');
}

/** Why a text is no number, as the end of a sentence. */
export function whyNoNumber(text: string, decimal: Decimal): string {
  const shown = `“${shorten(text)}”`;
  const value = Number(decimal === ',' ? withPoint(text) : text);
  if (Math.abs(value) === Infinity)
    return /\d/.test(text) ? `${shown} is too large for a number` : `${shown} is no finite number`;
  if (value === 0 && /^[+-]?[\d.,]*e/i.test(text)) return `${shown} is too small to be told from zero`;
  return `${shown} is not a number`;
}

const shownLength = 40;

/** At most forty characters of a text, on one line. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > shownLength ? `${line.slice(0, shownLength - 1)}…` : line;
}
