import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { createEngines } from '../../../workers/engines.ts';
import { RunKeeper } from '../../../workers/run-keeper.ts';

describe('where a diverged run goes back to', () => {
  it('is where its loss was lowest, not where it was about to blow up', () => {
    let now = 0;
    const keeper = new RunKeeper(
      createEngines(() => now),
      () => now,
    );
    const { run } = keeper.adopt({ ...defaultExperiment, engine: 'interpreter', points: 40 }, null);
    expect(keeper.lastFinite?.epoch).toBe(0);
    const losses = [0.9, 0.5, 3, 40, 0.4];
    const kept = losses.map((loss, i) => {
      run.advance(Infinity, i + 1);
      run.history.push(i + 1, loss, loss);
      now += 2000;
      keeper.keepCheckpointIfDue();
      return keeper.lastFinite?.epoch;
    });
    expect(kept).toEqual([1, 2, 2, 2, 5]);
  });
});
