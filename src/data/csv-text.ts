/** Comma-separated values as RFC 4180 has them: what is printed here reads back as it was. */

/** What a reader would take for something else without quotes, or a spreadsheet for a formula or a comment. */
const needsQuotes = /[",\r\n]|^[=+\-@#\s]|\s$|^$/;

/** One line with its end. Numbers have all their digits; what is missing (null, NaN) is empty, an empty text is quoted. */
export function csvLine(cells: readonly (number | string | null)[]): string {
  let line = '';
  for (let i = 0; i < cells.length; i++) line += i === 0 ? csvCell(cells[i]) : `,${csvCell(cells[i])}`;
  return `${line}\r\n`;
}

function csvCell(cell: number | string | null): string {
  if (cell === null || Number.isNaN(cell)) return '';
  if (typeof cell === 'number') return Object.is(cell, -0) ? '-0' : String(cell);
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The names with a number after those that stood before: no two columns of a file are called the same. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let count = 2; taken.has(distinct); count++) distinct = `${name} (${count})`;
    taken.add(distinct);
    return distinct;
  });
}
