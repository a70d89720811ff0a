/**
 * ESLint with a cache. What the rules with types say of a file depends on every other file, and ESLint's cache knows
 * only the file itself: so there is one cache for each state of all that is linted, and another state starts afresh.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const left = new Set(['node_modules', 'dist', 'lib', '.cache', '.git']);
const caches = '.cache/eslint';

const entries = readdirSync('.', { withFileTypes: true }).filter(({ name }) => !left.has(name));
const folders = entries.filter((entry) => entry.isDirectory());
const own = entries.filter((entry) => entry.isFile());
const nested = folders.flatMap(({ name }) =>
  readdirSync(name, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)),
);
const hash = createHash('sha256');
for (const path of [...nested, ...own.map(({ name }) => name)].sort()) {
  const content = readFileSync(path);
  hash.update(`${path}\0${content.length}\0`).update(content);
}
const key = hash.digest('hex').slice(0, 16);

for (const name of listed(caches)) if (name !== key) rmSync(join(caches, name), { recursive: true });
const options = ['--max-warnings', '0', '--cache', '--cache-strategy', 'content'];
const location = ['--cache-location', `${join(caches, key)}/`];
const { status } = spawnSync('eslint', ['.', ...options, ...location], { stdio: 'inherit', shell: false });
process.exitCode = status ?? 1;

function listed(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
