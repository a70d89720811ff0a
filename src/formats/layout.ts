import { isBlank } from './dialect.ts';
import { commonLength } from './sample.ts';

/** How many fields a row has. */
export interface Layout {
  /** Those that are columns. */
  readonly width: number;
  /** With the blank ones that a delimiter at the end of every line makes. */
  readonly fullWidth: number;
}

/** As many columns as the header has names, or as most rows have fields; blank fields at the end of all are none. */
export function layoutOf(rows: readonly (readonly string[])[], header: boolean): Layout {
  const others = header && rows.length > 1 ? rows.slice(1) : rows;
  const common = commonLength(others);
  const named = header ? rows[0].length : common;
  let width = named;
  while (width > 1 && rows.every((row) => row.length < width || isBlank(row[width - 1]))) width--;
  // A longer first row is a header with a delimiter at its end.
  const full = Math.max(named, common, rows[0].slice(width).every(isBlank) ? rows[0].length : 0);
  const areTrailing = others.every((row) => row.length !== common || row.slice(width).every(isBlank));
  return { width, fullWidth: areTrailing ? full : named };
}

export function fits(row: readonly string[], { width, fullWidth }: Layout): boolean {
  return (
    row.length === width || (row.length > width && row.length <= fullWidth && row.slice(width).every(isBlank))
  );
}
