import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { BrowserRunKeeper } from '../../../src/client/browser-run-keeper.ts';
import type { KeptRun, RunShelf } from '../../../src/client/run-shelf.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import type { Checkpoint } from '../../../src/protocol/messages.ts';
import { Run } from '../../../src/training/run.ts';

/** IndexedDB, as far as runs know it. */
class MemoryShelf implements RunShelf {
  readonly runs = new Map<string, KeptRun>();
  writes = 0;
  problem: Error | null = null;
  /** A write waits for it. */
  until: Promise<void> = Promise.resolve();

  all(): Promise<KeptRun[]> {
    return this.#or(() => [...this.runs.values()]);
  }

  async set(run: KeptRun): Promise<void> {
    this.writes++;
    await this.until;
    return this.#or(() => void this.runs.set(run.tab, run));
  }

  delete(tab: string): Promise<void> {
    return this.#or(() => void this.runs.delete(tab));
  }

  #or<T>(done: () => T): Promise<T> {
    return this.problem === null ? Promise.resolve(done()) : Promise.reject(this.problem);
  }
}

const untrained = new Run(defaultExperiment, interpreter, () => 0).state();
const at = (epoch: number): Checkpoint => ({ ...untrained, epoch });

function keeperOn(shelf: RunShelf, open: readonly string[] = ['this']) {
  const denied: string[] = [];
  const keeper = new BrowserRunKeeper({
    shelf,
    tab: 'this',
    openTabs: () => Promise.resolve(new Set(open)),
    nowMs: () => 5,
    onDenied: (reason) => denied.push(reason),
  });
  return { keeper, denied };
}

/** Until all that was promised at once is done. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the run of a tab', () => {
  it('is kept as it goes on, and gone where another begins', async () => {
    const shelf = new MemoryShelf();
    const { keeper } = keeperOn(shelf);
    keeper.keep(untrained);
    await settled();
    expect(shelf.writes).toBe(0);
    keeper.keep(at(3));
    await settled();
    expect(shelf.runs.get('this')).toEqual({ tab: 'this', savedAt: 5, checkpoint: at(3) });
    keeper.keep(untrained);
    await settled();
    expect(shelf.runs.size).toBe(0);
  });

  it('is written once at a time, and then as it is by then', async () => {
    const shelf = new MemoryShelf();
    const { keeper } = keeperOn(shelf);
    let go = (): void => undefined;
    shelf.until = new Promise((resolve) => (go = resolve));
    for (const epoch of [1, 2, 3, 4]) keeper.keep(at(epoch));
    expect(shelf.writes).toBe(1);
    go();
    await settled();
    expect(shelf.writes).toBe(2);
    expect(shelf.runs.get('this')?.checkpoint.epoch).toBe(4);
  });

  it('is not kept where the browser does not allow it, which is said once', async () => {
    const shelf = new MemoryShelf();
    const { keeper, denied } = keeperOn(shelf);
    shelf.problem = new Error('The quota is full.');
    for (const epoch of [1, 2]) {
      keeper.keep(at(epoch));
      await settled();
    }
    expect(denied).toEqual(['The quota is full.']);
    expect(await keeper.find()).toEqual({ own: null, left: null });
  });

  it('is found again beside the latest that closed tabs have left; older ones go', async () => {
    const shelf = new MemoryShelf();
    const left = ['a', 'b', 'c', 'd', 'open'].map((tab, i) => ({ tab, savedAt: i, checkpoint: at(i + 1) }));
    for (const run of [...left, { tab: 'this', savedAt: 9, checkpoint: at(7) }]) shelf.runs.set(run.tab, run);
    const { keeper } = keeperOn(shelf, ['this', 'open']);
    const found = await keeper.find();
    expect(found.own?.checkpoint.epoch).toBe(7);
    expect(found.left?.tab).toBe('d');
    await settled();
    expect([...shelf.runs.keys()].sort()).toEqual(['b', 'c', 'd', 'open', 'this']);
    // It stays, by another name, when this tab begins anew.
    const moved = await keeper.leave(found.own!);
    keeper.keep(untrained);
    keeper.keep(at(1));
    await settled();
    expect(shelf.runs.get(moved.tab)?.checkpoint.epoch).toBe(7);
    expect(shelf.runs.get('this')?.checkpoint.epoch).toBe(1);
  });

  it('stays where it was left until the tab that goes on with it has kept it', async () => {
    const shelf = new MemoryShelf();
    const left = {
      tab: 'closed',
      savedAt: 1,
      checkpoint: { ...at(7), experiment: { ...defaultExperiment, points: 60 } },
    };
    shelf.runs.set('closed', left);
    const { keeper } = keeperOn(shelf);
    keeper.takeOver(left);
    // Of the run that is there until then, and of one that only has the same settings.
    for (const checkpoint of [untrained, at(9), { ...left.checkpoint, epoch: 2 }]) {
      keeper.keep(checkpoint);
      await settled();
      expect(shelf.runs.get('closed')).toBe(left);
    }
    keeper.keep(left.checkpoint);
    await settled();
    expect([...shelf.runs.keys()]).toEqual(['this']);
    expect(shelf.runs.get('this')?.checkpoint).toBe(left.checkpoint);
  });

  it('is left for later where other settings take its place; none is where there was none', async () => {
    const shelf = new MemoryShelf();
    const { keeper } = keeperOn(shelf);
    await keeper.leaveOwn();
    expect(shelf.runs.size).toBe(0);
    keeper.keep(at(7));
    await settled();
    await keeper.leaveOwn();
    keeper.keep(untrained);
    await settled();
    expect([...shelf.runs.values()].map(({ checkpoint }) => checkpoint.epoch)).toEqual([7]);
    expect(shelf.runs.has('this')).toBe(false);
    expect((await keeperOn(shelf).keeper.find()).left?.checkpoint.epoch).toBe(7);
  });
});
