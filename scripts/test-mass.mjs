/** Runs each test that takes a part of what there is (tests/mass.ts) with all of it. Needs the built page. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const files = readdirSync('tests', { recursive: true })
  .map((path) => join('tests', path))
  .filter((path) => path.endsWith('.test.ts') && readFileSync(path, 'utf8').includes("/mass.ts'"));
const { status } = spawnSync('vitest', ['run', ...files, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, MASS: '1' },
});
process.exitCode = status ?? 1;
