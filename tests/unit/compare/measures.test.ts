import { describe, expect, it } from 'vitest';
import { usualAsk, type Ask } from '../../../src/compare/ask.ts';
import { planAsked, planComparison } from '../../../src/compare/comparison.ts';
import { measureReason, shownMeasure, targetReason } from '../../../src/compare/measures.ts';
import { laneText } from '../../../src/compare/race.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';

const numbers: Experiment = { ...defaultExperiment, dataSet: 'cars' };
const classes = defaultExperiment;
const asked = (rest: Partial<Ask>): Ask => ({ ...usualAsk, ...rest });

/** Why it is not trained; null where it is. */
function refusal(experiment: Experiment, rest: Partial<Ask>): string | null {
  const ask = asked(rest);
  const planned = planComparison(experiment, ask);
  expect(planAsked(experiment, ask).ok, 'there is no other reason').toBe(true);
  return planned.ok ? null : planned.message;
}

describe('what is judged by an accuracy', () => {
  it.each(['test-accuracy', 'train-accuracy'] as const)('has classes: until a %s', (target) => {
    const whyNot =
      'An accuracy needs classes, and this set-up predicts a number: train until a loss is reached, or until nothing.';
    for (const kind of ['swarm', 'sweep'] as const) {
      expect(refusal(numbers, { kind, target })).toBe(whyNot);
      expect(refusal(classes, { kind, target })).toBe(null);
      expect(refusal(numbers, { kind, target: 'test-loss' })).toBe(null);
    }
    expect(targetReason(target, numbers, asked({}))).toBe('an accuracy needs classes');
    expect(targetReason('none', numbers, asked({}))).toBe(null);
  });

  it('is a race where one lane has classes, whatever the present set-up is', () => {
    const race = (lanes: readonly Experiment[]) =>
      ({ kind: 'race', target: 'test-accuracy', lanes: lanes.map(laneText) }) as const;
    expect(refusal(numbers, race([numbers, classes]))).toBe(null);
    expect(refusal(classes, race([numbers, numbers]))).toMatch(
      /^An accuracy needs classes, and no lane has any: /,
    );
    // Without a lane it is of what would be added next.
    expect(targetReason('test-accuracy', numbers, asked({ kind: 'race' }))).not.toBe(null);
  });

  it('is a halving of classes; elsewhere the loss of that side is shown', () => {
    const halving = { kind: 'sweep', search: 'halving', measure: 'train-accuracy' } as const;
    expect(refusal(numbers, halving)).toBe(
      '“train accuracy at the end” cannot judge the set-ups, since an accuracy needs classes: judge them by a loss.',
    );
    expect(refusal(classes, halving)).toBe(null);
    expect(refusal(numbers, { ...halving, search: 'grid' })).toBe(null);
    expect(shownMeasure('train-accuracy', numbers, usualAsk)).toBe('final-train-loss');
    expect(shownMeasure('test-accuracy', numbers, usualAsk)).toBe('final-test-loss');
    expect(shownMeasure('test-accuracy', classes, usualAsk)).toBe('test-accuracy');
    expect(shownMeasure('share-diverged', numbers, usualAsk)).toBe('share-diverged');
  });
});

it('epochs to a target are there where there is one', () => {
  const untilNothing = { target: 'none' } as const;
  expect(measureReason('epochs-to-target', classes, usualAsk)).toBe(null);
  expect(measureReason('epochs-to-target', classes, untilNothing)).toBe('there is no target');
  expect(shownMeasure('epochs-to-target', classes, untilNothing)).toBe('final-test-loss');
  const halving = { kind: 'sweep', search: 'halving', measure: 'epochs-to-target' } as const;
  expect(refusal(classes, { ...halving, ...untilNothing })).toMatch(/since there is no target: /);
});
