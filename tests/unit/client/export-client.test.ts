import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import { ExportClient } from '../../../src/client/export-client.ts';
import { makeFile } from '../../../src/export/forms.ts';
import type { ExportApi } from '../../../src/protocol/export-messages.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { Run } from '../../../src/training/run.ts';
import { allCases } from '../helpers/exported-models.ts';
import { workersHere } from './workers-here.ts';

const { model } = allCases().get('tanh')!;
const state = new Run({ ...defaultExperiment, points: 20 }, interpreter, () => 0).state();

const api: ExportApi = { make: (form, what) => Promise.resolve(makeFile(form, what)) };

function serve(port: MessagePort): void {
  expose(api, port);
}

describe('the owner of the worker that writes files', () => {
  it('has every file written by one worker, and ends it', async () => {
    const { made, createWorker } = workersHere(serve);
    const client = new ExportClient(createWorker);
    for (const form of ['javascript', 'onnx'] as const) {
      const file = await client.make(form, { model, state });
      expect(file).toEqual(makeFile(form, { model, state }));
    }
    client.end();
    client.end();
    expect(made.map(({ ended }) => ended)).toEqual([1]);
    expect((await client.make('c', { model, state })).name).toMatch(/\.h$/);
    client.end();
    expect(made.map(({ ended }) => ended)).toEqual([1, 1]);
  });

  it('lets nobody wait for a worker that has ended', async () => {
    const { made, createWorker } = workersHere(() => undefined);
    const client = new ExportClient(createWorker);
    const file = client.make('c', { model, state });
    client.end();
    await expect(file).rejects.toThrow('no longer wanted');
    expect(made[0].ended).toBe(1);
  });
});
