import fc from 'fast-check';
import type { Encoding } from '../../../src/data/encoding.ts';
import type { Table } from '../../../src/data/table.ts';
import { activationNames, lossNames, type LossName } from '../../../src/experiment/names.ts';
import { lossProblem } from '../../../src/experiment/data-sets.ts';
import {
  mixedEncoding,
  mixedTable,
  modelCase,
  planePoints,
  type CaseOptions,
  type ModelCase,
} from './exported-models.ts';

/** The rows that a random network is of, and what it predicts of them. */
const grounds: Readonly<Record<string, () => { readonly table: Table; readonly encoding: Encoding }>> = {
  'two classes of the plane': () => planePoints(['-1', '+1']),
  'three classes of the plane': () => planePoints(['a', 'b', 'c']),
  'a number of the plane': () => planePoints([]),
  'classes of a table': () => mixedEncoding(mixedTable(), 'class'),
  'a number of a table': () => mixedEncoding(mixedTable(), 'number'),
};

function lossesFor({ target }: Encoding): readonly LossName[] {
  const classCount = target.kind === 'class' ? target.classes.length : 0;
  return lossNames.filter((loss) => lossProblem(loss, classCount) === null);
}

/** Networks of any shape, activation, loss and kind of rows. */
export const randomModels: fc.Arbitrary<ModelCase & Pick<CaseOptions, 'table' | 'encoding'>> = fc
  .record({
    ground: fc.constantFrom(...Object.values(grounds)),
    layers: fc.array(
      fc.record({ width: fc.integer({ min: 1, max: 6 }), activation: fc.constantFrom(...activationNames) }),
      { maxLength: 4 },
    ),
    loss: fc.nat(),
    seed: fc.nat(1e6),
    weightScale: fc.constantFrom(0.1, 0.5, 1),
  })
  .map(({ ground, layers, loss, seed, weightScale }) => {
    const { table, encoding } = ground();
    const possible = lossesFor(encoding);
    const one = modelCase({
      ...{ table, encoding, seed, weightScale },
      hidden: layers.map(({ width }) => width),
      activations: layers.map(({ activation }) => activation),
      loss: possible[loss % possible.length],
    });
    return { ...one, table, encoding };
  });
