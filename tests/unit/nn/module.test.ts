import { describe, expect, it } from 'vitest';
import { layerOf, placeInLayers } from '../../../src/nn/mlp.ts';
import { decayOf, layoutOf, moduleOf, placeOfParameter, placesOf, tapsOf } from '../../../src/nn/module.ts';
import { moduleOfShape, type NetworkShape } from '../../../src/nn/network.ts';
import { allWeightsOf, biasAt, weightAt, weightsOf } from '../../../src/nn/parameter-blocks.ts';

const shape: NetworkShape = {
  inputCount: 2,
  hidden: [3, 2],
  activation: 'relu',
  loss: 'cross-entropy',
  task: 'classification',
  classCount: 3,
};
const module = moduleOfShape(shape, {
  inputs: ['x1', 'x1²'],
  outputs: ['setosa', 'versicolor', 'virginica'],
});

describe('a network', () => {
  it('says its parameters by name, one block after the other', () => {
    const neurons = ['neuron 1', 'neuron 2', 'neuron 3'];
    expect(module.blocks.slice(0, 3)).toEqual([
      { name: 'layer 1, weights', rows: neurons, columns: ['x1', 'x1²'], offset: 0, decays: true },
      { name: 'layer 1, biases', rows: neurons, columns: ['bias'], offset: 6, decays: false },
      { name: 'layer 2, weights', rows: neurons.slice(0, 2), columns: neurons, offset: 9, decays: true },
    ]);
    expect(module.blocks.map(({ name, offset }) => `${name} at ${offset}`).slice(3)).toEqual([
      'layer 2, biases at 15',
      'output, weights at 17',
      'output, biases at 23',
    ]);
    expect(module.blocks[4].rows).toEqual(['setosa', 'versicolor', 'virginica']);
    expect(module.blocks[4].columns).toEqual(['neuron 1', 'neuron 2']);
    expect(module.parameterCount).toBe(26);
  });

  it('has the activation of the settings in its hidden layers, and that of the loss at its end', () => {
    expect(module.layers.map(({ activation }) => activation)).toEqual(['relu', 'relu', 'linear']);
    const classes = moduleOfShape({ ...shape, loss: 'squared-error' });
    expect(classes.layers.map(({ activation }) => activation)).toEqual(['relu', 'relu', 'tanh']);
  });

  it('may have another activation in each layer', () => {
    const hidden = [
      { width: 2, activation: 'tanh' },
      { width: 1, activation: 'relu' },
    ] as const;
    const ends = { inputs: ['x'], outputs: ['y'], outputActivation: 'linear' } as const;
    const { layers } = moduleOf({ kind: 'mlp', hidden }, ends);
    expect(layers.map((layer) => layerOf(layer).neurons.map(({ activation }) => activation))).toEqual([
      ['tanh', 'tanh'],
      ['relu'],
      ['linear'],
    ]);
  });

  it('numbers what has no name', () => {
    const plain = moduleOfShape(shape);
    expect([plain.inputs, plain.outputs]).toEqual([
      ['input 1', 'input 2'],
      ['output 1', 'output 2', 'output 3'],
    ]);
  });

  it('finds every parameter where its blocks have it, and none beside them', () => {
    const places = Array.from({ length: module.parameterCount }, (_, p) => placeOfParameter(module, p));
    expect(places[5]).toEqual({ layer: 0, neuron: 2, input: 1 });
    expect(places[16]).toEqual({ layer: 1, neuron: 1, input: null });
    places.forEach(({ layer, neuron, input }, p) => {
      const layout = layoutOf(module.layers[layer]);
      expect(input === null ? biasAt(layout, neuron) : weightAt(layout, neuron, input)).toBe(p);
      expect(placeInLayers(2, [3, 2, 3], p)).toEqual(places[p]);
    });
    for (const p of [-1, 26]) expect(() => placeOfParameter(module, p)).toThrow(`no parameter ${p}`);
  });

  it('has its layers read their parameters from there', () => {
    const all = Float64Array.from({ length: module.parameterCount }, (_, p) => p);
    for (const described of module.layers) {
      const layout = layoutOf(described);
      const layer = layerOf(described);
      const places = placesOf(described);
      layer.parameters().forEach((leaf, i) => (leaf.data = all[places[i]]));
      for (const [neuron, { weights, bias }] of layer.neurons.entries()) {
        expect([...weightsOf(all, layout, neuron)]).toEqual(weights.map(({ data }) => data));
        expect(all[biasAt(layout, neuron)]).toBe(bias.data);
      }
      expect(allWeightsOf(all, layout)).toHaveLength(layout.width * layout.inputCount);
    }
    // What is written to a neuron's weights is written to the parameters.
    weightsOf(all, layoutOf(module.layers[1]), 1).fill(-1);
    expect([...all].flatMap((value, p) => (value === -1 ? [p] : []))).toEqual([12, 13, 14]);
  });

  it('says which parameters decay', () => {
    const decay = decayOf(module);
    decay.forEach((value, p) => expect(value).toBe(placeOfParameter(module, p).input === null ? 0 : 1));
    expect(decay.reduce((sum, value) => sum + value)).toBe(6 + 6 + 6);
  });

  it('is tapped at the neurons that it has', () => {
    const layers = [['a', 'b'], ['c']];
    const at = (layer: number, neuron: number): string[] => tapsOf(layers, [{ layer, neuron }]);
    expect([at(0, 1), at(1, 0)]).toEqual([['b'], ['c']]);
    expect(() => at(1, 1)).toThrow('no neuron 1 in layer 1');
    expect(() => at(2, 0)).toThrow(RangeError);
    expect(() => at(0, -1)).toThrow(RangeError);
  });
});
