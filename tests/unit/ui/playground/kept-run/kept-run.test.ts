import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../../../src/backends/interpreter/interpreter.ts';
import type { KeptRun } from '../../../../../src/client/run-shelf.ts';
import { defaultExperiment, type Experiment } from '../../../../../src/experiment/schema.ts';
import type { Checkpoint } from '../../../../../src/protocol/messages.ts';
import { Run } from '../../../../../src/training/run.ts';
import { keptRunFor } from '../../../../../src/ui/playground/kept-run/kept-run.ts';
import { NoticeBoard } from '../../../../../src/ui/playground/notice-board.ts';

const state = new Run(defaultExperiment, interpreter, () => 0).state();
const own: KeptRun = { tab: 'this', savedAt: 1, checkpoint: { ...state, epoch: 1200 } };
const left: KeptRun = { tab: 'closed', savedAt: 1, checkpoint: { ...state, epoch: 0, position: 20 } };

async function openedWith(
  found: { own: KeptRun | null; left: KeptRun | null },
  options: { wasReloaded: boolean; isOfThePast?: boolean; experiment?: Partial<Experiment> },
) {
  const board = new NoticeBoard();
  const [brought, takenOver, moved] = [[] as Checkpoint[], [] as string[], [] as string[]];
  const restored = await keptRunFor({
    keeper: {
      find: () => Promise.resolve(found),
      leave: (run) => {
        moved.push(run.tab);
        return Promise.resolve({ ...run, tab: 'moved' });
      },
      takeOver: ({ tab }) => takenOver.push(tab),
    },
    board,
    experiment: { ...defaultExperiment, ...options.experiment },
    wasReloaded: options.wasReloaded,
    isOfThePast: options.isOfThePast ?? false,
    bringBack: (checkpoint) => brought.push(checkpoint),
  });
  return { board, brought, takenOver, moved, restored };
}

describe('the run that a browser has kept', () => {
  it('goes on after a reload, also where a rate was changed at the last moment', async () => {
    for (const experiment of [{}, { learningRate: 1 }, { optimizer: 'adam' }] as const) {
      const opened = await openedWith({ own, left }, { wasReloaded: true, experiment });
      expect(opened.restored).toBe(own.checkpoint);
      expect(opened.board.shown.value).toEqual([]);
      expect(opened.moved).toEqual([]);
    }
  });

  it('goes on after a reload from where an earlier moment was shown, of another shape too', async () => {
    const there = { wasReloaded: true, isOfThePast: true, experiment: { hidden: [3] } };
    expect((await openedWith({ own, left }, there)).restored).toBe(own.checkpoint);
    const elsewhere = { ...there, wasReloaded: false };
    expect((await openedWith({ own, left }, elsewhere)).restored).toBeNull();
  });

  it('stands behind a link, and is offered', async () => {
    const links: { wasReloaded: boolean; experiment?: Partial<Experiment> }[] = [
      { wasReloaded: false },
      { wasReloaded: true, experiment: { dataSet: 'spiral' } },
      { wasReloaded: true, experiment: { hidden: [3] } },
    ];
    for (const options of links) {
      const opened = await openedWith({ own, left }, options);
      expect(opened.restored).toBeNull();
      expect(opened.moved).toEqual(['this']);
      const [{ text, action }] = opened.board.shown.value;
      expect(text).toBe('Your last run is still there: Circle, after 1,200 epochs.');
      action?.run();
      expect(opened.brought).toEqual([own.checkpoint]);
      expect(opened.takenOver).toEqual(['moved']);
      expect(opened.board.shown.value).toEqual([]);
    }
  });

  it('of a tab that was closed is offered too; where there is none, nothing is said', async () => {
    const opened = await openedWith({ own: null, left }, { wasReloaded: true });
    expect(opened.board.shown.value[0].text).toBe(
      'Your last run is still there: Circle, within its first epoch.',
    );
    const none = await openedWith({ own: null, left: null }, { wasReloaded: true });
    expect(none.restored).toBeNull();
    expect(none.board.shown.value).toEqual([]);
  });
});
