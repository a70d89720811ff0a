import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { changesBetween, mostChanges, withChanges } from '../../../src/experiment/setting-changes.ts';

function changeTo(patch: Partial<Experiment>, from: Experiment = defaultExperiment, epoch = 5) {
  return changesBetween(from, { ...from, ...patch }, epoch);
}

describe('settings that were changed', () => {
  it('are told from and to, and those that are too long only by their name', () => {
    expect(changeTo({})).toEqual([]);
    expect(changeTo({ learningRate: 0.3, optimizer: 'adam' })).toEqual([
      { epoch: 5, setting: 'optimizer', from: 'sgd', to: 'adam' },
      { epoch: 5, setting: 'learningRate', from: 0.03, to: 0.3 },
    ]);
    expect(changeTo({ hidden: [4, 3] })).toMatchObject([{ from: '4, 2', to: '4, 3' }]);
    expect(changeTo({ formula: 'x'.repeat(41) })).toMatchObject([{ setting: 'formula', to: null }]);
  });

  it('twice at one epoch are one change, and none where it goes back', () => {
    const once = withChanges([], changeTo({ learningRate: 0.1 }));
    const faster = { ...defaultExperiment, learningRate: 0.1 };
    const twice = withChanges(once, changeTo({ learningRate: 0.3 }, faster));
    expect(twice).toEqual([{ epoch: 5, setting: 'learningRate', from: 0.03, to: 0.3 }]);
    expect(withChanges(once, changeTo({ learningRate: 0.03 }, faster))).toEqual([]);
    expect(withChanges(once, changeTo({ learningRate: 0.03 }, faster, 6))).toHaveLength(2);
  });

  it('are kept up to a number, the last ones', () => {
    let changes = withChanges([], []);
    for (let epoch = 0; epoch < mostChanges + 7; epoch++)
      changes = withChanges(changes, changeTo({ l2: epoch + 1 }, defaultExperiment, epoch));
    expect(changes).toHaveLength(mostChanges);
    expect(changes.at(-1)?.epoch).toBe(mostChanges + 6);
  });
});
