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

  it('end with a command: none that waits, or comes before it is answered, takes the run back', async () => {
    const { time, asked, answering } = desk();
    const all = time.travel(5);
    void time.travel(4);
    const answer = await time.during(async () => {
      void time.travel(3);
      await Promise.resolve();
      return 'trained';
    });
    answering.shift()?.(arrived);
    await all;
    expect([answer, asked]).toEqual(['trained', [5]]);
    void time.travel(2);
    expect(asked).toEqual([5, 2]);
  });
});
