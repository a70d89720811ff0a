/**
 * Checks what `vite build` wrote: that every script parses in a browser (a bundler may pass syntax through that no
 * browser knows, such as decorators), and that the scripts the page needs at once stay within the budget.
 *
 *     node scripts/check-size.mjs [folder of the built page]
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';

const entryBudgetKiB = 180;

const folder = resolve(process.argv[2] ?? 'dist');
if (!existsSync(join(folder, 'index.html')))
  fail(`there is no ${join(folder, 'index.html')}: build the page first`);

const scripts = new Map(
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.js'))
    .map((name) => [join(folder, name), readScript(join(folder, name))]),
);
const entry = withStaticImports(scriptsOf(readFileSync(join(folder, 'index.html'), 'utf8')));
const workers = withStaticImports([...scripts.values()].flatMap(({ workers }) => workers));

const rows = [...scripts]
  .map(([path, { gzipKiB }]) => ({ load: loadOf(path), gzipKiB, name: relative(folder, path) }))
  .sort((a, b) => a.load.localeCompare(b.load) || b.gzipKiB - a.gzipKiB);
const entryKiB = sum(rows.filter(({ load }) => load.startsWith('entry')));

console.log('load            KiB gzip  script');
for (const { load, gzipKiB, name } of rows)
  console.log(`${load.padEnd(14)}${gzipKiB.toFixed(1).padStart(10)}  ${name}`);
console.log(`${'entry, all'.padEnd(14)}${entryKiB.toFixed(1).padStart(10)}  of ${entryBudgetKiB} allowed`);
if (entryKiB > entryBudgetKiB) {
  fail(
    `the entry scripts are ${entryKiB.toFixed(1)} KiB gzip, more than ${entryBudgetKiB}: load heavy parts lazily`,
  );
}

/** A script's size, and the scripts it imports statically or asks for as workers, as absolute paths. */
function readScript(path) {
  const text = readFileSync(path, 'utf8');
  let program;
  try {
    program = parse(text, { ecmaVersion: 2022, sourceType: 'module' });
  } catch (error) {
    fail(`${relative(folder, path)} is not ES2022: ${error.message}`);
  }
  const imports = program.body.flatMap(({ type, source }) =>
    source && /^(Import|Export)/.test(type) ? [resolve(dirname(path), source.value)] : [],
  );
  // A script that is asked for by address rather than imported is a worker's.
  const workers = [...text.matchAll(/new URL\(\s*["'`]([^"'`]+\.js)["'`]/g)].map(([, url]) =>
    resolve(dirname(path), url),
  );
  return { gzipKiB: gzipSync(text, { level: 9 }).length / 1024, imports, workers };
}

/** The module scripts and preloads that a page asks for. */
function scriptsOf(html) {
  const tags = html.match(/<(script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => tag.startsWith('<script') || /rel="?modulepreload/.test(tag))
    .flatMap((tag) => /(?:src|href)="([^"]+\.js)"/.exec(tag)?.[1] ?? [])
    .map((url) => resolve(folder, url));
}

function withStaticImports(paths) {
  const found = new Set();
  const open = [...paths];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    if (!scripts.has(path)) fail(`${relative(folder, path)} is asked for but was not built`);
    found.add(path);
    open.push(...scripts.get(path).imports);
  }
  if (found.size === 0) fail('found no script where the page must have one: has its markup changed?');
  return found;
}

function loadOf(path) {
  const loads = [entry.has(path) && 'entry', workers.has(path) && 'worker'].filter(Boolean);
  return loads.join('+') || 'lazy';
}

function sum(rows) {
  return rows.reduce((total, { gzipKiB }) => total + gzipKiB, 0);
}

function fail(message) {
  console.error(`size check: ${message}`);
  process.exit(1);
}
