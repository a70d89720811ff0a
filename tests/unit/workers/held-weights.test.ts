import { describe, expect, it } from 'vitest';
import { defaultExperiment, defaultView, type Experiment } from '../../../src/experiment/schema.ts';
import type { Configured } from '../../../src/protocol/messages.ts';
import { PlaygroundStore } from '../../../src/ui/playground/store.ts';
import { storeClientOf } from '../helpers/store-client.ts';
import { createService, unwrap, type Harness } from './harness.ts';

const experiment: Experiment = { ...defaultExperiment, points: 60, engine: 'interpreter' };

async function begun(changes: Partial<Experiment> = {}): Promise<Harness & { readonly first: Configured }> {
  const harness = createService();
  const first = unwrap(await harness.service.configure({ experiment: { ...experiment, ...changes } }));
  return { ...harness, first };
}

async function parametersOf({ service }: Harness): Promise<Float64Array> {
  return unwrap(await service.checkpoint())?.parameters ?? new Float64Array();
}

describe('weights that are set, frozen and cut in the worker', () => {
  it('change while the run goes on, and come back with what was before', async () => {
    const harness = await begun();
    const { service, first } = harness;
    const initial = await parametersOf(harness);
    const request = { experiment: { ...experiment, cut: '0.1' }, keepsBefore: true };
    const edits = { run: first.runId, values: [[8, 0.5]] } as const;
    const changed = unwrap(await service.configure({ ...request, edits }));
    expect(changed.effect).toBe('live');
    const after = await parametersOf(harness);
    expect([after[0], after[2], after[8]]).toEqual([0, 0, 0.5]);
    const { before } = changed;
    expect(before?.parameters).toEqual(initial);
    unwrap(await service.configure({ experiment, restore: before! }));
    expect(await parametersOf(harness)).toEqual(initial);
  });

  it('are nothing to a run that has taken the place of the one that was meant', async () => {
    const harness = await begun();
    const { service, first } = harness;
    const edits = { run: first.runId, values: [[8, 0.5]] } as const;
    unwrap(await service.configure({ experiment: { ...experiment, seed: 2 } }));
    const before = await parametersOf(harness);
    unwrap(await service.configure({ experiment: { ...experiment, seed: 2 }, edits }));
    expect(await parametersOf(harness)).toEqual(before);
  });

  it('are refused where they are no numbers, or no parameters', async () => {
    const harness = await begun();
    const { service, first } = harness;
    for (const wrong of [
      [8, Infinity],
      [8, NaN],
      [8, 1e39],
      [99, 1],
    ] as const) {
      const reply = await service.configure({ experiment, edits: { run: first.runId, values: [wrong] } });
      expect(reply).toMatchObject({ ok: false, code: 'invalid-settings' });
    }
  });

  it('stay set when the optimizer is changed before the first step', async () => {
    const harness = await begun();
    const { service, first } = harness;
    unwrap(await service.configure({ experiment, edits: { run: first.runId, values: [[8, 0.5]] } }));
    unwrap(await service.configure({ experiment: { ...experiment, optimizer: 'adam' } }));
    expect((await parametersOf(harness))[8]).toBe(0.5);
  });

  it('that the network does not have are left out of the settings, with a sentence', async () => {
    const { first } = await begun({ frozen: '1.1,7', cut: '0.2' });
    expect(first.fitted).toEqual({
      settings: { frozen: '1.1', cut: '0.2' },
      message: 'This network does not have what was set as frozen: 7. It is left out.',
    });
    expect((await begun({ frozen: '1.1' })).first.fitted).toBeUndefined();
  });
});

describe('the store', () => {
  async function opened() {
    const { service } = createService();
    const sent: unknown[] = [];
    const store = new PlaygroundStore({
      client: {
        ...storeClientOf(service),
        configure: (request) => {
          sent.push(request.edits?.values);
          return service.configure(request);
        },
      },
      settings: { experiment, view: defaultView },
      onChange: () => undefined,
      now: () => performance.now(),
    });
    store.begin();
    await store.change({});
    const parameters = async (): Promise<Float64Array> =>
      unwrap(await service.checkpoint())?.parameters ?? new Float64Array();
    return { store, parameters, sent };
  }

  it('loses no edit to a change that waits behind it', async () => {
    const { store, parameters, sent } = await opened();
    await Promise.all([
      store.changeWeights({ values: [[0, 1]], gesture: 'a' }),
      store.changeWeights({ values: [[1, 2]], gesture: 'a' }),
      store.change({ learningRate: 0.5 }),
    ]);
    const after = await parameters();
    expect([after[0], after[1]]).toEqual([1, 2]);
    expect(sent.filter((values) => values !== undefined).length).toBeGreaterThan(0);
  });

  it('takes back edits, cuts and freezes one by one, to the bit', async () => {
    const { store, parameters } = await opened();
    const states = [await parameters()];
    const changes = [
      { values: [[0, 0.1]], gesture: '1' },
      { settings: { cut: '1.1' }, gesture: '2' },
      { settings: { frozen: '2' }, gesture: '3' },
      { values: [[24, 7]], gesture: '4' },
      { settings: { cut: '' }, gesture: '5' },
    ] as const;
    for (const change of changes) {
      await store.changeWeights(change);
      states.push(await parameters());
    }
    for (const state of states.slice(0, -1).reverse()) {
      await store.undo();
      expect(await parameters()).toEqual(state);
    }
    expect(store.experiment.value).toEqual(experiment);
    expect(store.canUndo.value).toBe(false);
    for (const state of states.slice(1)) {
      await store.redo();
      expect(await parameters()).toEqual(state);
    }
  });
});
