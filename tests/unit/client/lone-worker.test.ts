import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import { LoneWorker } from '../../../src/client/lone-worker.ts';

interface Api {
  twice(number: number): Promise<number>;
  never(): Promise<number>;
}

/** Workers of this thread. */
function workers() {
  const made: { ended: number; port: MessagePort }[] = [];
  const createWorker = (): Worker => {
    const { port1, port2 } = new MessageChannel();
    expose(
      {
        twice: (number) => Promise.resolve(2 * number),
        never: () => new Promise(() => undefined),
      } satisfies Api,
      port2,
    );
    const entry = { ended: 0, port: port1 };
    Object.assign(port1, {
      terminate: () => {
        entry.ended++;
        port1.close();
        port2.close();
      },
    });
    made.push(entry);
    return port1 as unknown as Worker;
  };
  return { made, createWorker };
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
