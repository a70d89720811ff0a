import type { Tape } from '../autograd/tape.ts';
import { inputName, type Encoding, type Feature } from '../data/encoding.ts';
import type { Column } from '../data/table.ts';
import type { LossName } from '../experiment/names.ts';
import type { Module } from '../nn/module.ts';
import { endOf, type ParameterBlock } from '../nn/parameter-blocks.ts';
import { longestStraight, type ModelColumn, type TrainedModel } from './trained-model.ts';

/** What a run says of its network. */
export interface DescribedRun {
  readonly title: string;
  readonly epoch: number;
  readonly encoding: Encoding;
  /** Those behind the inputs, in the order in which a row has them. */
  readonly columns: readonly Pick<Column, 'name' | 'kind'>[];
  readonly module: Pick<Module, 'layers' | 'outputs'>;
  readonly loss: LossName;
  readonly parameters: Float64Array;
  /** `[...displayed outputs]`. */
  readonly output: Tape;
}

/** One plain description of a trained network, which every form of it is written from. It shares no array with the run. */
export function describeModel(run: DescribedRun): TrainedModel {
  const { title, epoch, encoding, module, loss, output } = run;
  const { features, target } = encoding;
  const parameters = run.parameters.slice();
  const numbersOf = (block: ParameterBlock): Float64Array => parameters.slice(block.offset, endOf(block));
  return {
    ...{ title, epoch, features, target, loss, parameters },
    columns: run.columns.map((column) => describeColumn(column, features)),
    inputNames: features.map(inputName),
    outputNames: module.outputs,
    layers: module.layers.map(({ weights, biases, activation }) => ({
      inputCount: weights.columns.length,
      width: weights.rows.length,
      weights: numbersOf(weights),
      biases: numbersOf(biases),
      activation,
    })),
    tape: output.length <= longestStraight ? output : null,
  };
}

function describeColumn(
  { name, kind }: Pick<Column, 'name' | 'kind'>,
  features: readonly Feature[],
): ModelColumn {
  if (kind === 'number') return { name, kind };
  const categories = features.flatMap((feature) =>
    feature.as === 'one-hot' && feature.of === name ? [feature.category] : [],
  );
  return { name, kind, categories };
}
