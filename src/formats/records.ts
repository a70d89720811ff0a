import papaparse from 'papaparse';
import { replacement } from './decode.ts';
import { isBlank, type Quoting } from './dialect.ts';
import type { Problems } from './problems.ts';
import { findRecord, type Found } from './quoted-record.ts';
import { Refusal } from './refusal.ts';

/** Whole records, split into their fields. */
export interface Rows {
  readonly fields: readonly (readonly string[])[];
  /** Whether a single blank field is a blank line, not a value in quotes. */
  readonly hasBlankLines: boolean;
  /** The physical line in which each of them begins, counted from 1. */
  lineOf(index: number): number;
}

/** The longest line that is read, in characters; without line ends a whole file would have to be kept. */
const longestLine = 4_000_000;

/**
 * Finds where records begin and end, counts physical lines, and leaves out what cannot be split; papaparse, which knows
 * neither lines nor what to do with a quote that is never closed, splits the others. A record with a quote that is
 * not closed, or closed and followed by more, costs the lines up to the one with that quote: the next goes on after it.
 */
export class Records {
  /** How many records, or parts of them, were left out. */
  leftOut = 0;
  comments = 0;
  /** The row of most lines: where it begins, and how many it has. */
  longest = { line: 0, lines: 1 };
  readonly #quoting: Quoting;
  readonly #parser: InstanceType<typeof papaparse.Parser>;
  readonly #problems: Problems;
  #rest = '';
  /** Of the rest's first character. */
  #line: number;

  constructor(quoting: Quoting, problems: Problems, firstLine: number) {
    this.#quoting = quoting;
    this.#parser = parserOf(quoting);
    this.#problems = problems;
    this.#line = firstLine;
  }

  /** The rows that are complete with a text that follows on the one before, if any. Line ends are `\n`. */
  push(text: string, isLast: boolean): Rows | null {
    const all = this.#rest + text;
    const end = isLast ? all.length : all.lastIndexOf('\n') + 1;
    const whole = all.slice(0, end);
    const rows = this.#isPlain(whole) ? this.#takePlain(whole, all) : this.#takeWithCare(all, isLast);
    if (this.#rest.length > longestLine)
      throw new Refusal(
        `Line ${this.#line} has more than ${longestLine.toLocaleString('en')} characters: this is not a table of rows.`,
      );
    return rows;
  }

  /** Whether every line is a record. */
  #isPlain(whole: string): boolean {
    const { quote, comment } = this.#quoting;
    return (
      (quote === null || !whole.includes(quote)) &&
      !whole.includes('\0') &&
      !whole.includes(replacement) &&
      (comment === null || !(whole.startsWith(comment) || whole.includes(`\n${comment}`)))
    );
  }

  #takePlain(whole: string, all: string): Rows | null {
    this.#rest = all.slice(whole.length);
    if (whole === '') return null;
    const first = this.#line;
    const fields = this.#split(whole);
    this.#line += fields.length;
    return { fields, hasBlankLines: true, lineOf: (index) => first + index };
  }

  #takeWithCare(text: string, isLast: boolean): Rows | null {
    const run = new Run();
    let at = 0;
    while (at < text.length) {
      const found = findRecord(text, at, this.#quoting, isLast);
      if (found === null) break;
      if (this.#isSound(text, at, found)) {
        if (found.lines > this.longest.lines) this.longest = { line: this.#line, lines: found.lines };
        // To papaparse a quote after a space is a letter.
        if (found.padding.length > 0)
          run.addText(withoutRanges(text, at, found.end, found.padding), this.#line);
        else run.addRange(text, at, found.end, this.#line);
      }
      this.#line += found.lines;
      at = found.end;
    }
    this.#rest = text.slice(at);
    const { text: sound, lines } = run.take();
    if (lines.length === 0) return null;
    const fields = this.#split(sound);
    if (fields.length !== lines.length)
      throw new Error(`papaparse made ${fields.length} rows of ${lines.length} records`);
    return { fields, hasBlankLines: false, lineOf: (index) => lines[index] };
  }

  /** Whether a record is to be split; tells what is wrong with it if that is why not. */
  #isSound(text: string, at: number, { end, fault, isComment }: Found): boolean {
    if (isComment) {
      this.comments++;
      return false;
    }
    if (fault !== null) {
      const { kind, column, linesBefore, message } = fault;
      return this.#leaveOut({ kind, line: this.#line + linesBefore, column, message });
    }
    const record = text.slice(at, end);
    if (isBlank(record) && !record.includes(this.#quoting.delimiter)) return false;
    if (record.includes('\0'))
      return this.#leaveOut({
        kind: 'nul',
        line: this.#line,
        column: null,
        message: 'a NUL character, which no text has',
      });
    if (record.includes(replacement))
      this.#problems.add({
        kind: 'encoding',
        line: this.#line,
        column: null,
        message: `bytes that are no text in this encoding, read as ${replacement}`,
      });
    return true;
  }

  #leaveOut(problem: Parameters<Problems['add']>[0]): false {
    this.#problems.add(problem);
    this.leftOut++;
    return false;
  }

  /** Text that ends with a line end, or with the file. */
  #split(text: string): readonly (readonly string[])[] {
    const whole = text.endsWith('\n') ? text.slice(0, -1) : text;
    // An empty text has no rows to papaparse, but it is what is left of one empty line.
    return whole === '' ? [['']] : this.#parser.parse(whole, 0, false).data;
  }
}

/** One for all pieces: what `papaparse.parse` makes anew for each keeps the ones before in memory for long. */
function parserOf({ delimiter, quote }: Quoting): InstanceType<typeof papaparse.Parser> {
  const options = { delimiter, newline: '\n', quoteChar: quote ?? '"' } as const;
  return new papaparse.Parser(quote === null ? { ...options, fastMode: true } : options);
}

/** Records that are split together: ranges of one text are copied as few as possible. */
class Run {
  #lines: number[] = [];
  #parts: string[] = [];
  #source = '';
  #start = 0;
  #end = 0;

  addRange(source: string, start: number, end: number, line: number): void {
    if (source !== this.#source || start !== this.#end) {
      this.#close();
      this.#source = source;
      this.#start = start;
    }
    this.#end = end;
    this.#lines.push(line);
  }

  addText(text: string, line: number): void {
    this.#close();
    this.#parts.push(text);
    this.#lines.push(line);
  }

  take(): { readonly text: string; readonly lines: readonly number[] } {
    this.#close();
    return { text: this.#parts.join(''), lines: this.#lines };
  }

  #close(): void {
    if (this.#end > this.#start) this.#parts.push(this.#source.slice(this.#start, this.#end));
    this.#source = '';
    this.#start = this.#end = -1;
  }
}

function withoutRanges(
  text: string,
  start: number,
  end: number,
  ranges: readonly (readonly [from: number, to: number])[],
): string {
  let result = '';
  let at = start;
  for (const [from, to] of ranges) {
    result += text.slice(at, from);
    at = to;
  }
  return result + text.slice(at, end);
}
