import { zlibSync } from 'fflate/browser';
import { interpreter } from '../backends/interpreter/interpreter.ts';
import { planComparison } from '../compare/comparison.ts';
import { sweptSettings, toCsv } from '../compare/export.ts';
import { sweepableOf } from '../compare/sweepable.ts';
import type { Ask } from '../compare/ask.ts';
import { DataRefused } from '../data/data-refused.ts';
import type { TableSource } from '../data/data-set.ts';
import { defaultView, parseExperiment, type Experiment } from '../experiment/schema.ts';
import { encodeSettings } from '../experiment/url.ts';
import { base64Of } from '../export/base64-doubles.ts';
import { exportDask, type DaskRuns } from '../export/dask-program.ts';
import { describeRun } from '../export/describe-run.ts';
import { exportPytorchRun } from '../export/pytorch-run.ts';
import { describeWholeRun } from '../export/whole-run.ts';
import { nextMeasured } from '../training/history.ts';
import { Run } from '../training/run.ts';

/** What is taken away: a comparison, and the set-up that it is of. */
export interface ClusterQuestion {
  readonly ask: Ask;
  readonly experiment: Experiment;
}

/** What its runs are trained on. */
export interface ClusterData {
  /** Everything that the set-up can name. */
  readonly tables: TableSource;
  /** The user's own table, as the page keeps it, for the workers; null where there is none. */
  readonly own: { readonly id: string; readonly bytes: Uint8Array } | null;
}

export type ClusterProgram =
  | { readonly ok: true; readonly text: string; readonly runs: number }
  /** A sentence that says why there is none. */
  | { readonly ok: false; readonly message: string };

/** Characters. Larger programs are none that one would send to a cluster. */
const mostText = 2 ** 26;
/** As many as base64 makes that much text of. */
const mostTableBytes = (mostText / 4) * 3;

/**
 * The Python program that trains on a Dask cluster what a swarm or a sweep asks for: the same bytes for the same
 * question, whoever asks it. Nothing is trained here.
 */
export function writeClusterProgram(
  { ask, experiment }: ClusterQuestion,
  { tables, own: given }: ClusterData,
): ClusterProgram {
  // The order of what settings consist of is another wherever they come from.
  const parsed = parseExperiment(experiment);
  if (!parsed.ok) return parsed;
  const own = experiment.dataSet === 'file' ? given : null;
  const planned = planComparison(parsed.value, ask);
  if (!planned.ok) return planned;
  if (own !== null && own.bytes.length > mostTableBytes)
    return {
      ok: false,
      message: `The table has ${megabytes(own.bytes.length)}, and a program holds one of at most ${megabytes(mostTableBytes)}.`,
    };
  const experiments = planned.plan.trials.map((trial) => trial.experiment);
  const table = own === null ? null : { id: own.id, packed: base64Of(own.bytes) };
  try {
    const torch = torchPrograms(ask, experiments, tables);
    return { ok: true, text: exportDask(daskRuns(ask, experiments, table, torch)), runs: experiments.length };
  } catch (error) {
    if (error instanceof DataRefused) return { ok: false, message: error.message };
    throw error;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
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

function torchPrograms(ask: Ask, experiments: readonly Experiment[], tables: TableSource): DaskRuns['torch'] {
  const programs: string[] = [];
  let length = 0;
  for (const experiment of experiments) {
    if (experiment.stopEpoch > 0 || experiment.stopWhen !== 'never')
      return { problem: 'their settings stop the training' };
    const run = new Run(experiment, interpreter, () => 0, null, undefined, tables);
    const whole = describeWholeRun(run);
    if (!whole.ok) return { problem: whole.message };
    if (whole.run.data === null) return { problem: 'there are too many data' };
    programs.push(exportPytorchRun(describeRun(run), whole.run, whole.run.data));
    run.dispose();
    length += programs[programs.length - 1].length;
    if (length > mostText) return { problem: 'the programs would be too large' };
  }
  const measured = [0];
  for (let epoch = nextMeasured(0, 64); epoch <= ask.epochs; epoch = nextMeasured(epoch, 64))
    measured.push(epoch);
  // By a package and not by the browser: browsers and Node each make other bytes of the same.
  const packed = zlibSync(new TextEncoder().encode(JSON.stringify(programs)));
  return { packed: base64Of(packed), measured };
}
