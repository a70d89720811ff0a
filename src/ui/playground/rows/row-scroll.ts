/** Of every row, in pixels. */
export const rowHeight = 28;

/** Browsers have no room for boxes much higher than this: a longer table is scrolled through in larger steps. */
const highest = 8_000_000;
/** Rows made above and below those in sight. */
const around = 8;

/** Which rows of a long table are made, and where. */
export interface RowSpan {
  /** The first row to make, and the one before which to end. */
  readonly from: number;
  readonly to: number;
  /** Pixels above and below the rows that are made. */
  readonly before: number;
  readonly after: number;
}

/** The rows to make where the table is scrolled down by so many pixels; `room` pixels of rows are in sight. */
export function spanAt(scrollTop: number, room: number, count: number): RowSpan {
  const height = heightOf(count);
  const inSight = Math.ceil(room / rowHeight);
  const first = firstInSight(scrollTop, room, count);
  // Near an end of a table that is scrolled in larger steps there is no room for rows that are out of sight.
  const from = Math.max(0, Math.floor(first) - around, Math.ceil(first - scrollTop / rowHeight - 1e-6));
  // In a table whose rows have all their room this is `from` times their height.
  const before = Math.max(0, Math.round(scrollTop - (first - from) * rowHeight));
  const below = from + Math.floor((height - before + 1) / rowHeight);
  const to = Math.min(count, Math.floor(first) + inSight + 1 + around, below);
  return { from, to, before, after: Math.max(0, height - before - (to - from) * rowHeight) };
}

/** How far to scroll so that a row is in sight; as far as it is scrolled where it is already. */
export function scrollTo(row: number, scrollTop: number, room: number, count: number): number {
  const first = firstInSight(scrollTop, room, count);
  const inSight = room / rowHeight;
  if (row >= first && row + 1 <= first + inSight) return scrollTop;
  // Browsers round to whole pixels, which may be rows.
  const margin = heightOf(count) < count * rowHeight ? count / heightOf(count) : 0;
  return topOf(row < first ? row - margin : row + 1 - inSight + margin, room, count);
}

/** Of all rows, in pixels. */
function heightOf(count: number): number {
  return Math.min(highest, count * rowHeight);
}

/** The row at the upper edge, with the part of it that is out of sight. */
function firstInSight(scrollTop: number, room: number, count: number): number {
  const rowsOut = Math.max(0, count - room / rowHeight);
  const pixelsOut = Math.max(0, heightOf(count) - room);
  return pixelsOut === 0 ? 0 : Math.min(rowsOut, (scrollTop / pixelsOut) * rowsOut);
}

function topOf(first: number, room: number, count: number): number {
  const rowsOut = Math.max(0, count - room / rowHeight);
  const pixelsOut = Math.max(0, heightOf(count) - room);
  return rowsOut === 0 ? 0 : (Math.max(0, Math.min(rowsOut, first)) / rowsOut) * pixelsOut;
}
