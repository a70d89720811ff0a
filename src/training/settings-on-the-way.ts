import { effectsOf, type Effect } from '../experiment/effects.ts';
import type { Experiment } from '../experiment/schema.ts';

/** Whether a run goes on with its weights under other settings. */
export function keepsWeights(before: Experiment, after: Experiment): boolean {
  const anew: readonly Effect[] = ['table', 'network', 'start'];
  const effects = effectsOf(before, after);
  return anew.every((effect) => !effects.has(effect));
}

/** Whether it does with the same code: only numbers are others. */
export function areNumbers(before: Experiment, after: Experiment): boolean {
  return before === after || [...effectsOf(before, after)].every((effect) => effect === 'scalars');
}

/** What samples are presented with, how many make a batch and which an epoch: a batch that is open has them of before. */
export function areOfBatches(before: Experiment, after: Experiment): boolean {
  return (['batchSize', 'replacement', 'dropout', 'inputNoise'] as const).some(
    (name) => String(before[name]) !== String(after[name]),
  );
}
