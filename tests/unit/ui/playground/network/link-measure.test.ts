import { describe, expect, it } from 'vitest';
import type { NetworkPicture } from '../../../../../src/protocol/picture-messages.ts';
import type { LayerVitals, Vitals } from '../../../../../src/protocol/snapshot-messages.ts';
import { describeLink, describeNeuron } from '../../../../../src/ui/playground/network/describe.ts';
import {
  formatDecade,
  formatNorm,
  measureOf,
  normScale,
  sayFlat,
  sayLayer,
  scaleOf,
  shareOn,
  strengthOn,
} from '../../../../../src/ui/playground/network/link-measure.ts';

const vitals: Vitals = {
  gradient: Float64Array.of(0.02, -0.0004, 0, 5e-9),
  update: null,
  rows: 4,
  isSample: false,
  layers: [],
};

describe('the scale of gradients', () => {
  it('reaches from the decade of the largest five decades down, whatever its sign', () => {
    expect(scaleOf(Float64Array.of(0.02, -0.4, 1e-9))).toEqual({ low: -5, high: 0 });
    expect(scaleOf(Float64Array.of(-2000, 3))).toEqual({ low: -1, high: 4 });
    expect(scaleOf(Float64Array.of(1, NaN, Infinity))).toEqual({ low: -5, high: 0 });
    expect(scaleOf(new Float64Array(3))).toBeNull();
    expect(scaleOf(Float64Array.of(NaN))).toBeNull();
  });

  it('places a size by its logarithm, and what is beyond it at its ends', () => {
    const scale = { low: -5, high: 0 };
    expect([1, 0.1, -0.001, 1e-5, 1e-7, 50, 0, NaN].map((value) => shareOn(scale, value))).toEqual([
      1, 0.8, 0.4, 0, 0, 1, 0, 0,
    ]);
  });

  it('draws a larger one never weaker', () => {
    const scale = { low: -5, high: 0 };
    const strengths = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1].map((value) => strengthOn(scale, value));
    strengths.slice(1).forEach((strength, i) => {
      expect(strength).toBeGreaterThanOrEqual(strengths[i]);
    });
    expect([strengths[0], strengths[6]]).toEqual([0, 1]);
  });

  it('is fixed for the norms of layers, so that fading and explosion are seen', () => {
    expect(shareOn(normScale, 1e-3)).toBeCloseTo(0.5, 12);
    expect(shareOn(normScale, 1e-8)).toBe(0);
    expect(shareOn(normScale, 1e5)).toBe(1);
  });
});

describe('what the lines show', () => {
  it('is the gradient on its own scale, and nothing while there is none or all of it is 0', () => {
    const { values, strengthOf, scale } = measureOf(vitals, 'gradient');
    expect(values).toBe(vitals.gradient);
    expect(scale).toEqual({ low: -6, high: -1 });
    expect(strengthOf(0.02)).toBeGreaterThan(strengthOf(-0.0004));
    expect(strengthOf(-0.0004)).toBeGreaterThan(0);
    expect(strengthOf(0)).toBe(0);
    expect(measureOf(null, 'gradient').values).toBeNull();
    expect(measureOf({ ...vitals, gradient: new Float64Array(4) }, 'gradient').strengthOf(1)).toBe(0);
  });

  it('is the update, once one is known', () => {
    expect(measureOf(vitals, 'update').values).toBeNull();
    const update = Float64Array.of(1e-3, 0, 0, -2e-5);
    expect(measureOf({ ...vitals, update }, 'update').values).toBe(update);
  });
});

describe('the numbers of a layer', () => {
  const layer: LayerVitals = { gradientNorm: 3.14e-5, updateRatio: 0.00123, saturated: null, dead: null };

  it('are short', () => {
    expect([0, 0.0312, 0.00031, 12.34, 123456, Infinity, NaN].map(formatNorm)).toEqual([
      '0',
      '0.031',
      '3.1e−4',
      '12',
      '1.2e5',
      '∞',
      '–',
    ]);
    expect([-5, -2, 0, 2, 3].map(formatDecade)).toEqual(['1e−5', '0.01', '1', '100', '1e3']);
  });

  it('are said in words, only those that it has', () => {
    expect(sayLayer(layer, 4)).toEqual([
      'gradient norm 3.1e−5',
      'the last batch changed its weights by 0.12 %',
    ]);
    expect(sayLayer({ ...layer, updateRatio: null, saturated: 0.25 }, 4)).toEqual([
      'gradient norm 3.1e−5',
      'no update seen yet',
      '25.0 % of its outputs saturated',
    ]);
    expect(sayLayer({ ...layer, updateRatio: 31, dead: 0.75 }, 4).slice(1)).toEqual([
      'the last batch changed its weights by 31 times their size',
      '3 of 4 neurons dead',
    ]);
    expect(sayLayer(layer, 4, 5000).at(-1)).toBe('of the first 5,000 train rows');
  });

  it('of what lies flat have a short word where it is worth one', () => {
    expect(sayFlat(layer, 4)).toBe('');
    expect(sayFlat({ ...layer, saturated: 0.099 }, 4)).toBe('');
    expect(sayFlat({ ...layer, saturated: 0.254 }, 4)).toBe('25 % flat');
    expect(sayFlat({ ...layer, dead: 0.75 }, 4)).toBe('3 dead');
    expect(sayFlat({ ...layer, dead: 0 }, 4)).toBe('');
  });
});

describe('the cards', () => {
  /** ŷ = w₂ · h(w₁x + b₁) + b₂ */
  const network: NetworkPicture = {
    inputs: ['x1'],
    outputs: { names: ['output'], low: -1 },
    inputPicture: null,
    layers: [
      { inputCount: 1, width: 1, weightOffset: 0, biasOffset: 1 },
      { inputCount: 1, width: 1, weightOffset: 2, biasOffset: 3 },
    ],
    parameterCount: 4,
    shownNeurons: [],
  };
  const parameters = Float64Array.of(1, 2, 3, 4);
  const withUpdate = { ...vitals, update: Float64Array.of(0.5, 0.6, 0.7, 0.8) };

  it('say weight, gradient and last update of a neuron, and of its bias', () => {
    const { incoming, biasVitals } = describeNeuron(network, parameters, { column: 1, index: 0 }, withUpdate);
    expect(incoming).toEqual([{ name: 'x₁', weight: 1, gradient: 0.02, update: 0.5 }]);
    expect(biasVitals).toEqual({ name: 'bias', weight: 2, gradient: -0.0004, update: 0.6 });
  });

  it('say them of a link, and that no update is known yet', () => {
    const link = { column: 1, from: 0, to: 0, weight: 3 };
    expect(describeLink(network, link, withUpdate).incoming).toEqual([
      { name: 'weight', weight: 3, gradient: 0, update: 0.7 },
    ]);
    expect(describeLink(network, link, vitals).incoming[0].update).toBeNull();
  });

  it('say the weights alone where nothing else is measured', () => {
    const { incoming, biasVitals } = describeNeuron(network, parameters, { column: 1, index: 0 });
    expect(incoming).toEqual([{ name: 'x₁', weight: 1 }]);
    expect(biasVitals).toBeUndefined();
  });
});
