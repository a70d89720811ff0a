import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { planComparison } from '../../compare/comparison.ts';
import { sweptSettings, toCsv } from '../../compare/export.ts';
import { sweepableOf } from '../../compare/sweepable.ts';
import type { Ask } from '../../compare/ask.ts';
import type { Table } from '../../data/table.ts';
import { defaultView, type Experiment } from '../../experiment/schema.ts';
import { encodeSettings } from '../../experiment/url.ts';
import { describeRun } from '../../export/describe-run.ts';
import { exportDask, type DaskRuns } from '../../export/dask-program.ts';
import { exportPytorchRun } from '../../export/pytorch-run.ts';
import { describeWholeRun } from '../../export/whole-run.ts';
import { packTable, tableId } from '../../formats/packed-table.ts';
import { engineNamed } from '../../training/engine.ts';
import { nextMeasured } from '../../training/history.ts';
import { Run } from '../../training/run.ts';
import type { Arguments } from '../arguments.ts';
import { readSubject } from '../subject.ts';
import { tablesWith } from '../tables.ts';
import { exitCodes, UsageError } from '../usage.ts';
import type { CompareWorld } from '../world.ts';
import { askOf } from './ask-options.ts';

/** Larger programs are none that one would send to a cluster. */
const mostProgramText = 2 ** 26;

/** Writes what a comparison asks for as a program for a Dask cluster, and trains nothing. */
export async function writeDask(
  kind: 'swarm' | 'sweep',
  path: string,
  given: Arguments,
  { print }: Pick<CompareWorld, 'print'>,
): Promise<number> {
  if (!path.endsWith('.py'))
    throw new UsageError(`--dask ${path} is no Python file, expected a name that ends with .py`);
  const { experiment, table, ask: linked } = await readSubject(given);
  const ask = askOf(kind, linked, given);
  if (ask.kind === 'sweep' && ask.search === 'halving')
    throw new UsageError(
      '--dask: what --search halving trains depends on what came of the runs before, expected a swarm, a grid or --search random',
    );
  const planned = planComparison(experiment, ask);
  if (!planned.ok) throw new UsageError(planned.message);
  const experiments = planned.plan.trials.map((trial) => trial.experiment);
  const own = table === null ? null : { id: tableId(table), packed: await packed(table) };
  writeFileSync(path, exportDask(daskRuns(ask, experiments, own, torchPrograms(ask, experiments, table))));
  print(path);
  return exitCodes.done;
}

async function packed(table: Table): Promise<string> {
  return Buffer.from(await packTable(table).arrayBuffer()).toString('base64');
}

function daskRuns(
  ask: Ask,
  experiments: readonly Experiment[],
  table: DaskRuns['table'],
  torch: DaskRuns['torch'],
): DaskRuns {
  const settings = sweptSettings(ask);
  return {
    title: `a ${ask.kind} of ${experiments.length} runs of ${experiments[0].file?.name ?? experiments[0].dataSet}`,
    epochs: ask.epochs,
    goal: ask.target === 'none' ? null : { measure: ask.target, value: ask.goal },
    columns: toCsv({ ask, outcomes: [] }).split('\r\n')[0].split(','),
    runs: experiments.map((experiment) => ({
      link: encodeSettings({ experiment, view: defaultView }),
      seed: experiment.seed,
      dataSeed: experiment.dataSeed,
      values: settings.map((setting) => sweepableOf(setting)?.of(experiment) ?? ''),
    })),
    ...{ table, torch },
  };
}

function torchPrograms(ask: Ask, experiments: readonly Experiment[], table: Table | null): DaskRuns['torch'] {
  const { backend } = engineNamed('interpreter', false);
  const programs: string[] = [];
  let length = 0;
  for (const experiment of experiments) {
    if (experiment.stopEpoch > 0 || experiment.stopWhen !== 'never')
      return { problem: 'their settings stop the training' };
    const run = new Run(experiment, backend, () => 0, null, undefined, tablesWith(table));
    const whole = describeWholeRun(run);
    if (!whole.ok) return { problem: whole.message };
    if (whole.run.data === null) return { problem: 'there are too many data' };
    programs.push(exportPytorchRun(describeRun(run), whole.run, whole.run.data));
    run.dispose();
    length += programs[programs.length - 1].length;
    if (length > mostProgramText) return { problem: 'the programs would be too large' };
  }
  const measured = [0];
  for (let epoch = nextMeasured(0, 64); epoch <= ask.epochs; epoch = nextMeasured(epoch, 64))
    measured.push(epoch);
  return { packed: deflateSync(JSON.stringify(programs)).toString('base64'), measured };
}
