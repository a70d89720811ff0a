import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { Snapshot } from '../../../src/protocol/snapshot-messages.ts';
import { createService, unwrap } from './harness.ts';

/** On this clock some four samples are trained on in a millisecond, on every machine. */
function clock(): () => number {
  let now = 0;
  return () => (now += 2);
}

/** The views that someone gets who asks again and again, until one of them is of this epoch. */
async function viewsUntil(experiment: Experiment, epoch: number): Promise<number[]> {
  const { service, crashes } = createService(undefined, { now: clock() });
  unwrap(await service.setSpeed('full'));
  unwrap(await service.configure({ experiment, run: true }));
  const epochs: number[] = [];
  let version = 0;
  while (!epochs.some((seen) => seen >= epoch)) {
    const { view }: Snapshot = unwrap(await service.snapshot({ viewVersion: version, historyVersion: -1 }));
    if (view !== null) {
      epochs.push(view.epoch);
      version = view.version;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  unwrap(await service.command('pause'));
  expect(crashes).toEqual([]);
  return epochs;
}

const small: Experiment = { ...defaultExperiment, points: 40, batchSize: 10, hidden: [2] };

describe('while training at full speed', () => {
  it('a long epoch is looked at before it is over, after whole batches', async () => {
    const points = 10_000;
    const epochs = await viewsUntil({ ...small, points }, 1);
    const inside = epochs.filter((epoch) => epoch > 0 && epoch < 1);
    expect(inside.length).toBeGreaterThan(3);
    const batches = inside.map((epoch) => (epoch * points) / 2 / small.batchSize);
    for (const count of batches) expect(count).toBeCloseTo(Math.round(count), 6);
    expect(inside).toEqual([...inside].sort((a, b) => a - b));
  });

  it('short epochs are looked at where they end', async () => {
    const epochs = await viewsUntil(small, 40);
    expect(epochs.length).toBeGreaterThan(3);
    expect(epochs.filter((epoch) => !Number.isInteger(epoch))).toEqual([]);
  });

  it('a pause shows where it stands in a long epoch, and what follows is the same to the bit', async () => {
    const experiment: Experiment = { ...small, points: 10_000, engine: 'wasm-f64' };
    const trained = async (pauses: boolean): Promise<Float64Array> => {
      const { service } = createService(undefined, { now: clock() });
      unwrap(await service.setSpeed('full'));
      unwrap(await service.configure({ experiment, run: pauses }));
      if (pauses) {
        let progress = 0;
        while (progress === 0) {
          await new Promise((resolve) => setImmediate(resolve));
          progress = unwrap(await service.checkpoint())?.position ?? 0;
        }
        unwrap(await service.command('pause'));
        const { position } = unwrap(await service.checkpoint())!;
        const shown = await restingView(service);
        expect(shown.epoch).toBeGreaterThan(0);
        expect(shown.epoch).toBe(position / (experiment.points / 2));
      }
      unwrap(await service.command('step'));
      for (;;) {
        const { status } = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: -1 }));
        if (status === 'paused') break;
        await new Promise((resolve) => setImmediate(resolve));
      }
      const { epoch, position, parameters } = unwrap(await service.checkpoint())!;
      expect([epoch, position]).toEqual([1, 0]);
      return parameters;
    };
    expect(await trained(true)).toEqual(await trained(false));
  });
});

/** The last view that there is once nothing is looked at any more. */
async function restingView(service: ReturnType<typeof createService>['service']) {
  let view: Snapshot['view'] = null;
  for (;;) {
    const snapshot: Snapshot = unwrap(
      await service.snapshot({ viewVersion: view?.version ?? 0, historyVersion: -1 }),
    );
    view = snapshot.view ?? view;
    if (view !== null && !snapshot.viewPending) return view;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
