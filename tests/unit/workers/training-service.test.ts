import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { Run } from '../../../src/training/run.ts';
import type { BackendResult } from '../../../src/backends/executor.ts';
import { Engines } from '../../../workers/engines.ts';
import { createService, snapshotWhere, unwrap } from './harness.ts';

const experiment: Experiment = { ...defaultExperiment, points: 60, hidden: [3], engine: 'interpreter' };
const diverging: Experiment = { ...experiment, dataSet: 'plane', activation: 'linear', learningRate: 50 };

describe('the training service', () => {
  it('shows the untrained network before anything is pressed', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    const { view, status, history } = await snapshotWhere(service, (snapshot) => snapshot.view !== null);
    expect(status).toBe('ready');
    expect(view!.epoch).toBe(0);
    expect(view!.boundary.values).toHaveLength(view!.boundary.resolution ** 2);
    expect(view!.maps.values).toHaveLength(3 * view!.maps.resolution ** 2);
    expect([...history!.epoch]).toEqual([0]);
  });

  it('steps one epoch, to the weights that a plain run has after it', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    for (let epoch = 1; epoch <= 3; epoch++) {
      unwrap(await service.command('step'));
      const { view } = await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === epoch);
      const reference = new Run(experiment, interpreter, () => performance.now());
      reference.advance(Infinity, epoch);
      expect(view!.parameters).toEqual(reference.parameters());
    }
  });

  it('steps on for every press, however soon after the one before', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    // None of them waits for what the one before has begun.
    const presses = [1, 2, 3].map(() => service.command('step'));
    for (const reply of await Promise.all(presses)) unwrap(reply);
    const { view } = await snapshotWhere(
      service,
      (s) => s.status === 'paused' && (s.view?.epoch ?? 0) > 0 && !s.viewPending,
    );
    expect(view!.epoch).toBe(3);
    // Playing is no step: the next one ends with the epoch that is under way.
    unwrap(await service.command('play'));
    unwrap(await service.command('step'));
    const next = await snapshotWhere(service, (s) => s.status === 'paused' && !s.viewPending);
    expect(next.view!.epoch).toBe(4);
  });

  it('keeps training under a new rate and in a new shape, and begins again where that is asked for', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    unwrap(await service.command('play'));
    const { view } = await snapshotWhere(service, (s) => (s.view?.epoch ?? 0) > 3);
    const live = unwrap(await service.configure({ experiment: { ...experiment, learningRate: 0.001 } }));
    expect(live.effect).toBe('live');
    expect(live.before).toBeNull();
    await snapshotWhere(service, (s) => (s.view?.epoch ?? 0) > view!.epoch);
    const reshaped = unwrap(await service.configure({ experiment: { ...experiment, hidden: [5, 2] } }));
    expect(reshaped.effect).toBe('restored');
    const { data, before } = reshaped;
    expect(data).toBeNull();
    expect(before!.epoch).toBeGreaterThan(3);
    const carried = await snapshotWhere(service, (s) => s.view !== null);
    expect(carried.status).toBe('running');
    expect(carried.view!.epoch).toBeGreaterThanOrEqual(before!.epoch);
    const other: Experiment = { ...experiment, hidden: [3] };
    const fresh = unwrap(await service.configure({ experiment: other, anew: true }));
    expect(fresh.effect).toBe('restarted');
    expect(fresh.before!.epoch).toBeGreaterThan(3);
    expect((await snapshotWhere(service, (s) => s.view !== null)).status).toBe('running');
    await service.command('pause');
  });

  it('changes the optimizer without losing the weights', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    unwrap(await service.command('step'));
    const { view } = await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 1);
    const changed = unwrap(await service.configure({ experiment: { ...experiment, optimizer: 'adam' } }));
    expect(changed.effect).toBe('live');
    expect(unwrap(await service.checkpoint())!.parameters).toEqual(view!.parameters);
  });

  it('resets to the same initial weights and hands out the run it ended', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    const first = await snapshotWhere(service, (s) => s.view !== null);
    unwrap(await service.command('step'));
    const stepped = await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 1);
    const { before } = unwrap(await service.command('reset'));
    const again = await snapshotWhere(service, (s) => s.view?.epoch === 0);
    expect(again.status).toBe('ready');
    expect(again.view!.parameters).toEqual(first.view!.parameters);
    unwrap(await service.configure({ experiment, restore: before! }));
    const undone = await snapshotWhere(service, (s) => s.view?.epoch === 1);
    expect(undone.view!.parameters).toEqual(stepped.view!.parameters);
    expect([...undone.history!.epoch]).toEqual([0, 1]);
  });

  it('goes on from a checkpoint to the same bits in another service', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    unwrap(await service.command('play'));
    await snapshotWhere(service, (s) => (s.view?.epoch ?? 0) > 2);
    const checkpoint = unwrap(await service.checkpoint())!;
    await service.command('pause');
    const { service: other } = createService();
    unwrap(await other.configure({ experiment, restore: structuredClone(checkpoint) }));
    unwrap(await other.command('step'));
    const { view } = await snapshotWhere(other, (s) => s.view?.epoch === checkpoint.epoch + 1);
    const reference = new Run(experiment, interpreter, () => performance.now());
    reference.advance(Infinity, checkpoint.epoch + 1);
    expect(view!.parameters).toEqual(reference.parameters());
  });

  it('pauses at a divergence, says in which epoch, paints nothing of it, and can go back', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment: diverging }));
    unwrap(await service.command('play'));
    const { divergedInEpoch, canGoBack, view } = await snapshotWhere(service, (s) => s.status === 'diverged');
    expect(divergedInEpoch).toBeGreaterThanOrEqual(1);
    expect(canGoBack).toBe(true);
    if (view !== null) expect(view.boundary.values.every(Number.isFinite)).toBe(true);
    const calmer = { ...diverging, learningRate: 0.001 };
    unwrap(await service.configure({ experiment: calmer, restoreLastFinite: true, run: true }));
    await snapshotWhere(service, (s) => s.status === 'running' && (s.view?.epoch ?? 0) > 2);
    expect(unwrap(await service.checkpoint())!.parameters.every(Number.isFinite)).toBe(true);
    await service.command('pause');
  });

  it('a lower rate brings it back, too, where the loss is no number any more while every weight still is', async () => {
    const { service } = createService();
    const settings: Experiment = { ...defaultExperiment, dataSet: 'plane', hidden: [], points: 200, seed: 8 };
    // Of squared errors beyond single precision there are many before the weights are.
    unwrap(await service.configure({ experiment: { ...settings, learningRate: 0.12 } }));
    unwrap(await service.setSpeed('batch-a-second'));
    do {
      unwrap(await service.command('step-batch'));
      await snapshotWhere(service, (s) => s.status !== 'running' && !s.viewPending);
    } while ((await snapshotWhere(service, () => true)).status !== 'diverged');
    const { effect } = unwrap(
      await service.configure({ experiment: { ...settings, learningRate: 0.03 }, run: true }),
    );
    expect(effect).toBe('restored');
    unwrap(await service.setSpeed('full'));
    await snapshotWhere(service, (s) => s.status === 'running' && (s.view?.trainLoss ?? 1) < 0.01);
    unwrap(await service.command('pause'));
  });

  it('refuses settings that do not fit, in words, and goes on as before', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    const reply = await service.configure({ experiment: { ...experiment, batchSize: 0 } });
    expect(reply).toMatchObject({ ok: false, code: 'invalid-settings' });
    expect(reply.ok ? '' : reply.message).toContain('Batch size: 0 is not a whole number from 1');
    expect(unwrap(await service.checkpoint())!.experiment).toEqual(experiment);
  });

  it('answers with a reason before it is configured and without a GPU', async () => {
    const { service } = createService();
    expect(await service.command('play')).toMatchObject({ ok: false, code: 'not-configured' });
    unwrap(await service.configure({ experiment }));
    const reply = await service.evaluateOn({ evaluator: 'gpu', chosenByUser: true });
    expect(reply).toMatchObject({ ok: false, code: 'gpu-unavailable' });
  });

  it('crashes nowhere in all of this', async () => {
    const { service, crashes } = createService();
    unwrap(await service.configure({ experiment: { ...experiment, hidden: [] } }));
    unwrap(await service.command('play'));
    await snapshotWhere(service, (s) => (s.view?.epoch ?? 0) > 2);
    await service.command('pause');
    expect(crashes).toEqual([]);
  });
});

describe('the engines', () => {
  it.each(['wasm-f32', 'wasm-f64'] as const)(
    '%s trains from the same weights and says what it compiled',
    async (engine) => {
      const { service } = createService();
      const { engine: report } = unwrap(await service.configure({ experiment: { ...experiment, engine } }));
      expect(report).toMatchObject({ name: engine, fallbackReason: null });
      unwrap(await service.command('step'));
      const { view, engine: later } = await snapshotWhere(service, (s) => s.view?.epoch === 1);
      expect(later.compiled!.moduleBytes).toBeGreaterThan(100);
      const reference = new Run(experiment, interpreter, () => performance.now());
      reference.advance(Infinity, 1);
      const worst = Math.max(
        ...reference.parameters().map((value, i) => Math.abs(value - view!.parameters[i])),
      );
      expect(worst).toBeLessThan(engine === 'wasm-f32' ? 1e-5 : 1e-12);
      expect(worst).toBeGreaterThan(engine === 'wasm-f32' ? 0 : -1);
    },
  );

  it('can be changed in the middle of a run, which goes on', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    unwrap(await service.command('step'));
    await snapshotWhere(service, (s) => s.view?.epoch === 1 && s.status === 'paused');
    const changed = unwrap(await service.configure({ experiment: { ...experiment, engine: 'wasm-f64' } }));
    expect(changed).toMatchObject({ effect: 'live', engine: { name: 'wasm-f64' } });
    expect(unwrap(await service.checkpoint())!.epoch).toBe(1);
  });

  it('are measured side by side without touching the run', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    const before = unwrap(await service.checkpoint())!;
    const measurements = unwrap(await service.measureEngines());
    expect(measurements.map(({ name }) => name)).toEqual(['wasm-f32', 'wasm-f64', 'interpreter']);
    expect(measurements.every(({ samplesPerSecond }) => samplesPerSecond! > 0)).toBe(true);
    expect(unwrap(await service.checkpoint())!.parameters).toEqual(before.parameters);
  });

  it('are measured to the end even when the run is replaced meanwhile', async () => {
    const { service, crashes } = createService();
    unwrap(await service.configure({ experiment }));
    const measuring = service.measureEngines();
    unwrap(await service.configure({ experiment: { ...experiment, hidden: [5] } }));
    unwrap(await service.command('reset'));
    expect(unwrap(await measuring)).toHaveLength(3);
    expect(crashes).toEqual([]);
  });

  it('are replaced by the interpreter, with the reason, where they cannot be had', () => {
    const refused = (): BackendResult => ({ ok: false, message: 'forbidden here' });
    const engines = new Engines({ 'wasm-f32': refused, 'wasm-f64': refused, interpreter: refused });
    expect(engines.choose('wasm-f32')).toEqual({ backend: interpreter, fallbackReason: 'forbidden here' });
  });
});
