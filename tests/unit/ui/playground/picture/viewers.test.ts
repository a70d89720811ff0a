import { signal } from '@preact/signals-core';
import { expect, it } from 'vitest';
import { defaultView } from '../../../../../src/experiment/schema.ts';
import type { NetworkPicture } from '../../../../../src/protocol/picture-messages.ts';
import { Viewers } from '../../../../../src/ui/playground/picture/viewers.ts';

const withOutputs = (...names: string[]): NetworkPicture =>
  ({ outputs: { names, low: 0 } }) as unknown as NetworkPicture;

/** Viewers whose network has answered 0.5 as run 1, a network of one output. */
async function answered(follow: boolean) {
  let runId = 1;
  const viewers = new Viewers({
    client: {
      ask: () =>
        Promise.resolve({
          ok: true,
          value: {
            ...{ runId, epoch: 1, row: {}, outputs: [0.5] },
            prediction: { kind: 'number', value: 0.5 },
          },
        }),
      landscape: () => new Promise(() => undefined),
      hiddenSpace: () => new Promise(() => undefined),
    },
    viewSettings: signal({ ...defaultView, follow }),
    look: null,
    now: () => 0,
    onPending: () => undefined,
    onSlice: () => undefined,
  });
  const { asks } = viewers;
  asks.setData({ columns: [], pixels: null, classNames: [], targetName: 'y' });
  viewers.setRun(1, withOutputs('y'), true);
  await expect.poll(() => asks.shown.peek().answer?.runId).toBe(1);
  const next = (network: NetworkPicture): number | undefined => {
    runId = 2;
    viewers.setRun(2, network, true);
    return asks.shown.peek().answer?.runId;
  };
  return { asks, next };
}

it('takes down the answer of a network that is no more', async () => {
  const { asks, next } = await answered(false);
  expect(next(withOutputs('y'))).toBeUndefined();
  await expect.poll(() => asks.shown.peek().answer?.runId).toBe(2);
});

it('lets it stand while a training is followed, until the next one has answered', async () => {
  const { next } = await answered(true);
  expect(next(withOutputs('y'))).toBe(1);
});

it('but not where the next one has other outputs', async () => {
  const { asks, next } = await answered(true);
  expect(next(withOutputs('a', 'b', 'c'))).toBeUndefined();
  await expect.poll(() => asks.shown.peek().answer?.runId).toBe(2);
});
