import { describe, expect, it } from 'vitest';
import type { CallResult } from '../../../../../src/client/worker-connection.ts';
import { defaultExperiment } from '../../../../../src/experiment/schema.ts';
import type { Travelled } from '../../../../../src/protocol/messages.ts';
import { TimeDesk } from '../../../../../src/ui/playground/time/time-desk.ts';

type Answer = CallResult<Travelled>;
const arrived: Answer = { ok: true, value: { runId: 1, experiment: defaultExperiment } };

function desk(answers: Answer[] = []) {
  const asked: number[] = [];
  const answering: ((answer: Answer) => void)[] = [];
  const refused: string[] = [];
  const time = new TimeDesk({
    client: {
      travel: ({ to }) => {
        asked.push(to);
        const next = answers.shift();
        return next === undefined ? new Promise((resolve) => answering.push(resolve)) : Promise.resolve(next);
      },
    },
    undoHistory: { press: () => undefined },
    onArrived: () => undefined,
    onRefused: (message) => refused.push(message),
  });
  return { time, asked, answering, refused };
}

describe('journeys to moments of the past', () => {
  it('are one at a time, and of those that wait the latest', async () => {
    const { time, asked, answering } = desk();
    const all = time.travel(5);
    void time.travel(4);
    void time.travel(3);
    answering.shift()?.(arrived);
    await expect.poll(() => asked).toEqual([5, 3]);
    answering.shift()?.(arrived);
    await all;
  });

  it('are asked for again while the past is trained again, unless another moment is wanted by then', async () => {
    const recalling: Answer = { ok: false, code: 'recalling', message: 'The past is trained again.' };
    const { time, asked } = desk([recalling, recalling, arrived]);
    await time.travel(7);
    expect(asked).toEqual([7, 7, 7]);
  });

  it('end with a command: none that waits takes the run back after it', async () => {
    const { time, asked, answering } = desk();
    const all = time.travel(5);
    void time.travel(4);
    expect(time.takenOver.value).toBe(0);
    const answer = await time.during(() => Promise.resolve('trained'));
    expect(time.takenOver.value).toBe(1);
    answering.shift()?.(arrived);
    await all;
    expect([answer, asked]).toEqual(['trained', [5]]);
    void time.travel(2);
    expect(asked).toEqual([5, 2]);
  });

  it('that are wanted while a command is on its way are done after it', async () => {
    const { time, asked, answering } = desk();
    const commanded = time.during(async () => {
      void time.travel(3);
      await Promise.resolve();
      expect(asked).toEqual([]);
    });
    await commanded;
    expect(asked).toEqual([3]);
    answering.shift()?.(arrived);
    // One that fails is no reason to do nothing from then on.
    await expect(time.during(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    void time.travel(2);
    await expect.poll(() => asked).toEqual([3, 2]);
  });

  it('to what is being trained again are not asked for once more after a command', async () => {
    const { time, asked, answering } = desk();
    const all = time.travel(7);
    await time.during(() => Promise.resolve());
    answering.shift()?.({ ok: false, code: 'recalling', message: 'The past is trained again.' });
    await all;
    expect(asked).toEqual([7]);
  });
});
