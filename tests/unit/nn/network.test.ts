import { describe, expect, it } from 'vitest';
import { Value } from '../../../src/autograd/value.ts';
import { activationNames, type LossName } from '../../../src/experiment/names.ts';
import { decayMask, initializeParameters } from '../../../src/nn/initializers.ts';
import { activations } from '../../../src/nn/activations.ts';
import { losses } from '../../../src/nn/losses.ts';
import { layerLayouts, Mlp, parameterCountOf } from '../../../src/nn/mlp.ts';
import { traceNetwork, type NetworkShape } from '../../../src/nn/network.ts';
import { expectClose } from '../helpers/closeness.ts';
import { uniformOf } from '../helpers/problems.ts';
import { runTape } from '../helpers/run-tape.ts';
import { rounding } from '../tolerances.ts';

describe('layer layouts', () => {
  it('put weights [neuron][input] before biases, layer after layer', () => {
    expect(layerLayouts(3, [4, 1])).toEqual([
      { inputCount: 3, width: 4, weightOffset: 0, biasOffset: 12 },
      { inputCount: 4, width: 1, weightOffset: 16, biasOffset: 20 },
    ]);
  });

  it.each([
    [2, [16, 16, 1], 337],
    [3, [4, 4, 1], 41],
    [2, [8, 8, 1], 105],
    [5, [1], 6],
  ])('count the parameters of %d-%j: %d', (inputCount, widths, count) => {
    expect(parameterCountOf(inputCount, widths)).toBe(count);
    expect(decayMask(inputCount, widths)).toHaveLength(count);
    expect(initializeParameters(inputCount, widths, () => 0.5)).toHaveLength(count);
    const mlp = new Mlp({ inputCount, widths, hiddenActivation: 'tanh', outputActivation: 'tanh' });
    expect(mlp.parameters()).toHaveLength(count);
  });

  it('agree with the order of Mlp.parameters', () => {
    const mlp = new Mlp({
      inputCount: 3,
      widths: [4, 2],
      hiddenActivation: 'tanh',
      outputActivation: 'linear',
    });
    mlp.parameters().forEach((parameter, i) => (parameter.data = i));
    layerLayouts(3, [4, 2]).forEach(({ inputCount, width, weightOffset, biasOffset }, l) => {
      for (let j = 0; j < width; j++) {
        const { weights, bias } = mlp.layers[l].neurons[j];
        expect(weights.map((weight) => weight.data)).toEqual(
          Array.from({ length: inputCount }, (_, i) => weightOffset + j * inputCount + i),
        );
        expect(bias.data).toBe(biasOffset + j);
      }
    });
  });
});

describe('Mlp', () => {
  it('computes activation(Σ wᵢxᵢ + b) layer by layer', () => {
    const mlp = new Mlp({
      inputCount: 2,
      widths: [2, 1],
      hiddenActivation: 'tanh',
      outputActivation: 'linear',
    });
    [0.5, -1, 2, 0.25, 0.1, -0.2, 3, -4, 0.7].forEach((x, i) => (mlp.parameters()[i].data = x));
    const result = mlp.forward([new Value(1), new Value(2)])[0];
    result.forward();
    const hidden = [Math.tanh(0.5 - 2 + 0.1), Math.tanh(2 + 0.5 - 0.2)];
    expectClose([result.data], [3 * hidden[0] - 4 * hidden[1] + 0.7], rounding);
  });

  it('uses the hidden activation inside and the output activation at the end', () => {
    const mlp = new Mlp({
      inputCount: 1,
      widths: [2, 2, 1],
      hiddenActivation: 'relu',
      outputActivation: 'sigmoid',
    });
    const ops = mlp.forwardLayers([new Value(1)]).map((layer) => layer.map(({ op }) => op));
    expect(ops).toEqual([['relu', 'relu'], ['relu', 'relu'], ['sigmoid']]);
  });

  it('refuses an empty network and says what it got', () => {
    const activation = { hiddenActivation: 'tanh', outputActivation: 'tanh' } as const;
    expect(() => new Mlp({ inputCount: 0, widths: [1], ...activation })).toThrow(/got 0-1/);
    expect(() => new Mlp({ inputCount: 2, widths: [], ...activation })).toThrow(RangeError);
    expect(() => new Mlp({ inputCount: 2, widths: [3, 0, 1], ...activation })).toThrow(/got 2-3-0-1/);
  });
});

describe('initializeParameters', () => {
  it('draws in ±1/√fan-in and fills the range', () => {
    const widths = [40, 30, 1];
    const parameters = initializeParameters(9, widths, uniformOf(5));
    for (const { inputCount, width, weightOffset, biasOffset } of layerLayouts(9, widths)) {
      const layer = parameters.subarray(weightOffset, biasOffset + width);
      const bound = 1 / Math.sqrt(inputCount);
      expect(Math.max(...layer)).toBeLessThanOrEqual(bound);
      expect(Math.min(...layer)).toBeGreaterThanOrEqual(-bound);
      expect(Math.max(...layer)).toBeGreaterThan(0.8 * bound);
      expect(Math.min(...layer)).toBeLessThan(-0.8 * bound);
    }
    expect(new Set(parameters).size).toBe(parameters.length);
  });

  it('draws in the order of the parameters, once for each', () => {
    let draws = 0;
    const parameters = initializeParameters(4, [2, 1], () => draws++ / 100);
    expect(draws).toBe(13);
    const bound = (i: number): number => (i < 10 ? 1 / Math.sqrt(4) : 1 / Math.sqrt(2));
    expectClose(
      parameters,
      Array.from({ length: 13 }, (_, i) => (i / 50 - 1) * bound(i)),
      rounding,
    );
  });
});

describe('decayMask', () => {
  it('is 1 for weights and 0 for biases', () => {
    expect([...decayMask(2, [2, 1])]).toEqual([1, 1, 1, 1, 0, 0, 1, 1, 0]);
  });
});

describe('activations', () => {
  it('are what their names say', () => {
    const names = activationNames.slice(0, 4);
    const at = (x: number): number[] => names.map((name) => activations[name](new Value(x)).data);
    expect(names).toEqual(['tanh', 'relu', 'sigmoid', 'linear']);
    expectClose(at(0.5), [Math.tanh(0.5), 0.5, 1 / (1 + Math.exp(-0.5)), 0.5], rounding);
    expectClose(at(-2), [Math.tanh(-2), 0, 1 / (1 + Math.exp(2)), -2], rounding);
  });
});

describe('losses', () => {
  const lossOf = (name: LossName, prediction: number, label: number): number =>
    losses[name].of([new Value(prediction)], [new Value(losses[name].target(label, 0, 2))]).data;

  it('squared error has no factor ½', () => {
    expect(lossOf('squared-error', 3, 1)).toBe(4);
    expect(lossOf('squared-error', -0.5, -1)).toBe(0.25);
  });

  it('cross-entropy is -log of the probability given to the label', () => {
    const probability = 1 / (1 + Math.exp(-0.7));
    expectClose([lossOf('binary-cross-entropy', 0.7, 1)], [-Math.log(probability)], rounding);
    expectClose([lossOf('binary-cross-entropy', 0.7, -1)], [-Math.log(1 - probability)], rounding);
  });

  it('cross-entropy stays finite for logits that round the probability to 0', () => {
    expect(lossOf('binary-cross-entropy', -1000, 1)).toBe(1000);
    expect(lossOf('binary-cross-entropy', 1000, 1)).toBe(0);
  });

  it('show a class in [-1, 1], and the logit’s sign as its side', () => {
    const { displayed } = losses['binary-cross-entropy'];
    expect([-1000, 0, 1000].map((z) => displayed([new Value(z)])[0].data)).toEqual([-1, 0, 1]);
    expect(losses['squared-error'].displayed([new Value(0.3)])[0].data).toBe(0.3);
  });
});

describe('traceNetwork', () => {
  const shape: NetworkShape = {
    inputCount: 2,
    hidden: [3, 2],
    activation: 'tanh',
    loss: 'binary-cross-entropy',
    task: 'classification',
  };
  const parameters = [...initializeParameters(2, [3, 2, 1], uniformOf(9))];
  const leaves = { inputs: [0.4, -1.3], targets: [1], parameters };

  /** The same network by hand, on numbers. */
  function activationsByHand(): number[][] {
    let signals = leaves.inputs;
    return layerLayouts(2, [3, 2, 1]).map(({ inputCount, width, weightOffset, biasOffset }, l) => {
      signals = Array.from({ length: width }, (_, j) => {
        const z = signals.reduce(
          (sum, x, i) => sum + parameters[weightOffset + j * inputCount + i] * x,
          parameters[biasOffset + j],
        );
        return l < 2 ? Math.tanh(z) : z;
      });
      return signals;
    });
  }

  it('gives programs that agree with the network worked out by hand', () => {
    const { gradient, metrics, output } = traceNetwork(shape);
    const [logit] = activationsByHand()[2];
    const loss = Math.log1p(Math.exp(-logit));
    const displayed = 2 / (1 + Math.exp(-logit)) - 1;
    expectClose(runTape(metrics, leaves), [loss, displayed], rounding);
    expectClose(runTape(output, leaves), [displayed], rounding);
    expectClose(runTape(gradient, leaves).slice(0, 1), [loss], rounding);
    expect(gradient.outputs).toHaveLength(1 + parameters.length);
  });

  it('shows the hidden neurons asked for, after the output', () => {
    const { activations: shown } = traceNetwork(shape, [
      { layer: 1, neuron: 1 },
      { layer: 0, neuron: 2 },
    ]);
    const byHand = activationsByHand();
    expectClose(runTape(shown, leaves).slice(1), [byHand[1][1], byHand[0][2]], rounding);
  });

  it('needs no target to show the output', () => {
    const { output } = traceNetwork(shape);
    expect(runTape(output, { ...leaves, targets: [0] })).toEqual(runTape(output, leaves));
    const { metrics } = traceNetwork(shape);
    expect(runTape(metrics, { ...leaves, targets: [0] })[0]).not.toBe(runTape(metrics, leaves)[0]);
  });
});
