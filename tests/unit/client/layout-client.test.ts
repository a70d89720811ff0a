import { expose } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LayoutClient, type LayoutClientOptions } from '../../../src/client/layout-client.ts';
import { layeredLayout } from '../../../src/layout/layered-layout.ts';
import type { LayoutApi, LayoutRequest, LayoutResult } from '../../../src/protocol/layout.ts';
import { answersHeld } from '../helpers/garbage.ts';
import { nextTask } from '../workers/harness.ts';

/** A worker without a thread, which answers when it is told to; it can crash, fall silent and fail to load. */
class FakeLayoutWorker extends EventTarget {
  readonly #channel = new MessageChannel();
  readonly #answers: (() => void)[] = [];
  readonly requests: LayoutRequest[] = [];
  isTerminated = false;
  isWorking = true;

  constructor(loads = true) {
    super();
    const { port1, port2 } = this.#channel;
    port1.addEventListener('message', (event) => {
      if (!this.isTerminated)
        this.dispatchEvent(new MessageEvent('message', { data: event.data as unknown }));
    });
    port1.start();
    if (!loads) {
      queueMicrotask(() => this.dispatchEvent(new Event('error')));
      return;
    }
    expose(
      {
        prepare: () => Promise.resolve('1.0'),
        layout: async (request: LayoutRequest) => {
          this.requests.push(request);
          if (!this.isWorking) await new Promise<void>((resolve) => this.#answers.push(resolve));
          return { ...layeredLayout(request), engine: 'graphviz' as const };
        },
      } satisfies LayoutApi,
      port2,
    );
    port2.start();
  }

  answer(): void {
    this.#answers.shift()?.();
  }

  crash(): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.isTerminated) this.#channel.port1.postMessage(message, transfer as never);
  }

  terminate(): void {
    this.isTerminated = true;
    this.#channel.port1.close();
    this.#channel.port2.close();
  }
}

interface Bench {
  readonly client: LayoutClient;
  readonly workers: FakeLayoutWorker[];
  readonly problems: string[];
}

const clients: LayoutClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
  vi.useRealTimers();
});

function createBench(options: LayoutClientOptions = {}, make = () => new FakeLayoutWorker()): Bench {
  const workers: FakeLayoutWorker[] = [];
  const problems: string[] = [];
  const client = new LayoutClient({
    createWorker: () => {
      const worker = make();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    onProblem: (message) => problems.push(message),
    ...options,
  });
  clients.push(client);
  return { client, workers, problems };
}

/** Boxes in a row, as many as asked for, so that answers can be told apart. */
function row(count: number): LayoutRequest {
  return {
    sizes: new Float32Array(2 * count).fill(10),
    edges: Uint32Array.from({ length: 2 * (count - 1) }, (_, i) => (i >> 1) + (i % 2)),
    frameOf: new Int32Array(count).fill(-1),
    frameParents: new Int32Array(0),
  };
}

const slow = (): FakeLayoutWorker => Object.assign(new FakeLayoutWorker(), { isWorking: false });
const boxes = (result: LayoutResult | null): number | null => result && result.centres.length / 2;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTask();
}

describe('the layout client', () => {
  it('starts a worker with the first layout, and keeps it', async () => {
    const { client, workers } = createBench();
    expect(workers).toHaveLength(0);
    expect(await client.layout(row(3))).toMatchObject({ engine: 'graphviz' });
    expect(boxes(await client.layout(row(4)))).toBe(4);
    expect(workers).toHaveLength(1);
  });

  it('lets go of what it has answered, though the worker lives on', async () => {
    const { client, workers } = createBench();
    const held = await answersHeld(20, async () => (await client.layout(row(3))) ?? {});
    expect(workers).toHaveLength(1);
    // The last one may be on the stack still.
    expect(held).toBeLessThanOrEqual(1);
  });

  it('lets the newest request win: those between are never asked for', async () => {
    const { client, workers } = createBench({}, slow);
    const answers = [2, 3, 4, 5].map((count) => client.layout(row(count)));
    await until(() => workers[0].requests.length === 1);
    workers[0].answer();
    await until(() => workers[0].requests.length === 2);
    workers[0].answer();
    expect((await Promise.all(answers)).map(boxes)).toEqual([null, null, null, 5]);
    expect(workers[0].requests.map(({ sizes }) => sizes.length / 2)).toEqual([2, 5]);
    expect(workers).toHaveLength(1);
  });

  it('ends a layout that nobody waits for when it takes long', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { client, workers, problems } = createBench({ patienceMs: 5 }, slow);
    const first = client.layout(row(2));
    await until(() => workers[0].requests.length === 1);
    const second = client.layout(row(3));
    await vi.advanceTimersByTimeAsync(4);
    expect(workers[0].isTerminated).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await first).toBeNull();
    await until(() => workers.length === 2 && workers[1].requests.length === 1);
    expect(workers[0].isTerminated).toBe(true);
    workers[1].answer();
    expect(boxes(await second)).toBe(3);
    expect(problems).toEqual([]);
  });

  it('draws by itself when the time is over, says so once, and tries again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { client, workers, problems } = createBench({ timeoutMs: 20 }, slow);
    const overTime = async (): Promise<LayoutResult | null> => {
      const placed = client.layout(row(3));
      await until(() => workers.at(-1)?.requests.length === 1);
      await vi.advanceTimersByTimeAsync(20);
      return placed;
    };
    expect(await overTime()).toMatchObject({ engine: 'layered' });
    expect(workers[0].isTerminated).toBe(true);
    expect(await overTime()).toMatchObject({ engine: 'layered' });
    expect(problems).toEqual([
      'Graphviz did not place the graph within 0.02 s. The graph is drawn in plain columns instead.',
    ]);
    expect(workers).toHaveLength(2);
  });

  it('draws by itself after a crash, and with Graphviz the next time', async () => {
    const { client, workers, problems } = createBench({}, slow);
    const first = client.layout(row(3));
    await until(() => workers[0].requests.length === 1);
    workers[0].crash();
    expect(await first).toMatchObject({ engine: 'layered' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('out of memory');
    const second = client.layout(row(3));
    await until(() => workers.length === 2 && workers[1].requests.length === 1);
    workers[1].answer();
    expect(await second).toMatchObject({ engine: 'graphviz' });
  });

  it('gives Graphviz up where it can never be loaded', async () => {
    const { client, workers, problems } = createBench({}, () => new FakeLayoutWorker(false));
    for (let i = 0; i < 6; i++) expect(await client.layout(row(3))).toMatchObject({ engine: 'layered' });
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
    expect(workers).toHaveLength(3);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('could not be loaded');
  });

  it('draws by itself where the page may start no worker, and says so', async () => {
    const { client, problems } = createBench({}, () => {
      throw new DOMException('not from this origin', 'SecurityError');
    });
    expect(await client.layout(row(3))).toMatchObject({ engine: 'layered' });
    expect(await client.layout(row(4))).toMatchObject({ engine: 'layered' });
    expect(problems).toEqual(['not from this origin. The graph is drawn in plain columns instead.']);
  });

  it('leaves nothing pending and no worker behind', async () => {
    const { client, workers } = createBench({}, slow);
    const answers = [client.layout(row(2)), client.layout(row(3))];
    await until(() => workers[0].requests.length === 1);
    client.dispose();
    expect(await Promise.all(answers)).toEqual([null, null]);
    expect(workers[0].isTerminated).toBe(true);
    expect(await client.layout(row(2))).toBeNull();
    expect(workers).toHaveLength(1);
  });

  it('can be disposed of while it loads', async () => {
    const { client, workers } = createBench();
    const answer = client.layout(row(2));
    client.dispose();
    expect(await answer).toBeNull();
    expect(workers[0].isTerminated).toBe(true);
  });
});
