import { afterEach, describe, expect, it } from 'vitest';
import { TrainingClient } from '../../../src/client/training-client.ts';
import type { CallResult } from '../../../src/client/worker-connection.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { FakeWorker } from './fake-worker.ts';

const experiment: Experiment = { ...defaultExperiment, points: 40, hidden: [3], engine: 'interpreter' };
const reshaped: Experiment = { ...experiment, hidden: [2] };
const question = { kind: 'row', row: { x1: 1, x2: 1 } } as const;
const look = { viewVersion: 0, historyVersion: -1 };

const clients: TrainingClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

async function configuredClient(): Promise<{ client: TrainingClient; worker: FakeWorker; runId: number }> {
  const worker = new FakeWorker();
  const client = new TrainingClient({
    onEvent: () => undefined,
    createWorker: () => worker as unknown as Worker,
    checkpointIntervalMs: 1e6,
  });
  clients.push(client);
  await client.start();
  return { client, worker, runId: valueOf(await client.configure({ experiment })).runId };
}

function valueOf<T>(reply: CallResult<T>): T {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`);
  return reply.value;
}

const codeOf = (reply: CallResult<unknown>): string => (reply.ok ? 'ok' : reply.code);

describe('an answer that comes when its run is over', () => {
  it('is none, whether the worker had begun with it or not', async () => {
    const { client } = await configuredClient();
    const asked = [client.measureEvaluation(64), client.inspectSample(inspection)];
    expect((await Promise.all(asked)).map(codeOf)).toEqual(['ok', 'ok']);
    const change = client.configure({ experiment: reshaped });
    // The worker hears of these after the change.
    const late = [client.ask(question), client.snapshot(look), client.rows(rows)];
    expect((await Promise.all(late)).map(codeOf)).toEqual(['superseded', 'superseded', 'superseded']);
    const { runId } = valueOf(await change);
    expect(valueOf(await client.ask(question)).runId).toBe(runId);
    expect(valueOf(await client.snapshot(look)).runId).toBe(runId);
    expect(valueOf(await client.rows(rows)).runId).toBe(runId);
  });

  it('is taken anew where it is about whatever is present: measurements are of the new network', async () => {
    const { client, worker } = await configuredClient();
    const measured = client.measureEngines();
    await client.configure({ experiment: reshaped });
    expect(codeOf(await measured)).toBe('ok');
    expect(worker.calls.filter((call) => call === 'measureEngines')).toHaveLength(2);
    // Where nothing changes, one will do.
    expect(codeOf(await client.measureEngines())).toBe('ok');
    expect(worker.calls.filter((call) => call === 'measureEngines')).toHaveLength(3);
  });

  it('is still one where the change kept the weights', async () => {
    const { client } = await configuredClient();
    const answers = [client.ask(question), client.configure({ experiment }), client.ask(question)];
    expect((await Promise.all(answers)).map(codeOf)).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('a command given while another run takes the place of the present one', () => {
  it('is obeyed by that one', async () => {
    const { client, runId } = await configuredClient();
    const change = client.configure({ experiment: reshaped });
    const played = valueOf(await client.command('play'));
    expect(played).toMatchObject({ status: 'running', runId: valueOf(await change).runId });
    expect(played.runId).not.toBe(runId);
    expect(valueOf(await client.snapshot(look))).toMatchObject({ runId: played.runId, status: 'running' });
  });

  it('is obeyed by the reset one, and reset twice is reset', async () => {
    const { client, runId } = await configuredClient();
    const [first, second, played] = await Promise.all([
      client.command('reset'),
      client.command('reset'),
      client.command('play'),
    ]);
    expect([valueOf(first).runId, valueOf(second).runId, valueOf(played).runId]).toEqual([
      runId + 1,
      runId + 2,
      runId + 2,
    ]);
    expect(valueOf(played).status).toBe('running');
  });

  it('resets what several changes at once have led to', async () => {
    const { client } = await configuredClient();
    const answers = await Promise.all([
      client.configure({ experiment: reshaped }),
      client.command('reset'),
      client.configure({ experiment }),
      client.command('reset'),
      client.command('step'),
    ]);
    expect(answers.map(codeOf)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(valueOf(await client.snapshot(look)).runId).toBe(valueOf(answers[4]).runId);
  });
});

const inspection = {
  sample: { kind: 'sample', split: 'train', index: 0 },
  root: { kind: 'loss' },
} as const;

const rows = {
  order: { by: 'row', column: '', descending: false },
  filter: { side: 'all', verdict: 'all', classes: null },
  from: 0,
  count: 10,
  version: 0,
} as const;
