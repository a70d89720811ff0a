import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActivationName } from '../../../src/experiment/names.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { isReshaped } from '../../../src/experiment/effects.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { carryNetwork } from '../../../src/training/carried-network.ts';
import { Run } from '../../../src/training/run.ts';

const now = (): number => 0;

function runOf(patch: Partial<Experiment>): Run {
  return new Run({ ...defaultExperiment, points: 20, optimizer: 'adam', ...patch }, interpreter, now);
}

/** Weights by name, and by the place of what they are multiplied with: 'layer 1, weights: neuron 2, 0'. */
function byName({ network }: Run, values: Float64Array): Map<string, number> {
  return new Map(
    network.module.blocks.flatMap(({ name, rows, columns, offset }) =>
      rows.flatMap((row, i) =>
        columns.map((_, k) => [`${name}: ${row}, ${k}`, values[offset + i * columns.length + k]] as const),
      ),
    ),
  );
}

const widths = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });

describe('a network of another shape', () => {
  it('has every weight of a neuron that both have, what the optimizer carries for it, and else begins as itself', () => {
    fc.assert(
      fc.property(widths, widths, (hidden, other) => {
        const run = runOf({ hidden });
        run.advance(Infinity, 2);
        const next = runOf({ hidden: other });
        const state = run.state();
        const {
          parameters,
          state: columns,
          added,
        } = carryNetwork(run.network, state, next.network, next.parameters());
        const [before, after, initial] = [
          byName(run, state.parameters),
          byName(next, parameters),
          byName(next, next.parameters()),
        ];
        const [moment, carried] = [byName(run, state.state[0]), byName(next, columns[0])];
        const newLayers = new Set(other.slice(hidden.length).map((_, i) => `layer ${hidden.length + i + 1}`));
        for (const [name, value] of after) {
          const isNew = newLayers.has(name.slice(0, name.indexOf(',')));
          const old = isNew ? undefined : before.get(name);
          expect([name, value]).toEqual([name, old ?? initial.get(name)]);
          expect([name, carried.get(name)]).toEqual([name, old === undefined ? 0 : moment.get(name)]);
        }
        expect(added).toBe(newLayers.size > 0 ? 'initial' : null);
      }),
      { numRuns: 60 },
    );
  });

  it.each<[ActivationName, number, number, boolean]>([
    ['relu', 4, 4, true],
    ['linear', 3, 3, true],
    // Control: what another width or activation cannot let through.
    ['relu', 4, 3, false],
    ['tanh', 4, 4, false],
    ['leaky-relu', 4, 4, false],
  ])(
    'with a new layer of %s, %d to %d wide, says what it said before: %s',
    (activation, width, added, isSame) => {
      const run = runOf({ activation, hidden: [width] });
      run.advance(Infinity, 3);
      const next = runOf({ activation, hidden: [width, added] });
      const carried = carryNetwork(run.network, run.state(), next.network, next.parameters());
      expect(carried.added).toBe(isSame ? 'identity' : 'initial');
      const says = ({ network }: Run, parameters: Float64Array): number[] =>
        [
          [0.3, -0.7],
          [-2, 1.5],
        ].map(([x1, x2]) => {
          const forward = interpreter.createForward(network.tapes.output);
          forward.setParameters(parameters);
          const inputs = [Float64Array.of(x1), Float64Array.of(x2)];
          const outputs = [new Float64Array(1)];
          forward.run({ count: 1, inputs, targets: [] }, 0, 1, outputs);
          return outputs[0][0];
        });
      if (isSame) expect(says(next, carried.parameters)).toEqual(says(run, run.parameters()));
      else expect(says(next, carried.parameters)).not.toEqual(says(run, run.parameters()));
    },
  );

  it('is one only where nothing but neurons and layers at the end came or went', () => {
    const before: Experiment = { ...defaultExperiment, hidden: [4, 2] };
    const mixed: Experiment = { ...before, activations: ['relu', 'tanh'] };
    const cases: [Experiment, Partial<Experiment>, boolean][] = [
      [before, { hidden: [4, 3] }, true],
      [before, { hidden: [4] }, true],
      [before, { hidden: [] }, true],
      [before, { hidden: [4, 2, 2], learningRate: 1, optimizer: 'adam' }, true],
      [mixed, { hidden: [4], activations: ['relu'] }, true],
      [mixed, { hidden: [4], activations: ['tanh'] }, false],
      [before, { hidden: [4, 3], activation: 'relu' }, false],
      [before, { hidden: [4, 3], features: ['x1'] }, false],
      [before, { hidden: [4, 3], seed: 7 }, false],
      [before, { hidden: [4, 3], dataSet: 'xor' }, false],
      [before, { learningRate: 1 }, false],
    ];
    for (const [from, patch, expected] of cases)
      expect([patch, isReshaped(from, { ...from, ...patch })]).toEqual([patch, expected]);
  });
});
