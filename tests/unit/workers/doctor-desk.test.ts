import { describe, expect, it } from 'vitest';
import { presetExperiment } from '../../../src/experiment/presets.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { Snapshot } from '../../../src/protocol/snapshot-messages.ts';
import { momentsOf } from '../../../src/training/moments.ts';
import { Run } from '../../../src/training/run.ts';
import { DoctorDesk } from '../../../workers/doctor-desk.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { presetOf } from '../helpers/preset-run.ts';
import { wasmBackend } from '../wasm/backends.ts';
import { createService, nextTask, snapshotWhere, unwrap } from './harness.ts';

const tooHigh = presetExperiment(presetOf('rate-high'), defaultExperiment);

const rested = ({ status, viewPending }: Snapshot): boolean => status !== 'running' && !viewPending;

async function stepped(service: TrainingService, epochs: number): Promise<Snapshot> {
  let snapshot = await snapshotWhere(service, rested);
  for (let epoch = 0; epoch < epochs; epoch++) {
    unwrap(await service.command('step'));
    snapshot = await snapshotWhere(service, (now) => rested(now) && (now.view?.epoch ?? 0) > epoch);
  }
  return snapshot;
}

async function serviceFor(experiment: Experiment): Promise<TrainingService> {
  const { service } = createService();
  unwrap(await service.configure({ experiment }));
  return service;
}

describe('the worker', () => {
  it('tells what is wrong with a run that is about to diverge, and of the next run nothing', async () => {
    const service = await serviceFor(tooHigh);
    const { diagnosis } = await stepped(service, 8);
    expect(diagnosis?.findings.map(({ kind }) => kind)).toContain('divergence-coming');
    unwrap(await service.command('reset'));
    const fresh = await snapshotWhere(service, rested);
    expect(fresh.diagnosis?.findings).toEqual([]);
  });

  it('measures gradients at once where nothing is learned, to tell why', async () => {
    const { service } = createService();
    const experiment = presetExperiment(presetOf('dying-relu'), defaultExperiment);
    unwrap(await service.configure({ experiment }));
    unwrap(await service.setSpeed('full'));
    unwrap(await service.command('play'));
    const measured: number[] = [];
    for (let viewVersion = 0; ;) {
      const reply = await service.snapshot({ viewVersion, historyVersion: -1, momentsVersion: 0 });
      const { view, moments, diagnosis } = unwrap(reply);
      viewVersion = view?.version ?? viewVersion;
      measured.push(
        moments === undefined ? 0 : momentsOf(moments).filter(({ layers }) => layers !== null).length,
      );
      if (diagnosis?.findings.some(({ kind }) => kind === 'dead-relus')) break;
      await nextTask();
    }
    unwrap(await service.command('pause'));
    // As many looks as it takes to be sure, and not every one of those that there were.
    expect(Math.max(...measured)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...measured)).toBeLessThan(measured.length);
  });

  it('tells it once, unless the page has forgotten everything', async () => {
    const service = await serviceFor(tooHigh);
    const { view } = await stepped(service, 8);
    const look = async (viewVersion: number): Promise<Snapshot> =>
      unwrap(await service.snapshot({ viewVersion, historyVersion: -1 }));
    const version = view?.version ?? 0;
    expect(version).toBeGreaterThan(0);
    expect((await look(version)).diagnosis).toBeUndefined();
    expect((await look(0)).diagnosis?.findings).not.toEqual([]);
  });
});

describe('the desk', () => {
  /** Measured at every epoch, as the worker does. */
  function measure(run: Run, epochs: number): void {
    for (let epoch = run.epoch + 1; epoch <= epochs; epoch++) {
      run.advance(Infinity, epoch);
      const figures = { trainAccuracy: null, testAccuracy: null, learningRate: 0.1, layers: null };
      const loss = 2 ** epoch;
      run.history.push(epoch, loss, loss);
      run.moments.push({ epoch, trainLoss: loss, testLoss: loss, ...figures });
    }
  }

  it('looks at a training that runs now and then, and at one that rests at once', () => {
    let time = 0;
    const run = new Run({ ...tooHigh, learningRate: 0.001 }, wasmBackend('f32'), () => 0);
    const desk = new DoctorDesk(() => time);
    measure(run, 1);
    expect(desk.news(run, true, false)?.findings).toEqual([]);
    measure(run, 12);
    // Just looked: the clock stands.
    expect(desk.news(run, true, false)).toBeNull();
    time += 1000;
    expect(desk.news(run, true, false)?.findings[0].kind).toBe('divergence-coming');
    measure(run, 13);
    expect(desk.news(run, false, false)?.findings[0]).toMatchObject({
      kind: 'divergence-coming',
      to: 2 ** 13,
    });
    run.dispose();
  });

  it('of a run whose settings were changed judges only what came after', () => {
    const run = new Run(tooHigh, wasmBackend('f32'), () => 0);
    const desk = new DoctorDesk(() => 0);
    measure(run, 12);
    expect(desk.news(run, false, false)?.findings).not.toEqual([]);
    run.applySettings({ ...run.experiment, learningRate: 0.01 });
    expect(desk.news(run, false, false)?.findings).toEqual([]);
    run.dispose();
  });
});
