import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { usualAsk, type Ask } from '../../../../src/compare/ask.ts';
import type { Hand } from '../../../../src/compare/hand.ts';
import { defaultExperiment, type Experiment } from '../../../../src/experiment/schema.ts';
import type { TrialJob, TrialReply } from '../../../../src/protocol/compare-messages.ts';
import type { PackedTable } from '../../../../src/protocol/import-messages.ts';
import type { Checkpoint } from '../../../../src/protocol/messages.ts';
import { ComparisonLibrary } from '../../../../src/client/comparison-library.ts';
import { KeptComparisons } from '../../../../src/ui/compare/kept/kept-comparisons.ts';
import { CompareStore } from '../../../../src/ui/compare/compare-store.ts';
import { leftOf, type Started } from '../../../../src/ui/compare/started.ts';
import { CompareService } from '../../../../workers/compare-service.ts';
import { createEngines } from '../../../../workers/engines.ts';
import { MemoryShelf } from '../../client/comparison-memory.ts';
import { nextTask } from '../../workers/harness.ts';

const now = (): number => performance.now();

/** Of all stores: no two have kept at one moment, nor under one name. */
let saved = 0;

/** The store on the real service, which begins no work before `gate` lets it. */
function createStore(
  gate: () => Promise<unknown> = nextTask,
  tableOf: () => Promise<PackedTable | null> = () => Promise.resolve(null),
  shelf = new MemoryShelf(),
) {
  const opened: Checkpoint[] = [];
  const problems: string[] = [];
  const starts: string[] = [];
  const hire = (): Hand<TrialJob, TrialReply> => {
    const loadFile = (): Promise<never> => Promise.reject(new Error('there are no files'));
    const service = new CompareService({ engines: createEngines(now), now, nextTask, loadFile });
    return {
      work: async (jobs) => {
        await gate();
        return service.work(jobs);
      },
      stop: () => void service.stop(),
      end: () => void service.stop(),
    };
  };
  const onProblem = (message: string): void => void problems.push(message);
  const library = new ComparisonLibrary({
    shelf,
    nowMs: () => ++saved,
    newId: () => `id ${saved}`,
  });
  const experiment = signal<Experiment>({ ...defaultExperiment, points: 40, hidden: [2] });
  /** What is said of it on the page, whose board of notices reads what it writes. */
  const refusal = signal<string | null>(null);
  const store = new CompareStore({
    kept: new KeptComparisons({ library, onProblem }),
    experiment,
    earlier: signal([]),
    isBusy: () => false,
    ...{ hire, cores: 2, now, tableOf },
    onLink: () => undefined,
    onOpen: (checkpoint) => opened.push(checkpoint),
    onProblem,
    onRefusal: (message) => {
      refusal.value = message;
    },
    onRefusalGone: () => {
      if (refusal.value !== null) refusal.value = null;
    },
    onStart: () => void starts.push(store.ask.value.kind),
    loadProgramWriter: () => Promise.reject(new Error('nothing is written here')),
  });
  const ask: Ask = { ...store.ask.value, kind: 'swarm', seeds: 3, epochs: 2 };
  store.ask.value = ask;
  return { store, ask, experiment, opened, problems, refusal, starts };
}

describe('a comparison', () => {
  it('says what is missing before it can start, and that it has started when nothing is', async () => {
    const { store, problems, refusal, starts } = createStore(nextTask);
    store.change({ kind: 'race', lanes: [] });
    await store.start();
    expect([refusal.value, starts]).toEqual([expect.stringContaining('There is no lane yet'), []]);
    store.addLane();
    await store.start();
    expect([problems, refusal.value, starts]).toEqual([[], null, ['race']]);
  });

  it.each(['ask', 'set-up'])('is said no longer to be refused once there is another %s', async (what) => {
    const { store, experiment, refusal } = createStore(nextTask);
    store.change({ kind: 'race', lanes: [] });
    for (let attempt = 0; attempt < 2; attempt++) {
      await store.start();
      expect(refusal.value).toContain('There is no lane yet');
    }
    if (what === 'ask') store.openLink('kind:swarm,seeds:2');
    else experiment.value = { ...experiment.value, dataSet: 'xor' };
    expect(refusal.value).toBeNull();
  });

  it('is cancelled also while the tables of its runs are still fetched', async () => {
    let arrive: (table: null) => void = () => undefined;
    const table = new Promise<null>((resolve) => (arrive = resolve));
    const { store } = createStore(nextTask, () => table);
    const started = store.start();
    store.cancel();
    arrive(null);
    await started;
    expect(store.started.value.swarm?.phase).toBe('cancelled');
    expect(store.started.value.swarm?.outcomes.every(({ result }) => result === null)).toBe(true);
    // And the next one is not.
    await store.start();
    expect(store.started.value.swarm?.phase).toBe('done');
    store.dispose();
  });

  it('opens the run that was chosen last, though the one before is still trained again', async () => {
    let isHeld = false;
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const { store, ask, opened, problems } = createStore(() => (isHeld ? held : nextTask()));
    await store.start();
    const outcomes = store.started.value.swarm!.outcomes;
    isHeld = true;
    const first = store.open(outcomes[0], ask, 'Seed 1');
    const second = store.open(outcomes[1], ask, 'Seed 2');
    expect(store.opening.value).toBe('Seed 2');
    isHeld = false;
    letGo();
    await Promise.all([first, second]);
    expect(opened.map(({ experiment }) => experiment.seed)).toEqual([outcomes[1].experiment.seed]);
    expect(problems).toEqual([]);
    expect(store.opening.value).toBeNull();
    store.dispose();
  });
});

describe('comparisons that are kept', () => {
  const link = 'seeds:3,epochs:2';
  const lossesOf = ({ started }: CompareStore) =>
    started.value.swarm?.outcomes.map(({ result }) => result?.curve.testLoss);

  it('are there for the next page: by what is asked again, or out of the list', async () => {
    const shelf = new MemoryShelf();
    const first = createStore(nextTask, undefined, shelf);
    first.store.openLink(link);
    await first.store.start();
    await expect.poll(() => first.store.kept.list.value.length).toBe(1);
    const losses = lossesOf(first.store);
    expect(losses?.every((column) => column?.length === 3)).toBe(true);
    const second = createStore(nextTask, undefined, shelf);
    second.store.openLink(link);
    await expect.poll(() => lossesOf(second.store)).toEqual(losses);
    expect(second.store.started.value.swarm).toMatchObject({
      phase: 'done',
      progress: { done: 3, total: 3 },
    });
    const third = createStore(nextTask, undefined, shelf);
    third.store.openLink('seeds:4,epochs:2');
    await expect.poll(() => third.store.kept.list.value.length).toBe(1);
    expect(third.store.started.value.swarm).toBe(undefined);
    await third.store.openKept(third.store.kept.list.value[0]);
    expect(lossesOf(third.store)).toEqual(losses);
    expect(third.store.ask.value.seeds).toBe(3);
    // A run of what was kept is trained again to the same bits.
    await third.store.open(third.store.started.value.swarm!.outcomes[2], third.store.ask.value, 'Seed 3');
    expect(third.opened[0].experiment.seed).toBe(3);
    expect([first.problems, second.problems, third.problems]).toEqual([[], [], []]);
    for (const { store } of [first, second, third]) store.dispose();
  });

  it('are those that were cancelled as well, with what was known', async () => {
    let batches = 0;
    const { store } = createStore(async () => {
      if (++batches === 3) store.cancel();
      await nextTask();
    });
    store.openLink('seeds:1000,epochs:2');
    await store.start();
    await expect.poll(() => store.kept.list.value.length).toBe(1);
    const [{ phase, done, total, name }] = store.kept.list.value;
    expect({ phase, total, name }).toEqual({ phase: 'cancelled', total: 1000, name: 'Swarm of 1,000 seeds' });
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(1000);
    store.dispose();
  });

  it('go on to the same results as without a break, in the place of what was kept of them, under its name', async () => {
    const shelf = new MemoryShelf();
    let batches = 0;
    const first = createStore(
      async () => {
        if (++batches === 3) first.store.cancel();
        await nextTask();
      },
      undefined,
      shelf,
    );
    first.store.openLink('seeds:1000,epochs:2');
    await first.store.start();
    await expect.poll(() => first.store.kept.list.value.length).toBe(1);
    await first.store.kept.rename(first.store.kept.list.value[0], 'My thousand');
    const [{ done, elapsedMs }] = first.store.kept.list.value;
    // On a page that is opened later.
    let trained = 0;
    // Of an attempt before, which another page was lost in.
    const [{ about, results }] = shelf.kept.values();
    const lost = { ...about, id: 'lost', name: 'Swarm of 1,000 seeds', phase: 'failed', done: 1 } as const;
    shelf.kept.set('lost', { about: lost, results });
    const second = createStore(
      () => {
        trained++;
        return nextTask();
      },
      undefined,
      shelf,
    );
    second.store.openLink('seeds:1000,epochs:2');
    await expect.poll(() => second.store.started.value.swarm?.phase).toBe('cancelled');
    const known = second.store.started.value.swarm!.outcomes.filter(({ result }) => result !== null);
    expect(known).toHaveLength(done);
    await second.store.goOn();
    const ended = second.store.started.value.swarm!;
    expect(ended).toMatchObject({ phase: 'done', progress: { done: 1000, total: 1000 } });
    expect(ended.progress.elapsedMs).toBeGreaterThan(elapsedMs);
    // What was known is still the same, and was not trained again.
    for (const { result } of known) expect(ended.outcomes.some((one) => one.result === result)).toBe(true);
    expect(trained).toBeGreaterThan(0);
    await expect
      .poll(() => second.store.kept.list.value)
      .toMatchObject([{ name: 'My thousand', phase: 'done', done: 1000 }]);
    // There is nothing left to go on with.
    await second.store.goOn();
    expect(second.store.started.value.swarm).toBe(ended);
    const whole = createStore();
    whole.store.openLink('seeds:1000,epochs:2');
    await whole.store.start();
    const figures = (one: ReturnType<typeof createStore>) =>
      one.store.started.value.swarm!.outcomes.map(({ result }) => {
        const { final, best, reachedAt, parameters, curve } = result!;
        return { final, best, reachedAt, parameters, losses: curve.testLoss };
      });
    expect(figures(second)).toEqual(figures(whole));
    expect([first.problems, second.problems]).toEqual([[], []]);
    for (const { store } of [first, second, whole]) store.dispose();
  });

  it('are known again whatever else was asked for meanwhile, of other kinds or of how they are looked at', () => {
    const { store, experiment } = createStore();
    const started = (patch: Partial<Ask>): Started => ({
      ...{
        ask: { ...usualAsk, ...patch },
        experiment: experiment.value,
        outcomes: [],
        plan: null,
        search: null,
      },
      ...{ phase: 'cancelled', version: 0, progress: { done: 40, total: 99, elapsedMs: 1, leftMs: null } },
    });
    const left = (begun: Partial<Ask>, asked: Partial<Ask>): number =>
      leftOf(started(begun), { ...usualAsk, ...begun, ...asked });
    const axis = { setting: 'learningRate', scale: 'list', values: ['0.1'] } as const;
    const ofSweeps: Partial<Ask> = { x: axis, y: null, axes: [axis], tries: 5, keep: 2, repeats: 3 };
    expect(left({ kind: 'swarm' }, { ...ofSweeps, lanes: ['seed=2'], across: 'time' })).toBe(59);
    expect(left({ kind: 'swarm' }, { seeds: 7 })).toBe(0);
    expect(left({ kind: 'swarm' }, { goal: 3 })).toBe(0);
    expect(left({ kind: 'swarm', target: 'none' }, { goal: 3 })).toBe(59);
    expect(left({ kind: 'race' }, { ...ofSweeps, seeds: 7, vary: 'both' })).toBe(59);
    expect(left({ kind: 'race' }, { lanes: ['seed=2'] })).toBe(0);
    const looks: Partial<Ask> = { measure: 'test-accuracy' };
    expect(left({ kind: 'sweep' }, { ...looks, axes: [axis], tries: 5, seeds: 7 })).toBe(59);
    expect(left({ kind: 'sweep' }, { x: axis })).toBe(0);
    expect(left({ kind: 'sweep', search: 'random' }, { ...looks, x: axis, keep: 2 })).toBe(59);
    expect(left({ kind: 'sweep', search: 'random' }, { tries: 5 })).toBe(0);
    // It goes on with the set-up that it was begun with.
    const ofAnother = { ...started({}), experiment: { ...experiment.value, optimizer: 'adam' as const } };
    expect(leftOf(ofAnother, usualAsk)).toBe(59);
    // There the next round follows from what is measured.
    expect(left({ kind: 'sweep', search: 'halving' }, { x: axis, seeds: 7 })).toBe(59);
    expect(left({ kind: 'sweep', search: 'halving' }, looks)).toBe(0);
    store.dispose();
  });

  it('are there with what was known when the page was hidden in their midst, and only until they are over', async () => {
    const shelf = new MemoryShelf();
    let [batches, most] = [0, 4];
    const held: (() => void)[] = [];
    const gate = (): Promise<void> =>
      ++batches > most ? new Promise((resolve) => void held.push(resolve)) : nextTask();
    const letGo = (until: number): void => {
      most = until;
      for (const go of held.splice(0)) go();
    };
    const first = createStore(gate, undefined, shelf);
    first.store.openLink('seeds:1000,epochs:2');
    const started = first.store.start();
    await expect.poll(() => batches).toBeGreaterThan(4);
    first.store.keepSoFar();
    await expect.poll(() => shelf.kept.size).toBe(1);
    await expect
      .poll(async () => {
        await first.store.kept.refresh();
        return first.store.kept.list.value;
      })
      .toEqual([]);
    // What a page has that is opened now, after a reload.
    const second = createStore(nextTask, undefined, shelf);
    second.store.openLink('seeds:1000,epochs:2');
    await expect.poll(() => second.store.started.value.swarm?.phase).toBe('failed');
    const { progress, outcomes } = second.store.started.value.swarm!;
    expect(progress.total).toBe(1000);
    expect(progress.done).toBeGreaterThan(0);
    expect(outcomes.filter(({ result }) => result !== null)).toHaveLength(progress.done);
    expect(second.store.kept.list.value).toMatchObject([{ phase: 'failed', done: progress.done }]);
    // What has come since then takes its place.
    letGo(batches + 4);
    await expect
      .poll(() => {
        first.store.keepSoFar();
        return [...shelf.kept.values()][0].about.done;
      })
      .toBeGreaterThan(progress.done);
    const [{ about, results }] = shelf.kept.values();
    expect(results.filter((result) => result !== null)).toHaveLength(about.done);
    expect(shelf.kept.size).toBe(1);
    first.store.cancel();
    letGo(Infinity);
    await started;
    await expect.poll(() => first.store.kept.list.value).toMatchObject([{ phase: 'cancelled' }]);
    expect(shelf.kept.size).toBe(1);
    expect([first.problems, second.problems]).toEqual([[], []]);
    for (const { store } of [first, second]) store.dispose();
  });

  it('are not there where storage is denied or full; that is said once, and all else goes on', async () => {
    const shelf = new MemoryShelf();
    shelf.fault = new Error('The quota has been exceeded.');
    const { store, problems } = createStore(nextTask, undefined, shelf);
    store.openLink(link);
    await store.start();
    await expect.poll(() => problems).toEqual([expect.stringContaining('(The quota has been exceeded)')]);
    await store.start();
    expect(store.started.value.swarm?.phase).toBe('done');
    await store.kept.refresh();
    expect(problems).toHaveLength(1);
    shelf.fault = null;
    await store.start();
    await expect.poll(() => store.kept.list.value.length).toBe(1);
    store.dispose();
  });

  it('can be forgotten, and brought back', async () => {
    const { store } = createStore();
    store.openLink(link);
    await store.start();
    await expect.poll(() => store.kept.list.value.length).toBe(1);
    const [kept] = store.kept.list.value;
    await store.kept.forget(kept);
    expect(store.kept.list.value).toEqual([]);
    await store.kept.bringBack();
    expect(store.kept.list.value).toEqual([kept]);
    expect(store.kept.forgotten.value).toBe(null);
    store.dispose();
  });
});
