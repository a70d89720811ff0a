import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { MomentsRecord, Snapshot } from '../../../src/protocol/snapshot-messages.ts';
import { momentsOf, type Moment } from '../../../src/training/moments.ts';
import { Run } from '../../../src/training/run.ts';
import { VitalsMeter } from '../../../src/training/vitals.ts';
import { snapshotBuffers } from '../../../workers/transferables.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, nextTask, unwrap } from './harness.ts';

const experiment: Experiment = { ...defaultExperiment, points: 60, hidden: [3], engine: 'wasm-f64' };

/** A page that keeps a record: it asks for moments with every look. */
class Page {
  view: Snapshot['view'] = null;
  record: MomentsRecord | null = null;
  readonly service: TrainingService;

  constructor(service: TrainingService) {
    this.service = service;
  }

  async look(vitals = false): Promise<Snapshot> {
    const reply = await this.service.snapshot({
      viewVersion: this.view?.version ?? 0,
      historyVersion: -1,
      momentsVersion: this.record?.version ?? 0,
      ...(vitals ? { vitals } : {}),
    });
    const snapshot = unwrap(structuredClone(reply, { transfer: snapshotBuffers(reply) }));
    this.view = snapshot.view ?? this.view;
    this.record = snapshot.moments ?? this.record;
    return snapshot;
  }

  async until(isThere: (moments: readonly Moment[], snapshot: Snapshot) => boolean, vitals = false) {
    for (;;) {
      const snapshot = await this.look(vitals);
      const moments = this.record === null ? [] : momentsOf(this.record);
      if (isThere(moments, snapshot)) return moments;
      await nextTask();
    }
  }

  /** Looks until what was asked for is done and seen. */
  rest(vitals = false) {
    return this.until((_, { status, viewPending }) => status !== 'running' && !viewPending, vitals);
  }
}

async function openPage(patch: Partial<Experiment> = {}): Promise<Page> {
  const { service } = createService();
  unwrap(await service.configure({ experiment: { ...experiment, ...patch } }));
  const page = new Page(service);
  await page.rest();
  return page;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the record of a run', () => {
  it('has a moment of each view, with the figures of its weights', async () => {
    const page = await openPage();
    unwrap(await page.service.command('step'));
    const moments = await page.rest(true);
    expect(moments.map(({ epoch }) => epoch)).toEqual([0, 1]);
    const { trainLoss, testAccuracy, vitals } = page.view!;
    expect(moments[1]).toMatchObject({ trainLoss, testAccuracy, learningRate: 0.03, layers: vitals!.layers });
    expect(moments[1].layers![0].updateRatio).toBeGreaterThan(0);
    // Nobody has newer ones: they are not sent again.
    expect((await page.look(true)).moments).toBeUndefined();
  });

  it('gets layers now and then while nobody looks at vitals, with the last update, and views stay without', async () => {
    const page = await openPage();
    unwrap(await page.service.setSpeed('full'));
    const measure = vi.spyOn(VitalsMeter.prototype, 'measure');
    unwrap(await page.service.command('play'));
    const hasVitals: boolean[] = [];
    const moments = await page.until((all, { view }) => {
      if (view !== null) hasVitals.push(view.vitals !== undefined);
      return all.some(({ layers }) => layers !== null);
    });
    unwrap(await page.service.command('pause'));
    const measured = moments.find(({ layers }) => layers !== null)!;
    expect(measured.layers).toHaveLength(2);
    expect(measured.layers![1].gradientNorm).toBeGreaterThan(0);
    expect(measured.layers!.every(({ updateRatio }) => updateRatio !== null && updateRatio > 0)).toBe(true);
    expect(hasVitals.length).toBeGreaterThan(1);
    expect(hasVitals).not.toContain(true);
    // The control: most moments are without, and nearly none was measured for nobody.
    expect(moments.filter(({ layers }) => layers === null).length).toBeGreaterThan(2);
    expect(measure.mock.calls.length).toBeLessThan(moments.length / 10);
  });

  it('costs nothing where nobody keeps one', async () => {
    const measure = vi.spyOn(VitalsMeter.prototype, 'measure');
    const watch = vi.spyOn(Run.prototype, 'lastUpdate');
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    unwrap(await service.setSpeed('full'));
    unwrap(await service.command('play'));
    for (let version = 0; version < 5;) {
      const { view, moments } = unwrap(await service.snapshot({ viewVersion: version, historyVersion: 0 }));
      expect(moments).toBeUndefined();
      version = view?.version ?? version;
      await nextTask();
    }
    unwrap(await service.command('pause'));
    expect(measure).not.toHaveBeenCalled();
    expect(watch).not.toHaveBeenCalled();
  });

  it('goes on when a setting is changed, and says where; undo brings back that of before', async () => {
    const page = await openPage();
    unwrap(await page.service.command('step'));
    await page.rest();
    unwrap(await page.service.configure({ experiment: { ...experiment, learningRate: 0.3 } }));
    unwrap(
      await page.service.configure({ experiment: { ...experiment, learningRate: 0.3, optimizer: 'adam' } }),
    );
    unwrap(await page.service.command('step'));
    const moments = await page.rest();
    expect(moments.map(({ epoch, learningRate }) => [epoch, learningRate])).toEqual([
      [0, 0.03],
      [1, 0.03],
      [2, 0.3],
    ]);
    const changes = [
      { epoch: 1, setting: 'learningRate', from: 0.03, to: 0.3 },
      { epoch: 1, setting: 'optimizer', from: 'sgd', to: 'adam' },
    ];
    expect(page.record!.changes).toEqual(changes);
    const { before } = unwrap(await page.service.command('reset'));
    page.record = null;
    expect((await page.rest()).map(({ epoch }) => epoch)).toEqual([0]);
    expect(page.record!.changes).toEqual([]);
    unwrap(await page.service.configure({ experiment: before!.experiment, restore: before! }));
    page.record = null;
    expect((await page.rest()).map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(page.record!.changes).toEqual(changes);
  });

  it('begins anew without changes where nothing was trained yet', async () => {
    const page = await openPage();
    unwrap(await page.service.configure({ experiment: { ...experiment, learningRate: 0.3 } }));
    unwrap(await page.service.command('step'));
    await page.rest();
    expect(page.record!.changes).toEqual([]);
  });
});
