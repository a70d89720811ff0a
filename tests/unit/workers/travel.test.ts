import { writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ConfigureRequest } from '../../../src/protocol/messages.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { View } from '../../../src/protocol/snapshot-messages.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, nextTask, snapshotWhere, unwrap } from './harness.ts';

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

  it.each(['interpreter', 'wasm-f64', 'wasm-f32'] as const)(
    'of one that has diverged stays whole, its end too: %s',
    async (engine) => {
      const { service, crashes } = createService();
      const wild: Partial<Experiment> = {
        engine,
        dataSet: 'plane',
        activation: 'relu',
        hidden: [8, 8],
        optimizer: 'sgd',
        points: 200,
        learningRate: 3,
      };
      await change(service, wild);
      unwrap(await service.command('play'));
      const { past } = await snapshotWhere(service, ({ status }) => status === 'diverged');
      const { end } = past!;
      writeSync(2, `END ${engine} ${end}\n`);
      expect(end).toBeGreaterThan(0);

      for (const share of [0.5, 0.1, 0.7]) {
        writeSync(2, `GO ${share}\n`);
        unwrap(await service.travel({ to: share * end }));
        writeSync(2, `WENT\n`);
        // It may have been lost there already, before that was noticed.
        const shown = await snapshotWhere(
          service,
          ({ status, view, viewPending }) => status === 'diverged' || (view !== null && !viewPending),
        );
        expect(shown.past).toMatchObject({ from: 0, end, isShown: true });
        expect(shown.status).toBeOneOf(['paused', 'diverged']);
      }
      writeSync(2, `INF\n`);
      unwrap(await service.travel({ to: Infinity }));
      const last = await snapshotWhere(service, ({ status }) => status === 'diverged');
      expect(last.past).toMatchObject({ from: 0, end, isShown: false });
      expect(last.canGoBack).toBe(true);

      unwrap(await service.travel({ to: 0 }));
      writeSync(2, `FIRST\n`);
      const first = await snapshotWhere(service, (one) => one.view?.epoch === 0 && !one.viewPending);
      expect(first.past).toMatchObject({ end, isShown: true });
      expect([...first.view!.parameters].every(Number.isFinite)).toBe(true);
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

  it('goes on over changes of the shape, to and fro, and branches at a shape of before', async () => {
    const { service, crashes } = createService();
    const { runId: first } = await change(service, {});
    const seen = await stepTo(service, 2);
    const [, , beforeIt] = seen;
    const { runId: second } = await change(service, { hidden: [5, 3] });
    Object.assign(seen, await stepTo(service, 3));
    await change(service, { hidden: [5, 3], learningRate: 0.1 });
    Object.assign(seen, await stepTo(service, 4));
    const { runId: third } = await change(service, { hidden: [5, 4], learningRate: 0.1 });
    Object.assign(seen, await stepTo(service, 5));
    expect(new Set([first, second, third]).size).toBe(3);

    const names = new Set<number>([third]);
    for (const epoch of [1, 3.5, 2, 0, 5, 1]) {
      const { runId, experiment: then, configured } = unwrap(await service.travel({ to: epoch }));
      const hidden = epoch < 2 ? [4, 3] : epoch < 4 ? [5, 3] : [5, 4];
      expect(then.hidden, `at epoch ${epoch}`).toEqual(hidden);
      // Another network has another name, and whoever asked for the moment is told of it.
      expect(configured?.network.layers.length ?? 3).toBe(3);
      expect(configured !== undefined).toBe(!names.has(runId));
      names.add(runId);
      if (Number.isInteger(epoch))
        expect(await viewAt(service, epoch), `epoch ${epoch}`).toEqual(seen[epoch]);
      expect(unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past).toMatchObject({
        from: 0,
        end: 5,
      });
    }
    // It goes on with that shape, and undo brings back the other one with all of its past.
    const { before } = unwrap(await service.command('step'));
    expect(await viewAt(service, 2)).toEqual(beforeIt);
    await change(service, before!.experiment, { restore: before! });
    expect(await viewAt(service, 5)).toEqual(seen[5]);
    for (const epoch of [4, 3, 1]) {
      unwrap(await service.travel({ to: epoch }));
      expect(await viewAt(service, epoch), `epoch ${epoch} after undo`).toEqual(seen[epoch]);
    }
    expect(crashes).toEqual([]);
  });

  it('is all there again after Reset and Undo, without any of it being trained again', async () => {
    const { service } = createService();
    await change(service, {});
    const seen = await stepTo(service, 3);
    await change(service, { learningRate: 0.1 });
    Object.assign(seen, await stepTo(service, 5));
    const { before } = unwrap(await service.command('reset'));
    await stepTo(service, 2);
    await change(service, before!.experiment, { restore: structuredClone(before!) });
    const longest = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past!.longestMs;
    expect(longest).toBeLessThan(before!.trainingMs);
    for (const epoch of [4, 0, 3, 1]) {
      const { experiment: then } = unwrap(await service.travel({ to: epoch }));
      expect(await viewAt(service, epoch), `epoch ${epoch}`).toEqual(seen[epoch]);
      expect(then.learningRate).toBe(epoch < 3 ? 0.01 : 0.1);
    }
  });

  it('is trained again where it was not kept, as after a reload, and is what it was', async () => {
    const { service } = createService();
    await change(service, {});
    const seen = await stepTo(service, 2);
    await change(service, { learningRate: 0.1 });
    Object.assign(seen, await stepTo(service, 3));
    await change(service, { hidden: [5, 3], learningRate: 0.1 });
    Object.assign(seen, await stepTo(service, 5));
    const kept = structuredClone(unwrap(await service.checkpoint())!);

    const other = createService().service;
    await change(other, kept.experiment, { restore: kept });
    expect(unwrap(await other.snapshot({ viewVersion: 0, historyVersion: 0 })).past).toMatchObject({
      from: 0,
      end: 5,
      longestMs: kept.trainingMs,
    });
    for (const epoch of [4, 0, 2, 3, 1]) {
      unwrap(await other.travel({ to: epoch }));
      expect(await viewAt(other, epoch), `epoch ${epoch}`).toEqual(seen[epoch]);
    }
    unwrap(await other.travel({ to: Infinity }));
    expect(await viewAt(other, 5)).toEqual(seen[5]);
    expect((await stepTo(other, 6))[6]).toEqual((await stepTo(service, 6))[6]);
  });

  it('tells whoever waits for what is trained again to ask again, and gives it up for what is wanted instead', async () => {
    const { service } = createService();
    await change(service, { points: 400, hidden: [16, 16] });
    await service.setSpeed('full');
    unwrap(await service.command('play'));
    await snapshotWhere(service, ({ view }) => (view?.epoch ?? 0) > 30);
    unwrap(await service.command('pause'));
    const kept = structuredClone(unwrap(await service.checkpoint())!);
    // No time passes while something is asked for.
    const other = createService(undefined, { sleep: () => Promise.resolve() }).service;
    await change(other, kept.experiment, { restore: kept });
    expect(await other.travel({ to: 1 })).toMatchObject({ ok: false, code: 'recalling' });
    expect(unwrap(await other.snapshot({ viewVersion: 0, historyVersion: 0 })).past?.recalled).toBeDefined();
    await change(other, { ...kept.experiment, learningRate: 0.2 });
    await snapshotWhere(other, ({ past }) => past?.recalled === undefined);
    expect(unwrap(await other.checkpoint())!.experiment.learningRate).toBe(0.2);
    // Asked for again it is trained again, until it is there.
    let reply = await other.travel({ to: 1 });
    for (; !reply.ok; reply = await other.travel({ to: 1 })) {
      expect(reply.code).toBe('recalling');
      await nextTask();
    }
    expect((await viewAt(other, 1)).parameters).not.toEqual([...kept.parameters]);
  });

  it('begins where its bits begin, in words, if what was before does not lead to them', async () => {
    const { service } = createService();
    await change(service, {});
    await stepTo(service, 3);
    const { parameters, ...rest } = structuredClone(unwrap(await service.checkpoint())!);
    for (const foreign of [
      { ...rest, parameters: parameters.map((weight) => weight + 1e-3) },
      { ...rest, parameters, course: { begin: { ...rest.experiment, learningRate: 100 }, steps: [] } },
    ]) {
      const other = createService().service;
      await change(other, rest.experiment, { restore: foreign });
      expect(await other.travel({ to: 1 })).toMatchObject({
        code: 'nothing-to-restore',
        message: expect.stringContaining('begins at epoch 3 here') as string,
      });
      expect(unwrap(await other.snapshot({ viewVersion: 0, historyVersion: 0 })).past?.from).toBe(3);
      unwrap(await other.travel({ to: 1 }));
      expect((await viewAt(other, 3)).parameters).toEqual([...foreign.parameters].map(Math.fround));
    }
  });

  it('is where the way through the landscape ends, which goes on otherwise from there', async () => {
    const { service } = createService();
    await change(service, {});
    await stepTo(service, 5);
    const settings = { cells: 64, extent: 1, seed: 1, follow: true } as const;
    const way = async (last: number): Promise<number[]> => {
      for (;;) {
        const { path, slice, pending } = unwrap(await service.landscape({ settings, version: 0 }));
        if (!pending && slice?.epoch === last) return path.map(({ epoch }) => epoch);
        await nextTask();
      }
    };
    expect(await way(5)).toEqual([0, 1, 2, 3, 4, 5]);
    unwrap(await service.travel({ to: 2 }));
    await viewAt(service, 2);
    expect(await way(2)).toEqual([0, 1, 2]);
    unwrap(await service.travel({ to: 4 }));
    await viewAt(service, 4);
    expect(await way(4)).toEqual([0, 1, 2, 3, 4]);
    unwrap(await service.travel({ to: 1 }));
    await viewAt(service, 1);
    await change(service, { learningRate: 0.1 });
    await stepTo(service, 3);
    expect(await way(3)).toEqual([0, 1, 2, 3]);
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
    await change(service, { hidden: [4, 4] }, { anew: true });
    expect(unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past).toBeUndefined();
    expect((await service.travel({ to: NaN })).ok).toBe(false);
    await stepTo(service, 2);
    unwrap(await service.command('reset'));
    expect(unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).past).toBeUndefined();
  });
});
