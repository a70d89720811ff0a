import { BrowserRunKeeper } from './browser-run-keeper.ts';
import { browserRunShelf } from './run-shelf.ts';
import { claimTab, lockOf } from './tab-identity.ts';

export interface OpenedRunKeeper {
  readonly keeper: BrowserRunKeeper;
  /** This very tab has shown the page before: it was reloaded, or came back to it. */
  readonly wasHere: boolean;
}

export interface RunKeeperOptions {
  /** As the browser tells it. */
  readonly wasReloaded: boolean;
  /** The browser does not keep runs, in its own words. Told once. */
  readonly onDenied: (reason: string) => void;
}

/** Finds out which tab this is, and keeps its run in the browser's IndexedDB. */
export async function openRunKeeper({ wasReloaded, onDenied }: RunKeeperOptions): Promise<OpenedRunKeeper> {
  const { locks }: { readonly locks?: LockManager } = navigator;
  const tab = await claimTab({
    storage: () => sessionStorage,
    locks,
    newId: () => crypto.randomUUID(),
    openChannel: () => new BroadcastChannel('chainrule-tabs'),
    // After a reload the network waits for it.
    patienceMs: wasReloaded ? 1500 : 6000,
  });
  const keeper = new BrowserRunKeeper({
    shelf: browserRunShelf(),
    tab: tab.id,
    openTabs: () => openTabs(locks),
    nowMs: () => Date.now(),
    onDenied,
  });
  return { keeper, wasHere: tab.wasHere };
}

/** By the names of the locks that they hold; without locks, none is known to be. */
async function openTabs(locks: LockManager | undefined): Promise<ReadonlySet<string>> {
  const { held = [] } = (await locks?.query()) ?? {};
  const prefix = lockOf('');
  const names = held.flatMap(({ name = '' }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  return new Set(names);
}
