import { parseNumber, whyNoNumber, type Decimal } from './number.ts';

/** Digits with signs among them, and at most a short unit behind: as amounts, shares, dates and sizes are written. */
const likeNumber = /^[^\p{L}\d]{0,2}\d[^\p{L}]*\p{L}{0,3}$/u;

/** So many of a column's texts are looked at. */
const mostLooked = 100;

const signs: Readonly<Record<Decimal, string>> = { '.': 'a decimal point', ',': 'a decimal comma' };

/**
 * Why a column is one of categories though most of its texts look like numbers to whoever wrote them, as a sentence;
 * null for all other columns.
 */
export function sayLikeNumbers(name: string, categories: readonly string[], decimal: Decimal): string | null {
  const looked = categories.slice(0, mostLooked);
  const like = looked.filter((text) => likeNumber.test(text) && Number.isNaN(parseNumber(text, decimal)));
  if (2 * like.length <= looked.length) return null;
  const [text] = like;
  const other = decimal === '.' ? ',' : '.';
  const isOtherwise = !Number.isNaN(parseNumber(text, other));
  const sign = isOtherwise ? ` with ${signs[decimal]}` : '';
  return `“${name}” is read as categories: ${whyNoNumber(text, decimal)}${sign}.`;
}
