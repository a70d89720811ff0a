import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { Snapshot } from '../../../src/protocol/snapshot-messages.ts';
import { isMeasured } from '../../../src/training/history.ts';
import { Run } from '../../../src/training/run.ts';
import { createEngines } from '../../../workers/engines.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, nextTask, unwrap } from './harness.ts';

const experiment: Experiment = { ...defaultExperiment, points: 60, hidden: [3] };

/** Weights after so many epochs of an undisturbed training. */
function plainly(settings: Experiment, epochs: number): Float64Array {
  const run = new Run(settings, createEngines(() => 0).choose(settings.engine).backend, () => 0);
  run.advance(Infinity, epochs);
  const parameters = run.parameters();
  run.dispose();
  return parameters;
}

/** The state once nothing trains; every snapshot on the way is told of. */
async function ended(service: TrainingService, onSnapshot: (snapshot: Snapshot) => void = () => undefined) {
  for (;;) {
    const snapshot = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 }));
    onSnapshot(snapshot);
    const isOver = snapshot.status !== 'running' && !snapshot.viewPending;
    if (isOver && snapshot.view !== null) return { ...snapshot, view: snapshot.view };
    await nextTask();
  }
}

describe('a training that is followed', () => {
  it('is done anew at every change, to the same bits as one that was reset and played', async () => {
    const { service } = createService();
    const changes: Partial<Experiment>[] = [
      {},
      { learningRate: 0.3 },
      { l2: 0.01 },
      { hidden: [4] },
      { activation: 'relu' },
      { optimizer: 'adam' },
      { noise: 20 },
      { batchSize: 7 },
      { seed: 5 },
      { engine: 'wasm-f64' },
    ];
    let settings = experiment;
    for (const change of changes) {
      settings = { ...settings, ...change };
      const { effect } = unwrap(await service.configure({ experiment: settings, follow: 40 }));
      expect(effect).toBe('restarted');
      const { status, view, followed } = await ended(service);
      expect([change, status, view.epoch]).toEqual([change, 'paused', 40]);
      expect(followed?.epochs).toBe(40);
      expect(view.parameters).toEqual(plainly(settings, 40));
    }
  });

  it('is answered with what it has come to', async () => {
    // No time goes by, so that nothing takes long.
    const { service } = createService(undefined, { now: () => 0, sleep: () => new Promise(() => undefined) });
    for (const learningRate of [0.03, 0.1, 0.3]) {
      const settings = { ...experiment, learningRate };
      const { runId, outcome } = unwrap(await service.configure({ experiment: settings, follow: 40 }));
      expect(outcome).toMatchObject({ runId, status: 'paused', followed: { epochs: 40 } });
      expect(outcome?.view?.epoch).toBe(40);
      expect(outcome?.view?.parameters).toEqual(plainly(settings, 40));
      expect([...outcome!.history!.epoch]).toEqual(Array.from({ length: 41 }, (_, epoch) => epoch));
    }
    const { outcome } = unwrap(await service.configure({ experiment }));
    expect(outcome).toBeUndefined();
  });

  it('is answered with where it stands when it takes long, and before that by whoever waits no longer', async () => {
    const never = new Promise<never>(() => undefined);
    const patient = createService(undefined, { sleep: () => never }).service;
    const { outcome } = unwrap(await patient.configure({ experiment, follow: 1_000_000 }));
    expect(outcome?.status).toBe('running');
    expect(outcome?.view?.epoch).toBeLessThan(1_000_000);
    unwrap(await patient.command('pause'));

    const hasty = createService(undefined, { sleep: () => Promise.resolve() }).service;
    const early = unwrap(await hasty.configure({ experiment, follow: 40 })).outcome;
    expect(early?.view).toBeNull();
    expect((await ended(hasty)).view.epoch).toBe(40);
  });

  it('ends where it is to end at full speed, too, from rest', async () => {
    const { service } = createService();
    unwrap(await service.setSpeed('full'));
    for (let seed = 1; seed <= 5; seed++) {
      const settings = { ...experiment, seed };
      unwrap(await service.configure({ experiment: settings, follow: 3 }));
      const { view } = await ended(service);
      expect(view.epoch).toBe(3);
      expect(view.parameters).toEqual(plainly(settings, 3));
      // Nothing is left to refine: the loop rests.
      for (let i = 0; i < 50; i++) await nextTask();
    }
  });

  it('gives way to the newest change, and brings back what was there before', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment, follow: 30 }));
    const first = await ended(service);
    const rates = [0.01, 0.02, 0.05, 0.1];
    const replies = await Promise.all(
      rates.map((learningRate) =>
        service.configure({ experiment: { ...experiment, learningRate }, follow: 30, keepsBefore: true }),
      ),
    );
    const { before } = unwrap(replies[0]);
    const last = await ended(service);
    expect(last.view.parameters).toEqual(plainly({ ...experiment, learningRate: 0.1 }, 30));
    unwrap(await service.configure({ experiment, restore: before! }));
    const undone = await ended(service);
    expect(undone.view.parameters).toEqual(first.view.parameters);
    expect([undone.view.epoch, undone.followed]).toEqual([30, undefined]);
  });

  it('has a curve of every epoch up to 64, and then of fewer and fewer, none that would else be missing', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment, follow: 1000 }));
    let epochs: number[] = [];
    const { history } = await ended(service, (snapshot) => {
      if (snapshot.history !== null) epochs = [...snapshot.history.epoch];
    });
    if (history !== null) epochs = [...history.epoch];
    expect(epochs.filter((epoch) => epoch <= 64)).toEqual(Array.from({ length: 65 }, (_, i) => i));
    const later = epochs.filter((epoch) => epoch > 64 && isMeasured(epoch, 64));
    expect(later).toEqual([76, 91, 108, 128, 152, 181, 215, 256, 304, 362, 431, 512, 609, 724, 861]);
  });

  it('goes on from there when it is played, and is no longer followed by another way of beginning', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment, follow: 10 }));
    await ended(service);
    unwrap(await service.command('step'));
    const { view } = await ended(service);
    expect(view.parameters).toEqual(plainly(experiment, 11));
    const { followed } = await (async () => {
      unwrap(await service.command('reset'));
      return ended(service);
    })();
    expect(followed).toBeUndefined();
  });

  it('says where it diverges', async () => {
    const { service } = createService();
    const wild: Experiment = { ...experiment, dataSet: 'plane', activation: 'linear', learningRate: 10 };
    unwrap(await service.configure({ experiment: wild, follow: 300 }));
    for (;;) {
      const { status, divergedInEpoch } = unwrap(
        await service.snapshot({ viewVersion: 0, historyVersion: 0 }),
      );
      if (status === 'diverged') {
        expect(divergedInEpoch).toBeGreaterThan(0);
        break;
      }
      await nextTask();
    }
    unwrap(await service.configure({ experiment, follow: 10 }));
    expect((await ended(service)).view.epoch).toBe(10);
  });
});
