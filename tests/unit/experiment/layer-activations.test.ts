import { describe, expect, it } from 'vitest';
import {
  activationSettings,
  activationsFor,
  commonActivation,
  layerActivations,
} from '../../../src/experiment/layer-activations.ts';
import { defaultExperiment, parseExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { decodeSettings, defaultSettings, encodeSettings } from '../../../src/experiment/url.ts';
import { networkKey, networkSpec } from '../../../src/training/network.ts';
import { createDataSet } from '../../../src/data/data-set.ts';
import { FittingSettings } from '../../../src/ui/playground/data/fit-settings.ts';

const of = (changes: Partial<Experiment>): Experiment => ({ ...defaultExperiment, ...changes });
const keyOf = (experiment: Experiment): string =>
  networkKey(networkSpec(experiment, createDataSet(experiment)));

describe('the activations of the layers', () => {
  it('are that of all where nothing else is said, and a short list is filled up', () => {
    expect(layerActivations(of({ hidden: [4, 2] }))).toEqual(['tanh', 'tanh']);
    expect(layerActivations(of({ hidden: [4, 2, 3], activations: ['relu'] }))).toEqual([
      'relu',
      'tanh',
      'tanh',
    ]);
    expect(commonActivation(of({ activations: ['relu', 'relu'] }))).toBe('relu');
    expect(commonActivation(of({ activations: ['relu', 'mish'] }))).toBeNull();
    expect(commonActivation(of({ hidden: [], activation: 'silu' }))).toBe('silu');
  });

  it('are one setting where they are alike', () => {
    expect(activationSettings(['elu', 'elu'], { activation: 'tanh' })).toEqual({
      activation: 'elu',
      activations: [],
    });
    expect(activationSettings(['elu', 'sin'], { activation: 'tanh' })).toEqual({
      activation: 'tanh',
      activations: ['elu', 'sin'],
    });
  });

  it('follow the layers: a new one takes after the one before it', () => {
    const mixed = of({ activations: ['relu', 'mish'] });
    expect(activationsFor([4, 2, 3], mixed).activations).toEqual(['relu', 'mish', 'mish']);
    expect(activationsFor([4], mixed)).toEqual({ activation: 'relu', activations: [] });
    const fitting = new FittingSettings(() => undefined);
    expect(layerActivations(fitting.after(mixed, { hidden: [4, 2, 2] }))).toEqual(['relu', 'mish', 'mish']);
    expect(fitting.after(mixed, { activation: 'sin' })).toMatchObject({ activation: 'sin', activations: [] });
    expect(fitting.after(mixed, { activations: ['mish', 'mish'] })).toMatchObject({
      activation: 'mish',
      activations: [],
    });
  });

  it('make the same network however they are said, and another one where one differs', () => {
    const plain = keyOf(of({ activation: 'relu' }));
    expect(keyOf(of({ activations: ['relu', 'relu'] }))).toBe(plain);
    expect(keyOf(of({ activation: 'relu', activations: ['relu', 'tanh'] }))).not.toBe(plain);
  });

  it('are in the link, and a wrong one is named', () => {
    const { view } = defaultSettings;
    const experiment = of({ activations: ['leaky-relu', 'gelu-tanh'] });
    const link = encodeSettings({ experiment, view });
    expect(link).toBe('activations=leaky-relu,gelu-tanh');
    expect(decodeSettings(link).settings.experiment).toEqual(experiment);
    const wrong = parseExperiment({ ...experiment, activations: ['gelo'] });
    expect(wrong.ok ? '' : wrong.message).toMatch(/activations.*one of tanh/);
  });
});
