import type { Quoting } from './dialect.ts';
import { shorten } from './number.ts';

/** A record as it stands in a text: from where it was looked for to its end. */
export interface Found {
  /** Behind its line end. */
  readonly end: number;
  /** Physical lines up to there. */
  readonly lines: number;
  readonly isComment: boolean;
  readonly fault: Fault | null;
  /** Spaces around quotes. */
  readonly padding: readonly (readonly [from: number, to: number])[];
}

/** Why a record cannot be split; it then ends with the line of the quote at fault. */
export interface Fault {
  readonly kind: 'open-quote' | 'after-quote';
  readonly column: number;
  /** Lines of the record before the one with the quote. */
  readonly linesBefore: number;
  readonly message: string;
}

/** The longest text in quotes, in characters: what is longer was meant to end before. */
export const longestQuoted = 1_000_000;

const none: readonly (readonly [number, number])[] = [];

/** The record at a place of a text; null where the text that follows, unless it is the last, decides about it. */
export function findRecord(text: string, start: number, quoting: Quoting, isLast: boolean): Found | null {
  const lineEnd = text.indexOf('\n', start);
  if (lineEnd < 0 && !isLast) return null;
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  const { delimiter, quote, comment } = quoting;
  const isComment = comment !== null && text.startsWith(comment, start);
  if (isComment || quote === null || !text.slice(start, end).includes(quote))
    return { end, lines: 1, isComment, fault: null, padding: none };
  return new Walk(text, start, delimiter, quote, isLast).record();
}

/** Goes through a record field by field. */
class Walk {
  readonly #text: string;
  readonly #start: number;
  readonly #delimiter: string;
  readonly #quote: string;
  readonly #isLast: boolean;
  readonly #padding: [number, number][] = [];
  #at: number;
  #column = 1;
  #lines = 0;

  constructor(text: string, start: number, delimiter: string, quote: string, isLast: boolean) {
    this.#text = text;
    this.#start = this.#at = start;
    this.#delimiter = delimiter;
    this.#quote = quote;
    this.#isLast = isLast;
  }

  record(): Found | null {
    const text = this.#text;
    for (; ; this.#at++, this.#column++) {
      const opening = this.#afterSpaces(this.#at);
      const fault = text[opening] === this.#quote ? this.#passQuoted(opening) : this.#passField();
      if (fault === 'undecided') return null;
      if (fault !== null) return fault;
      if (this.#at < text.length && text[this.#at] !== '\n') continue;
      const end = Math.min(text.length, this.#at + 1);
      return { end, lines: this.#lines + 1, isComment: false, fault: null, padding: this.#padding };
    }
  }

  #passField(): 'undecided' | null {
    const text = this.#text;
    while (this.#at < text.length && text[this.#at] !== this.#delimiter && text[this.#at] !== '\n')
      this.#at++;
    return this.#at === text.length && !this.#isLast ? 'undecided' : null;
  }

  #passQuoted(opening: number): Found | 'undecided' | null {
    const text = this.#text;
    const closing = this.#closingQuote(opening);
    if (closing === null) {
      const isUndecided = !this.#isLast && text.length - opening <= longestQuoted;
      return isUndecided
        ? 'undecided'
        : this.#fault('open-quote', opening, 'a quote opens here and is not closed');
    }
    if (closing - opening > longestQuoted) {
      const most = longestQuoted.toLocaleString('en');
      return this.#fault(
        'open-quote',
        opening,
        `a quote opens here and is not closed within ${most} characters`,
      );
    }
    const next = this.#afterSpaces(closing + 1);
    // The next piece may begin with the second half of a doubled quote.
    if (next === text.length && !this.#isLast) return 'undecided';
    const lines = lineEnds(text, opening, closing);
    if (next < text.length && text[next] !== this.#delimiter && text[next] !== '\n') {
      const where =
        lines === 0
          ? 'after the closing quote'
          : `after the quote that closes it ${distance(lines)} further down`;
      return this.#fault(
        'after-quote',
        opening,
        `“${shorten(restOfField(text, next, this.#delimiter))}” ${where}`,
      );
    }
    if (opening > this.#at) this.#padding.push([this.#at, opening]);
    if (next > closing + 1) this.#padding.push([closing + 1, next]);
    this.#lines += lines;
    this.#at = next;
    return null;
  }

  /** Ends the record with the line in which the quote opens. */
  #fault(kind: Fault['kind'], opening: number, message: string): Found | 'undecided' {
    const lineEnd = this.#text.indexOf('\n', opening);
    if (lineEnd < 0 && !this.#isLast) return 'undecided';
    const end = lineEnd < 0 ? this.#text.length : lineEnd + 1;
    const lines = lineEnds(this.#text, this.#start, end - 1) + 1;
    const fault = { kind, column: this.#column, linesBefore: this.#lines, message };
    return { end, lines, isComment: false, fault, padding: none };
  }

  /** Doubled quotes stand for one. */
  #closingQuote(opening: number): number | null {
    for (let at = opening + 1; ; at += 2) {
      at = this.#text.indexOf(this.#quote, at);
      if (at < 0) return null;
      if (this.#text[at + 1] !== this.#quote) return at;
    }
  }

  #afterSpaces(from: number): number {
    let at = from;
    while (this.#text[at] === ' ' || (this.#text[at] === '\t' && this.#delimiter !== '\t')) at++;
    return at;
  }
}

function lineEnds(text: string, from: number, to: number): number {
  // Cut out first: a search must not go on to the end of the text for every quote.
  const part = text.slice(from, to);
  let count = 0;
  for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) count++;
  return count;
}

function distance(lines: number): string {
  return lines === 1 ? 'one line' : `${lines} lines`;
}

/** As much of it as is shown. */
function restOfField(text: string, from: number, delimiter: string): string {
  const rest = text.slice(from, from + 100);
  const end = Array.from(rest).findIndex((letter) => letter === delimiter || letter === '\n');
  return end < 0 ? rest : rest.slice(0, end);
}
