import { signal } from '@preact/signals-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostSteps, type Course } from '../../../../src/experiment/course.ts';
import { decodeMoment, encodeMoment } from '../../../../src/experiment/moment-link.ts';
import { defaultExperiment, type Experiment } from '../../../../src/experiment/schema.ts';
import type { Checkpoint } from '../../../../src/protocol/messages.ts';
import { openMoment, type MomentParts } from '../../../../src/ui/links/open-moment.ts';
import { packMoment, unpackMoment } from '../../../../src/ui/links/pack-moment.ts';
import { packText } from '../../../../src/ui/links/packed-text.ts';
import { NoticeBoard } from '../../../../src/ui/playground/notice-board.ts';
import type { PageStatus } from '../../../../src/ui/playground/page-status.ts';
import type { Replaying } from '../../../../src/ui/playground/playground-model.ts';

const course: Course = {
  begin: { ...defaultExperiment, hidden: [3] },
  steps: [
    { epoch: 2, position: 30, settings: { learningRate: 0.1, l2: 1e-7 } },
    {
      epoch: 2,
      position: 30,
      settings: {},
      weights: [
        [0, -0],
        [4, 0.1 + 0.2],
      ],
    },
    { epoch: 9, position: 0, settings: { hidden: [4], cut: '1.1' } },
  ],
};

describe('a moment as a link has it', () => {
  it('comes back to the bit', async () => {
    const packed = await packMoment({ course, epoch: 12, position: 40 });
    if (!packed.ok) throw new Error(packed.message);
    const moment = decodeMoment(encodeMoment(packed.value.moment));
    expect(moment).toMatchObject({ epoch: 12, position: 40 });
    const read = await unpackMoment(packed.value.begin, moment!);
    expect(read).toEqual({ ok: true, value: course });
    expect(read.ok && Object.is(read.value.steps[1].weights?.[0][1], -0)).toBe(true);
  });

  it('does not name a file that the training is not about', async () => {
    const file = { id: 'a', name: 'salaries.csv' } as unknown as Experiment['file'];
    const begin = { ...course.begin, file };
    const packed = await packMoment({ course: { begin, steps: [] }, epoch: 1, position: 0 });
    expect(packed).toMatchObject({ ok: true, value: { begin: { file: null }, moment: { log: null } } });
  });

  it('is refused where nobody can be led to it', async () => {
    const at = { epoch: 1, position: 0 };
    const steps = Array.from({ length: mostSteps }, (_, k) => ({
      ...{ epoch: k, position: 0 },
      settings: { learningRate: Math.sin(k) ** 2, drawn: String(Math.cos(k)) },
    }));
    const refusal = async (run: Parameters<typeof packMoment>[0]): Promise<string> => {
      const packed = await packMoment(run);
      return packed.ok ? '' : packed.message;
    };
    expect(await refusal(null)).toContain('is not there just now');
    expect(await refusal(at)).toContain('come from elsewhere');
    expect(await refusal({ ...at, course: 'too-much' })).toContain('too long for a link');
    expect(await refusal({ ...at, course: { ...course, steps } })).toContain('too long for a link');
    expect(await refusal({ course, epoch: 2e6, position: 0 })).toContain('1,000,000 at most');
  });

  it('of anybody is read or refused, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string().map((log) => Promise.resolve(log)),
          fc.string().map(packText),
          fc.json().map(packText),
          fc
            .array(fc.oneof(fc.jsonValue(), fc.tuple(fc.nat(5), fc.nat(5), fc.jsonValue(), fc.jsonValue())))
            .map((steps) => packText(JSON.stringify(steps))),
        ),
        async (packing) => {
          const read = await unpackMoment(defaultExperiment, { epoch: 3, position: 0, log: await packing });
          if (!read.ok) expect(read.message).not.toBe('');
          else expect(Array.isArray(read.value.steps)).toBe(true);
        },
      ),
    );
    // A few characters that unfold to a lot.
    const bomb = await packText(`[${' '.repeat(20_000_000)}]`);
    expect(bomb.length).toBeLessThan(60_000);
    const moment = { epoch: 3, position: 0, log: bomb };
    expect(await unpackMoment(defaultExperiment, moment)).toEqual({
      ok: false,
      message: 'its log is damaged',
    });
  });
});

/** `hurries`: its clock goes on by each wait, or else stands still. */
function opening(client: Partial<ReturnType<MomentParts['createClient']>>, { hurries = true } = {}) {
  const board = new NoticeBoard();
  const brought: Checkpoint[] = [];
  const ended: string[] = [];
  let time = 0;
  const store = {
    experiment: signal(defaultExperiment),
    status: signal<PageStatus>('ready'),
    replay: signal<Replaying | null>(null),
    linkedMoment: signal('epoch=3'),
    pause: () => Promise.resolve(),
    bringToMoment: (state: Checkpoint) => void brought.push(state),
  };
  const parts: MomentParts = {
    store,
    board,
    findTable: () => Promise.resolve(null),
    wait: (ms) => {
      if (hurries) time += ms;
      return new Promise((resolve) => setImmediate(resolve));
    },
    now: () => time,
    createClient: () => ({
      replay: () => new Promise(() => undefined),
      progress: () => Promise.resolve(time / 1000),
      end: () => void ended.push('ended'),
      ...client,
    }),
  };
  const said = (): string => board.shown.value.map(({ text }) => text).join();
  return { store, parts, brought, ended, said };
}

const moment = { epoch: 300, position: 0, log: null };

describe('the way to the moment of a link', () => {
  it('is given up after a minute, in words, and its worker with it', async () => {
    const { store, parts, brought, ended, said } = opening({});
    await openMoment(defaultExperiment, moment, parts);
    expect(said()).toContain('takes more than a minute here, and was given up at epoch 60 of 300');
    expect([brought.length, ended.length, store.replay.value, store.linkedMoment.value]).toEqual([
      0,
      1,
      null,
      '',
    ]);
  });

  it('leads to the run of then, which is shown', async () => {
    const state = { epoch: 300 } as Checkpoint;
    const { parts, brought, ended, said } = opening({
      replay: () => Promise.resolve({ ok: true, value: state }),
    });
    await openMoment(defaultExperiment, moment, parts);
    expect([brought, ended.length, said()]).toEqual([[state], 1, '']);
  });

  it('says why its worker has failed', async () => {
    const { parts, said } = opening({ progress: () => Promise.reject(new Error('it is out of memory')) });
    await openMoment(defaultExperiment, moment, parts);
    expect(said()).toContain('cannot be reached: it is out of memory. What is shown is the beginning');
  });

  it('is cancelled by another one, of which the page then tells', async () => {
    const { store, parts, ended, said } = opening({}, { hurries: false });
    const first = openMoment(defaultExperiment, moment, parts);
    await expect.poll(() => store.replay.value?.to).toBe(300);
    store.linkedMoment.value = 'epoch=7';
    // Its log has to be unpacked first: the one before ends meanwhile.
    const run = { course: { ...course, begin: defaultExperiment }, epoch: 7, position: 0 };
    const packed = await packMoment(run);
    if (!packed.ok) throw new Error(packed.message);
    const second = openMoment(defaultExperiment, packed.value.moment, parts);
    await first;
    expect([said(), store.linkedMoment.value]).toEqual(['', 'epoch=7']);
    await expect.poll(() => store.replay.value?.to).toBe(7);
    expect(store.linkedMoment.value).toBe('epoch=7');
    store.replay.value?.cancel();
    await second;
    expect(said()).toContain('of 7. What is shown');
    expect([ended.length, store.replay.value]).toEqual([2, null]);
  });
});
