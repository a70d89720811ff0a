import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import { ModelClient } from '../../../src/client/model-client.ts';
import { exportOnnx } from '../../../src/export/onnx.ts';
import { writeRun } from '../../../src/export/run-json.ts';
import { exportSafetensors } from '../../../src/export/safetensors.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import type { ModelApi } from '../../../src/protocol/model-messages.ts';
import { Run } from '../../../src/training/run.ts';
import { ModelDesk } from '../../../workers/model-desk.ts';
import { allCases } from '../helpers/exported-models.ts';
import { workersHere } from './workers-here.ts';

const { model } = allCases().get('tanh')!;

/** Workers of this thread; those before `silent` never answer. */
function workers(silent = 0) {
  return workersHere((port, index) => {
    const desk = new ModelDesk();
    const api: ModelApi = { read: (source) => desk.read(source) };
    if (index >= silent) expose(api, port);
  });
}

/** As the browser hands a worker a file. */
const file = (name: string, content: BlobPart): File => new File([content], name);

describe('what reads models', () => {
  const desk = new ModelDesk();

  it('reads ONNX, safetensors and a run, whatever their names are', async () => {
    const state = new Run({ ...defaultExperiment, points: 20 }, interpreter, () => 0).state();
    const table = { id: '0123456789abcdef', packed: 'AAECAw==' };
    for (const content of [exportOnnx(model).bytes, exportSafetensors(model)]) {
      const opened = await desk.read(file('network', content));
      expect(opened).toMatchObject({ ok: true, kind: 'network', network: { inputCount: 7 } });
    }
    const run = await desk.read(file('run', writeRun({ state, table })));
    expect(run).toMatchObject({ ok: true, kind: 'run', state: { experiment: { points: 20 } } });
    if (!run.ok || run.kind !== 'run') throw new Error('it is no run');
    expect(run.state.parameters).toEqual(state.parameters);
    expect(run.table?.id).toBe(table.id);
    expect([...new Uint8Array((await run.table?.blob.arrayBuffer())!)]).toEqual([0, 1, 2, 3]);
  });

  it('answers with a sentence for what is none, and for a table that is no base64', async () => {
    const says = async (source: File | string): Promise<string> => {
      const opened = await desk.read(source);
      return opened.ok ? '' : opened.message;
    };
    expect(await says('[[[1, "2"]], [0]]')).toContain('expected a number');
    expect(await says(file('cut.onnx', exportOnnx(model).bytes.slice(0, 300)))).toContain('cut short');
    expect(await says(file('none.json', '{"format": 3}'))).toContain('format is 3');
    const state = new Run({ ...defaultExperiment, points: 20 }, interpreter, () => 0).state();
    const broken = writeRun({ state, table: { id: '0123456789abcdef', packed: 'AAECA' } });
    expect(await says(file('run.json', broken))).toContain('its table is no base64');
    const gone = file('gone.onnx', '');
    gone.arrayBuffer = () => Promise.reject(new Error('it has been moved'));
    expect(await says(gone)).toBe('“gone.onnx” could not be read: it has been moved.');
  });
});

describe('the owner of the worker that reads models', () => {
  it('has each read by a worker that is ended then', async () => {
    const { made, createWorker } = workers();
    const client = new ModelClient(createWorker);
    expect(await client.read('[[[1, 2]], [0]]')).toMatchObject({ kind: 'network' });
    expect(await client.read('[]')).toMatchObject({ ok: false });
    expect(made.map(({ ended }) => ended)).toEqual([1, 1]);
  });

  it('answers with null what is no longer wanted: after the end, and for the one before', async () => {
    const { made, createWorker } = workers(2);
    const client = new ModelClient(createWorker);
    const ended = client.read('[]');
    client.end();
    expect(await ended).toBeNull();
    const before = client.read('[]');
    const last = client.read('[[[1, 2]], [0]]');
    expect(await before).toBeNull();
    expect(await last).toMatchObject({ ok: true });
    expect(made.map((one) => one.ended)).toEqual([1, 1, 1]);
  });

  it('says in words that its worker cannot be had', async () => {
    const forbidden = new ModelClient(() => {
      throw new Error('workers are forbidden here');
    });
    expect(await forbidden.read('[]')).toEqual({
      ok: false,
      message: 'It could not be read: workers are forbidden here. Open it again; nothing has changed.',
    });
    const { made, createWorker } = workers(1);
    const client = new ModelClient(createWorker);
    const lost = client.read('[]');
    made[0].port.dispatchEvent(new Event('error'));
    expect(JSON.stringify(await lost)).toContain('its reader could not be loaded');
    expect(await client.read('[[[1, 2]], [0]]')).toMatchObject({ ok: true });
  });
});
