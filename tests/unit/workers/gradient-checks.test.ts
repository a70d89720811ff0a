import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { GradientCheckResult, GradientCheckState } from '../../../src/protocol/lab-messages.ts';
import { currentBatch } from '../../../src/training/batches.ts';
import { Run } from '../../../src/training/run.ts';
import { GradientChecks } from '../../../workers/gradient-checks.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, nextTask, snapshotWhere, unwrap } from './harness.ts';

const experiment: Experiment = {
  ...defaultExperiment,
  points: 60,
  hidden: [4, 3],
  batchSize: 8,
  engine: 'interpreter',
};
const parameterCount = 12 + 15 + 4;

async function resultOf(service: TrainingService, id: number): Promise<GradientCheckResult> {
  for (;;) {
    const state = unwrap(await service.checkGradients({ kind: 'progress', id }));
    if (state.kind === 'finished') return state.result;
    if (state.kind === 'ended') throw new Error('the check has ended');
    await nextTask();
  }
}

describe('the check of every gradient in the service', () => {
  it('answers at once, tells how far it is, and ends with the result', async () => {
    const { service, crashes } = createService();
    unwrap(await service.configure({ experiment }));
    const started = unwrap(await service.checkGradients({ kind: 'start' }));
    expect(started).toEqual({ kind: 'running', id: 1, done: 0, total: parameterCount });
    const result = await resultOf(service, 1);
    expect(result).toMatchObject({ epoch: 0, sampleCount: 8, parameterCount, tolerance: 1e-6 });
    expect(result.network.hidden).toEqual([4, 3]);
    expect(result.counts).toEqual({ agrees: parameterCount, kink: 0, unknown: 0, differs: 0 });
    // It can be asked for again.
    expect(await resultOf(service, 1)).toEqual(result);
    expect(crashes).toEqual([]);
  });

  it('works through a wide network in slices, between which it answers', async () => {
    let time = 0;
    const run = new Run({ ...experiment, hidden: [16, 16] }, interpreter, () => time);
    const checks = new GradientChecks({
      now: () => (time += 1),
      nextTask,
      onCrash: (error) => {
        throw error;
      },
    });
    const { id } = checks.start(run, 1, interpreter);
    const seen: number[] = [];
    for (let state: GradientCheckState = checks.state(id); state.kind === 'running';) {
      seen.push(state.done);
      await nextTask();
      state = checks.state(id);
    }
    expect(checks.state(id).kind).toBe('finished');
    expect(seen.length).toBeGreaterThan(20);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('checks the batch that is trained on next', async () => {
    const { service } = createService();
    const wholeBatch = { ...experiment, batchSize: 30 };
    unwrap(await service.configure({ experiment: wholeBatch }));
    unwrap(await service.checkGradients({ kind: 'start' }));
    const { worst, sampleCount } = await resultOf(service, 1);
    expect(sampleCount).toBe(30);
    // Of the whole set in whatever order the mean is the same: a step at rate 1 moves by it.
    const run = new Run({ ...wholeBatch, learningRate: 1 }, interpreter, () => 0);
    const before = run.parameters();
    run.advance(Infinity, 1);
    const after = run.parameters();
    for (const { parameter, backward, data } of worst) {
      expect(data).toBe(before[parameter]);
      expect(before[parameter] - after[parameter]).toBeCloseTo(backward, 12);
    }
  });

  it('lets the training go on meanwhile, to the same bits as without it', async () => {
    const { service, crashes } = createService();
    unwrap(await service.configure({ experiment }));
    unwrap(await service.command('play'));
    await snapshotWhere(service, (s) => (s.view?.epoch ?? 0) > 1);
    const epochs: number[] = [];
    for (let id = 1; id <= 5; id++) {
      unwrap(await service.checkGradients({ kind: 'start' }));
      const { counts, epoch } = await resultOf(service, id);
      expect(counts.agrees).toBe(parameterCount);
      epochs.push(epoch);
    }
    expect(epochs[4]).toBeGreaterThan(epochs[0]);
    const checkpoint = unwrap(await service.checkpoint())!;
    await service.command('pause');
    const resumed = new Run(experiment, interpreter, () => performance.now());
    resumed.restore({ ...checkpoint, experiment });
    const reference = new Run(experiment, interpreter, () => performance.now());
    reference.advance(Infinity, checkpoint.epoch + 1);
    resumed.advance(Infinity, checkpoint.epoch + 1);
    expect(resumed.parameters()).toEqual(reference.parameters());
    expect(crashes).toEqual([]);
  });

  it('is cancelled, and superseded by a new one', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment: { ...experiment, hidden: [32, 32] } }));
    unwrap(await service.checkGradients({ kind: 'start' }));
    expect(unwrap(await service.checkGradients({ kind: 'cancel', id: 1 }))).toEqual({ kind: 'ended', id: 1 });
    unwrap(await service.checkGradients({ kind: 'start' }));
    const third = unwrap(await service.checkGradients({ kind: 'start' }));
    expect(third).toMatchObject({ kind: 'running', id: 3 });
    for (const id of [1, 2, 7]) {
      expect(unwrap(await service.checkGradients({ kind: 'progress', id }))).toEqual({ kind: 'ended', id });
    }
    expect((await resultOf(service, 3)).counts.differs).toBe(0);
    // Cancelling what is done takes nothing away.
    expect(unwrap(await service.checkGradients({ kind: 'cancel', id: 3 }))).toMatchObject({
      kind: 'finished',
    });
  });

  it('goes on with the weights that it took when the run is replaced', async () => {
    const { service, crashes } = createService();
    const { runId } = unwrap(await service.configure({ experiment }));
    unwrap(await service.checkGradients({ kind: 'start' }));
    const next = unwrap(await service.configure({ experiment: { ...experiment, hidden: [2] } }));
    const result = await resultOf(service, 1);
    expect(result.runId).toBe(runId);
    expect(result.runId).not.toBe(next.runId);
    expect(result.counts.agrees).toBe(parameterCount);
    expect(crashes).toEqual([]);
  });

  it('waits for an experiment', async () => {
    const { service } = createService();
    expect(await service.checkGradients({ kind: 'start' })).toMatchObject({
      ok: false,
      code: 'not-configured',
    });
  });
});

describe('the current batch', () => {
  it('is the one that training takes next, at the start, inside and at the end of an epoch', () => {
    let time = 0;
    const taken: number[][] = [];
    const run = new Run(
      experiment,
      {
        ...interpreter,
        createTraining: (program) => {
          const executor = interpreter.createTraining(program);
          const train = executor.train.bind(executor);
          executor.train = (samples, order, from, to, batchSize) => {
            const reached = train(samples, order, from, to, batchSize);
            taken.push(...Array.from({ length: reached - from }, (_, i) => [order[from + i]]));
            return reached;
          };
          return executor;
        },
      },
      () => time++,
    );
    let compared = 0;
    for (let turn = 0; turn < 40; turn++) {
      const batch = [...currentBatch(run)];
      const isOpen = run.state().position % 30 !== taken.length % 30;
      const seen = taken.length;
      run.advance(0, run.epoch + 1);
      const next = taken.slice(seen, seen + batch.length).flat();
      if (!isOpen) {
        expect(batch.slice(0, next.length)).toEqual(next.slice(0, batch.length));
        compared++;
      } else expect(batch.slice(-next.length).length).toBeGreaterThan(0);
    }
    expect(compared).toBeGreaterThan(5);
  });
});
