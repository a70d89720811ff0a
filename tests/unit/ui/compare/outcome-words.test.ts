import { expect, it } from 'vitest';
import { defaultExperiment } from '../../../../src/experiment/schema.ts';
import type { Outcome } from '../../../../src/compare/swarm.ts';
import { outcomeWords, whyNone } from '../../../../src/ui/compare/outcome-words.ts';

function reached(reachedAt: number | null): Outcome {
  const final = { trainLoss: 0.1, testLoss: 0.2, trainAccuracy: 1, testAccuracy: 1 };
  return {
    experiment: defaultExperiment,
    failure: null,
    result: { final, reachedAt, diverged: false, epochs: 40 },
  } as unknown as Outcome;
}

it('says after how many epochs the target was reached, one or more', () => {
  expect(outcomeWords(reached(null))).toBe('test loss 0.2000');
  expect(outcomeWords(reached(1))).toBe('test loss 0.2000, target reached after 1 epoch');
  expect(outcomeWords(reached(12))).toBe('test loss 0.2000, target reached after 12 epochs');
});

it('says once why no run has come to a result, and nothing where one has or still may', () => {
  const failed = (failure: string | null): Outcome => ({
    experiment: defaultExperiment,
    result: null,
    failure,
  });
  const draw = 'Draw at least two points of two classes.';
  expect(whyNone([failed(draw), failed(draw)])).toBe(`No run has come to a result. ${draw}`);
  expect(whyNone([failed(draw), failed('Another.')])).toBe(`No run has come to a result. ${draw} Another.`);
  expect(whyNone([failed(draw), failed(null)])).toBeNull();
  expect(whyNone([failed(draw), reached(1)])).toBeNull();
  expect(whyNone([])).toBeNull();
});
