import { describe, expect, it } from 'vitest';
import type { CallResult } from '../../../../../src/client/worker-connection.ts';
import type { HiddenAnswer, HiddenRequest } from '../../../../../src/protocol/hidden-messages.ts';
import { HiddenFeed } from '../../../../../src/ui/playground/hidden-space/hidden-feed.ts';

const own = { hiddenLayer: 0, hiddenX: 0, hiddenY: 0 };

/** A worker whose answers come when they are told to. */
function bench() {
  let time = 0;
  const asked: HiddenRequest[] = [];
  const answers: ((reply: CallResult<HiddenAnswer>) => void)[] = [];
  const feed = new HiddenFeed({
    ask: (request) => {
      asked.push(request);
      return new Promise((resolve) => answers.push(resolve));
    },
    now: () => time,
  });
  return {
    feed,
    asked,
    wait: (ms: number) => (time += ms),
    async answer(runId: number): Promise<void> {
      answers.shift()?.({ ok: true, value: { runId, layer: null } });
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

const resting = (epoch: number) => ({ runId: 7, epoch, isTraining: false });
const training = (epoch: number) => ({ runId: 7, epoch, isTraining: true });

describe('the feed of the hidden space', () => {
  it('asks once for what does not change, and again for other neurons or other weights', async () => {
    const { feed, asked, answer } = bench();
    void feed.look(own, resting(1));
    await answer(7);
    void feed.look(own, resting(1));
    expect(asked).toEqual([{ layer: 99, x: null, y: null }]);
    void feed.look({ hiddenLayer: 2, hiddenX: 3, hiddenY: 1 }, resting(1));
    await answer(7);
    expect(asked[1]).toEqual({ layer: 1, x: 2, y: 0 });
    void feed.look(own, resting(2));
    expect(asked).toHaveLength(3);
  });

  it('has one question on its way', () => {
    const { feed, asked } = bench();
    void feed.look(own, training(1));
    void feed.look({ ...own, hiddenX: 1 }, training(2));
    expect(asked).toHaveLength(1);
  });

  it('rests while training, the longer the longer a look took', async () => {
    const { feed, asked, answer, wait } = bench();
    void feed.look(own, training(1));
    wait(40);
    await answer(7);
    wait(100);
    void feed.look(own, training(2));
    expect(asked).toHaveLength(1);
    wait(30);
    void feed.look(own, training(3));
    expect(asked).toHaveLength(2);
  });

  it('asks for where it came to rest', async () => {
    const { feed, asked, answer } = bench();
    void feed.look(own, training(3));
    await answer(7);
    void feed.look(own, resting(3));
    expect(asked).toHaveLength(2);
  });

  it('shows nothing of another run', async () => {
    const { feed, answer } = bench();
    void feed.look(own, resting(1));
    await answer(6);
    expect(feed.shown.value).toBeNull();
    void feed.look(own, resting(1));
    feed.forget();
    await answer(7);
    expect(feed.shown.value).toBeNull();
    void feed.look(own, resting(1));
    await answer(7);
    expect(feed.shown.value).toEqual({ runId: 7, layer: null });
  });
});
