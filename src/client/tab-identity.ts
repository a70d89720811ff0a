/** Where a tab keeps its own name; each access may throw where the browser allows no storage. */
export type TabStorage = () => Pick<Storage, 'getItem' | 'setItem'>;

export interface TabParts {
  readonly storage: TabStorage;
  /** Undefined where the browser has none: then a copied tab cannot be told from its original. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly newId: () => string;
  /** How long a tab that was loaded again may take to let go of its name; a copy of a tab waits as long in vain. */
  readonly patienceMs: number;
}

export interface TabIdentity {
  readonly id: string;
  /** This very tab has shown the page before: it was reloaded, or came back to it. */
  readonly wasHere: boolean;
}

const storageKey = 'chainrule-tab';

/** The lock that a tab holds as long as it is open. */
export function lockOf(id: string): string {
  return `chainrule-tab-${id}`;
}

/**
 * Which tab this is: the same after a reload, and never that of another open tab, though a copied tab begins with all
 * that its original has stored.
 */
export async function claimTab({ storage, locks, newId, patienceMs }: TabParts): Promise<TabIdentity> {
  const earlier = stored(storage);
  if (earlier !== null && (await hold(locks, earlier, patienceMs))) return { id: earlier, wasHere: true };
  const id = newId();
  await hold(locks, id, patienceMs);
  try {
    storage().setItem(storageKey, id);
  } catch {
    // The next load is another tab then.
  }
  return { id, wasHere: false };
}

function stored(storage: TabStorage): string | null {
  try {
    return storage().getItem(storageKey);
  } catch {
    return null;
  }
}

/** True once the lock is held, which it is until the tab closes; false where another tab has it. */
function hold(locks: TabParts['locks'], id: string, patienceMs: number): Promise<boolean> {
  if (locks === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    locks
      .request(lockOf(id), { signal: AbortSignal.timeout(patienceMs) }, () => {
        resolve(true);
        return new Promise<never>(() => undefined);
      })
      .catch(() => {
        resolve(false);
      });
  });
}
