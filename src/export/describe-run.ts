import { columnsBehind } from '../data/asked-row.ts';
import type { Run } from '../training/run.ts';
import { describeModel } from './describe-model.ts';
import type { TrainedModel } from './trained-model.ts';

/** The network of a run with the weights that it has now. */
export function describeRun(run: Run): TrainedModel {
  const { dataSet, encoding, experiment, network } = run;
  return describeModel({
    title: dataSet.name === 'file' ? (experiment.file?.name ?? 'file') : dataSet.name,
    epoch: run.progress,
    columns: columnsBehind(dataSet),
    ...{ encoding, module: network.module, loss: experiment.loss },
    parameters: run.parameters(),
    output: network.tapes.output,
  });
}
