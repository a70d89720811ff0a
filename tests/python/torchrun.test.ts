import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportBigRun } from '../../src/export/pytorch-big-run.ts';
import { lossesIn, python } from './run-python.ts';
import { cases, trainedCase, type TrainedCase } from './whole-run-cases.ts';

/** Needs the system's Python with PyTorch and its torchrun: `apt-get install python3-torch`. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-torchrun-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const epochs = 10;

interface Trained {
  readonly losses: readonly (readonly [number, number])[];
  readonly weights: readonly number[];
}

const dump =
  'import json, sys, torch; print(json.dumps([x for p in torch.load(sys.argv[1]).values() for x in p.flatten().tolist()]))';

function run(path: string, processes: number, data: string, more: readonly string[] = []): Trained {
  const saved = join(folder, `weights-${processes}.pt`);
  // Without these, the torchrun of PyTorch 1.13 stumbles over the enumerations of Python 3.11.
  const streams = ['--redirects', '1', '--tee', '1', '--log_dir', join(folder, 'logs')];
  const several = [
    '-m',
    'torch.distributed.run',
    '--standalone',
    `--nproc_per_node=${processes}`,
    ...streams,
  ];
  const torchrun = processes === 1 ? [] : several;
  const asked = [
    '--data',
    join(folder, data),
    '--epochs',
    String(epochs),
    '--save',
    saved,
    '--backend',
    'gloo',
  ];
  const printed = execFileSync(python, [...torchrun, path, ...asked, ...more], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  const weights = JSON.parse(execFileSync(python, ['-c', dump, saved], { encoding: 'utf8' })) as number[];
  return { losses: lossesIn(printed.replaceAll(/^\[default\d+\]:/gm, '')), weights };
}

function furthest(one: Trained, other: Trained): number {
  expect(one.losses).toHaveLength(epochs + 1);
  expect(one.weights.length).toBeGreaterThan(0);
  expect(other.weights).toHaveLength(one.weights.length);
  const weights = one.weights.map((weight, i) => Math.abs(weight - other.weights[i]));
  const losses = one.losses.flatMap((pair, i) => pair.map((loss, k) => Math.abs(loss - other.losses[i][k])));
  return Math.max(...weights, ...losses);
}

function written(name: string, { model, run: whole }: TrainedCase): string {
  const path = join(folder, `${name.replaceAll(/\W/g, '_')}.py`);
  writeFileSync(path, exportBigRun(model, whole));
  return path;
}

/** 7 and 15 of a batch have unequal shares, and with batches of 1 a process has none. */
const chosen = [
  'a cosine with restarts, drawn with replacement',
  'clipped by value, with L1, exponentially',
  'one cycle with dropout and noisy inputs',
  'own data of classes',
] as const;

describe('one big run under torchrun', () => {
  it.each(chosen)('comes to the same in two processes as in one, and as in the engine: %s', async (name) => {
    const one = await trainedCase(cases[name]);
    const path = written(name, one);
    const alone = run(path, 1, name);
    const two = run(path, 2, name);
    expect(furthest(alone, two)).toBeLessThanOrEqual(1e-9);
    const engine = one.losses.slice(0, epochs + 1);
    alone.losses.forEach((pair, epoch) => {
      pair.forEach((loss, side) => {
        expect(Math.abs(loss - engine[epoch][side])).toBeLessThanOrEqual(1e-9);
      });
    });
  });

  it('would be found out if every process divided by its own share', async () => {
    const name = chosen[0];
    const one = await trainedCase(cases[name]);
    const path = written('control', one);
    const right = run(path, 2, 'control');
    const text = exportBigRun(one.model, one.run);
    const wrong = text.replace('s).sum().backward()', 's).mean().div(WORLD).mul(len(rows)).backward()');
    expect(wrong).not.toBe(text);
    writeFileSync(path, wrong);
    expect(furthest(right, run(path, 2, 'control'))).toBeGreaterThan(1e-6);
  });

  it('trains on rows of CSV files, and leaves out those that lack what is needed', async () => {
    const one = await trainedCase(cases['own data of classes']);
    const path = written('prepared', one);
    const { columns } = one.model;
    const line = (i: number): string =>
      columns
        .map((column) => (column.kind === 'number' ? String((i * 7) % 11) : column.categories[i % 2]))
        .map((cell) => `"${cell}"`)
        .join(',');
    const head = [...columns.map(({ name }) => name), 'kind'].map(
      (name) => `"${name.replaceAll('"', '""')}"`,
    );
    const lines = Array.from({ length: 40 }, (_, i) => `${line(i)},${['cat', 'dog', 'owl', ''][i % 4]}`);
    const csv = join(folder, 'rows.csv');
    writeFileSync(csv, [head.join(','), ...lines].join('\n'));
    const data = join(folder, 'big');
    const said = execFileSync(python, [path, '--prepare', csv, '--prepare-test', csv, '--data', data], {
      encoding: 'utf8',
    });
    expect(said).toContain('30 rows of');
    expect(said).toContain('10 were left out');
    const two = run(path, 2, 'big', ['--order', 'torch']);
    expect(furthest(run(path, 1, 'big', ['--order', 'torch']), two)).toBeLessThanOrEqual(1e-9);
    const [[first], [last]] = [two.losses[0], two.losses[epochs]];
    expect(last).toBeLessThan(first);
  });
});
