/** Where a key leads among so many rows or columns; null for a key that leads nowhere. */
export function placeAfter(
  moves: Readonly<Record<string, number>>,
  key: string,
  from: number,
  count: number,
): number | null {
  const by = moves[key];
  return by === undefined ? null : Math.max(0, Math.min(count - 1, from + by));
}

/** By how many rows the keys move, where so many are in sight. */
export function rowMoves(inSight: number): Readonly<Record<string, number>> {
  // One row of the page before stays in sight.
  const page = Math.max(1, Math.floor(inSight) - 1);
  return { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
}

/** By how many columns. */
export const headMoves = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity } as const;
