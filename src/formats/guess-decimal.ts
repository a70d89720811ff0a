import { parseNumber, type Decimal } from './number.ts';

type Rows = readonly (readonly string[])[];

/** As thousands are written with a sign between them, and a number with three decimals. */
const mayBeThousands: Readonly<Record<Decimal, RegExp>> = {
  ',': /^[+-]?[1-9]\d{0,2},\d{3}$/,
  '.': /^[+-]?[1-9]\d{0,2}\.\d{3}$/,
};

const other: Readonly<Record<Decimal, Decimal>> = { '.': ',', ',': '.' };

/**
 * A comma where more numbers are written with one than with a point, and none as with commas between thousands. Where
 * commas part the fields too, a number that may have them between thousands tells nothing. No sign that stands between
 * thousands by all appearances: those numbers are none, which is told, and not a thousandth of what they are.
 */
export function guessDecimal(rows: Rows, delimiter = ''): Decimal {
  let balance = 0;
  let isTold = delimiter !== ',';
  for (const row of rows) {
    for (const cell of row) {
      const text = cell.trim();
      if (/^[+-]?\d{1,3}(?:,\d{3}){2,}(?:\.\d*)?$/.test(text)) return '.';
      if (text.includes(',') && !Number.isNaN(parseNumber(text, ','))) {
        balance++;
        isTold ||= !mayBeThousands[','].test(text);
      } else if (text.includes('.') && !Number.isNaN(parseNumber(text, '.'))) balance--;
    }
  }
  const guessed = balance > 0 && isTold ? ',' : '.';
  // Where commas part the fields, nobody writes points between thousands.
  const isSure = guessed === '.' && delimiter === ',';
  return !isSure && partsThousands(rows, guessed) ? other[guessed] : guessed;
}

/** A number with this decimal sign where every one may be a number of thousands instead; null where one cannot. */
export function ambiguousNumber(rows: Rows, decimal: Decimal): string | null {
  let found: string | null = null;
  for (const row of rows)
    for (const cell of row) {
      const text = cell.trim();
      if (!text.includes(decimal) || Number.isNaN(parseNumber(text, decimal))) continue;
      if (!mayBeThousands[decimal].test(text)) return null;
      found ??= text;
    }
  return found;
}

/**
 * Whether a sign stands between thousands: never elsewhere, and beside its numbers, in the same columns, are some below a
 * thousand and none above without it. Or there are none beside them, and all of them are full hundreds, of several lengths.
 */
function partsThousands(rows: Rows, sign: Decimal): boolean {
  if (ambiguousNumber(rows, sign) === null) return false;
  const width = Math.max(...rows.map(({ length }) => length));
  let [below, above] = [0, 0];
  let areHundreds = true;
  const lengths = new Set<number>();
  for (let column = 0; column < width; column++) {
    const cells = rows.flatMap((row) => (column < row.length ? [row[column].trim()] : []));
    const signed = cells.filter((text) => mayBeThousands[sign].test(text));
    if (signed.length === 0) continue;
    areHundreds &&= signed.every((text) => text.endsWith('00'));
    for (const { length } of signed) lengths.add(length);
    below += cells.filter((text) => /^[+-]?\d{1,3}$/.test(text)).length;
    above += cells.filter((text) => /^[+-]?\d{4,}$/.test(text)).length;
  }
  if (above > 0) return false;
  return below > 0 || (sign === ',' && areHundreds && lengths.size > 1);
}
