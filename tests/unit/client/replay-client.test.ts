import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import { ReplayClient } from '../../../src/client/replay-client.ts';
import type { ReplayApi, ReplayRequest } from '../../../src/protocol/replay-messages.ts';
import { collectGarbage } from '../helpers/garbage.ts';
import { workersHere } from './workers-here.ts';

/** Trains for ever. */
function replaying() {
  const { made, createWorker } = workersHere((port) => {
    const api: ReplayApi = { replay: () => new Promise(() => undefined), progress: () => Promise.resolve(3) };
    expose(api, port);
  });
  return { client: new ReplayClient(createWorker), made };
}

describe('a worker that trains a course again', () => {
  it('keeps nothing of having been asked how far it is', async () => {
    const { client } = replaying();
    const asked: WeakRef<Promise<number>>[] = [];
    for (let k = 0; k < 20; k++) {
      const progress = client.progress();
      asked.push(new WeakRef(progress));
      expect(await progress).toBe(3);
    }
    await collectGarbage();
    // The last one may be on the stack still.
    expect(asked.filter((progress) => progress.deref() !== undefined).length).toBeLessThanOrEqual(1);
    client.end();
  });

  it('lets nobody wait once it was ended or could not be loaded', async () => {
    const request = {} as ReplayRequest;
    const ended = replaying();
    const replay = ended.client.replay(request);
    ended.client.end();
    await expect(replay).rejects.toThrow('no longer wanted');
    expect(ended.made.map((worker) => worker.ended)).toEqual([1]);
    const unloaded = replaying();
    const asked = unloaded.client.replay(request);
    unloaded.made[0].port.dispatchEvent(new Event('error'));
    await expect(asked).rejects.toThrow('could not be loaded');
    await expect(unloaded.client.progress()).rejects.toThrow('could not be loaded');
    unloaded.client.end();
  });
});
