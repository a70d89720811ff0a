import { readDecimal } from './decimal.ts';

/** One row's values by name, as an address says them. */
export type LinkedRow = Readonly<Record<string, number | string | null>>;

/** Longer rows fit into no link. */
export const longestRow = 20_000;

/** What separates, and what would be taken for a separator. */
const special = /[\\:,]/g;

/**
 * `x1:0.5,island:'Dream,sex:` — a number as it is written, a category after a quote, nothing for what is missing; a
 * backslash before what would separate.
 */
export function encodeRow(row: LinkedRow): string {
  const escape = (text: string): string => text.replace(special, String.raw`\$&`);
  const written = (value: LinkedRow[string]): string => {
    if (value === null) return '';
    return typeof value === 'number' ? String(Object.is(value, -0) ? '-0' : value) : `'${escape(value)}`;
  };
  return Object.entries(row)
    .map(([name, value]) => `${escape(name)}:${written(value)}`)
    .join(',');
}

/** null for a text that `encodeRow` has not written. */
export function decodeRow(text: string): LinkedRow | null {
  const entries: [string, LinkedRow[string]][] = [];
  for (const pair of splitAt(text, ',')) {
    const [name, written, ...more] = splitAt(pair, ':');
    if (more.length > 0 || written === undefined || name === '') return null;
    const value = written.startsWith("'")
      ? unescape(written.slice(1))
      : written === ''
        ? null
        : readDecimal(written);
    if (value === null && written !== '') return null;
    entries.push([unescape(name), value]);
  }
  const names = new Set(entries.map(([name]) => name));
  return names.size === entries.length ? Object.fromEntries(entries) : null;
}

/** At separators that no backslash precedes. */
function splitAt(text: string, separator: ',' | ':'): string[] {
  const parts: string[] = [''];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === separator) parts.push('');
    else parts[parts.length - 1] += text[i] === '\\' ? text.slice(i, ++i + 1) : text[i];
  }
  return parts;
}

function unescape(text: string): string {
  return text.replace(/\\([\s\S])/g, '$1');
}
