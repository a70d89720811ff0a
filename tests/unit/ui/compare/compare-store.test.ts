import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../../src/compare/ask.ts';
import type { Hand } from '../../../../src/compare/hand.ts';
import { defaultExperiment } from '../../../../src/experiment/schema.ts';
import type { TrialJob, TrialReply } from '../../../../src/protocol/compare-messages.ts';
import type { PackedTable } from '../../../../src/protocol/import-messages.ts';
import type { Checkpoint } from '../../../../src/protocol/messages.ts';
import { CompareStore } from '../../../../src/ui/compare/compare-store.ts';
import { CompareService } from '../../../../workers/compare-service.ts';
import { createEngines } from '../../../../workers/engines.ts';
import { nextTask } from '../../workers/harness.ts';

const now = (): number => performance.now();

/** The store on the real service, which begins no work before `gate` lets it. */
function createStore(
  gate: () => Promise<unknown> = nextTask,
  tableOf: () => Promise<PackedTable | null> = () => Promise.resolve(null),
) {
  const opened: Checkpoint[] = [];
  const problems: string[] = [];
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
  const store = new CompareStore({
    experiment: signal({ ...defaultExperiment, points: 40, hidden: [2] }),
    isBusy: () => false,
    ...{ hire, cores: 2, now, tableOf },
    onLink: () => undefined,
    onOpen: (checkpoint) => opened.push(checkpoint),
    onProblem: (message) => problems.push(message),
  });
  const ask: Ask = { ...store.ask.value, kind: 'swarm', seeds: 3, epochs: 2 };
  store.ask.value = ask;
  return { store, ask, opened, problems };
}

describe('a comparison', () => {
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
