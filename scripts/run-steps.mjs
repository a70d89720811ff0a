/**
 * Runs scripts of package.json beside one another, as many as there are cores, in the order given: what takes longest
 * is best named first. Shows the output of each when it ends; the first that fails ends the others, and its output
 * comes last but for the table of times.
 *
 *     node scripts/run-steps.mjs <script of package.json> …
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

const names = process.argv.slice(2);
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const unknown = names.filter((name) => !Object.hasOwn(scripts, name));
if (names.length === 0 || unknown.length > 0) {
  console.error(names.length === 0 ? 'name the scripts to run' : `no such script: ${unknown.join(', ')}`);
  process.exit(2);
}

const path = `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH}`;
const running = new Set();
const rows = [];
let failed = null;

/** Resolves when the step has ended, with whatever end. */
function run(name) {
  const startedMs = performance.now();
  const output = [];
  // A group of its own, so that all that it started ends with it.
  const child = spawn(scripts[name], {
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: path },
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  return new Promise((done) => {
    child.on('close', (code) => {
      running.delete(child);
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      // What was ended for another's failure has nothing to say.
      const end = code === 0 ? 'passed' : failed === null ? 'failed' : 'stopped';
      rows.push(`${end.padEnd(8)}${seconds.padStart(7)} s  ${name}`);
      if (end !== 'stopped') process.stdout.write(`\n> ${name}: ${scripts[name]}\n${Buffer.concat(output)}`);
      if (end === 'failed') {
        failed = name;
        stop();
      }
      done();
    });
  });
}

function stop() {
  for (const { pid } of running) {
    try {
      process.kill(-pid);
    } catch (error) {
      // It has ended meanwhile.
      if (error.code !== 'ESRCH') throw error;
    }
  }
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    failed ??= signal;
    stop();
  });
}

const waiting = [...names];
async function work() {
  while (waiting.length > 0 && failed === null) await run(waiting.shift());
}
const startedMs = performance.now();
await Promise.all(Array.from({ length: availableParallelism() }, work));
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
console.log(`\n${rows.join('\n')}\n${'together'.padEnd(8)}${seconds.padStart(7)} s`);
if (failed !== null) console.log(`${failed} failed`);
process.exitCode = failed === null ? 0 : 1;
