import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type {
  Landscape,
  LandscapeSettings,
  LandscapeSlice,
} from '../../../src/protocol/landscape-messages.ts';
import type { ServiceParts, TrainingService } from '../../../workers/training-service.ts';
import { createService, nextTask, snapshotWhere, unwrap } from './harness.ts';

const experiment: Experiment = { ...defaultExperiment, points: 40, hidden: [3] };
const settings: LandscapeSettings = { cells: 64, extent: 1, seed: 1, follow: true };

/** Asks as a page does, which keeps the last slice, until the answer fits. */
async function landscapeWhere(
  service: TrainingService,
  wanted: LandscapeSettings,
  fits: (slice: LandscapeSlice, answer: Landscape) => boolean,
): Promise<{ slice: LandscapeSlice; answer: Landscape }> {
  let slice: LandscapeSlice | null = null;
  for (;;) {
    const version: number = slice?.version ?? 0;
    const answer: Landscape = unwrap(await service.landscape({ settings: wanted, version }));
    slice = answer.slice ?? slice;
    if (slice !== null && fits(slice, answer)) return { slice, answer };
    // Also a page looks at the network, which is what takes the weights' measure.
    await service.snapshot({ viewVersion: 0, historyVersion: -1 });
    await nextTask();
  }
}

async function configured(
  change: Partial<Experiment> = {},
  parts: Partial<ServiceParts> = {},
): Promise<TrainingService> {
  const { service } = createService(undefined, parts);
  unwrap(await service.configure({ experiment: { ...experiment, ...change } }));
  await snapshotWhere(service, (snapshot) => snapshot.view !== null);
  return service;
}

const isFinest = ({ cells }: LandscapeSlice): boolean => cells === 64;

describe('the loss landscape of the service', () => {
  it('has the reported train loss in its centre, and says where else it is lower', async () => {
    const service = await configured();
    unwrap(await service.command('step'));
    const { view } = await snapshotWhere(service, (s) => s.view?.epoch === 1 && s.status === 'paused');
    const { slice } = await landscapeWhere(service, settings, isFinest);
    const side = slice.cells + 1;
    expect(slice).toMatchObject({ epoch: 1, seed: 1, extent: 1, evaluatedOn: 'cpu' });
    expect(slice.losses).toHaveLength(side * side);
    expect(slice.losses[(side * side - 1) / 2]).toBeCloseTo(view!.trainLoss, 6);
    expect(Math.min(...slice.losses)).toBeLessThan(view!.trainLoss);
    expect(slice.evaluationsPerSecond).toBeGreaterThan(0);
  });

  it('is coarse at first where a fine picture takes long, and then what was asked for', async () => {
    // On this clock a point takes longer than on any machine.
    let time = 0;
    const now = (): number => (time += 1);
    const service = await configured({ hidden: [8, 8], points: 200 }, { now });
    const cells = new Set<number>();
    await landscapeWhere(service, settings, (slice) => {
      cells.add(slice.cells);
      return isFinest(slice);
    });
    expect([...cells][0]).toBeLessThan(64);
    expect([...cells]).toEqual([...cells].sort((a, b) => a - b));
  });

  it('rests when it is finished, and when nobody asks', async () => {
    const service = await configured();
    const { answer } = await landscapeWhere(
      service,
      settings,
      (slice, { pending }) => isFinest(slice) && !pending,
    );
    expect(answer.path).toEqual([{ epoch: 0, alpha: 0, beta: 0, share: null }]);
    for (let epoch = 1; epoch <= 5; epoch++) {
      unwrap(await service.command('step'));
      await snapshotWhere(service, (s) => s.view?.epoch === epoch && s.status === 'paused');
      for (let turn = 0; turn < 50; turn++) await nextTask();
    }
    // The last request was still good for one.
    const { version } = unwrap(await service.landscape({ settings, version: 0 }));
    expect(version).toBeLessThanOrEqual(answer.version + 1);
    await landscapeWhere(service, settings, ({ epoch }) => epoch === 5);
  });

  it('follows the weights while they move, or stays where it was taken while the path goes on', async () => {
    const service = await configured();
    const still = { ...settings, follow: false };
    await landscapeWhere(service, still, isFinest);
    unwrap(await service.command('play'));
    const { slice, answer } = await landscapeWhere(service, still, (_, { path }) => path.length > 4);
    expect(slice.epoch).toBe(0);
    const last = answer.path[answer.path.length - 1];
    expect(last.epoch).toBeGreaterThan(0);
    expect(Math.hypot(last.alpha, last.beta)).toBeGreaterThan(0);
    expect(last.share).toBeGreaterThan(0);
    expect(last.share).toBeLessThan(1);
    const { slice: moved } = await landscapeWhere(service, settings, ({ epoch }) => epoch > last.epoch);
    await landscapeWhere(service, settings, ({ epoch }) => epoch > moved.epoch);
    await service.command('pause');
  });

  it('has other directions for another seed and the same for the same', async () => {
    const service = await configured();
    const { slice: first } = await landscapeWhere(service, settings, isFinest);
    const other = { ...settings, seed: 2 };
    const { slice: second } = await landscapeWhere(
      service,
      other,
      (slice) => slice.seed === 2 && isFinest(slice),
    );
    const { slice: again } = await landscapeWhere(
      service,
      settings,
      (slice) => slice.seed === 1 && isFinest(slice),
    );
    expect(second.losses).not.toEqual(first.losses);
    expect(again.losses).toEqual(first.losses);
  });

  it('is taken apart, not computed again, when fewer cells are wanted', async () => {
    const service = await configured();
    const fine = { ...settings, cells: 128 } as const;
    const { slice } = await landscapeWhere(service, fine, ({ cells }) => cells === 128);
    const { slice: coarse } = unwrap(await service.landscape({ settings, version: slice.version }));
    expect(coarse!.cells).toBe(64);
    expect(coarse!.losses[1]).toBe(slice.losses[2]);
  });

  it('belongs to one run: another shape begins with neither slice nor path', async () => {
    const service = await configured();
    await landscapeWhere(service, settings, isFinest);
    const { runId } = unwrap(await service.configure({ experiment: { ...experiment, hidden: [4] } }));
    expect(unwrap(await service.landscape({ settings, version: 0 }))).toMatchObject({
      runId,
      slice: null,
      version: 0,
      path: [],
    });
    const { slice } = await landscapeWhere(service, settings, isFinest);
    expect(slice.losses.every(Number.isFinite)).toBe(true);
  });

  it('keeps its place when only the optimizer changes', async () => {
    const service = await configured();
    const { slice } = await landscapeWhere(service, settings, isFinest);
    unwrap(await service.configure({ experiment: { ...experiment, optimizer: 'adam' } }));
    expect(unwrap(await service.landscape({ settings, version: 0 })).slice!.losses).toEqual(slice.losses);
  });

  it('is refused before there is a network', async () => {
    const { service } = createService();
    expect(await service.landscape({ settings, version: 0 })).toMatchObject({ code: 'not-configured' });
  });
});
