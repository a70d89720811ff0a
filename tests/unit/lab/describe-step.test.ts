import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opNames, ops } from '../../../src/autograd/ops.ts';
import { computeFormula, writeFormula } from '../../../src/lab/formula.ts';
import { labGraph } from '../../../src/lab/graph.ts';
import { ruleWords, wrongRules } from '../../../src/lab/rules.ts';
import { Stepper } from '../../../src/lab/stepper.ts';
import type { StepDescription } from '../../../src/lab/describe-step.ts';
import { graphOf, tameSource } from '../helpers/expression-sources.ts';

function descriptions(source: string, options = {}): StepDescription[] {
  const stepper = new Stepper(labGraph(graphOf(source)), options);
  return stepper.steps.map((_, i) => stepper.describe(i)!);
}

function backwardStep(
  source: string,
  name: string,
  options = {},
): Extract<StepDescription, { kind: 'backward' }> {
  for (const step of descriptions(source, options)) {
    if (step.kind === 'backward' && step.result.name === name) return step;
  }
  throw new Error(`no backward step at ${name}`);
}

const neuron = 'n = x1 * w1 + b\no = tanh(n)';

describe('a step', () => {
  it('forward says what is computed from what', () => {
    const [product] = descriptions('a = 2\nb = -3\nd = a * b');
    expect(product).toMatchObject({
      kind: 'forward',
      op: 'mul',
      result: { name: 'd', value: -6 },
      operands: [
        { name: 'a', value: 2 },
        { name: 'b', value: -3 },
      ],
      words: 'd is computed from a = 2 and b = -3: -6.',
    });
  });

  it('begins the way back at the root', () => {
    expect(descriptions(neuron).filter(({ kind }) => kind === 'seed')).toMatchObject([
      { root: { name: 'o' }, pass: 1, before: 0, after: 1 },
    ]);
  });

  it('backward gives the local derivative, what arrives, what is added and what was there', () => {
    const step = backwardStep('a = 2\nb = a * a\nc = b * 5', 'b');
    expect(step.arriving).toBe(5);
    expect(step.rule).toBe(ruleWords.mul);
    expect(step.contributions).toMatchObject([
      { name: 'a', place: 0, localValue: 2, contribution: 10, before: 0, after: 10, write: '+=' },
      { name: 'a', place: 1, localValue: 2, contribution: 10, before: 10, after: 20, write: '+=' },
    ]);
    expect(step.words).toContain('a gets 5 × 2 = 10, in all 10');
  });

  it('writes the derivative with names and with numbers put in', () => {
    const source = 'n = 0.5\no = tanh(n)';
    const [{ local, formula, localValue }] = backwardStep(source, 'o').contributions;
    expect(writeFormula(local, { quantities: 'names' })).toBe('1 - o * o');
    expect(writeFormula(local, { quantities: 'numbers', number: (x) => x.toFixed(2) })).toBe(
      '1.00 - 0.46 * 0.46',
    );
    expect(writeFormula(formula, { quantities: 'names' })).toBe('grad(o) * (1 - o * o)');
    expect(localValue).toBe(1 - Math.tanh(0.5) ** 2);
    const written = (text: string): string[] =>
      backwardStep(`r = ${text}`, 'r').contributions.map((part) =>
        writeFormula(part.local, { quantities: 'names' }),
      );
    expect(written('a + b')).toEqual(['1', '1']);
    expect(written('a - b')).toEqual(['1', '-1']);
    expect(written('a * b')).toEqual(['b', 'a']);
    expect(written('a / b')).toEqual(['1 / b', '-(r / b)']);
    expect(written('a ** 3')).toEqual(['3 * a ** 2']);
    expect(written('exp(a)')).toEqual(['r']);
    expect(written('log(a)')).toEqual(['1 / a']);
    expect(written('sqrt(a)')).toEqual(['1 / (2 * r)']);
    expect(written('sigmoid(a)')).toEqual(['r * (1 - r)']);
    expect(written('relu(a)')).toEqual(['step(a)']);
    expect(written('step(a)')).toEqual(['0']);
    expect(written('cos(a)')).toEqual(['-sin(a)']);
  });

  it('computes what its formulas say', () => {
    let compared = 0;
    fc.assert(
      fc.property(tameSource, (source) => {
        for (const step of descriptions(source)) {
          if (step.kind === 'forward') expect(computeFormula(step.formula)).toBe(step.result.value);
          if (step.kind !== 'backward') continue;
          for (const { local, localValue, formula, contribution, before, after } of step.contributions) {
            expect(computeFormula(local)).toBe(localValue);
            expect(computeFormula(formula)).toBe(contribution);
            expect(after).toBe(before + contribution);
            compared++;
          }
        }
      }),
      { numRuns: 100 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  it('names the mistake in the mode of a wrong derivative', () => {
    const options = { mode: 'wrong-derivative', wrongOp: 'tanh' };
    expect(backwardStep(neuron, 'o', options).mistake).toBe(wrongRules.tanh.mistake);
    expect(backwardStep(neuron, 'n', options).mistake).toBeNull();
    expect(
      writeFormula(backwardStep(neuron, 'o', options).contributions[0].local, { quantities: 'names' }),
    ).toBe('1 - o');
  });

  it('says which leaves kept a gradient before a second pass', () => {
    const steps = descriptions('a = 3\nb = 4\nd = 0\nc = a * b * 2 + d * d', { mode: 'no-zeroing' });
    expect(steps.filter(({ kind }) => kind === 'renew')).toMatchObject([
      {
        pass: 2,
        kept: [
          { name: 'a', value: 8 },
          { name: 'b', value: 6 },
        ],
      },
    ]);
  });

  it('writes = where the mode overwrites', () => {
    const [, second] = backwardStep('b = a + a', 'b', { mode: 'overwrite' }).contributions;
    expect(second).toMatchObject({ write: '=', before: 1, contribution: 1, after: 1 });
  });

  it('has words and a mistake for every op, with a rule for each operand', () => {
    for (const op of opNames) {
      expect(ruleWords[op]).toMatch(/\.$/);
      expect(wrongRules[op].mistake).not.toBe('');
      expect(wrongRules[op].chainRules).toHaveLength(ops[op].chainRules.length);
    }
  });
});
