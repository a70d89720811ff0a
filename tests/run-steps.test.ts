import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../scripts/run-steps.mjs', import.meta.url));
const node = JSON.stringify(process.execPath);

const scripts = {
  one: 'echo first && echo 1 > one.txt',
  two: 'echo second && echo 2 > two.txt',
  wrong: 'echo the reason >&2 && exit 3',
  // Ends only when it is ended.
  endless: `${node} -e "setInterval(() => {}, 1000)"`,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-steps-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...names: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...names], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe('steps beside one another', () => {
  it('are all run, each with its output and its time', () => {
    const { status, output } = run('one', 'two');
    expect(status).toBe(0);
    expect(['one.txt', 'two.txt'].every((name) => existsSync(join(folder, name)))).toBe(true);
    expect(output).toMatch(/^> one: .*\nfirst$/m);
    expect(output).toMatch(/^> two: .*\nsecond$/m);
    expect(output).toMatch(/^passed +\d+\.\d s {2}one$/m);
    expect(output).toMatch(/^together +\d+\.\d s$/m);
  });

  it('fail with the first that fails: what runs is ended, what waits is not begun', () => {
    const { status, output } = run('wrong', ...Array<string>(64).fill('endless'), 'one');
    expect(status).toBe(1);
    expect(output).toContain('the reason');
    expect(output).toMatch(/^failed +\d+\.\d s {2}wrong$/m);
    expect(output.trimEnd()).toMatch(/wrong failed$/);
    expect(existsSync(join(folder, 'one.txt'))).toBe(false);
  });

  it('must be there', () => {
    expect(run('one', 'three')).toMatchObject({ status: 2, output: 'no such script: three\n' });
    expect(run().status).toBe(2);
    expect(existsSync(join(folder, 'one.txt'))).toBe(false);
  });
});
