import { delimiters, missingWords, separatorLine, type Dialect, type Quoting } from './dialect.ts';
import { guessComment } from './guess-comment.ts';
import { guessDecimal } from './guess-decimal.ts';
import { guessHeader, judge } from './judge-rows.ts';
import { sampleRows } from './sample.ts';

/**
 * How a text seems to be written, from its beginning. Every delimiter and quote is tried; the one counts by which the
 * rows have equally many fields, the columns one kind of value, and the cells no sign of another dialect. What is known
 * is not guessed, and helps with the rest.
 */
export function guessDialect(
  text: string,
  isWhole: boolean,
  known: Partial<Dialect> = {},
): Omit<Dialect, 'encoding'> {
  const separator = separatorLine(text);
  const body = separator === null ? text : text.slice(separator.length);
  const quoting = guessQuoting(body, isWhole, { ...separatorOf(separator), ...known });
  const { rows } = sampleRows(body, quoting, isWhole);
  const decimal = known.decimal ?? guessDecimal(rows, quoting.delimiter);
  return {
    ...quoting,
    decimal,
    header: known.header ?? guessHeader(rows, decimal),
    missing: known.missing ?? guessMissing(rows),
  };
}

function separatorOf(line: ReturnType<typeof separatorLine>): Partial<Quoting> {
  return line === null || line.delimiter === null ? {} : { delimiter: line.delimiter };
}

function guessQuoting(text: string, isWhole: boolean, known: Partial<Quoting>): Quoting {
  const comment = known.comment !== undefined ? known.comment : /^#/m.test(text) ? '#' : null;
  let best: Quoting | null = null;
  let most = 0;
  for (const delimiter of known.delimiter === undefined ? delimiters : [known.delimiter]) {
    for (const quote of known.quote === undefined ? quotesIn(text) : [known.quote]) {
      const quoting: Quoting = { delimiter, quote, comment };
      const score = judge(sampleRows(text, quoting, isWhole));
      if (best !== null && score <= most) continue;
      most = score;
      best = quoting;
    }
  }
  if (best === null) throw new Error('there is no delimiter to try');
  return known.comment === undefined ? { ...best, comment: guessComment(text, best, isWhole) } : best;
}

function quotesIn(text: string): readonly Quoting['quote'][] {
  return /(?:^|[,;\t|]) *'/m.test(text) ? ['"', "'"] : ['"'];
}

/** Beside a plus, a minus is a value. */
function guessMissing(rows: readonly (readonly string[])[]): readonly string[] {
  const hasPlus = rows.some((row) => row.some((cell) => cell.trim() === '+'));
  return hasPlus ? missingWords.filter((word) => word !== '-') : missingWords;
}
