/** Where a tab keeps its own name; each access may throw where the browser allows no storage. */
export type TabStorage = () => Pick<Storage, 'getItem' | 'setItem'>;

export interface TabParts {
  readonly storage: TabStorage;
  /** Undefined where the browser has none: then a copied tab cannot be told from its original. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly newId: () => string;
  /** Where tabs hear of one another; undefined, or an error, where the browser has no such thing. */
  readonly openChannel: () => TabChannel | undefined;
  /** How long a tab that was loaded again may take to let go of its name; a copy of a tab that does not answer waits as long. */
  readonly patienceMs: number;
}

export type TabChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;

export interface TabIdentity {
  readonly id: string;
  /** This very tab has shown the page before: it was reloaded, or came back to it. */
  readonly wasHere: boolean;
}

const storageKey = 'chainrule-tab';

/** What tabs say to one another: who asks whether another one has a name, and who has it. */
interface Call {
  readonly kind: 'asks' | 'has';
  readonly id: string;
}

/** The lock that a tab holds as long as it is open. */
export function lockOf(id: string): string {
  return `chainrule-tab-${id}`;
}

/**
 * Which tab this is: the same after a reload, and never that of another open tab, though a copied tab begins with all
 * that its original has stored.
 */
export async function claimTab(parts: TabParts): Promise<TabIdentity> {
  const { storage, newId } = parts;
  const earlier = stored(storage);
  const channel = opened(parts.openChannel);
  if (earlier !== null && (await hold(parts, earlier, channel))) return { id: earlier, wasHere: true };
  const id = newId();
  await hold(parts, id, channel);
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

function opened(openChannel: TabParts['openChannel']): TabChannel | undefined {
  try {
    return openChannel();
  } catch {
    return undefined;
  }
}

/** True once the lock is held, which it is until the tab closes; false where another tab has it. */
function hold(
  { locks, patienceMs }: TabParts,
  id: string,
  channel: TabChannel | undefined,
): Promise<boolean> {
  if (locks === undefined) return Promise.resolve(true);
  const patience = new AbortController();
  return new Promise<boolean>((resolve) => {
    const giveUp = (): void => {
      patience.abort();
      // A request that has only just been made is not told of it (Chromium).
      resolve(false);
    };
    const timer = setTimeout(giveUp, patienceMs);
    locks
      .request(lockOf(id), { signal: patience.signal }, () => {
        if (patience.signal.aborted) return undefined;
        clearTimeout(timer);
        answer(channel, id);
        resolve(true);
        return new Promise<never>(() => undefined);
      })
      .catch(() => {
        resolve(false);
      });
    channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isCall(data, 'has', id)) giveUp();
    });
    channel?.postMessage({ kind: 'asks', id } satisfies Call);
  });
}

/** Whoever asks is a copy of this tab. */
function answer(channel: TabChannel | undefined, id: string): void {
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isCall(data, 'asks', id)) channel.postMessage({ kind: 'has', id } satisfies Call);
  });
}

/** Other versions of the page may say what they like. */
function isCall(data: unknown, kind: Call['kind'], id: string): boolean {
  const call = (typeof data === 'object' ? data : null) as Partial<Record<keyof Call, unknown>> | null;
  return call?.kind === kind && call.id === id;
}
