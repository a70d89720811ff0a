import { describe, expect, it } from 'vitest';
import { TrainingClient } from '../../../../src/client/training-client.ts';
import { TableLibrary, type ShelvedTable } from '../../../../src/client/table-library.ts';
import { defaultSettings } from '../../../../src/experiment/url.ts';
import type { ConfigureRequest } from '../../../../src/protocol/messages.ts';
import { PlaygroundStore } from '../../../../src/ui/playground/store.ts';
import { ImportDesk } from '../../../../workers/import-desk.ts';
import { FakeWorker } from '../../client/fake-worker.ts';

const rows = Array.from({ length: 24 }, (_, i) => `${i % 5},${i % 7},${i % 2 ? 'odd' : 'even'}`);
const text = `x,y,label\n${rows.join('\n')}\n`;

/** The store over the real client, with a worker that can be lost. */
async function createBench() {
  const workers: FakeWorker[] = [];
  const requests: ConfigureRequest[] = [];
  const shelf = new Map<string, ShelvedTable | Blob>();
  const client = new TrainingClient({
    onEvent: (event) => store.handle(event),
    createWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    locks: undefined,
  });
  const configure = client.configure.bind(client);
  client.configure = (request) => {
    requests.push(request);
    return configure(request);
  };
  const desk = new ImportDesk();
  const library = new TableLibrary({
    get: (id) => Promise.resolve(shelf.get(id)),
    set: (id, table) => Promise.resolve(void shelf.set(id, table)),
    delete: (id) => Promise.resolve(void shelf.delete(id)),
    entries: () => Promise.resolve([...shelf]),
  });
  const store: PlaygroundStore = new PlaygroundStore({
    client,
    settings: defaultSettings,
    onChange: () => undefined,
    now: () => 0,
    own: {
      client: {
        read: (request, onProgress) => desk.read(request, onProgress),
        prepare: (request) => desk.prepare(request),
        take: (request) => desk.take(request),
        end: () => undefined,
      },
      library,
    },
  });
  await client.start();
  store.begin();
  await expect.poll(() => store.data.value).not.toBeNull();
  void store.imports?.perform({ kind: 'text', text });
  await expect
    .poll(() => {
      const state = store.imports?.state.value;
      return state?.kind === 'preview' && state.prepared?.ok;
    })
    .toBe(true);
  void store.imports?.perform({ kind: 'use' });
  await expect.poll(() => store.data.value?.summary.rows).toBe(24);
  return { store, client, workers, requests, shelf, library };
}

async function statusOf(client: TrainingClient): Promise<string> {
  const reply = await client.snapshot({ viewVersion: 0, historyVersion: -1 });
  return reply.ok ? reply.value.status : reply.message;
}

describe('own data in the playground', () => {
  it('go along with every request that trains them, and with none that does not', async () => {
    const { store, client, requests } = await createBench();
    const { file } = store.experiment.value;
    expect(requests.map(({ table }) => table?.id)).toEqual([undefined, file?.id]);
    await store.change({ trainShare: 70 });
    await store.change({ dataSet: 'spiral' });
    await store.change({ dataSet: 'file' });
    expect(requests.slice(2).map(({ table }) => table?.id)).toEqual([file?.id, undefined, file?.id]);
    expect(store.data.value?.summary.rows).toBe(24);
    client.dispose();
  });

  it('are there again after their worker was lost', async () => {
    const { store, client, workers } = await createBench();
    workers[0].crash();
    await expect
      .poll(() => store.notices.value.map(({ text: words }) => words).join())
      .toContain('took over');
    expect(workers).toHaveLength(2);
    expect(store.data.value?.summary.rows).toBe(24);
    expect(store.trained.value?.dataSet).toBe('file');
    await store.change({ batchSize: 10_000, trainShare: 90 });
    expect(store.data.value?.train.label).toHaveLength(21);
    client.dispose();
  });

  it('are asked for again where they are nowhere, and those that are there train on', async () => {
    const { store, client, workers, library } = await createBench();
    const { file } = store.experiment.value;
    if (file === null) throw new Error('there is no file');
    await store.change({ dataSet: 'spiral' });
    // A new worker does not have them, nor has the page.
    await library.forget(file.id);
    workers[0].crash();
    await expect.poll(() => workers.length).toBe(2);
    await store.change({ dataSet: 'file' });
    expect(store.notices.value.at(-1)?.text).toContain('is not kept in this browser');
    expect(store.experiment.value).toMatchObject({ dataSet: 'spiral', file: null });
    expect(store.trained.value?.dataSet).toBe('spiral');
    void store.imports?.perform({ kind: 'text', text });
    await expect.poll(() => store.imports?.state.value).toMatchObject({ prepared: { ok: true } });
    void store.imports?.perform({ kind: 'use' });
    await expect.poll(() => store.trained.value?.file?.id).toBe(file.id);
    client.dispose();
  });

  it('are gone for good when they are forgotten: from undo and from the worker, until they are opened again', async () => {
    const { store, client, requests } = await createBench();
    const { experiment } = store;
    const present = experiment.value;
    const id = present.file?.id;
    await store.step();
    // There is something to lose once the step is done.
    await expect.poll(() => statusOf(client)).toBe('paused');
    await store.change({ seed: 2 });
    await expect.poll(() => store.canUndo.value).toBe(true);
    await store.step();
    void store.imports?.perform({ kind: 'forget' });
    await expect.poll(() => store.trained.value?.dataSet).toBe('circle');
    expect(store.notices.value.at(-1)?.text).toContain('undo does not bring it back');
    // What was there before they came can still be gone back to.
    expect([store.steps.value.undo.length, store.canRedo.value]).toEqual([1, false]);
    expect(JSON.stringify(store.steps.value)).not.toContain(id);
    expect(requests.at(-1)?.forget).toEqual([id]);
    // Neither the page nor the worker has them.
    await store.change({ dataSet: 'file', file: present.file });
    expect(store.notices.value.at(-1)?.text).toContain('is not kept in this browser');
    expect(store.trained.value?.dataSet).toBe('circle');

    void store.imports?.perform({ kind: 'text', text });
    await expect.poll(() => store.imports?.state.value).toMatchObject({ prepared: { ok: true } });
    void store.imports?.perform({ kind: 'use' });
    await expect.poll(() => store.trained.value?.file?.id).toBe(id);
    await store.step();
    await store.change({ dataSet: 'spiral' });
    await store.undo();
    expect(store.trained.value?.dataSet).toBe('file');
    expect(requests.at(-1)?.forget).toBeUndefined();
    client.dispose();
  });

  it('come back by redo after undo, though nothing was ever trained on them', async () => {
    const { store, client } = await createBench();
    const { file } = store.experiment.value;
    await store.undo();
    expect(store.trained.value?.dataSet).toBe('circle');
    expect(store.canRedo.value).toBe(true);
    await store.redo();
    expect(store.trained.value).toMatchObject({ dataSet: 'file', file });
    expect(store.data.value?.summary.rows).toBe(24);
    client.dispose();
  });

  it('of before are still known, come back with what was chosen of them, and can each be forgotten', async () => {
    const { store, client, shelf } = await createBench();
    const first = store.experiment.value.file;
    if (first === null) throw new Error('there is no file');
    void store.imports?.perform({ kind: 'text', text: text.replaceAll('even', 'straight') });
    await expect.poll(() => store.imports?.state.value).toMatchObject({ prepared: { ok: true } });
    void store.imports?.perform({ kind: 'choice', patch: { target: { column: 'x', kind: 'number' } } });
    await expect
      .poll(() => store.imports?.state.value)
      .toMatchObject({ prepared: { ok: true, classes: [] } });
    void store.imports?.perform({ kind: 'use' });
    await expect.poll(() => store.trained.value?.file?.target.column).toBe('x');
    await expect
      .poll(() => store.imports?.kept.value.map(({ file }) => file?.target.column))
      .toEqual(['label', 'x']);
    const second = store.experiment.value.file;
    // A file that is looked at is no longer wanted.
    void store.imports?.perform({ kind: 'text', text: `${text}1,1,odd\n` });
    await expect.poll(() => store.imports?.state.value).toMatchObject({ prepared: { ok: true } });
    void store.imports?.perform({ kind: 'reuse', file: first });
    await expect.poll(() => store.trained.value?.file).toEqual(first);
    expect(store.imports?.state.value.kind).toBe('none');
    // Another one than the present table: that trains on, and nothing else has changed.
    void store.imports?.perform({ kind: 'forget', file: second ?? first });
    await expect.poll(() => store.imports?.kept.value.map(({ id }) => id)).toEqual([first.id]);
    expect(store.trained.value?.file).toEqual(first);
    expect([...shelf.keys()]).toEqual([first.id]);
    expect(JSON.stringify(store.steps.value)).not.toContain(second?.id);
    expect(store.notices.value.at(-1)?.text).toContain('is deleted from this browser');
    client.dispose();
  });

  it('are looked at anew when other rows are to train', async () => {
    const { store, client } = await createBench();
    void store.imports?.perform({ kind: 'text', text: `${text}1,1,odd\n` });
    const trained = () => {
      const state = store.imports?.state.value;
      return state?.kind === 'preview' && state.prepared?.ok === true ? state.prepared.trainRows : null;
    };
    await expect.poll(trained).toBe(12);
    await store.change({ trainShare: 80 });
    await expect.poll(trained).toBe(20);
    client.dispose();
  });

  it('give way to the usual ones when they are forgotten', async () => {
    const { store, client, shelf } = await createBench();
    expect(shelf.size).toBe(1);
    void store.imports?.perform({ kind: 'forget' });
    await expect.poll(() => store.experiment.value.dataSet).toBe('circle');
    expect([shelf.size, store.experiment.value.file]).toEqual([0, null]);
    client.dispose();
  });
});
