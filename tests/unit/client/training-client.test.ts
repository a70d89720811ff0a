import { afterEach, describe, expect, it, vi } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { TrainingClient, type ClientEvent, type ClientOptions } from '../../../src/client/training-client.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { Snapshot, View } from '../../../src/protocol/snapshot-messages.ts';
import { Run } from '../../../src/training/run.ts';
import { nextTask, SlowMotion } from '../workers/harness.ts';
import { FakeWorker } from './fake-worker.ts';

const experiment: Experiment = {
  ...defaultExperiment,
  points: 40,
  hidden: [3],
  optimizer: 'adam',
  engine: 'interpreter',
};

interface Bench {
  readonly client: TrainingClient;
  readonly workers: FakeWorker[];
  readonly events: ClientEvent[];
}

const clients: TrainingClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
  vi.useRealTimers();
});

function createBench(options: Partial<ClientOptions> = {}, make = (): FakeWorker => new FakeWorker()): Bench {
  const workers: FakeWorker[] = [];
  const events: ClientEvent[] = [];
  const client = new TrainingClient({
    onEvent: (event) => events.push(event),
    createWorker: () => {
      const worker = make();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    checkpointIntervalMs: 5,
    ...options,
  });
  clients.push(client);
  return { client, workers, events };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await nextTask();
}

async function lookAt(client: TrainingClient): Promise<Snapshot> {
  const reply = await client.snapshot({ viewVersion: 0, historyVersion: -1 });
  if (!reply.ok) throw new Error(reply.message);
  return reply.value;
}

/** The view of now; on a busy machine the first look may find none yet. */
async function viewOf(client: TrainingClient): Promise<View> {
  for (;;) {
    const { view } = await lookAt(client);
    if (view !== null) return view;
    await nextTask();
  }
}

const epochReached = (client: TrainingClient, epoch: number): Promise<void> =>
  until(async () => ((await lookAt(client)).view?.epoch ?? -1) >= epoch);

describe('the training client', () => {
  it('shakes hands, configures and trains', async () => {
    const { client, events } = createBench();
    expect(await client.start()).toBe(true);
    expect(events.map(({ kind }) => kind)).toEqual(['connected']);
    expect(await client.configure({ experiment })).toMatchObject({
      ok: true,
      value: { effect: 'restarted' },
    });
    await client.command('play');
    await epochReached(client, 3);
  });

  it('goes on in a new worker after a crash, to the same bits as without it', async () => {
    const { client, workers, events } = createBench();
    await client.start();
    await client.configure({ experiment });
    await client.command('play');
    await epochReached(client, 5);
    workers[0].crash('out of memory');
    await until(() => events.some(({ kind }) => kind === 'recovered'));
    expect(workers[0].isTerminated).toBe(true);
    const recovered = events.find((event) => event.kind === 'recovered')!;
    expect(recovered).toMatchObject({ reason: 'The training worker failed: out of memory' });
    // It trains on by itself, as it did before.
    await epochReached(client, (recovered.kind === 'recovered' ? recovered.fromEpoch : 0) + 3);
    await client.command('pause');
    const { epoch, parameters } = await viewOf(client);
    const reference = new Run(experiment, interpreter, () => performance.now());
    reference.advance(Infinity, epoch);
    expect(parameters).toEqual(reference.parameters());
  });

  it('trains what is followed again in a new worker when the old one is lost over it', async () => {
    const { client, workers, events } = createBench({ checkpointIntervalMs: 1e6 });
    await client.start();
    await client.configure({ experiment, follow: 4 });
    workers[0].crash();
    await until(() => events.some(({ kind }) => kind === 'recovered'));
    await epochReached(client, 4);
    const view = await viewOf(client);
    const { followed } = await lookAt(client);
    const run = new Run(experiment, interpreter, () => performance.now());
    run.advance(Infinity, 4);
    expect(followed?.epochs).toBe(4);
    expect(view.epoch).toBe(4);
    expect(view.parameters).toEqual(run.parameters());
  });

  it('settles every pending call with data when the worker dies', async () => {
    const { client, workers } = createBench();
    await client.start();
    await client.configure({ experiment });
    const pending = [
      client.command('play'),
      lookAt(client).catch((error: unknown) => error),
      client.command('pause'),
    ];
    await Promise.resolve();
    workers[0].crash();
    expect(await Promise.allSettled(pending)).toHaveLength(3);
    expect((await Promise.allSettled(pending)).every(({ status }) => status === 'fulfilled')).toBe(true);
  });

  it('takes silence for a loss', async () => {
    // However slow the machine is, only the silence lasts.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { client, workers, events } = createBench({ timeoutMs: 1000 });
    await client.start();
    await client.configure({ experiment });
    workers[0].isSilent = true;
    const played = client.command('play');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await played).toMatchObject({ ok: false, code: 'timeout' });
    await until(() => events.some(({ kind }) => kind === 'recovered'));
    expect(await client.command('step')).toMatchObject({ ok: true });
  });

  it('gives up after repeated losses with a reason, and tries again when told to', async () => {
    let loads = false;
    const { client, workers, events } = createBench({}, () => new FakeWorker({ loads }));
    expect(await client.start()).toBe(false);
    expect(workers).toHaveLength(4);
    expect(events).toEqual([{ kind: 'failed', reason: 'The training worker could not be loaded.' }]);
    expect(await client.command('play')).toMatchObject({ ok: false, code: 'worker-ended' });
    loads = true;
    expect(await client.retry()).toBe(true);
    expect(await client.configure({ experiment })).toMatchObject({ ok: true });
  });

  it('says at once that no worker can be started, and tries again when told to', async () => {
    let isAllowed = false;
    const { client, events } = createBench({}, () => {
      if (!isAllowed) throw new DOMException('not from this origin', 'SecurityError');
      return new FakeWorker();
    });
    expect(await client.start()).toBe(false);
    expect(events).toEqual([
      {
        kind: 'failed',
        reason: 'This browser does not let the page start the training worker here: not from this origin',
      },
    ]);
    expect(await client.configure({ experiment })).toMatchObject({ ok: false, code: 'worker-ended' });
    isAllowed = true;
    expect(await client.retry()).toBe(true);
    expect(await client.configure({ experiment })).toMatchObject({ ok: true });
  });

  it('says that a worker never answers before it gives it up for good', async () => {
    const { client, events } = createBench({ timeoutMs: 20 }, () =>
      Object.assign(new FakeWorker(), { isSilent: true }),
    );
    expect(await client.start()).toBe(false);
    expect(events.map(({ kind }) => kind)).toEqual(['silent', 'silent', 'silent', 'silent', 'failed']);
  });

  it('notices a worker that falls silent while nobody asks it for anything', async () => {
    // However slow the machine is, only the silence lasts.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const { client, workers, events } = createBench({ timeoutMs: 1000 });
    await client.start();
    await client.configure({ experiment });
    const made = workers.length;
    workers[0].isSilent = true;
    // It is asked for a sign of life, or for a checkpoint, and then has its time.
    await until(async () => {
      await vi.advanceTimersByTimeAsync(5);
      return workers.length > made;
    });
    await until(() => events.some(({ kind }) => kind === 'recovered'));
    expect(workers[0].isTerminated).toBe(true);
  });

  it('leaves a worker alone that answers whenever it is asked for a sign of life', async () => {
    const { client, workers, events } = createBench({ timeoutMs: 60_000, checkpointIntervalMs: 1 });
    await client.start();
    await client.configure({ experiment });
    await until(() => workers[0].calls.filter((call) => call === 'ping').length >= 5);
    expect(events.map(({ kind }) => kind)).toEqual(['connected']);
  });

  it('learns from the lock of a worker that it has ended, without waiting for silence', async () => {
    const granted = new Map<string, () => void>();
    const locks = {
      request: (name: string, _options: unknown, use: () => void) =>
        new Promise<void>((resolve) => {
          granted.set(name, () => {
            use();
            resolve();
          });
        }),
    } as unknown as LockManager;
    const { client, workers, events } = createBench({ locks, timeoutMs: 60_000 }, () => {
      const worker = new FakeWorker({ lifeLock: `worker ${workers.length}` });
      return worker;
    });
    await client.start();
    await client.configure({ experiment });
    expect([...granted.keys()]).toEqual(['worker 0']);
    workers[0].isSilent = true;
    granted.get('worker 0')!();
    await until(() => events.some(({ kind }) => kind === 'recovered'));
    expect(events.find(({ kind }) => kind === 'recovered')).toMatchObject({
      reason: 'The training worker has ended.',
    });
    expect([...granted.keys()]).toEqual(['worker 0', 'worker 1']);
  });

  it('does not bring back the run before the present one', async () => {
    const { client, workers, events } = createBench();
    await client.start();
    await client.configure({ experiment });
    await client.command('play');
    await epochReached(client, 5);
    await client.configure({ experiment: { ...experiment, hidden: [2] } });
    workers[0].crash();
    await until(() => events.some(({ kind }) => kind === 'recovered'));
    const reply = await client.configure({ experiment: { ...experiment, hidden: [2] } });
    expect(reply).toMatchObject({ ok: true, value: { effect: 'live' } });
  });

  it('inspects a sample of the present run', async () => {
    const { client } = createBench();
    const request = {
      sample: { kind: 'sample', split: 'test', index: 2 },
      root: { kind: 'neuron', layer: 0, neuron: 1 },
    } as const;
    await client.start();
    const configured = await client.configure({ experiment });
    const reply = await client.inspectSample(request);
    expect(reply).toMatchObject({ ok: true, value: { epoch: 0, features: ['x1', 'x2'] } });
    expect(reply.ok && configured.ok && reply.value.runId === configured.value.runId).toBe(true);
    client.dispose();
    expect(await client.inspectSample(request)).toMatchObject({ ok: false, code: 'worker-ended' });
  });

  it('says that a check has ended when the worker was lost in it', async () => {
    const { client, workers, events } = createBench();
    await client.start();
    await client.configure({ experiment: { ...experiment, hidden: [32, 32] } });
    const started = await client.checkGradients({ kind: 'start' });
    expect(started).toMatchObject({ ok: true, value: { kind: 'running', id: 1 } });
    workers[0].crash();
    await until(() => events.some(({ kind }) => kind === 'recovered'));
    expect(await client.checkGradients({ kind: 'progress', id: 1 })).toEqual({
      ok: true,
      value: { kind: 'ended', id: 1 },
    });
    expect(await client.checkGradients({ kind: 'start' })).toMatchObject({ ok: true });
  });

  it('builds a network again in a new worker when the old one is lost over it, and trains it as it was told', async () => {
    const motion = new SlowMotion();
    const slowly = { parts: motion.parts };
    let made = 0;
    const { client, workers, events } = createBench({}, () => new FakeWorker(made++ === 0 ? slowly : {}));
    await client.start();
    await client.configure({ experiment });
    const other: Experiment = { ...experiment, hidden: [5, 4], engine: 'wasm-f64' };
    expect(await client.configure({ experiment: other })).toMatchObject({ value: { effect: 'restarted' } });
    await client.command('play');
    await motion.advance();
    expect((await lookAt(client)).engine.compiled).toBeNull();
    workers[0].crash();
    await until(() => events.some(({ kind }) => kind === 'recovered'));
    expect(events.find(({ kind }) => kind === 'recovered')).toMatchObject({ fromEpoch: 0 });
    await epochReached(client, 1);
    await client.command('pause');
    expect((await lookAt(client)).engine.compiled).not.toBeNull();
  });

  it('ends its worker and its calls when it is disposed of', async () => {
    const { client, workers } = createBench();
    await client.start();
    await client.configure({ experiment });
    const pending = client.command('play');
    await Promise.resolve();
    client.dispose();
    expect(await pending).toMatchObject({ ok: false });
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
    expect(await client.command('play')).toMatchObject({ ok: false, code: 'worker-ended' });
  });
});
