/** Texts and numbers as literals of programming languages, whatever is in the texts. */

/** Signs that stand for themselves in every editor: no control, no mark of direction, no half of a pair. */
const plain = /^[\p{L}\p{N}\x20-\x7e°²³±×·µ–—‘’“”…]$/u;

function escaped(text: string, escape: (sign: string, code: number) => string, special: RegExp): string {
  return Array.from(text)
    .map((sign) => (plain.test(sign) && !special.test(sign) ? sign : escape(sign, sign.codePointAt(0) ?? 0)))
    .join('');
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

/** A string of JavaScript; without `</`, which would end a script in a page. */
export function quoteJavaScript(text: string): string {
  return `"${escaped(text, (_, code) => (code > 0xffff ? `\\u{${hex(code, 1)}}` : `\\u${hex(code, 4)}`), /["\\/]/)}"`;
}

/** A string of Python. */
export function quotePython(text: string): string {
  return `"${escaped(text, (_, code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`), /["\\]/)}"`;
}

/** Bytes that a string of C99 may be long, the closing one included. */
const longestString = 4000;

/**
 * What initialises an array of char in C: its UTF-8 bytes. Octal escapes have an end, unlike hexadecimal ones, and no
 * `?` is left to be half of a trigraph.
 */
export function quoteC(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  const sign = (byte: number): string =>
    byte >= 0x20 && byte < 0x7f && !'"\\?\''.includes(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, '0')}`;
  if (bytes.length < longestString) return `"${bytes.map(sign).join('')}"`;
  const lines = chunks([...bytes, 0], 16).map((line) => line.map((byte) => `'${sign(byte)}'`).join(', '));
  return `{\n    ${lines.join(',\n    ')}}`;
}

/** A text that can stand in any comment and in any docstring: letters, digits and little else, cut off where it is long. */
export function commentText(text: string, most = 60): string {
  const tame = Array.from(text).map((sign) => (/^[\p{L}\p{N} .,:;=+()×²-]$/u.test(sign) ? sign : '_'));
  return tame.length > most ? `${tame.slice(0, most).join('')}…` : tame.join('');
}

export function numberJavaScript(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

export function numberPython(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")';
  return withPoint(value);
}

/** Of C, in double or single precision. */
export function numberC(value: number, isSingle: boolean): string {
  const rounded = isSingle ? Math.fround(value) : value;
  if (Number.isNaN(rounded)) return 'NAN';
  if (!Number.isFinite(rounded)) return rounded > 0 ? 'INFINITY' : '-INFINITY';
  return isSingle ? `${withPoint(shortSingle(rounded))}f` : withPoint(rounded);
}

/** The shortest decimal that reads back to the same number in single precision. */
function shortSingle(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function withPoint(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  // From there on an exponent says that it is no integer of the language.
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

/** A list in lines of so many. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

/** Comma-separated items between brackets, over several lines where there are many. */
export function listText(
  items: readonly string[],
  [open, close]: readonly [string, string],
  indent = '',
): string {
  const length = items.reduce((sum, item) => sum + item.length + 2, -2);
  if (length <= 90) return `${open}${items.join(', ')}${close}`;
  const perLine = Math.max(1, Math.floor(90 / (length / items.length)));
  const lines = chunks(items, perLine).map((some) => `${indent}  ${some.join(', ')},`);
  return `${open}\n${lines.join('\n')}\n${indent}${close}`;
}
