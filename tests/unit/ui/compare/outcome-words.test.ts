import { expect, it } from 'vitest';
import { defaultExperiment } from '../../../../src/experiment/schema.ts';
import type { Outcome } from '../../../../src/compare/swarm.ts';
import { outcomeWords } from '../../../../src/ui/compare/outcome-words.ts';

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
