import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment } from '../../../../src/experiment/schema.ts';
import type { Checkpoint } from '../../../../src/protocol/messages.ts';
import { Run } from '../../../../src/training/run.ts';
import { UndoHistory } from '../../../../src/ui/playground/undo-history.ts';

const untrained = new Run({ ...defaultExperiment, points: 20, hidden: [] }, interpreter, () => 0).state();

function checkpoint(epoch: number, trainingMs = 1): Checkpoint {
  return { ...untrained, epoch, trainingMs };
}

/** Epochs of the runs that undo brings back, newest first. */
function undone(history: UndoHistory): number[] {
  const epochs: number[] = [];
  for (let run = history.take('undo'); run !== null; run = history.take('undo')) epochs.push(run.epoch);
  return epochs;
}

describe('what undo keeps', () => {
  it('is one run of a quick series, however long the runs in between were trained', () => {
    for (const trainingMs of [0.1, 5000]) {
      const history = new UndoHistory();
      for (const [i, nowMs] of [0, 300, 600].entries())
        history.keep(checkpoint(10 - i, trainingMs), { key: 'hidden', presses: history.presses, nowMs });
      expect(undone(history)).toEqual([10]);
    }
  });

  it('is every run that the user set going by Play or Step, however short it was trained', () => {
    const history = new UndoHistory();
    for (const [i, nowMs] of [0, 300, 600].entries()) {
      history.press();
      history.keep(checkpoint(i + 1, 0.01), { key: 'hidden', presses: history.presses, nowMs });
    }
    expect(undone(history)).toEqual([3, 2, 1]);
  });

  it('is a run for each thing that was changed, and for each change after a while', () => {
    const history = new UndoHistory();
    const changes = [
      ['hidden', 0],
      ['noise', 100],
      ['noise', 1700],
      ['noise', 1800],
    ] as const;
    for (const [i, [key, nowMs]] of changes.entries())
      history.keep(checkpoint(i + 1), { key, presses: 0, nowMs });
    expect(undone(history)).toEqual([3, 2, 1]);
  });

  it('can all be brought back by redo, when undo is pressed in quick succession', () => {
    const history = new UndoHistory();
    for (const [i, key] of ['hidden', 'noise'].entries())
      history.keep(checkpoint(i + 1), { key, presses: 0, nowMs: i });
    const first = history.take('undo');
    history.keep(checkpoint(3), { key: 'undo', presses: 0, nowMs: 10 });
    history.take('undo');
    history.keep(first, { key: 'undo', presses: 0, nowMs: 20 });
    expect(history.take('redo')?.epoch).toBe(2);
    history.keep(checkpoint(1), { key: 'redo', presses: 0, nowMs: 30 });
    expect(history.take('redo')?.epoch).toBe(3);
    history.keep(checkpoint(2), { key: 'redo', presses: 0, nowMs: 40 });
    expect(undone(history)).toEqual([2, 1]);
  });
});
