import { describe, expect, it } from 'vitest';
import { overflowProblem } from '../../src/backends/webgpu/magnitude.ts';
import {
  neuronsProblem,
  operationCount,
  planProblem,
  rowCountOf,
  type NetworkPlan,
} from '../../src/backends/webgpu/network-plan.ts';
import { limits } from '../../src/experiment/limits.ts';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema.ts';
import { featureNames } from '../../src/experiment/names.ts';
import { interpreter } from '../../src/backends/interpreter/interpreter.ts';
import { Run } from '../../src/training/run.ts';
import { programOf } from '../../workers/gpu-views.ts';
import { packColumns, packParameters, packTables, packWeights } from '../../src/backends/webgpu/pack.ts';

/** 2-5-1; parameter i is i + 1. */
const plan: NetworkPlan = {
  inputCount: 2,
  layers: [
    { width: 5, activation: 'relu', weightOffset: 0, biasOffset: 10 },
    { width: 1, activation: 'tanh', weightOffset: 15, biasOffset: 20 },
  ],
  display: 'identity',
};
const parameters = Float64Array.from({ length: 21 }, (_, i) => i + 1);
const [hidden, output] = plan.layers;

describe('the check of a plan', () => {
  it('passes one that fits', () => {
    expect(planProblem(plan, 21)).toBeUndefined();
    expect(planProblem({ ...plan, layers: [{ ...hidden, width: 1 }] }, 11)).toBeUndefined();
    expect(planProblem({ ...plan, layers: [hidden], display: 'softmax' }, 21)).toBeUndefined();
  });

  it('passes the largest network that the settings allow', () => {
    const { hiddenLayers, neurons, classes } = limits;
    const experiment: Experiment = {
      ...defaultExperiment,
      dataSet: 'blobs',
      classes: classes.max,
      loss: 'cross-entropy',
      features: [...featureNames],
      hidden: Array<number>(hiddenLayers.max).fill(neurons.max),
    };
    const { network } = new Run(experiment, interpreter, () => 0);
    const { plan: largest, neurons: shown } = programOf(network);
    expect(network.outputCount).toBe(8);
    expect(planProblem(largest, network.parameterCount)).toBeUndefined();
    expect(neuronsProblem(largest, shown)).toBeUndefined();
    // Control: it is the plan that passes, not the check that says nothing.
    expect(planProblem(largest, network.parameterCount - 1)).toContain('layer 9: its 8 biases');
  });

  it.each<[string, NetworkPlan, number]>([
    ['expected 1 to 64 inputs, got 0', { ...plan, inputCount: 0 }, 21],
    ['expected 1 to 64 inputs, got 65', { ...plan, inputCount: 65 }, 999],
    ['expected 1 to 256 layers, got 0', { ...plan, layers: [] }, 21],
    [
      'layer 1: expected 1 to 128 neurons, got 129',
      { ...plan, layers: [{ ...hidden, width: 129 }, output] },
      999,
    ],
    [
      'layer 1: expected 1 to 128 neurons, got 2.5',
      { ...plan, layers: [{ ...hidden, width: 2.5 }, output] },
      21,
    ],
    ['layer 2: its 1 biases at 20 lie outside the 20 parameters', plan, 20],
    [
      'layer 1: its 10 weights at -1 lie outside the 21 parameters',
      { ...plan, layers: [{ ...hidden, weightOffset: -1 }, output] },
      21,
    ],
    [
      'expected 1 output neuron to display as two-sigmoid-minus-one, got 5',
      { ...plan, layers: [hidden], display: 'two-sigmoid-minus-one' },
      21,
    ],
  ])('says: %s', (problem, wrong, parameterCount) => {
    expect(planProblem(wrong, parameterCount)).toBe(problem);
  });

  it('names a neuron that is not there', () => {
    expect(neuronsProblem(plan, [])).toBeUndefined();
    expect(neuronsProblem(plan, [{ layer: 0, neuron: 4 }])).toBeUndefined();
    expect(neuronsProblem(plan, [{ layer: 0, neuron: 5 }])).toContain('neuron 5 of 5');
    expect(neuronsProblem(plan, [{ layer: 2, neuron: 0 }])).toContain('layer 2 of 2');
  });
});

describe('packing for the shaders', () => {
  it('orders weights as they are read, in blocks of four', () => {
    const packed = [...packWeights(plan, parameters)];
    // Two blocks of neurons, each biases + 4 inputs; then one block of biases + 8 inputs.
    expect(packed).toHaveLength(4 * (2 * 5 + 9));
    expect(packed.slice(0, 20)).toEqual([11, 12, 13, 14, 1, 3, 5, 7, 2, 4, 6, 8, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(packed.slice(20, 32)).toEqual([15, 0, 0, 0, 9, 0, 0, 0, 10, 0, 0, 0]);
    const firsts = packed.slice(40).filter((_, i) => i % 4 === 0);
    expect(firsts).toEqual([21, 16, 17, 18, 19, 20, 0, 0, 0]);
  });

  it('leaves parameters in their order for a network that is written out', () => {
    expect([...packParameters(parameters.subarray(0, 5))]).toEqual([1, 2, 3, 4, 5, 0, 0, 0]);
  });

  it('puts columns one after another, as far as they are wanted', () => {
    const columns = [1, 2].map((feature) => Float64Array.of(feature, 10 * feature, 99));
    expect([...packColumns(columns, 2)]).toEqual([1, 10, 2, 20]);
  });

  it('counts multiplications and additions', () => {
    expect(operationCount(plan)).toBe(2 * (2 * 5 + 5));
  });

  it('groups the requested neurons by layer and remembers their rows', () => {
    const neurons = [
      { layer: 1, neuron: 0 },
      { layer: 0, neuron: 4 },
      { layer: 0, neuron: 2 },
    ];
    const { network, taps } = packTables(plan, neurons);
    expect([...network]).toEqual([2, 1, 2, 0, 1, 2, 2, 0, 2, 2, 1, 1, 2, 3]);
    // Behind the two rows that every network has.
    expect([...taps]).toEqual([4, 3, 2, 4, 0, 2]);
  });

  it('puts neurons behind the displayed outputs and the predictions, however many outputs there are', () => {
    const several: NetworkPlan = { ...plan, layers: [hidden, { ...output, width: 3 }], display: 'softmax' };
    const { network, taps } = packTables(several, [{ layer: 0, neuron: 4 }]);
    expect(network[3]).toBe(2);
    expect([...taps]).toEqual([4, 6]);
    expect(rowCountOf({ plan: several, neurons: [{ layer: 0, neuron: 4 }] })).toBe(7);
  });
});

describe('the check for overflow', () => {
  it('passes what f32 can hold', () => {
    expect(overflowProblem(plan, parameters, [1e30, 1e30])).toBeUndefined();
  });

  it.each([NaN, Infinity, -Infinity, 1e39])('finds a weight of %s', (weight) => {
    expect(overflowProblem(plan, parameters.with(16, weight), [1, 1])).toContain('a weight of layer 2');
  });

  it('finds a bias, an input and a sum that are too large', () => {
    expect(overflowProblem(plan, parameters.with(20, NaN), [1, 1])).toContain('neuron 1 of layer 2');
    expect(overflowProblem(plan, parameters, [1, NaN])).toContain('input 2');
    expect(overflowProblem(plan, parameters, [1, 1e38])).toContain('could reach');
  });

  it('leaves room for the differences of a softmax', () => {
    const inputs = [2 ** 123, 0];
    const single = { ...plan, layers: [{ ...hidden, activation: 'linear' as const }] };
    expect(overflowProblem(single, parameters, inputs)).toBeUndefined();
    expect(overflowProblem({ ...single, display: 'softmax' }, parameters, inputs)).toContain('could reach');
  });

  it('knows that tanh and sigmoid end at 1', () => {
    const flat = { ...plan, layers: [{ ...hidden, activation: 'tanh' as const }, output] };
    const large = parameters.map((value, i) => (i < 10 ? 1e37 : value));
    const unbounded = large.with(15, 1e20);
    expect(overflowProblem(flat, unbounded, [1, 1])).toBeUndefined();
    expect(overflowProblem(plan, unbounded, [1, 1])).toContain('layer 2');
  });
});
