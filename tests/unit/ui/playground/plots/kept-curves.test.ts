import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../../src/experiment/schema.ts';
import type { History } from '../../../../../src/protocol/snapshot-messages.ts';
import { LossHistory } from '../../../../../src/training/history.ts';
import { KeptCurves, mostKept, nameOf } from '../../../../../src/ui/playground/plots/kept-curves.ts';

function historyOf(losses: readonly number[]): History {
  const history = new LossHistory();
  losses.forEach((loss, epoch) => {
    history.push(epoch, loss, loss);
  });
  return { ...history.columns(), version: 1 };
}

const experiment = { ...defaultExperiment, learningRate: 0.3 };

describe('curves of earlier runs', () => {
  it('are kept up to six, each with a look of its own, which is free again when it is removed', () => {
    const kept = new KeptCurves();
    for (let i = 0; i <= mostKept; i++) kept.keep(experiment, historyOf([1, 0.5]));
    expect(kept.curves.value.map(({ look }) => look)).toEqual([0, 1, 2, 3, 4, 5]);
    kept.remove(kept.curves.value[2].id);
    expect(kept.isFull).toBe(false);
    kept.keep(experiment, historyOf([1]));
    expect(kept.curves.value.map(({ look }) => look)).toEqual([0, 1, 3, 4, 5, 2]);
    expect(new Set(kept.curves.value.map(({ id }) => id)).size).toBe(mostKept);
  });

  it('are not there where there is nothing to keep', () => {
    const kept = new KeptCurves();
    kept.keep(experiment, null);
    kept.keep(experiment, historyOf([]));
    expect(kept.curves.value).toEqual([]);
  });

  it('that came of branching are dropped, unless they were named; those kept by hand stay', () => {
    const kept = new KeptCurves();
    kept.keep(experiment, historyOf([1]));
    kept.keep(experiment, historyOf([1]), 'before going on from epoch 1');
    kept.keep(experiment, historyOf([1]), 'before going on from epoch 2');
    kept.rename(kept.curves.value[2].id, 'mine');
    expect(kept.curves.value.map(({ isBranch }) => isBranch)).toEqual([false, true, false]);
    kept.dropBranches();
    const { value } = kept.curves;
    expect(value.map(({ ownName }) => ownName)).toEqual(['', 'mine']);
    kept.dropBranches();
    expect(kept.curves.value).toBe(value);
  });

  it('are named by what differs from the present settings, or as the user says', () => {
    const kept = new KeptCurves();
    kept.keep(experiment, historyOf([1]));
    const [curve] = kept.curves.value;
    expect(nameOf(curve, defaultExperiment)).toBe('rate 0.3');
    expect(nameOf(curve, experiment)).toBe('run 1, same settings');
    expect(nameOf(curve, { ...experiment, optimizer: 'adam', hidden: [8], batchSize: 1, seed: 2 })).toBe(
      'neurons 4, 2, optimizer SGD, batch size 10, …',
    );
    kept.rename(curve.id, '  the good one ');
    expect(nameOf(kept.curves.value[0], defaultExperiment)).toBe('the good one');
    kept.rename(curve.id, ' ');
    expect(nameOf(kept.curves.value[0], defaultExperiment)).toBe('rate 0.3');
  });
});
