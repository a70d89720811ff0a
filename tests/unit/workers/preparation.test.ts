import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { Checkpoint } from '../../../src/protocol/messages.ts';
import type { Snapshot } from '../../../src/protocol/snapshot-messages.ts';
import { Run } from '../../../src/training/run.ts';
import { createEngines, Engines } from '../../../workers/engines.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, nextTask, SlowMotion, unwrap } from './harness.ts';

const experiment: Experiment = {
  ...defaultExperiment,
  points: 40,
  hidden: [4, 3],
  optimizer: 'adam',
  engine: 'wasm-f32',
};
/** Nothing of what was learned is carried over to other initial weights. */
const reshaped: Experiment = { ...experiment, seed: 2, hidden: [6, 5, 4] };

interface Scene {
  readonly service: TrainingService;
  readonly motion: SlowMotion;
  readonly look: () => Promise<Snapshot>;
  readonly until: (fits: (snapshot: Snapshot) => boolean) => Promise<Snapshot>;
}

/** A service in slow motion, with an experiment that was trained for two epochs. */
async function trainedScene(): Promise<Scene> {
  const motion = new SlowMotion();
  const { service } = createService(undefined, motion.parts);
  const look = async (): Promise<Snapshot> =>
    unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 }));
  const until = async (fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> => {
    for (;;) {
      const snapshot = await look();
      if (fits(snapshot)) return snapshot;
      await motion.advance();
    }
  };
  unwrap(await service.configure({ experiment }));
  await until(({ view }) => view?.epoch === 0);
  for (const epoch of [1, 2]) {
    unwrap(await service.command('step'));
    await until(({ status, view }) => status === 'paused' && view?.epoch === epoch);
  }
  return { service, motion, look, until };
}

/** Weights after so many epochs without a service. */
function plainly(settings: Experiment, epochs: number): Float64Array {
  const { backend } = createEngines(() => 0).choose(settings.engine);
  const run = new Run(settings, backend, () => 0);
  run.advance(Infinity, epochs);
  return run.parameters();
}

async function checkpointOf(service: TrainingService): Promise<Checkpoint> {
  return unwrap(await service.checkpoint())!;
}

describe('while a network is being built', () => {
  it('every call is answered at once, and the old training has ended', async () => {
    const { service, motion, look, until } = await trainedScene();
    const slices = motion.slices;
    const configured = unwrap(await service.configure({ experiment: reshaped }));
    expect(configured).toMatchObject({ effect: 'restarted', engine: { compiled: null } });
    expect(configured.before!.epoch).toBe(2);
    expect(configured.network.layers.map(({ width }) => width)).toEqual([6, 5, 4, 1]);
    const snapshot = await look();
    expect(snapshot).toMatchObject({ runId: configured.runId, status: 'ready', trainingMs: 0 });
    expect(snapshot).toMatchObject({ view: null, viewPending: true, engine: { compiled: null } });
    expect((await checkpointOf(service)).epoch).toBe(0);
    expect(unwrap(await service.command('pause')).status).toBe('ready');
    unwrap(await service.setSpeed('full'));
    expect(motion.slices).toBe(slices);
    const { engine } = await until(({ view }) => view?.epoch === 0);
    expect(engine.compiled!.moduleBytes).toBeGreaterThan(100);
    expect(motion.slices).toBeGreaterThan(slices + 15);
  });

  it('play and step are kept in mind until it is ready', async () => {
    for (const [command, epochs] of [
      ['step', 1],
      ['play', 3],
    ] as const) {
      const { service, motion, until } = await trainedScene();
      unwrap(await service.configure({ experiment: reshaped }));
      await motion.advance();
      expect(unwrap(await service.command(command)).status).toBe('running');
      await until(({ view }) => (view?.epoch ?? 0) >= epochs);
      unwrap(await service.command('pause'));
      const { view, status } = await until((snapshot) => !snapshot.viewPending);
      expect(status).toBe('paused');
      if (command === 'step') expect(view!.epoch).toBe(1);
      expect(view!.parameters).toEqual(plainly(reshaped, view!.epoch));
    }
  });

  it('what ran goes on running, unless it is paused meanwhile', async () => {
    const { service, motion, until } = await trainedScene();
    unwrap(await service.command('play'));
    await until(({ view }) => (view?.epoch ?? 0) > 2);
    unwrap(await service.configure({ experiment: reshaped }));
    expect((await until(({ view }) => (view?.epoch ?? 0) > 1)).status).toBe('running');
    unwrap(await service.configure({ experiment }));
    await motion.advance();
    expect(unwrap(await service.command('pause')).status).toBe('ready');
    const { view, status } = await until((snapshot) => !snapshot.viewPending);
    expect([view!.epoch, status]).toEqual([0, 'ready']);
  });

  it('another change takes its place', async () => {
    const { service, motion, until } = await trainedScene();
    const first = service.configure({ experiment: reshaped });
    await motion.advance();
    const second = service.configure({ experiment: { ...reshaped, hidden: [2] } });
    const [one, two] = [unwrap(await first), unwrap(await second)];
    expect(two.runId).toBe(one.runId + 1);
    expect(two).toMatchObject({ effect: 'restarted', before: null });
    unwrap(await service.command('step'));
    const { view, runId } = await until((snapshot) => snapshot.view?.epoch === 1);
    expect(runId).toBe(two.runId);
    expect(view!.parameters).toEqual(plainly({ ...reshaped, hidden: [2] }, 1));
  });

  it('undo brings back the run before, to the bit', async () => {
    const { service, motion, until } = await trainedScene();
    const trained = (await until(({ view }) => view?.epoch === 2)).view!;
    const { before } = unwrap(await service.configure({ experiment: reshaped }));
    await motion.advance();
    const undone = unwrap(await service.configure({ experiment, restore: structuredClone(before!) }));
    expect(undone).toMatchObject({ effect: 'restored', before: null });
    expect(unwrap(await service.checkpoint())).toMatchObject({ ...before, experiment });
    const { view, history } = await until((snapshot) => snapshot.view?.epoch === 2);
    expect(view!.parameters).toEqual(trained.parameters);
    expect([...history!.epoch]).toEqual([0, 1, 2]);
    unwrap(await service.command('step'));
    const stepped = await until((snapshot) => snapshot.view?.epoch === 3);
    expect(stepped.view!.parameters).toEqual(plainly(experiment, 3));
  });

  it('undo of an undo that is still being built gives the same run again', async () => {
    const { service, motion, until } = await trainedScene();
    const { before } = unwrap(await service.configure({ experiment: reshaped }));
    unwrap(await service.configure({ experiment, restore: before! }));
    await motion.advance();
    const redone = unwrap(await service.configure({ experiment: reshaped }));
    expect(redone.before).toMatchObject({ ...before, experiment });
    const { view } = await until((snapshot) => snapshot.view !== null);
    expect(view!.parameters).toEqual(plainly(reshaped, 0));
  });

  it('reset starts nothing over that is under way', async () => {
    const { service, motion, until } = await trainedScene();
    const start = motion.slices;
    unwrap(await service.configure({ experiment: reshaped }));
    await until(({ view }) => view !== null);
    const undisturbed = motion.slices - start;
    const other = await trainedScene();
    const otherStart = other.motion.slices;
    const { runId } = unwrap(await other.service.configure({ experiment: reshaped }));
    for (let k = 0; k < 10; k++) await other.motion.advance();
    const reset = unwrap(await other.service.command('reset'));
    expect(reset).toMatchObject({ runId: runId + 1, before: null, status: 'ready' });
    await other.until(({ view }) => view !== null);
    expect(other.motion.slices - otherStart).toBeLessThanOrEqual(undisturbed + 1);
  });

  it('interruptions change no bit of what follows', async () => {
    const { service, motion, until } = await trainedScene();
    unwrap(await service.configure({ experiment: { ...reshaped, learningRate: 3 } }));
    for (const change of [{ optimizer: 'sgd' }, { l2: 0.1 }, { batchSize: 7 }, {}] as const) {
      await motion.advance();
      const reply = unwrap(await service.configure({ experiment: { ...reshaped, ...change } }));
      expect(reply).toMatchObject({ effect: 'live', before: null });
      unwrap(await service.command('play'));
      await checkpointOf(service);
      unwrap(await service.command('pause'));
      unwrap(await service.setSpeed('full'));
    }
    for (let epoch = 1; epoch <= 3; epoch++) {
      unwrap(await service.command('step'));
      const { view } = await until((s) => s.status === 'paused' && s.view?.epoch === epoch);
      expect(view!.parameters).toEqual(plainly(reshaped, epoch));
    }
    expect(plainly(reshaped, 3)).not.toEqual(plainly({ ...reshaped, l2: 0.1 }, 3));
  });

  it('engines are measured on it once it is ready', async () => {
    const { service, motion } = await trainedScene();
    unwrap(await service.configure({ experiment: reshaped }));
    let measured = 0;
    const measuring = service.measureEngines().then((reply) => (measured = unwrap(reply).length));
    expect(measured).toBe(0);
    while (measured === 0) await motion.advance();
    await measuring;
    expect(measured).toBe(3);
  });

  it('a failure is reported, and a checkpoint to go on from was there before', async () => {
    const failing = {
      ...interpreter,
      *trainingSteps(): Generator<undefined, never, undefined> {
        yield;
        throw new Error('out of memory');
      },
    };
    const make = (): { ok: true; backend: typeof failing } => ({ ok: true, backend: failing });
    const engines = new Engines({ 'wasm-f32': make, 'wasm-f64': make, interpreter: make });
    const { service, crashes } = createService(undefined, { engines });
    unwrap(await service.configure({ experiment: reshaped }));
    expect((await checkpointOf(service)).parameters).toEqual(plainly({ ...reshaped, engine: 'wasm-f64' }, 0));
    while (crashes.length === 0) await nextTask();
    expect(crashes).toEqual([new Error('out of memory')]);
  });
});
