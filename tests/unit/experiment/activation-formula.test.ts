import { describe, expect, it } from 'vitest';
import {
  activationFormulaFault,
  activationFormulaProblem,
  activationProblem,
  longestActivationFormula,
  usualActivationFormula,
} from '../../../src/experiment/activation-formula.ts';
import { activationNames } from '../../../src/experiment/names.ts';
import { effectsOf } from '../../../src/experiment/effects.ts';
import { commonActivation, layerActivations } from '../../../src/experiment/layer-activations.ts';
import { defaultExperiment, defaultView, parseExperiment } from '../../../src/experiment/schema.ts';
import { decodeSettings, encodeSettings } from '../../../src/experiment/url.ts';

describe('a typed activation', () => {
  it('is a formula of z, with pi and e', () => {
    for (const text of [usualActivationFormula, 'z', 'max(z, min(-z, 1))', 'a = 2\na * z ** e / pi', ' z '])
      expect(activationFormulaProblem(text)).toBeNull();
  });

  it('says what is wrong and where', () => {
    const problems = [
      ['', 'there is no expression yet'],
      ['z * y', 'column 5: “y” is not known: there are z, what a neuron sums up, pi and e'],
      ['3', 'z, what a neuron sums up, is not in it'],
      ['a = z\n3 * 2', 'z, what a neuron sums up, is not in it'],
      ['z ^ 2', 'column 3: “^” is not expected here; a power is written **'],
      ['tanh z', 'column 1: tanh is a function: write tanh(…)'],
      ['max(z)', 'column 6: max takes two operands, got one'],
      ['max(z,)', 'column 7: max takes two operands, got one'],
      ['max()', 'column 1: max takes two operands, got none'],
      ['max(z, 1, 2)', 'column 9: max takes two operands, got more'],
      ['max(z, 1', 'column 4: this bracket is never closed'],
      ['abs(z, 1)', 'column 6: abs takes one operand, got more'],
      ['e = 2\nz * e', 'column 5: “e” keeps its meaning'],
      ['z' + ' + z'.repeat(longestActivationFormula / 4), `at most ${longestActivationFormula} are possible`],
    ];
    for (const [text, problem] of problems) expect(activationFormulaProblem(text), text).toContain(problem);
  });

  it('points at what is wrong, where that has a place', () => {
    const faultOf = (text: string): string | null => {
      const fault = activationFormulaFault(text);
      return fault && text.slice(fault.from, fault.to);
    };
    expect(faultOf('z * y')).toBe('y');
    expect(faultOf('z ^ 2')).toBe('^');
    expect(faultOf('e = 2\nz * e')).toBe('2');
    expect(activationFormulaFault('max(z,')?.from).toBeGreaterThanOrEqual(3);
    expect(faultOf('3')).toBeNull();
    expect(faultOf('z * 2')).toBeNull();
  });

  it('is told from names by its sign, and no name is a formula', () => {
    for (const name of activationNames) {
      expect(activationProblem(name)).toBeNull();
      expect(activationProblem(`=${name}`) === null).toBe(false);
    }
    expect(activationProblem('=z')).toBeNull();
    for (const wrong of ['z', 'formula', '', 5, null])
      expect(activationProblem(wrong)).toContain('one of tanh, relu');
  });
});

describe('as a setting, a typed activation', () => {
  const experiment = {
    ...defaultExperiment,
    hidden: [3, 2, 2],
    activations: ['=max(z, min(z * 2, 1))', 'tanh', '=z / (1 + abs(z))'] as const,
  };

  it('survives a link, its commas included', () => {
    for (const one of [
      { ...experiment, activations: [...experiment.activations] },
      { ...defaultExperiment, activation: '=min(z, exp(1))' as const },
    ]) {
      const text = encodeSettings({ experiment: one, view: defaultView });
      expect(decodeSettings(text)).toEqual({
        settings: { experiment: one, view: defaultView },
        problems: [],
      });
    }
  });

  it('that is wrong in a link is left out and told', () => {
    const { settings, problems } = decodeSettings('activations=tanh,=max(z,1&hidden=2,2');
    expect(settings.experiment.activations).toEqual([]);
    expect(problems.join()).toContain('a formula of z (column 4: this bracket is never closed');
    expect(decodeSettings('activation=%3Dq').problems.join()).toContain('“q” is not known');
    expect(parseExperiment({ ...defaultExperiment, activation: '=z +' })).toMatchObject({ ok: false });
  });

  it('is the layers’ common one only where its text is', () => {
    expect(layerActivations({ hidden: [1, 1], activation: '=z' })).toEqual(['=z', '=z']);
    expect(commonActivation({ hidden: [1, 1], activation: '=z' })).toBe('=z');
    expect(
      commonActivation({ hidden: [1, 1], activation: 'relu', activations: ['=z', '=2 * z'] }),
    ).toBeNull();
  });

  it('makes the network out of date', () => {
    const after = { ...defaultExperiment, activation: '=z' as const };
    expect([...effectsOf(defaultExperiment, after)]).toEqual(['network']);
    expect([...effectsOf(after, after)]).toEqual([]);
  });
});
