import { ComparisonLibrary } from './comparison-library.ts';
import { browserComparisonShelf } from './comparison-shelf.ts';

/** What this browser keeps of comparisons. */
export function openComparisonLibrary(): ComparisonLibrary {
  return new ComparisonLibrary({
    shelf: browserComparisonShelf(),
    nowMs: () => Date.now(),
    newId: () => crypto.getRandomValues(new Uint32Array(3)).join('-'),
  });
}
