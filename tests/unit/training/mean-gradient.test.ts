import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/autograd/steps.ts';
import { Value } from '../../../src/autograd/value.ts';
import type { Samples } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { createDataSet } from '../../../src/data/data-set.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { losses } from '../../../src/nn/losses.ts';
import { Mlp } from '../../../src/nn/mlp.ts';
import { classCountOf, widthsOf } from '../../../src/nn/network.ts';
import { MeanGradient, neuronGradientTape } from '../../../src/training/mean-gradient.ts';
import { encodingOf, networkSpec, initialParameters, Network } from '../../../src/training/network.ts';
import { encodedSamples } from '../../../src/training/samples.ts';
import { largestDifference } from '../helpers/closeness.ts';
import { wasmBackend } from '../wasm/backends.ts';

const backends = [
  { backend: interpreter, within: 1e-12 },
  { backend: wasmBackend('f64'), within: 1e-12 },
  { backend: wasmBackend('f32'), within: 1e-5 },
];
const experiments: Experiment[] = [
  { ...defaultExperiment, hidden: [4, 3] },
  { ...defaultExperiment, hidden: [20, 20, 20], activation: 'relu', features: ['x1', 'x2', 'sin x1'] },
  { ...defaultExperiment, hidden: [3], activation: 'sigmoid', loss: 'binary-cross-entropy' },
  { ...defaultExperiment, hidden: [] },
  { ...defaultExperiment, hidden: [4, 3], dataSet: 'blobs', classes: 6, loss: 'cross-entropy' },
  { ...defaultExperiment, hidden: [5], dataSet: 'four-spirals', loss: 'squared-error' },
  {
    ...defaultExperiment,
    hidden: [20, 20],
    activation: 'relu',
    dataSet: 'rings',
    classes: 3,
    loss: 'cross-entropy',
  },
];

interface Case {
  readonly network: Network;
  readonly parameters: Float64Array;
  readonly samples: Samples;
}

function caseOf(experiment: Experiment): Case {
  const dataSet = createDataSet(experiment);
  const { table, rows } = dataSet;
  const network = new Network(networkSpec(experiment, dataSet));
  const encoding = encodingOf(experiment, dataSet);
  return {
    network,
    parameters: initialParameters(network, 3).map(Math.fround),
    samples: encodedSamples(encoding, table, rows.train.slice(0, 7), experiment.loss),
  };
}

/** By `Value.backward`, one sample after the other. */
function referenceGradient({ network, parameters, samples }: Case, neuron?: [number, number]): number[] {
  const { shape } = network;
  const loss = losses[shape.loss];
  const mlp = new Mlp({
    inputCount: shape.inputCount,
    widths: widthsOf(shape),
    hiddenActivation: shape.activation,
    outputActivation: loss.outputActivation(classCountOf(shape)),
  });
  const leaves = mlp.parameters();
  leaves.forEach((leaf, p) => (leaf.data = parameters[p]));
  for (let row = 0; row < samples.count; row++) {
    const layers = mlp.forwardLayers(samples.inputs.map((column) => new Value(column[row])));
    const targets = samples.targets.map((column) => new Value(column[row]));
    const whole = loss.of(layers[layers.length - 1], targets);
    (neuron === undefined ? whole : layers[neuron[0]][neuron[1]]).backward();
  }
  return leaves.map(({ gradient }) => gradient / samples.count);
}

describe.each(backends)('the mean gradient by $backend.name', ({ backend, within }) => {
  it.each(experiments)('is that of Value.backward for $hidden $activation $loss', (experiment) => {
    const example = caseOf(experiment);
    const gradient = finish(MeanGradient.compile(backend, example.network.tapes.gradient));
    const actual = finish(gradient.of(example.samples, example.parameters));
    const expected = referenceGradient(example);
    expect(largestDifference(actual, expected, 1)).toBeLessThan(within);
    expect(actual.filter((value) => value !== 0).length).toBeGreaterThan(2);
    // Nothing is left over from a call before.
    const other = example.parameters.map((value) => Math.fround(value / 2));
    finish(gradient.of(example.samples, other));
    expect(finish(gradient.of(example.samples, example.parameters))).toEqual(actual);
    expect(finish(gradient.of(example.samples, other))).not.toEqual(actual);
    gradient.dispose();
  });

  it('can be that of any hidden neuron, shown on the page or not', () => {
    const example = caseOf(experiments[1]);
    for (const neuron of [
      [0, 3],
      [1, 19],
      [2, 0],
    ] as [number, number][]) {
      const tape = finish(neuronGradientTape(example.network, { layer: neuron[0], neuron: neuron[1] }));
      const gradient = finish(MeanGradient.compile(backend, tape));
      const actual = finish(gradient.of({ ...example.samples, targets: [] }, example.parameters));
      const expected = referenceGradient(example, neuron);
      expect(largestDifference(actual, expected, 1)).toBeLessThan(within);
      const { weightOffset } = example.network.layers[neuron[0] + 1];
      expect(actual.subarray(weightOffset).every((value) => value === 0)).toBe(true);
      expect(actual.some((value) => value !== 0)).toBe(true);
      gradient.dispose();
    }
  });
});
