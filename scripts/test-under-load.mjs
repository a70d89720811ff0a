/**
 * Runs the unit tests again and again beside busy loops: a test that leans on the speed of the machine fails then.
 * Usage: node scripts/test-under-load.mjs [runs = 10] [busy loops = 4] [arguments for vitest …]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const [runs = '10', loops = '4', ...others] = process.argv.slice(2);
const busy = Array.from({ length: Number(loops) }, () => new Worker('for (;;);', { eval: true }));

const failed = [];
for (let run = 1; run <= Number(runs); run++) {
  console.log(`run ${run} of ${runs}, beside ${loops} busy loops`);
  const arguments_ = ['vitest', 'run', '--project', 'unit', '--reporter', 'dot', ...others];
  const [code] = await once(spawn('npx', arguments_, { stdio: 'inherit' }), 'exit');
  if (code !== 0) failed.push(run);
}

await Promise.all(busy.map((worker) => worker.terminate()));
console.log(failed.length === 0 ? `all ${runs} runs are green` : `runs that failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
