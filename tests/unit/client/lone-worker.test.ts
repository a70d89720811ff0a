import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import { LoneWorker } from '../../../src/client/lone-worker.ts';
import { workersHere } from './workers-here.ts';

interface Api {
  twice(number: number): Promise<number>;
  never(): Promise<number>;
}

/** Workers of this thread. */
function workers() {
  return workersHere((port) => {
    expose(
      {
        twice: (number) => Promise.resolve(2 * number),
        never: () => new Promise(() => undefined),
      } satisfies Api,
      port,
    );
  });
}

describe('a worker for what is done now and then', () => {
  it('is made by the first call, and anew after its end', async () => {
    const { made, createWorker } = workers();
    const worker = new LoneWorker<Api>({ createWorker, lost: 'lost' });
    worker.end();
    expect(made).toEqual([]);
    expect(await worker.ask((remote) => remote.twice(2))).toBe(4);
    expect(await worker.ask((remote) => remote.twice(3))).toBe(6);
    expect(made).toHaveLength(1);
    worker.end();
    expect(await worker.ask((remote) => remote.twice(4))).toBe(8);
    worker.end();
    expect(made.map(({ ended }) => ended)).toEqual([1, 1]);
  });

  it('lets nobody wait for one that was ended, could not be loaded, or said what cannot be read', async () => {
    const { made, createWorker } = workers();
    const worker = new LoneWorker<Api>({ createWorker, lost: 'it could not be loaded' });
    const asked = () => worker.ask((remote) => remote.never());
    const ended = asked();
    worker.end();
    await expect(ended).rejects.toThrow('no longer wanted');
    const unloaded = asked();
    made[1].port.dispatchEvent(new Event('error'));
    await expect(unloaded).rejects.toThrow('it could not be loaded');
    const unread = asked();
    made[2].port.dispatchEvent(new Event('messageerror'));
    await expect(unread).rejects.toThrow('could not be read');
    // A worker that has ended says no more.
    made[1].port.dispatchEvent(new Event('error'));
    expect(await worker.ask((remote) => remote.twice(1))).toBe(2);
    worker.end();
    expect(made.map((one) => one.ended)).toEqual([1, 1, 1, 1]);
  });

  it('says why where the browser lets the page start none', async () => {
    const worker = new LoneWorker<Api>({
      createWorker: () => {
        throw new Error('workers are forbidden here');
      },
      lost: 'lost',
    });
    await expect(worker.ask((remote) => remote.twice(1))).rejects.toThrow('workers are forbidden here');
  });
});
