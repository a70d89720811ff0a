import { expose } from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import { CompareHand } from '../../../src/client/compare-hand.ts';
import type { CompareApi } from '../../../src/protocol/compare-messages.ts';
import { answersHeld } from '../helpers/garbage.ts';
import { workersHere } from './workers-here.ts';

interface HiredOptions {
  readonly hello?: CompareApi['hello'];
  readonly silenceMs?: number;
}

const hands: CompareHand[] = [];
afterEach(() => {
  for (const hand of hands.splice(0)) hand.end();
});

function hired(work: CompareApi['work'] = () => Promise.resolve([]), options: HiredOptions = {}) {
  const { made, createWorker } = workersHere((port) => {
    const hello = options.hello ?? (() => Promise.resolve(undefined));
    const api: CompareApi = { hello, work, stop: () => Promise.resolve() };
    expose(api, port);
  });
  const { silenceMs } = options;
  const hand = new CompareHand({ createWorker, ...(silenceMs === undefined ? {} : { silenceMs }) });
  hands.push(hand);
  return { hand, worker: made[0] };
}

const never = (): Promise<never> => new Promise(() => undefined);

describe('a worker that trains for comparisons', () => {
  it('lets go of the results that it has given', async () => {
    const { hand } = hired();
    // The last ones may be on the stack still.
    expect(await answersHeld(20, () => hand.work([]))).toBeLessThanOrEqual(1);
  });

  it('lets nobody wait once it was ended, has failed, or says what cannot be read', async () => {
    const ended = hired(never);
    const given = [ended.hand.work([]), ended.hand.work([])];
    ended.hand.end();
    for (const work of given) await expect(work).rejects.toThrow('no longer wanted');
    await expect(ended.hand.work([])).rejects.toThrow('no longer wanted');
    expect(ended.worker.ended).toBe(1);

    const failed = hired(never);
    const work = failed.hand.work([]);
    failed.worker.port.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
    await expect(work).rejects.toThrow('a worker failed: out of memory');
    expect(failed.worker.ended).toBe(1);

    const unread = hired(never);
    const asked = unread.hand.work([]);
    unread.worker.port.dispatchEvent(new Event('messageerror'));
    await expect(asked).rejects.toThrow('could not be read');
  });

  it('is given up where it says nothing although it is asked for a sign of life', async () => {
    const silent = hired(never, { hello: never, silenceMs: 8 });
    await expect(silent.hand.work([])).rejects.toThrow('a worker did not answer for 0.008 s');
    expect(silent.worker.ended).toBe(1);
  });
});
