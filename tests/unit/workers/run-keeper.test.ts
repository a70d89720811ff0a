import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { realTables } from '../helpers/real-tables.ts';
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

describe('the row that a slice goes through', () => {
  const iris = { ...defaultExperiment, dataSet: 'iris', loss: 'cross-entropy' } as const;
  const through = { split: 'train', index: 16 } as const;
  const onIris = (): RunKeeper => {
    const keeper = new RunKeeper(
      createEngines(() => 0),
      () => 0,
      realTables,
    );
    keeper.adopt({ ...iris, engine: 'interpreter' }, null);
    return keeper;
  };

  it('is taken and changed while the network stays, and given up for the middle again', () => {
    const keeper = onIris();
    const run = keeper.current;
    for (const row of [
      through,
      { split: 'test', index: 16 } as const,
      { split: 'test', index: 3 } as const,
    ]) {
      keeper.choose({ x: '', y: '', through: row });
      expect(keeper.current?.shown.through).toEqual(row);
    }
    const { shown } = keeper.current!;
    keeper.choose({ x: '', y: '', through: { split: 'test', index: 3 } });
    expect(keeper.current?.shown).toBe(shown);
    keeper.choose({ x: '', y: '', through: null });
    expect(keeper.current?.shown.through).toBeUndefined();
    expect(keeper.current).toBe(run);
  });

  it('stays with another network of the same rows, and is none of other rows', () => {
    const keeper = onIris();
    keeper.choose({ x: '', y: '', through });
    keeper.adopt({ ...iris, engine: 'interpreter', hidden: [3] }, null);
    expect(keeper.current?.shown.through).toEqual(through);
    keeper.adopt({ ...iris, engine: 'interpreter', hidden: [3], dataSeed: 7 }, null);
    expect(keeper.current?.shown.through).toBeUndefined();
    // Nor of the first ones, when they come back.
    keeper.adopt({ ...iris, engine: 'interpreter', hidden: [3] }, null);
    expect(keeper.current?.shown.through).toBeUndefined();
  });
});
