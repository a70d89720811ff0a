import { describe, expect, it } from 'vitest';
import type { Table } from '../../../src/data/table.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { ownFile } from '../helpers/own-file.ts';
import { createService, nextTask, snapshotWhere, unwrap } from './harness.ts';

const columnCount = 12;

/** Numbers on a lattice, other ones for another step, and of two classes. */
function tableOf(step: number): Table {
  const rowCount = 200;
  const names = Array.from({ length: columnCount }, (_, k) => `x${k}`);
  const columns = names.map((name, k) => ({
    name,
    kind: 'number' as const,
    values: Float64Array.from({ length: rowCount }, (_, row) => ((row * (k + step)) % 97) / 50 - 1),
  }));
  const codes = Int32Array.from(columns[0].values, (value) => Number(value > 0));
  return {
    rowCount,
    columns: [...columns, { name: 'kind', kind: 'category', codes, categories: ['no', 'yes'] }],
  };
}

function packed(step: number): ReturnType<typeof ownFile> {
  const table = tableOf(step);
  return ownFile(table, {
    name: `${step}.csv`,
    inputs: table.columns.slice(0, columnCount).map(({ name }) => name),
  });
}

const onFile = (file: FileData, change: Partial<Experiment> = {}): Experiment => ({
  ...defaultExperiment,
  engine: 'interpreter',
  hidden: [2],
  dataSet: 'file',
  file,
  ...change,
});

/** A service whose tasks are counted, on a clock by which every step takes as long as a task may. */
function counted() {
  let [tasks, time] = [0, 0];
  const { service, crashes } = createService(undefined, {
    now: () => (time += 30),
    nextTask: () => {
      tasks++;
      return nextTask();
    },
  });
  return { service, crashes, tasks: () => tasks };
}

describe('taking a large table into use', () => {
  it('lets messages in between any two of its columns', async () => {
    const { service, tasks } = counted();
    const { file, table } = packed(3);
    const configured = service.configure({ experiment: onFile(file), table, run: false });
    const before = tasks();
    let answered = 0;
    let isOver = false;
    void configured.finally(() => (isOver = true));
    while (!isOver) {
      unwrap(await service.ping());
      answered++;
      await nextTask();
    }
    unwrap(await configured);
    // Looked for what is missing, measured, encoded on either side, and told of.
    expect(tasks() - before).toBeGreaterThanOrEqual(5 * columnCount);
    expect(answered).toBeGreaterThanOrEqual(5 * columnCount);
  });

  it('ends in the run that it would be all at once, and the one before trains meanwhile', async () => {
    const { service } = counted();
    const circle: Experiment = { ...defaultExperiment, points: 20, engine: 'interpreter', hidden: [2] };
    unwrap(await service.configure({ experiment: circle, run: true }));
    await snapshotWhere(service, ({ status, view }) => status === 'running' && (view?.epoch ?? 0) > 0);
    const { file, table } = packed(3);
    const configured = service.configure({ experiment: onFile(file), table, run: false });
    const epochs: number[] = [];
    let isOver = false;
    void configured.finally(() => (isOver = true));
    while (!isOver) {
      const checkpoint = unwrap(await service.checkpoint());
      if (checkpoint?.experiment.dataSet === 'circle') epochs.push(checkpoint.epoch);
      await nextTask();
    }
    const { data, before } = unwrap(await configured);
    expect(epochs.at(-1)).toBeGreaterThan(epochs[0]);
    expect(before?.epoch).toBeGreaterThanOrEqual(epochs.at(-1) ?? NaN);
    expect(data?.summary.rows).toBe(200);
    expect(data?.inputs).toHaveLength(columnCount);
  });

  it('does not let the settings that follow overtake it', async () => {
    const { service } = counted();
    const [first, second] = [packed(3), packed(5)];
    const names: (string | undefined)[] = [];
    const calls = [
      { experiment: onFile(first.file), table: first.table },
      { experiment: onFile(second.file), table: second.table },
      { experiment: { ...defaultExperiment, points: 20, engine: 'interpreter' as const } },
    ].map((request) =>
      service.configure({ ...request, run: false }).then(async (reply) => {
        unwrap(reply);
        const checkpoint = unwrap(await service.checkpoint());
        names.push(checkpoint?.experiment.file?.name ?? checkpoint?.experiment.dataSet);
      }),
    );
    await Promise.all(calls);
    expect(names).toEqual(['3.csv', '5.csv', 'circle']);
  });

  it('refuses what cannot be trained on, and goes on with what comes next', async () => {
    const { service, crashes } = counted();
    const { file, table } = packed(3);
    const wrong = onFile({ ...file, classes: ['yes', 'no'] });
    const refused = service.configure({ experiment: wrong, table, run: false });
    const next = service.configure({ experiment: onFile(file), table, run: false });
    expect(await refused).toMatchObject({ ok: false, code: 'data-unavailable' });
    unwrap(await next);
    expect(crashes).toEqual([]);
  });

  it('prepares nothing again where the rows stay the same', async () => {
    const { service, tasks } = counted();
    const { file, table } = packed(3);
    unwrap(await service.configure({ experiment: onFile(file), table, run: false }));
    const before = tasks();
    const reply = service.configure({ experiment: onFile(file, { hidden: [3] }), run: false });
    expect(unwrap(await reply).effect).toBe('restarted');
    // Only the loop, which prepares the network, may have begun.
    expect(tasks() - before).toBeLessThan(columnCount);
  });
});
