import type { Page } from 'playwright-core';

/** Of the run that the browser keeps of this tab. */
export interface KeptCheckpoint {
  readonly epoch: number;
  readonly parameters: readonly number[];
}

/** null where it keeps none. */
export function keptCheckpoint(page: Page): Promise<KeptCheckpoint | null> {
  return page.evaluate(async () => {
    // Opening it first would make it, and without its store.
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === 'chainrule-runs')) return null;
    return new Promise<KeptCheckpoint | null>((resolve) => {
      const opening = indexedDB.open('chainrule-runs');
      opening.onsuccess = () => {
        const database = opening.result;
        const tab = sessionStorage.getItem('chainrule-tab') ?? '';
        const reading = database.transaction('runs').objectStore('runs').get(tab);
        reading.onsuccess = () => {
          database.close();
          const entry = reading.result as
            | { readonly checkpoint: { readonly epoch: number; readonly parameters: Float64Array } }
            | undefined;
          if (entry === undefined) resolve(null);
          else
            resolve({ epoch: entry.checkpoint.epoch, parameters: Array.from(entry.checkpoint.parameters) });
        };
      };
    });
  });
}
