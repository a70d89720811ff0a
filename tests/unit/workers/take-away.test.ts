import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { exportJavaScript } from '../../../src/export/javascript.ts';
import { readRun, writeRun } from '../../../src/export/run-json.ts';
import { createService, snapshotWhere, unwrap } from './harness.ts';

const experiment: Experiment = { ...defaultExperiment, points: 40, hidden: [3], engine: 'interpreter' };

async function trained(settings: Partial<Experiment> = {}) {
  const made = createService();
  unwrap(await made.service.configure({ experiment: { ...experiment, ...settings } }));
  unwrap(await made.service.command('step'));
  await snapshotWhere(made.service, ({ view }) => view?.epoch === 1);
  return made;
}

describe('a run that is taken away', () => {
  it('says as a module what the worker says of a row', async () => {
    const { service } = await trained({ features: ['x1', 'x2', 'x1x2', 'sin x2'] });
    const { model } = unwrap(await service.takeAway());
    expect(model).toMatchObject({ title: 'circle', epoch: 1, outputNames: ['output'] });
    const address = `data:text/javascript,${encodeURIComponent(exportJavaScript(model))}`;
    const { predict } = (await import(/* @vite-ignore */ address)) as {
      predict: (row: readonly number[]) => { outputs: readonly number[]; place: number };
    };
    for (const [x1, x2] of [
      [0.5, -1],
      [4, 3],
    ]) {
      const answer = unwrap(await service.ask({ kind: 'row', row: { x1, x2 } }));
      expect(predict([x1, x2]).outputs).toEqual(answer.outputs);
      expect(predict([x1, x2]).place).toBe(
        answer.prediction?.kind === 'class' ? answer.prediction.place : -1,
      );
    }
  });

  it('goes on in another worker to the same bits', async () => {
    const { service } = await trained({ optimizer: 'adam' });
    const { state } = unwrap(await service.takeAway());
    const opened = readRun(writeRun({ state }));
    if (!opened.ok) throw new Error(opened.message);
    const { state: restore } = opened.file;
    const other = createService().service;
    const request = { experiment: restore.experiment, restore, isForeign: true };
    expect(unwrap(await other.configure(request)).effect).toBe('restored');
    for (const one of [service, other]) {
      unwrap(await one.command('step'));
      await snapshotWhere(one, ({ view }) => view?.epoch === 2);
    }
    const [here, there] = [unwrap(await service.takeAway()), unwrap(await other.takeAway())];
    expect(there.state.parameters).toEqual(here.state.parameters);
    expect(there.state.state).toEqual(here.state.state);
    expect(there.state.epoch).toBe(2);
  });

  it.each([
    ['of another network', { hidden: [4] }, /13 weights and biases, the network of its settings has 17/],
    ['of another optimizer', { optimizer: 'adam' }, /its optimizer carries 0 numbers/],
  ] as const)('is refused where its state is one %s, and nothing changes', async (_, settings, message) => {
    const { service } = await trained();
    const { state, runId } = unwrap(await service.takeAway());
    const changed = {
      ...experiment,
      ...settings,
      hidden: [...(('hidden' in settings && settings.hidden) || [3])],
    };
    const reply = await service.configure({
      experiment: changed,
      restore: { ...state, experiment: changed },
      isForeign: true,
    });
    expect(reply.ok).toBe(false);
    if (!reply.ok) expect(reply.message).toMatch(message);
    expect(unwrap(await service.takeAway())).toMatchObject({ runId, model: { epoch: 1 } });
    unwrap(await service.command('step'));
    await snapshotWhere(service, ({ view }) => view?.epoch === 2);
  });

  it('begins with weights from elsewhere, if there are as many as the network has', async () => {
    const { service } = await trained();
    const { model } = unwrap(await service.takeAway());
    const other = createService().service;
    unwrap(await other.configure({ experiment, weights: model.parameters }));
    expect(unwrap(await other.takeAway()).model.parameters).toEqual(model.parameters);
    const reply = await other.configure({ experiment, weights: model.parameters.slice(1) });
    expect(reply).toMatchObject({
      ok: false,
      message: expect.stringContaining('they are 12, the network of these settings has 13') as string,
    });
    expect(unwrap(await other.takeAway()).model.parameters).toEqual(model.parameters);
  });
});
