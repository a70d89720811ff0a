import {
  createValues,
  evaluate,
  leafMap,
  loadRow,
  loadSlots,
} from '../../../src/backends/interpreter/evaluate.ts';
import { encodeFeatures, inOwnUnits, type Encoding, type Feature } from '../../../src/data/encoding.ts';
import { features as planeFeatures, inTableOrder } from '../../../src/data/features.ts';
import { allRows, type Table } from '../../../src/data/table.ts';
import { classCountOf, taskFor } from '../../../src/experiment/data-sets.ts';
import { layerActivations } from '../../../src/experiment/layer-activations.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { FittedNetwork } from '../../../src/export/fit-network.ts';
import { traceForward } from '../../../src/nn/forward-tapes.ts';

/** Settings by which a table with this target is the user's own file. */
export function experimentFor({ target }: Pick<Encoding, 'target'>, inputs: readonly string[]): Experiment {
  const classes = target.kind === 'class' ? [...target.classes] : [];
  return {
    ...defaultExperiment,
    dataSet: 'file',
    loss: classes.length > 2 ? 'cross-entropy' : 'squared-error',
    file: {
      ...{ id: '0123456789abcdef', name: 'own.csv', rows: 24, dropped: 0, reading: { faulty: 'leave-out' } },
      ...{ inputs: [...inputs], target: { kind: target.kind, column: target.column }, classes },
      ...{ categorical: [], manyCategories: [], missing: 'fill', split: null },
    },
  };
}

/** What the page then shows of a table's rows: outputs by row, numbers in their own units. */
export function shownAfter(
  fitted: FittedNetwork,
  before: Experiment,
  { features: present, target }: Encoding,
  table: Table,
): number[][] {
  const experiment: Experiment = { ...before, ...fitted.patch };
  const features: readonly Feature[] =
    fitted.patch.features === undefined
      ? present
      : inTableOrder(fitted.patch.features).map((name) => planeFeatures[name]);
  const tape = traceForward(
    {
      ...{ inputCount: features.length, hidden: experiment.hidden, activation: experiment.activation },
      ...{ activations: layerActivations(experiment), loss: experiment.loss, task: taskFor(experiment) },
      classCount: classCountOf(experiment),
    },
    [],
  );
  const inputs = encodeFeatures(features, table, allRows(table));
  const values = createValues(tape);
  loadSlots(leafMap(tape, 'parameter'), fitted.parameters, values);
  const map = leafMap(tape, 'input');
  return Array.from(allRows(table), (row) => {
    loadRow(map, inputs, row, values);
    evaluate(tape, values);
    // The predictions stand behind what is shown of them.
    const shown = Array.from(tape.outputs.slice(0, tape.outputs.length / 2), (at) => values[at]);
    return target.kind === 'number' ? shown.map((output) => inOwnUnits(target, output)) : shown;
  });
}
