import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { Configured } from '../../../src/protocol/messages.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, snapshotWhere, unwrap } from './harness.ts';

const pair = '-2,-2,1_2,2,2';
const eight = `${pair}_-2,-1,1,t_2,1,2,t_-1,-2,1_1,2,2_-3,-2,1_3,2,2`;

const settings = (drawn: string): Experiment => ({ ...defaultExperiment, dataSet: 'draw', drawn });

async function draw(service: TrainingService, drawn: string): Promise<Configured> {
  return unwrap(await service.configure({ experiment: settings(drawn) }));
}

describe('a drawing in the worker', () => {
  it.each([
    ['nothing', ''],
    ['one point', '1,2,1'],
    ['one class', '1,2,1_2,2,1'],
  ])('of %s is shown, and play says what is missing', async (_, drawn) => {
    const { service, crashes } = createService();
    unwrap(await service.setSpeed('full'));
    const { data } = await draw(service, drawn);
    const count = drawn === '' ? 0 : drawn.split('_').length;
    expect(data?.summary.rows).toBe(count);
    const { view } = await snapshotWhere(service, (snapshot) => snapshot.view !== null);
    expect(view?.boundary.values.every(Number.isFinite)).toBe(true);
    expect(view?.testLoss).toBe(NaN);
    expect(view?.testAccuracy).toBe(null);
    for (const command of ['play', 'step'] as const) {
      expect(await service.command(command)).toEqual({
        ok: false,
        code: 'nothing-to-train',
        message: 'Draw at least two points of two classes.',
      });
    }
    for (const reply of [await service.measureEngines(), await service.checkGradients({ kind: 'start' })])
      expect(reply).toMatchObject({ ok: false, code: 'nothing-to-train' });
    expect(unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).status).toBe('ready');
    expect(crashes).toEqual([]);
  });

  it('trains as soon as it has two points of two classes, though none are for the test', async () => {
    const { service, crashes } = createService();
    unwrap(await service.setSpeed('full'));
    await draw(service, '');
    await draw(service, pair);
    unwrap(await service.command('play'));
    const { status, history, view } = await snapshotWhere(
      service,
      ({ view: seen }) => seen !== null && seen.epoch > 300,
    );
    expect(status).toBe('running');
    expect(view?.trainLoss).toBeLessThan(0.1);
    expect(view?.trainAccuracy).toBe(1);
    expect(history?.trainMin.every(Number.isFinite)).toBe(true);
    expect(history?.testMin.every(Number.isNaN)).toBe(true);

    // The curve of the test begins with its points.
    const { effect, data } = await draw(service, eight);
    expect([effect, data?.test.label.length]).toEqual(['live', 2]);
    const later = await snapshotWhere(service, ({ view: seen }) => Number.isFinite(seen?.testLoss ?? NaN));
    expect(later.view?.epoch).toBeGreaterThan(300);
    unwrap(await service.command('pause'));
    expect(crashes).toEqual([]);
  });

  it('stops training when there is nothing left, and goes on from its weights when there is', async () => {
    const { service, crashes } = createService();
    unwrap(await service.setSpeed('full'));
    const { runId } = await draw(service, eight);
    unwrap(await service.command('play'));
    await snapshotWhere(service, ({ view }) => view !== null && view.epoch > 20);
    const cleared = await draw(service, '');
    expect([cleared.effect, cleared.runId, cleared.before]).toEqual(['live', runId, null]);
    const empty = await snapshotWhere(service, ({ view, viewPending }) => view !== null && !viewPending);
    expect(empty.status).toBe('paused');
    expect(empty.view?.trainLoss).toBe(NaN);
    const weights = empty.view?.parameters;
    const refused = await service.command('play');
    expect(refused).toMatchObject({ ok: false, code: 'nothing-to-train' });

    await draw(service, pair);
    const again = await snapshotWhere(service, ({ view }) => Number.isFinite(view?.trainLoss ?? NaN));
    expect(again.view?.parameters).toEqual(weights);
    expect(again.view?.epoch).toBeGreaterThan(20);
    unwrap(await service.command('step'));
    await snapshotWhere(service, ({ view }) => (view?.epoch ?? 0) > (again.view?.epoch ?? Infinity));
    expect(crashes).toEqual([]);
  });

  it('is shown as it was at each moment of the past, with the labels of then', async () => {
    const { service, crashes } = createService();
    const step = async (epoch: number): Promise<void> => {
      unwrap(await service.command('step'));
      await snapshotWhere(service, ({ view, viewPending }) => view?.epoch === epoch && !viewPending);
    };
    await draw(service, pair);
    await step(1);
    await draw(service, eight);
    await step(2);
    unwrap(await service.configure({ experiment: { ...settings(eight), labelNoise: 0.5 } }));
    await step(3);
    const rowsAt = async (to: number) => {
      const { data } = unwrap(await service.travel({ to }));
      return data === undefined ? null : [data.summary.rows, data.trainedLabel !== undefined];
    };
    expect(await rowsAt(2.5)).toEqual(null);
    expect(await rowsAt(1.5)).toEqual([8, false]);
    expect(await rowsAt(1.2)).toEqual(null);
    expect(await rowsAt(0.5)).toEqual([2, false]);
    expect(await rowsAt(3)).toEqual([8, true]);
    expect(crashes).toEqual([]);
  });
});
