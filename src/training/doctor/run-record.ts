import type { Run } from '../run.ts';
import { leadingSamples } from '../samples.ts';
import { baselineOf, inputScales, type RunRecord } from './record.ts';

/** Rows that tell how large the inputs are. */
const scaledRows = 2000;

/** What does not change while a run is trained. */
export type RunFacts = Pick<RunRecord, 'baseline' | 'inputs' | 'trainRows' | 'testRows'>;

export function factsOf({ train, test, measured, network, experiment }: Run): RunFacts {
  return {
    baseline: baselineOf(measured.train, experiment.loss, network.shape),
    inputs: inputScales(leadingSamples(train, scaledRows), network.inputs),
    trainRows: train.count,
    testRows: test.count,
  };
}

/** A run as the detectors judge it. */
export function recordOf(run: Run, facts: RunFacts = factsOf(run)): RunRecord {
  const { moments, history, experiment } = run;
  const changes = moments.changes.filter(({ setting }) => setting !== 'engine');
  return {
    ...facts,
    moments: moments.inOrder(),
    curve: history.columns(),
    settings: experiment,
    since: Math.max(0, ...changes.map(({ epoch }) => epoch)),
  };
}
