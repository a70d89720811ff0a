import type { FileData } from '../../experiment/file-data.ts';
import type { CopiedLink } from './playground-model.ts';

/** Longer links are worth a word. */
const remarkableLink = 8000;

/** What whoever has copied a link should know of it; null for nothing. */
export function aboutLink({ length, leavesOut, note }: CopiedLink, file: FileData | null): string | null {
  if (leavesOut && file !== null) {
    const rows = file.rows.toLocaleString('en-GB');
    return `The link is copied without the ${rows} rows of “${file.name}”, which are too many for one: whoever opens it is asked for that file.`;
  }
  if (length <= remarkableLink) return note ?? null;
  return `The link is copied and has ${length.toLocaleString('en-GB')} characters. Some programs cut long links.`;
}
