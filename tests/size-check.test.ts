import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../scripts/check-size.mjs', import.meta.url));

const small: Readonly<Record<string, string>> = {
  'index.html':
    '<script type="module" src="./entry.js"></script><link rel="modulepreload" href="./shared.js">',
  'entry.js':
    'import "./imported.js"; new Worker(new URL("worker.js", import.meta.url)); import("./lazy.js");',
  'imported.js': 'export {};',
  'shared.js': 'export {};',
  'worker.js': 'import "./shared.js";',
  'lazy.js': 'export {};',
};

/** A script that gzip cannot make smaller than this. */
function incompressible(KiB: number): string {
  return `// ${randomBytes(KiB * 1024).toString('base64')}`;
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'size-check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function check(changes: Readonly<Record<string, string>> = {}): { ok: boolean; output: string } {
  for (const [name, text] of Object.entries({ ...small, ...changes }))
    writeFileSync(join(folder, name), text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
  return { ok: status === 0, output: stdout + stderr };
}

describe('the size check', () => {
  test('passes a small page and says how each script is loaded', () => {
    const { ok, output } = check();
    expect(output).toMatch(/^entry +0\.1 {2}entry\.js$/m);
    expect(output).toMatch(/^entry +0\.0 {2}imported\.js$/m);
    expect(output).toMatch(/^entry\+worker +0\.0 {2}shared\.js$/m);
    expect(output).toMatch(/^worker +0\.0 {2}worker\.js$/m);
    expect(output).toMatch(/^lazy +0\.0 {2}lazy\.js$/m);
    expect(ok).toBe(true);
  });

  test.each(['entry.js', 'imported.js', 'shared.js'])('fails when %s is over the budget', (name) => {
    const { ok, output } = check({ [name]: `${small[name]}\n${incompressible(200)}` });
    expect(output).toContain('more than 180');
    expect(ok).toBe(false);
  });

  test.each(['worker.js', 'lazy.js'])('lets %s be large: the first view does not wait for it', (name) => {
    expect(check({ [name]: `${small[name]}\n${incompressible(200)}` }).ok).toBe(true);
  });

  test.each(['entry.js', 'worker.js', 'lazy.js'])('fails when %s has a decorator in it', (name) => {
    const { ok, output } = check({ [name]: `@decorate class A {} ${small[name]}` });
    expect(output).toContain(`${name} is not ES2022`);
    expect(ok).toBe(false);
  });
});
