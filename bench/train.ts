import { measureCompileTimes } from './compile-time/compile-times.ts';
import { deepJson, deepLines } from './compile-time/report.ts';
import { engines, forwardEngines, rowEngines } from './engines.ts';
import { isPeak, peaks, rateOf } from './engines/peak.ts';
import { pytorch } from './engines/pytorch.ts';
import { forwardEngineNames, measureForward } from './forward/measure-forward.ts';
import { forwardJson, forwardTable } from './forward/report.ts';
import { measure, type Contestant } from './measure.ts';
import { parseOptions, type Options } from './options.ts';
import { closingJsonLines, jsonLines } from './report-json.ts';
import { closingLines, tables } from './report.ts';
import type { WorkloadResult } from './results.ts';
import { measureRows, rowEngineNames } from './rows/measure-rows.ts';
import { openChromium } from './runtimes/chromium.ts';
import { openNode } from './runtimes/node.ts';
import type { Runtime } from './runtimes/runtime.ts';
import { createWorkload, type WorkloadName } from './workloads.ts';

/**
 * Training steps, and forward evaluations, a second of every engine in every runtime, side by side in one run: a round
 * is one turn of each, so that their ratios hold although the machine's speed wanders.
 */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), 'all');
  const names = selectEngines(options.engines);
  const runtimes: Runtime[] = [];
  try {
    for (const name of options.runtimes)
      runtimes.push(
        name === 'node'
          ? openNode([...engines, pytorch, ...peaks], forwardEngines, [...rowEngines, ...peaks])
          : await openChromium(),
      );
    const results: WorkloadResult[] = [];
    for (const workload of options.workloads) {
      const result = await measureWorkload(workload, runtimes, names, options);
      results.push(result);
      console.log(options.json ? jsonLines(result) : `${tables(result)}\n`);
    }
    for (const workload of options.rows) {
      const result = await measureRows(workload, runtimes, options.engines, options);
      results.push(result);
      console.log(options.json ? jsonLines(result) : `${tables(result)}\n`);
    }
    if (results.length > 0) console.log(options.json ? closingJsonLines(results) : closingLines(results));
    if (options.workloads.includes('W6')) {
      const deep = await measureCompileTimes('deep', runtimes, names);
      const wide = results.find(({ workload }) => workload.name === 'W6')?.compileTimes ?? [];
      console.log(options.json ? deepJson(deep, wide) : deepLines(deep, wide));
    }
    for (const workload of options.forward) {
      const result = await measureForward(workload, runtimes, options.engines, options);
      console.log(options.json ? forwardJson(result) : `${forwardTable(result)}\n`);
    }
  } finally {
    for (const runtime of runtimes) await runtime.close();
  }
}

function selectEngines(wanted: readonly string[] | undefined): readonly string[] {
  const known = [...engines, pytorch].map(({ name }) => name);
  for (const name of wanted ?? []) {
    const all = [...new Set([...known, ...rowEngineNames, ...forwardEngineNames])];
    if (!all.includes(name)) throw new Error(`there is no engine ${name}; there are ${all.join(', ')}`);
  }
  return known.filter((name) => wanted?.includes(name) ?? true);
}

async function measureWorkload(
  name: WorkloadName,
  runtimes: readonly Runtime[],
  names: readonly string[],
  effort: Options,
): Promise<WorkloadResult> {
  const contestants = runtimes.flatMap((runtime) => contestantsOf(runtime, names));
  const { measured, missing } = await measure(name, contestants, effort);
  return {
    workload: createWorkload(name),
    measured: measured.filter(({ engine }) => !isPeak(engine)),
    // Node without relaxed madd is as expected, not missing.
    missing: missing.filter(({ engine }) => !isPeak(engine)),
    peaks: measured.filter(({ engine }) => isPeak(engine)).map(rateOf),
    compileTimes: await measureCompileTimes(name, runtimes, names),
  };
}

/** PyTorch has a process of its own, which is driven from Node. */
function contestantsOf({ name: runtime, stage }: Runtime, names: readonly string[]): Contestant[] {
  const inside = names.filter((engine) => engine !== pytorch.name);
  const beside = runtime === 'node' ? names.filter((engine) => engine === pytorch.name) : [];
  return [
    ...[...inside, ...peaks.map(({ name }) => name)].map((engine) => ({ engine, runtime, stage })),
    ...beside.map((engine) => ({ engine, runtime: 'python', stage })),
  ];
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
