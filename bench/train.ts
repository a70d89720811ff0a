import { engines } from './engines.ts';
import { measure } from './measure.ts';
import { parseOptions, select } from './options.ts';
import { jsonLines, table } from './report.ts';
import { createWorkload } from './workloads.ts';

/** Training steps a second of every engine, side by side in one process. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const contestants = select(engines, options.engines);
  for (const name of options.workloads) {
    const workload = createWorkload(name);
    const measurements = await measure(workload, contestants, { rounds: options.rounds, roundMs: 300 });
    console.log(options.json ? jsonLines(workload, measurements) : `${table(workload, measurements)}\n`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
