import { writeFileSync } from 'node:fs';
import { toCsv, toJson, type Exported } from '../../compare/export.ts';
import { UsageError } from '../usage.ts';

const writers = { '.csv': toCsv, '.json': toJson } as const;

/** Known before anything is trained for it. Throws a UsageError. */
export function writerOf(path: string): (exported: Exported) => string {
  for (const [ending, write] of Object.entries(writers)) if (path.endsWith(ending)) return write;
  throw new UsageError(
    `--out ${path} does not say in which form, expected a name that ends with one of ${Object.keys(writers).join(', ')}`,
  );
}

/** What the page's own buttons write. */
export function writeResults(paths: readonly string[], exported: Exported): void {
  for (const path of paths) writeFileSync(path, writerOf(path)(exported));
}
