import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { Reply } from '../../../src/protocol/reply.ts';
import type { RunId } from '../../../src/protocol/run-id.ts';
import type { RowOrder } from '../../../src/protocol/row-messages.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, SlowMotion, snapshotWhere, unwrap } from './harness.ts';

const experiment: Experiment = { ...defaultExperiment, points: 40, hidden: [3], engine: 'interpreter' };
const reshaped: Experiment = { ...experiment, hidden: [2] };
const row = { x1: 1, x2: 1 };
const sample = { kind: 'sample', split: 'train', index: 0 } as const;
const order: RowOrder = { by: 'row', column: '', descending: false };
const filter = { side: 'all', verdict: 'all', classes: null } as const;
const settings = { cells: 64, extent: 1, seed: 1, follow: true } as const;

/** Everything that can be asked about a run. */
const requests: Record<string, (service: TrainingService, run: RunId | null) => Promise<Reply<unknown>>> = {
  play: (service, run) => service.command('play', run),
  pause: (service, run) => service.command('pause', run),
  step: (service, run) => service.command('step', run),
  reset: (service, run) => service.command('reset', run),
  snapshot: (service, run) => service.snapshot({ viewVersion: 0, historyVersion: 0 }, run),
  checkpoint: (service, run) => service.checkpoint(run),
  takeAway: (service, run) => service.takeAway(run),
  travel: (service, run) => service.travel({ to: 0 }, run),
  measureEngines: (service, run) => service.measureEngines(run),
  measureEvaluation: (service, run) => service.measureEvaluation(8, run),
  inspectSample: (service, run) => service.inspectSample({ sample, root: { kind: 'loss' } }, run),
  ask: (service, run) => service.ask({ kind: 'row', row }, run),
  rows: (service, run) => service.rows({ order, filter, from: 0, count: 10, version: 0 }, run),
  exportRows: (service, run) => service.exportRows({ kind: 'start', order, filter }, run),
  checkGradients: (service, run) => service.checkGradients({ kind: 'start' }, run),
  landscape: (service, run) => service.landscape({ settings, version: 0 }, run),
};

const codeOf = (reply: Reply<unknown>): string => (reply.ok ? 'ok' : reply.code);

describe('a request that names a run', () => {
  for (const [name, ask] of Object.entries(requests)) {
    it(`is refused once another has taken its place: ${name}`, async () => {
      const { service, crashes } = createService();
      const { runId: before } = unwrap(await service.configure({ experiment }));
      const { runId: after } = unwrap(await service.configure({ experiment: reshaped }));
      expect(after).not.toBe(before);
      expect(codeOf(await ask(service, before))).toBe('superseded');
      // The present one, and whichever there is, are found: what has no table or no past yet says so.
      const found = { exportRows: 'not-found', travel: 'nothing-to-restore' }[name] ?? 'ok';
      for (const run of [name === 'reset' ? null : after, null])
        expect(codeOf(await ask(service, run))).toBe(found);
      expect(crashes).toEqual([]);
    });
  }

  it('does nothing to the one that has taken its place', async () => {
    const { service } = createService();
    const { runId: before } = unwrap(await service.configure({ experiment }));
    const { runId } = unwrap(await service.configure({ experiment: reshaped }));
    for (const command of ['play', 'step', 'reset'] as const) {
      expect(codeOf(await service.command(command, before))).toBe('superseded');
      const snapshot = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 }));
      expect([snapshot.runId, snapshot.status]).toEqual([runId, 'ready']);
    }
    unwrap(await service.command('play', runId));
    await snapshotWhere(service, ({ view }) => (view?.epoch ?? 0) >= 1);
  });

  it('goes on being one about it where a change keeps its weights', async () => {
    const { service } = createService();
    const { runId } = unwrap(await service.configure({ experiment }));
    unwrap(await service.command('step', runId));
    await snapshotWhere(service, ({ view }) => view?.epoch === 1);
    const changed = { experiment: { ...experiment, optimizer: 'adam' as const } };
    expect(unwrap(await service.configure(changed)).effect).toBe('live');
    expect(unwrap(await service.ask({ kind: 'row', row }, runId))).toMatchObject({ runId, epoch: 1 });
  });

  it('is refused also if that happens while it waits for the run to be prepared', async () => {
    const motion = new SlowMotion();
    const { service } = createService(undefined, motion.parts);
    const { runId } = unwrap(await service.configure({ experiment }));
    const named = service.ask({ kind: 'row', row }, runId);
    const unnamed = service.ask({ kind: 'row', row });
    const next = unwrap(await service.configure({ experiment: reshaped }));
    let answers: [Reply<unknown>, Reply<{ readonly runId: RunId }>] | null = null;
    void Promise.all([named, unnamed]).then((both) => (answers = both));
    const answered = (): typeof answers => answers;
    while (answered() === null) await motion.advance();
    const [refused, answer] = answered()!;
    expect(codeOf(refused)).toBe('superseded');
    expect(unwrap(answer).runId).toBe(next.runId);
  });

  it('need not name one to ask after what goes on without it, or to leave', async () => {
    const { service } = createService();
    const { runId } = unwrap(await service.configure({ experiment }));
    const { id } = unwrap(await service.checkGradients({ kind: 'start' }, runId));
    unwrap(await service.configure({ experiment: reshaped }));
    expect(codeOf(await service.checkGradients({ kind: 'progress', id }, runId))).toBe('ok');
    expect(codeOf(await service.checkGradients({ kind: 'cancel', id }, runId))).toBe('ok');
    expect(codeOf(await service.exportRows({ kind: 'look' }, runId))).toBe('ok');
    const rest = { order, filter, from: 0, count: 0, version: 0 };
    expect(codeOf(await service.rows(rest, runId))).toBe('ok');
  });
});
