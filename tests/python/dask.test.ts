import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { python } from './run-python.ts';

/** Needs the system's Python with Dask and PyTorch: `apt-get install python3-distributed python3-torch`. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'lib/cli/main.js');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-dask-'));
  execFileSync('node', [join(root, 'scripts/build-package.mjs')], { cwd: root, stdio: 'ignore' });
});
afterAll(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string): string => join(folder, name);
const chainrule = (...words: string[]): string =>
  execFileSync('node', [cli, ...words], { encoding: 'utf8', cwd: folder });

interface Ended {
  readonly code: number | null;
  readonly printed: string;
  readonly said: string;
}

function runProgram(name: string, ...words: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(python, [inFolder(name), ...words], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { code: status, printed: stdout, said: stderr };
}

/** A command that counts its calls, and is chainrule but for what it does first. */
function command(name: string, first = ''): { readonly path: string; readonly calls: () => number } {
  const [path, log] = [inFolder(name), inFolder(`${name}.log`)];
  writeFileSync(path, `#!/bin/sh\necho call >> '${log}'\n${first}\nexec node '${cli}' "$@"\n`);
  chmodSync(path, 0o755);
  return { path, calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0) };
}

const sweep = [
  ...[
    'sweep',
    'points=60&hidden=3&loss=squared-hinge',
    '--vary',
    'learningRate=0.01,0.1,100',
    '--vary',
    'activation=tanh,relu',
  ],
  ...['--seeds', '2', '--epochs', '40', '--goal', 'test-loss=0.5'],
];

describe('a sweep on a cluster of two processes', () => {
  it('equals the page to the byte, though a process is killed on the way', () => {
    chainrule(...sweep, '--quiet', '--out', 'page.csv');
    chainrule(...sweep, '--dask', 'sweep.py');
    const page = readFileSync(inFolder('page.csv'), 'utf8');
    expect(page.split('\r\n')).toHaveLength(12 + 2);
    expect(page).toContain('true');
    // Whoever calls it first is killed, once: the worker, and not its nanny.
    const mark = inFolder('killed');
    const killer = command('killer', `if mkdir '${mark}' 2>/dev/null; then kill -9 $PPID; exit 1; fi`);
    const ended = runProgram('sweep.py', '--workers', '2', '--batch', '3', '--chainrule', killer.path);
    expect(ended.code, ended.said).toBe(0);
    expect(existsSync(mark)).toBe(true);
    expect(killer.calls()).toBeGreaterThan(4);
    expect(readFileSync(inFolder('results.csv'), 'utf8')).toBe(page);
  });

  it('goes on where it was, after a line that was cut off', () => {
    const whole = readFileSync(inFolder('results.csv'), 'utf8');
    const lines = whole.split('\r\n');
    writeFileSync(inFolder('results.csv'), `${lines.slice(0, 9).join('\r\n')}\r\n${lines[9].slice(0, 7)}`);
    const counting = command('counting');
    const words = ['--workers', '2', '--batch', '1', '--chainrule', counting.path];
    const ended = runProgram('sweep.py', ...words);
    expect(ended.code, ended.said).toBe(0);
    expect(counting.calls()).toBe(4);
    expect(readFileSync(inFolder('results.csv'), 'utf8')).toBe(whole);
    expect(runProgram('sweep.py', ...words).code).toBe(0);
    expect(counting.calls()).toBe(4);
  });

  it('does not write over the results of other runs', () => {
    chainrule('swarm', 'points=60&hidden=3&seed=5', '--seeds', '3', '--epochs', '2', '--dask', 'swarm.py');
    const others = runProgram('swarm.py');
    expect(others.code).toBe(1);
    expect(others.said).toContain('choose another --out');
  });

  it('says what is missing where a worker has no command line', () => {
    const ended = runProgram(
      'swarm.py',
      '--out',
      'none.csv',
      '--workers',
      '1',
      '--chainrule',
      '/nowhere/chainrule',
    );
    expect(ended.code).toBe(1);
    expect(ended.said).toContain('/nowhere/chainrule cannot be called on a worker');
    expect(ended.said).toContain('--engine torch');
  });
});

describe('a swarm on own data', () => {
  it('takes the table along, and comes to the same in PyTorch within a billionth', () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${(i * 7) % 13},${(i * 5) % 11},${i % 3 ? 'a' : '"b, c"'}`,
    );
    writeFileSync(inFolder('own.csv'), ['x,y,kind', ...rows].join('\n'));
    const words = [
      'swarm',
      'hidden=3&engine=wasm-f64',
      '--data',
      'own.csv',
      '--seeds',
      '4',
      '--epochs',
      '70',
    ];
    const goal = ['--goal', 'train-accuracy=70'];
    chainrule(...words, ...goal, '--quiet', '--out', 'own-page.csv');
    chainrule(...words, ...goal, '--dask', 'own.py');
    const counted = command('plain');
    const own = ['--workers', '2', '--chainrule', counted.path, '--out', 'own-dask.csv'];
    const ended = runProgram('own.py', ...own);
    expect(ended.code, ended.said).toBe(0);
    const page = readFileSync(inFolder('own-page.csv'), 'utf8');
    expect(readFileSync(inFolder('own-dask.csv'), 'utf8')).toBe(page);
    const torch = runProgram('own.py', '--engine', 'torch', '--workers', '2', '--out', 'own-torch.csv');
    expect(torch.code, torch.said).toBe(0);
    const cells = (text: string): string[] => text.trim().split(/[,\r\n]+/);
    const [expected, found] = [cells(page), cells(readFileSync(inFolder('own-torch.csv'), 'utf8'))];
    expect(found).toHaveLength(expected.length);
    expected.forEach((cell, i) => {
      if (/^\d/.test(cell)) expect(Math.abs(Number(found[i]) - Number(cell))).toBeLessThanOrEqual(1e-9);
      else expect(found[i]).toBe(cell);
    });
  });
});
