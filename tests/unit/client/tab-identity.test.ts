import { describe, expect, it } from 'vitest';
import { claimTab, lockOf, type TabChannel, type TabParts } from '../../../src/client/tab-identity.ts';

/** The browser's locks, as far as tabs know them: a lock is had by one at a time. */
class TabLocks {
  readonly held = new Set<string>();

  readonly request: NonNullable<TabParts['locks']>['request'] = ((
    name: string,
    { signal }: LockOptions,
    callback: (lock: Lock | null) => unknown,
  ) => {
    if (!this.held.has(name)) {
      this.held.add(name);
      return Promise.resolve(callback({ name, mode: 'exclusive' }));
    }
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('it took too long')));
    });
  }) as NonNullable<TabParts['locks']>['request'];
}

function storageOf(stored: Map<string, string>): TabParts['storage'] {
  return () => ({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
  });
}

/** Where tabs hear one another, but none itself, and only in a later task. */
class TabsInReach {
  readonly #listeners: ((event: MessageEvent<unknown>) => void)[][] = [];

  readonly open = (): TabChannel => {
    const own: ((event: MessageEvent<unknown>) => void)[] = [];
    this.#listeners.push(own);
    return {
      addEventListener: (_: string, listener: (event: MessageEvent<unknown>) => void) =>
        void own.push(listener),
      postMessage: (data: unknown) => {
        setTimeout(() => {
          for (const listeners of this.#listeners.filter((other) => other !== own))
            for (const listener of listeners) listener({ data } as MessageEvent<unknown>);
        });
      },
    } as TabChannel;
  };
}

const alone = () => undefined;

let ids = 0;
const newId = (): string => `tab ${++ids}`;

describe('a tab', () => {
  it('is the same after a reload, and another one beside it', async () => {
    const locks = new TabLocks();
    const stored = new Map<string, string>();
    const first = await claimTab({
      storage: storageOf(stored),
      locks,
      newId,
      openChannel: alone,
      patienceMs: 20,
    });
    expect(first.wasHere).toBe(false);
    locks.held.delete(lockOf(first.id));
    const again = await claimTab({
      storage: storageOf(stored),
      locks,
      newId,
      openChannel: alone,
      patienceMs: 20,
    });
    expect(again).toEqual({ id: first.id, wasHere: true });
    const other = await claimTab({
      storage: storageOf(new Map()),
      locks,
      newId,
      openChannel: alone,
      patienceMs: 20,
    });
    expect(other.id).not.toBe(first.id);
    expect(other.wasHere).toBe(false);
  });

  it('that was copied from an open one is another, though it has the same storage', async () => {
    const locks = new TabLocks();
    const stored = new Map<string, string>();
    const original = await claimTab({
      storage: storageOf(stored),
      locks,
      newId,
      openChannel: alone,
      patienceMs: 20,
    });
    const copied = new Map(stored);
    const copy = await claimTab({
      storage: storageOf(copied),
      locks,
      newId,
      openChannel: alone,
      patienceMs: 20,
    });
    expect(copy.wasHere).toBe(false);
    expect(copy.id).not.toBe(original.id);
    expect([...stored.values(), ...copied.values()]).toEqual([original.id, copy.id]);
  });

  it('that was copied from an open one hears so from it, however long it would wait', async () => {
    const locks = new TabLocks();
    const tabs = new TabsInReach();
    const open = { locks, newId, openChannel: tabs.open, patienceMs: 2 ** 30 };
    const stored = new Map<string, string>();
    const original = await claimTab({ ...open, storage: storageOf(stored) });
    // Another tab knows nothing of that name.
    const other = await claimTab({ ...open, storage: storageOf(new Map()) });
    const copy = await claimTab({ ...open, storage: storageOf(new Map(stored)) });
    expect(copy.wasHere).toBe(false);
    expect(new Set([original.id, other.id, copy.id]).size).toBe(3);
  });

  it('is known where tabs cannot hear one another', async () => {
    const locks = new TabLocks();
    const openChannel = (): never => {
      throw new DOMException('Not in this frame.', 'SecurityError');
    };
    const stored = new Map<string, string>();
    const open = { storage: storageOf(stored), locks, newId, openChannel, patienceMs: 20 };
    const first = await claimTab(open);
    locks.held.delete(lockOf(first.id));
    expect(await claimTab(open)).toEqual({ id: first.id, wasHere: true });
  });

  it('has a name where nothing may be stored, and where there are no locks', async () => {
    const denied = (): never => {
      throw new DOMException('Access is denied.', 'SecurityError');
    };
    const tab = await claimTab({
      storage: denied,
      locks: undefined,
      newId,
      openChannel: alone,
      patienceMs: 20,
    });
    expect(tab.wasHere).toBe(false);
    const stored = new Map<string, string>();
    await claimTab({
      storage: storageOf(stored),
      locks: undefined,
      newId,
      openChannel: alone,
      patienceMs: 20,
    });
    expect(
      (
        await claimTab({
          storage: storageOf(stored),
          locks: undefined,
          newId,
          openChannel: alone,
          patienceMs: 20,
        })
      ).wasHere,
    ).toBe(true);
  });
});
