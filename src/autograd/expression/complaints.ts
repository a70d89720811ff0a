/** What is wrong and where: offsets into the text that was being read. */
export class ExpressionSyntaxError extends Error {
  readonly from: number;
  readonly to: number;

  constructor(message: string, from: number, to: number) {
    super(message);
    this.from = from;
    this.to = to;
  }
}

export function fail(message: string, from: number, to: number): never {
  throw new ExpressionSyntaxError(message, from, to);
}

/** A letter or _, then letters, digits and _ of any script: what Python calls an identifier, without its classes. */
export const namePattern = /^[\p{L}_][\p{L}\p{M}\p{Nd}_]*$/u;

/** Words that mean a value in JavaScript or jsep and would surprise as the name of a leaf. */
export const reservedWords: ReadonlySet<string> = new Set(['this', 'true', 'false', 'null', 'undefined']);

/**
 * A name as it counts: in the normal form NFKC, in which Python compares names too. Complains where that is none, or a
 * word that cannot be one; `from` is where `written` starts.
 */
export function nameOf(written: string, from: number): string {
  const name = written.normalize('NFKC');
  if (!namePattern.test(name) || reservedWords.has(name)) {
    fail(`${quote(written)} cannot be used as a name`, from, from + written.length);
  }
  return name;
}

/** Where the name that starts at `from` ends; `from` itself if none does. */
export function nameEnd(text: string, from: number): number {
  const pattern = /[\p{L}_][\p{L}\p{M}\p{Nd}_]*/uy;
  pattern.lastIndex = from;
  return pattern.exec(text) === null ? from : pattern.lastIndex;
}

export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `“${short}”`;
}

/** What a person who typed this character probably meant. */
const hints: ReadonlyMap<string, string> = new Map([
  ['^', 'a power is written **'],
  ['²', 'a power is written ** 2'],
  ['³', 'a power is written ** 3'],
  ['×', 'a product is written *'],
  ['·', 'a product is written *'],
  ['÷', 'a quotient is written /'],
  ['−', 'a minus is written -'],
  ['–', 'a minus is written -'],
  [',', 'a decimal point is written .'],
  ['%', 'a percentage is written as a share, 0.12'],
  ['_', 'digits are written without _'],
  [';', 'every statement takes its own line'],
  ['[', 'brackets are written ( )'],
  [']', 'brackets are written ( )'],
  ['{', 'brackets are written ( )'],
  ['}', 'brackets are written ( )'],
  ['=', 'a line is “name = expression”, with one ='],
  [')', 'no bracket is open here'],
]);

/** Complains about the character at `index`, at which neither an operator nor an end would have been wrong. */
export function unexpectedCharacter(text: string, index: number): never {
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0xfffd);
  const end = nameEnd(text, index);
  if (end > index) fail(`an operator is missing before ${quote(text.slice(index, end))}`, index, end);
  if (/[0-9(]/.test(character)) fail(`an operator is missing before ${quote(character)}`, index, index + 1);
  const hint = hints.get(character);
  fail(
    `${quote(character)} is not expected here${hint === undefined ? '' : `; ${hint}`}`,
    index,
    index + character.length,
  );
}
