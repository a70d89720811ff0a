import { describe, expect, it } from 'vitest';
import type { ConfigureRequest } from '../../../src/protocol/messages.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { View } from '../../../src/protocol/snapshot-messages.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, snapshotWhere, unwrap } from './harness.ts';

const experiment: Experiment = {
  ...defaultExperiment,
  points: 60,
  hidden: [4, 3],
  optimizer: 'adam',
  learningRate: 0.01,
};

interface Seen {
  readonly parameters: readonly number[];
  readonly trainLoss: number;
}

const seenOf = ({ parameters, trainLoss }: View): Seen => ({ parameters: [...parameters], trainLoss });

async function viewAt(service: TrainingService, epoch: number): Promise<Seen> {
  const { view } = await snapshotWhere(service, (one) => one.view?.epoch === epoch && !one.viewPending);
  return seenOf(view!);
}

async function stepTo(service: TrainingService, epoch: number): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (;;) {
    const { view } = await snapshotWhere(service, (one) => one.view !== null && !one.viewPending);
    seen[view!.epoch] = seenOf(view!);
    if (view!.epoch >= epoch) return seen;
    unwrap(await service.command('step'));
    seen[view!.epoch + 1] = await viewAt(service, view!.epoch + 1);
  }
}

async function change(
  service: TrainingService,
  patch: Partial<Experiment>,
  more: Partial<ConfigureRequest> = {},
) {
  return unwrap(
    await service.configure({ experiment: { ...experiment, ...patch }, keepsBefore: true, ...more }),
  );
}

describe('the past of a run', () => {
  it.each(['interpreter', 'wasm-f64', 'wasm-f32'] as const)(
    'is shown again to the bit, over changes of settings too: %s',
    async (engine) => {
      const { service, crashes } = createService();
      await change(service, { engine });
      const seen = await stepTo(service, 3);
      await change(service, { engine, learningRate: 0.05 });
      Object.assign(seen, await stepTo(service, 5));
      await change(service, { engine, learningRate: 0.05, batchSize: 7, optimizer: 'momentum' });
      Object.assign(seen, await stepTo(service, 8));
      const { history: curve } = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 }));

      for (const epoch of [4, 1, 7, 0, 2, 6, 3]) {
        const { experiment: then } = unwrap(await service.travel({ to: epoch }));
        expect(await viewAt(service, epoch), `epoch ${epoch}`).toEqual(seen[epoch]);
        expect(then.learningRate).toBe(epoch < 3 ? 0.01 : 0.05);
        expect(then.optimizer).toBe(epoch < 5 ? 'adam' : 'momentum');
        const { past, history } = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 }));
        expect(past).toMatchObject({ from: 0, end: 8, isShown: true });
        expect([...history!.epoch]).toEqual([...curve!.epoch]);
      }
      // Back at the end it goes on as if nothing had been.
      const { experiment: last } = unwrap(await service.travel({ to: Infinity }));
      expect(last).toMatchObject({ batchSize: 7, optimizer: 'momentum' });
      expect(await viewAt(service, 8)).toEqual(seen[8]);
      expect(unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past?.isShown).toBe(false);
      Object.assign(seen, await stepTo(service, 9));

      const other = createService().service;
      await change(other, { engine });
      await stepTo(other, 3);
      await change(other, { engine, learningRate: 0.05 });
      await stepTo(other, 5);
      await change(other, { engine, learningRate: 0.05, batchSize: 7, optimizer: 'momentum' });
      expect((await stepTo(other, 9))[9]).toEqual(seen[9]);
      expect(crashes).toEqual([]);
    },
  );

  it('is gone on from to the bits of the original, and what came after it is kept for undo', async () => {
    const { service } = createService();
    await change(service, {});
    const seen = await stepTo(service, 6);
    unwrap(await service.travel({ to: 2 }));
    await viewAt(service, 2);
    const { before } = unwrap(await service.command('step'));
    expect(before).toMatchObject({ epoch: 6 });
    expect([...before!.parameters]).toEqual(seen[6].parameters);
    expect(await viewAt(service, 3)).toEqual(seen[3]);
    const { past, history } = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 }));
    expect(past).toMatchObject({ from: 0, end: 3, isShown: false });
    expect([...history!.epoch]).toEqual([0, 1, 2, 3]);
    Object.assign(seen, await stepTo(service, 7));

    // And undone: the curve too.
    const back = await change(service, {}, { restore: before! });
    expect(back.effect).toBe('restored');
    expect(await viewAt(service, 6)).toEqual(seen[6]);
    expect((await stepTo(service, 7))[7]).toEqual(seen[7]);
  });

  it('becomes another future by a change, which undo takes back', async () => {
    const { service } = createService();
    await change(service, {});
    const seen = await stepTo(service, 4);
    unwrap(await service.travel({ to: 1 }));
    await viewAt(service, 1);
    // What is only looked at changes nothing.
    await change(service, {}, { slice: { x: 'x2', y: 'x1', through: null }, keepsBefore: false });
    expect(unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past?.isShown).toBe(true);

    const { before, effect } = await change(service, { learningRate: 0.1 }, { keepsBefore: false });
    expect(effect).toBe('live');
    expect([...before!.parameters]).toEqual(seen[4].parameters);
    const [, , other] = await stepTo(service, 2);
    expect(other.parameters).not.toEqual(seen[2].parameters);
    expect(unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past).toMatchObject({
      end: 2,
    });
    // The rate is part of this past.
    expect(unwrap(await service.travel({ to: 0 })).experiment.learningRate).toBe(0.01);
    unwrap(await service.travel({ to: 2 }));
    expect(await viewAt(service, 2)).toEqual(other);
  });

  it('keeps what came later, with its changes, while only something else is looked at', async () => {
    const { service } = createService();
    await change(service, {});
    const seen = await stepTo(service, 3);
    await change(service, { learningRate: 0.1 });
    Object.assign(seen, await stepTo(service, 6));
    unwrap(await service.travel({ to: 1 }));
    await viewAt(service, 1);
    await change(service, {}, { slice: { x: 'x2', y: 'x1', through: null }, keepsBefore: false });
    for (const epoch of [5, 2, 4]) {
      unwrap(await service.travel({ to: epoch }));
      expect(await viewAt(service, epoch), `epoch ${epoch}`).toEqual(seen[epoch]);
    }
  });

  it('goes on beyond where the training has ended by itself, with the best weights too', async () => {
    const stops: readonly Partial<Experiment>[] = [
      { stopEpoch: 2 },
      { stopWhen: 'validation', stopPatience: 2, learningRate: 0.1 },
    ];
    for (const stop of stops) {
      const { service } = createService();
      await change(service, stop);
      unwrap(await service.setSpeed('full'));
      unwrap(await service.command('play'));
      const { view, stopped } = await snapshotWhere(
        service,
        (one) => one.status !== 'running' && one.view !== null && !one.viewPending,
      );
      expect(stopped).toBeDefined();
      const end = view!.epoch;
      const seen = await stepTo(service, end + 3);
      for (const epoch of [end + 2, end, end + 1, end + 3]) {
        unwrap(await service.travel({ to: epoch }));
        expect(await viewAt(service, epoch), `epoch ${epoch} of ${JSON.stringify(stop)}`).toEqual(
          seen[epoch],
        );
      }
    }
  });

  it('keeps one point for a step of a short epoch, however often it is pressed', async () => {
    const { service } = createService(undefined, { now: () => 0 });
    await change(service, {});
    await stepTo(service, 1);
    const { bytes } = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past!;
    await stepTo(service, 6);
    expect(unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past!.bytes).toBe(bytes);
  });

  it('begins where it begins, whatever earlier moment is asked for', async () => {
    const { service } = createService();
    await change(service, {});
    await stepTo(service, 2);
    // Another shape has a past of its own.
    await change(service, { hidden: [4, 4] });
    const seen = await stepTo(service, 3);
    await change(service, { hidden: [4, 4], learningRate: 0.1 });
    await stepTo(service, 4);
    unwrap(await service.travel({ to: 0 }));
    expect(await viewAt(service, 2)).toEqual(seen[2]);
  });

  it('keeps what it has come to for a crash, and gives away the moment that is shown', async () => {
    const { service } = createService();
    await change(service, {});
    const seen = await stepTo(service, 4);
    unwrap(await service.travel({ to: 2 }));
    await viewAt(service, 2);
    expect([...unwrap(await service.checkpoint())!.parameters]).toEqual(seen[4].parameters);
    const { model, state } = unwrap(await service.takeAway());
    expect(model.epoch).toBe(2);
    expect([...state.parameters]).toEqual(seen[2].parameters);
    expect([...state.history.epoch]).toEqual([0, 1, 2]);
  });

  it('begins with each run, and there is none before anything was trained', async () => {
    const { service } = createService();
    await change(service, {});
    expect((await service.travel({ to: 0 })).ok).toBe(false);
    await stepTo(service, 2);
    await change(service, { hidden: [4, 4] });
    expect(unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past).toMatchObject({
      from: 2,
    });
    expect((await service.travel({ to: NaN })).ok).toBe(false);
    unwrap(await service.command('reset'));
    expect(unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past).toBeUndefined();
  });
});
