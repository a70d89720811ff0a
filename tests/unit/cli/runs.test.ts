import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ThreadDesk } from '../../../src/cli/compare/thread-desk.ts';
import { UsageError } from '../../../src/cli/usage.ts';
import { decodeAddress } from '../../../src/experiment/address.ts';
import { runCommand, type Ran } from '../helpers/command-line.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const text = (name: string): string => readFileSync(at(name), 'utf8');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-runs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...words: string[]): Promise<Ran> =>
  runCommand(words, {
    hire: (table) => {
      const desk = new ThreadDesk(table);
      return { work: (trials) => desk.work(trials), stop: () => desk.stop(), end: () => desk.stop() };
    },
  });

const list = (content: unknown): string => {
  writeFileSync(at('list.json'), JSON.stringify(content));
  return at('list.json');
};
const format = 'chainrule runs 1';

describe('chainrule runs', () => {
  test('trains what a file lists as a swarm of it would be trained', async () => {
    const swarm = ['points=40&hidden=2&seed=7', '--seeds', '3', '--epochs', '5'];
    await run('swarm', ...swarm, '--out', at('swarm.csv'));
    const links = [7, 8, 9].map((seed) => `points=40&hidden=2&seed=${seed}`);
    const { printed } = await run(
      'runs',
      list({ format, runs: links }),
      '--epochs',
      '5',
      '--out',
      at('runs.csv'),
    );
    expect(printed).toContain('3 runs of 5 epochs');
    expect(text('runs.csv').split('\r\n')).toHaveLength(5);
    expect(text('runs.csv')).toBe(text('swarm.csv'));
  });

  test.each([
    ['no file', null, 'needs a file'],
    ['another format', { format: 'something', runs: ['seed=1'] }, 'expected the format'],
    ['no runs', { format, runs: [] }, 'lists no runs'],
    ['a run that is none', { format, runs: ['seed=1', 'seed=x'] }, 'run 2'],
    ['a run that is no link', { format, runs: [5] }, 'run 1 that is no link'],
    ['a table that is none', { format, runs: ['seed=1'], table: { packed: 5 } }, 'table that is none'],
  ])('says what is wrong with %s', async (_, content, expected) => {
    const words = content === null ? ['runs'] : ['runs', list(content)];
    await expect(run(...words)).rejects.toThrow(UsageError);
    await expect(run(...words)).rejects.toThrow(expected);
  });
});

describe('--dask', () => {
  const links = (program: string): string[] =>
    [...program.matchAll(/^ {4}\("([^"]+)", \d+, \d+, \[/gm)].map(([, link]) => link);

  test('writes the settings of every run of a sweep, and trains none', async () => {
    const sweep = [
      'points=40&hidden=2',
      '--vary',
      'learningRate=0.1,0.2',
      '--vary',
      'batchSize=5,7',
      '--seeds',
      '2',
    ];
    const { code, printed } = await runCommand(['sweep', ...sweep, '--dask', at('sweep.py')]);
    expect([code, printed]).toEqual([0, `${at('sweep.py')}\n`]);
    const program = text('sweep.py');
    const found = links(program).map((link) => decodeAddress(link).settings.experiment);
    expect(found).toHaveLength(8);
    expect(found.map(({ learningRate, batchSize, seed }) => [learningRate, batchSize, seed])).toEqual([
      ...[
        [0.1, 5, 1],
        [0.1, 5, 2],
        [0.2, 5, 1],
        [0.2, 5, 2],
      ],
      ...[
        [0.1, 7, 1],
        [0.1, 7, 2],
        [0.2, 7, 1],
        [0.2, 7, 2],
      ],
    ]);
    expect(program).toContain('"set learningRate", "set batchSize"');
  });

  test('writes a random search with all of its settings, and no search that depends on what comes out', async () => {
    const search = [
      'points=40&hidden=2',
      '--vary',
      'l2=log:1e-4..1:3',
      '--vary',
      'learningRate',
      '--vary',
      'batchSize',
    ];
    await runCommand(['sweep', ...search, '--search', 'random', '--tries', '5', '--dask', at('search.py')]);
    const program = text('search.py');
    expect(program).toContain('"set l2", "set learningRate", "set batchSize"');
    const found = links(program).map((link) => decodeAddress(link).settings.experiment);
    expect(found).toHaveLength(5);
    expect(new Set(found.map(({ learningRate }) => learningRate)).size).toBeGreaterThan(1);
    await expect(
      runCommand(['sweep', ...search, '--search', 'halving', '--dask', at('halving.py')]),
    ).rejects.toThrow('--dask: what --search halving trains depends on what came of the runs before');
  });

  test('tells why there is no PyTorch beside it', async () => {
    await runCommand(['swarm', 'points=40&stopEpoch=5', '--seeds', '2', '--dask', at('swarm.py')]);
    expect(text('swarm.py')).toContain('TORCH_PROBLEM = "their settings stop the training"');
  });

  test('wants the name of a Python file', async () => {
    await expect(runCommand(['swarm', '--dask', at('swarm.txt')])).rejects.toThrow('ends with .py');
  });
});
