import { describe, expect, it } from 'vitest';
import { labGraph } from '../../../../../src/lab/graph.ts';
import type { StepDescription } from '../../../../../src/lab/describe-step.ts';
import type { StepperOptions } from '../../../../../src/lab/step-modes.ts';
import { Stepper } from '../../../../../src/lab/stepper.ts';
import {
  mistakeIn,
  nextSentence,
  orderMistake,
  stepSentence,
} from '../../../../../src/ui/lab/step/step-words.ts';
import { graphOf } from '../../../helpers/expression-sources.ts';

const order = 'a = 3\nd = a * 2\ne = d + 1\nf = d * e';
const stepperOf = (source: string, options: StepperOptions = {}): Stepper =>
  new Stepper(labGraph(graphOf(source)), options);
const descriptions = (stepper: Stepper): StepDescription[] =>
  [...stepper.steps].flatMap((_, i) => stepper.describe(i) ?? []);
const mistakes = (source: string, options: StepperOptions): string[] =>
  descriptions(stepperOf(source, options)).map(mistakeIn);

describe('the words of a step', () => {
  it('find no mistake in the correct mode', () => {
    const stepper = stepperOf(order);
    for (const description of descriptions(stepper)) expect(mistakeIn(description)).toBe('');
    expect([...stepper.steps].map((_, i) => orderMistake(stepper.steps, i)).join('')).toBe('');
  });

  it('name the step at which each broken mode goes wrong', () => {
    expect(mistakes('a = 3\nb = a + a', { mode: 'overwrite' }).filter((text) => text !== '')).toEqual([
      'the gradient that a had is lost: = puts the new one in its place.',
    ]);
    expect(mistakes('a = 3\nb = a * 2', { mode: 'no-zeroing' }).filter((text) => text !== '')).toEqual([
      'the gradients of the leaves were not set back to 0.',
    ]);
    expect(mistakes('a = 1\nb = tanh(a)', { mode: 'wrong-derivative', wrongOp: 'tanh' }).at(-1)).toBe(
      'the result is not squared.',
    );
    const { steps } = stepperOf(order, { mode: 'no-topological-order' });
    const named = [...steps].flatMap((step, i) => {
      const text = orderMistake(steps, i);
      return text === '' ? [] : [[step.node, text]];
    });
    expect(named).toHaveLength(2);
    expect(named[0][1]).toContain('before all of it has arrived');
    expect(named[1][1]).toContain('passes all of it on again');
    expect(named[0][0]).toBe(named[1][0]);
  });

  it('announce a step with its pass and its mistake', () => {
    const sentences = descriptions(stepperOf('a = 3\nb = a + a', { mode: 'overwrite' })).map(stepSentence);
    expect(sentences[0]).toBe('b is computed from a = 3 and a = 3: 6.');
    expect(sentences.at(-1)).toContain('Mistake: the gradient that a had is lost');
    const second = descriptions(stepperOf('a = 3\nb = a * 2', { mode: 'no-zeroing' })).map(stepSentence);
    expect(second.at(-1)).toMatch(/^Pass 2\. /);
  });

  it('say what comes next', () => {
    expect(descriptions(stepperOf('a = 3\nb = a + a')).map(nextSentence)).toEqual([
      'Next: the value of b.',
      'Next: the backward pass starts at b.',
      'Next: b passes its gradient on to a.',
    ]);
  });
});
