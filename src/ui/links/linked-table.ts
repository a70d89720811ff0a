import { packBytes } from './packed-text.ts';

/** Characters of a table in a link that mail and chat still pass on whole. */
const longest = 30_000;
/** What is larger does not become that short, and would take long to find out. */
const largest = 2 ** 20;

/** A packed table as a link carries it; null where it is too large. */
export async function packTableForLink(table: Blob): Promise<string | null> {
  const packed = table.size > largest ? '' : await packBytes(table);
  return packed !== '' && packed.length <= longest ? packed : null;
}
