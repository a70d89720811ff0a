import { expose, type Remote } from 'comlink';
import { describe, expect, it } from 'vitest';
import { ImportClient } from '../../../src/client/import-client.ts';
import type { ImportApi, ReadProgress, ReadRequest } from '../../../src/protocol/import-messages.ts';
import { ImportDesk } from '../../../workers/import-desk.ts';

const never = (): Promise<never> => new Promise(() => undefined);

/** A worker without a thread: a desk behind a real message channel. Like a real one it never says that it ended. */
class FakeImportWorker extends EventTarget {
  readonly #channel = new MessageChannel();
  isTerminated = false;

  constructor(parts: Partial<ImportApi> = {}) {
    super();
    const { port1, port2 } = this.#channel;
    port1.addEventListener('message', (event) => {
      if (!this.isTerminated)
        this.dispatchEvent(new MessageEvent('message', { data: event.data as unknown }));
    });
    port1.start();
    const desk = new ImportDesk();
    expose(
      {
        read: (request: ReadRequest, onProgress: Remote<(progress: ReadProgress) => void>) =>
          desk.read(request, (progress) => void onProgress(progress)),
        prepare: (request) => desk.prepare(request),
        take: (request) => desk.take(request),
        rest: (ms) => desk.rest(ms),
        ...parts,
      } satisfies ImportApi,
      port2,
    );
    port2.start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.isTerminated) this.#channel.port1.postMessage(message, transfer as never);
  }

  fail(message?: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }

  terminate(): void {
    this.isTerminated = true;
    this.#channel.port1.close();
    this.#channel.port2.close();
  }
}

function createBench(parts: Partial<ImportApi> = {}) {
  const workers: FakeImportWorker[] = [];
  const presses = new EventTarget();
  const last: (() => void)[] = [];
  const client = new ImportClient({
    createWorker: () => {
      const worker = new FakeImportWorker(parts);
      workers.push(worker);
      return worker as unknown as Worker;
    },
    presses,
    later: (action) => last.push(action),
  });
  /** Later. */
  const isOver = (): boolean[] => {
    for (const action of last.splice(0)) action();
    return workers.map(({ isTerminated }) => isTerminated);
  };
  const read = (source: ReadRequest['source'], onProgress = (_: ReadProgress): void => undefined) =>
    client.read({ source, dialect: {} }, onProgress);
  return { client, workers, presses, isOver, read };
}

/** Until what was sent has come, and what was said to it. */
async function messagesOver(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve));
}

const text = 'x,label\n1,a\n2,b\n3,a\n4,b\n';

describe('the client of the worker that reads files', () => {
  it('reads, prepares and takes a file in one worker, which lasts until the end', async () => {
    const { client, isOver, read } = createBench();
    const progress: ReadProgress[] = [];
    const reading = await read(text, (step) => progress.push(step));
    if (reading?.ok !== true) throw new Error('it is not read');
    const request = {
      choice: reading.suggestion,
      faulty: 'leave-out',
      trainShare: 50,
      dataSeed: 1,
    } as const;
    expect(await client.prepare(request)).toMatchObject({ ok: true, rows: 4 });
    expect(await client.take(request)).toMatchObject({ ok: true, file: { rows: 4 } });
    expect(isOver()).toEqual([false]);
    client.end();
    expect([await client.prepare(request), await client.take(request)]).toEqual([null, null]);
    expect(isOver()).toEqual([true]);
  });

  it('rests for whoever presses something, and is not taken away before the page has answered', async () => {
    const rests: number[] = [];
    const { client, workers, presses, isOver, read } = createBench({
      read: never,
      rest: (ms) => {
        rests.push(ms);
        return Promise.resolve();
      },
    });
    const press = async (type: string, parts: { readonly repeat?: boolean } = {}): Promise<number> => {
      const before = rests.length;
      presses.dispatchEvent(Object.assign(new Event(type), parts));
      await messagesOver();
      return rests.length - before;
    };
    const reading = read(text);
    expect([await press('pointerdown'), await press('pointerup'), await press('keydown')]).toEqual([1, 1, 1]);
    expect([await press('keydown', { repeat: true }), await press('pointermove')]).toEqual([0, 0]);
    client.end();
    expect(await reading).toBeNull();
    await messagesOver();
    expect(workers[0].isTerminated).toBe(false);
    // Until then it rests, and nothing is said to it any more.
    expect([rests.length, rests[3] > rests[0]]).toEqual([4, true]);
    expect(await press('pointerdown')).toBe(0);
    expect(isOver()).toEqual([true]);
  });

  it('ends one reading for the next, and answers it with null', async () => {
    const desk = new ImportDesk();
    const { isOver, read } = createBench({
      read: (request) => (request.source === 'a' ? never() : desk.read(request, () => undefined)),
    });
    const first = read('a');
    const second = read(text);
    expect(await first).toBeNull();
    expect(await second).toMatchObject({ ok: true, rows: 4 });
    expect(isOver()).toEqual([true, false]);
  });

  it('settles whatever is pending when it ends', async () => {
    const { client, isOver, read } = createBench({ read: never });
    const reading = read(text);
    client.end();
    client.end();
    expect(await reading).toBeNull();
    expect(isOver()).toEqual([true]);
  });

  it('says in words that its worker is lost, now and whenever it is asked again', async () => {
    const { client, workers, isOver, read } = createBench({ prepare: never });
    const reading = await read(text);
    if (reading?.ok !== true) throw new Error('it is not read');
    const request = { choice: reading.suggestion, faulty: 'leave-out', trainShare: 50, dataSeed: 1 } as const;
    const prepared = client.prepare(request);
    workers[0].fail('out of memory');
    const lost = {
      ok: false,
      message: 'The file could not be read: out of memory. Open it again; nothing else has changed.',
    };
    expect(await prepared).toEqual({ ...lost, rows: 0, leftOut: 0, reasons: [] });
    expect(await client.take(request)).toEqual(lost);
    expect(isOver()).toEqual([true]);
    expect(await read(text)).toMatchObject({ ok: true });
  });

  it('says that its worker cannot be loaded, or not be started at all', async () => {
    const { workers, read } = createBench({ read: never });
    const reading = read(text);
    workers[0].fail();
    expect(await reading).toMatchObject({
      ok: false,
      message:
        'The file could not be read: its reader could not be loaded. Open it again; nothing else has changed.',
    });
    const forbidden = new ImportClient({
      createWorker: () => {
        throw new Error('workers are forbidden');
      },
    });
    expect(await forbidden.read({ source: text, dialect: {} }, () => undefined)).toEqual({
      ok: false,
      message: 'Files cannot be read here: workers are forbidden',
    });
  });

  it('says so when the file is gone by the time it is read', async () => {
    const gone = new DOMException(
      'A requested file or directory could not be found at the time an operation was processed.',
      'NotFoundError',
    );
    const { read } = createBench({ read: () => Promise.reject(gone) });
    const reading = await read(text);
    expect(reading).toMatchObject({ ok: false });
    expect(reading?.ok === false && reading.message).toContain('could not be found');
  });
});
