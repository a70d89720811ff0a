import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import { ExportClient } from '../../../src/client/export-client.ts';
import { makeFile } from '../../../src/export/forms.ts';
import type { ExportApi } from '../../../src/protocol/export-messages.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { Run } from '../../../src/training/run.ts';
import { allCases } from '../helpers/exported-models.ts';

const { model } = allCases().get('tanh')!;
const state = new Run({ ...defaultExperiment, points: 20 }, interpreter, () => 0).state();

/** A worker of this thread; `isSilent`: it never answers. */
function workers(isSilent = false) {
  const made: { ended: number; worker: Worker }[] = [];
  const create = (): Worker => {
    const { port1, port2 } = new MessageChannel();
    const api: ExportApi = { make: (form, what) => Promise.resolve(makeFile(form, what)) };
    if (!isSilent) expose(api, port2);
    const entry = { ended: 0, worker: port1 as unknown as Worker };
    Object.assign(port1, {
      terminate: () => {
        entry.ended++;
        port1.close();
        port2.close();
      },
    });
    made.push(entry);
    return entry.worker;
  };
  return { made, create };
}

describe('the owner of the worker that writes files', () => {
  it('has every file written by one worker, and ends it', async () => {
    const { made, create } = workers();
    const client = new ExportClient(create);
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
    const { made, create } = workers(true);
    const client = new ExportClient(create);
    const file = client.make('c', { model, state });
    client.end();
    await expect(file).rejects.toThrow('no longer wanted');
    expect(made[0].ended).toBe(1);
  });
});
