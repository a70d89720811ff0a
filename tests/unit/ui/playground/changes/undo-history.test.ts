import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../../../src/backends/interpreter/interpreter.ts';
import type { FileData } from '../../../../../src/experiment/file-data.ts';
import { defaultExperiment } from '../../../../../src/experiment/schema.ts';
import type { Checkpoint } from '../../../../../src/protocol/messages.ts';
import { Run } from '../../../../../src/training/run.ts';
import { drawingKey, UndoHistory, type Step } from '../../../../../src/ui/playground/changes/undo-history.ts';

const untrained = new Run({ ...defaultExperiment, points: 20, hidden: [] }, interpreter, () => 0).state();

function checkpoint(epoch: number, trainingMs = 1): Checkpoint {
  return { ...untrained, epoch, trainingMs };
}

function fileOf(id: string): FileData {
  return {
    ...{ id, name: 'own.csv', rows: 4, dropped: 0, reading: { faulty: 'leave-out' } },
    ...{ inputs: ['x'], target: { kind: 'number', column: 'y' }, categorical: [], manyCategories: [] },
    ...{ missing: 'leave-out', split: null, classes: [] },
  };
}

const step: Step = { kind: 'other', words: 'something' };

/** Epochs of the runs that undo brings back, newest first. */
function undone(history: UndoHistory): number[] {
  const epochs: number[] = [];
  for (let run = history.take('undo'); run !== null; run = history.take('undo'))
    epochs.push(run.checkpoint?.epoch ?? -1);
  return epochs;
}

describe('what undo keeps', () => {
  it('is one run of a quick series, however long the runs in between were trained', () => {
    for (const trainingMs of [0.1, 5000]) {
      const history = new UndoHistory();
      for (const [i, nowMs] of [0, 300, 600].entries())
        history.keep(
          checkpoint(10 - i, trainingMs),
          { key: 'hidden', presses: history.presses, nowMs },
          step,
        );
      expect(undone(history)).toEqual([10]);
    }
  });

  it('is every run that the user set going by Play or Step, however short it was trained', () => {
    const history = new UndoHistory();
    for (const [i, nowMs] of [0, 300, 600].entries()) {
      history.press();
      history.keep(checkpoint(i + 1, 0.01), { key: 'hidden', presses: history.presses, nowMs }, step);
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
      history.keep(checkpoint(i + 1), { key, presses: 0, nowMs }, step);
    expect(undone(history)).toEqual([3, 2, 1]);
  });

  it('can all be brought back by redo, when undo is pressed in quick succession', () => {
    const history = new UndoHistory();
    for (const [i, key] of ['hidden', 'noise'].entries())
      history.keep(checkpoint(i + 1), { key, presses: 0, nowMs: i }, step);
    const first = history.take('undo');
    history.keep(checkpoint(3), { key: 'undo', presses: 0, nowMs: 10 }, step);
    history.take('undo');
    history.keep(first?.checkpoint ?? null, { key: 'undo', presses: 0, nowMs: 20 }, step);
    expect(history.take('redo')?.checkpoint?.epoch).toBe(2);
    history.keep(checkpoint(1), { key: 'redo', presses: 0, nowMs: 30 }, step);
    expect(history.take('redo')?.checkpoint?.epoch).toBe(3);
    history.keep(checkpoint(2), { key: 'redo', presses: 0, nowMs: 40 }, step);
    expect(undone(history)).toEqual([2, 1]);
  });
});

describe('undo of strokes', () => {
  const drawn = (text: string) => ({ dataSet: 'draw', drawn: text }) as const;
  const ended = (text: string): Checkpoint => ({
    ...untrained,
    epoch: 7,
    experiment: { ...untrained.experiment, ...drawn(text) },
  });
  const later = { key: drawingKey, presses: 0, nowMs: 1e6 };

  it('brings back one drawing for each stroke, however many changes it had', () => {
    const history = new UndoHistory();
    for (const [text, stroke] of [
      ['', '1'],
      ['a', '1'],
      ['ab', '1'],
      ['abc', '2'],
    ] as const) {
      history.keepDrawing(drawn(text), stroke);
      history.keep(null, later, step);
    }
    expect(history.takeDrawing('undo', drawn('abcd'))).toMatchObject({
      drawing: drawn('abc'),
      checkpoint: null,
    });
    expect(history.takeDrawing('undo', drawn('abc'))?.drawing).toEqual(drawn(''));
    expect(history.canUndo.value).toBe(false);
    expect(history.takeDrawing('redo', drawn(''))?.drawing).toEqual(drawn('abc'));
    expect(history.takeDrawing('redo', drawn('abc'))?.drawing).toEqual(drawn('abcd'));
    expect(history.canRedo.value).toBe(false);
  });

  it('brings back the run that a stroke has ended, with what was drawn then, and no other', () => {
    const history = new UndoHistory();
    history.keepDrawing(drawn('a'), '1');
    history.keepDrawing(drawn('ab'), '2');
    // Both strokes were one change for the worker: the run is of what was drawn before the first.
    history.keep(ended('a'), later, step);
    expect(history.takeDrawing('undo', drawn('abc'))?.checkpoint).toBe(null);
    expect(history.takeDrawing('undo', drawn('ab'))?.checkpoint?.epoch).toBe(7);
    // The run that this undo ends in turn comes to redo.
    history.keep(ended('ab'), { key: 'undo', presses: 0, nowMs: 2e6 }, step);
    expect(history.takeDrawing('redo', drawn('a'))?.checkpoint?.experiment.drawn).toBe('ab');
  });

  it('forgets what was trained on a table, and the table of other settings', () => {
    const history = new UndoHistory();
    const file = fileOf('gone');
    const runs = [
      { dataSet: 'spiral', file },
      { dataSet: 'file', file },
      { dataSet: 'file', file: fileOf('other') },
      { dataSet: 'circle', file: null },
    ] as const;
    for (const [at, patch] of runs.entries())
      history.keep(
        { ...checkpoint(at), experiment: { ...untrained.experiment, ...patch } },
        { key: `change ${at}`, presses: 0, nowMs: 0 },
        step,
      );
    history.forgetTable('gone');
    const left = runs.map(() => history.take('undo')?.checkpoint?.experiment);
    expect(left.map((past) => past && [past.dataSet, past.file?.id])).toEqual([
      ['circle', undefined],
      ['file', 'other'],
      ['spiral', undefined],
      undefined,
    ]);
    expect(history.canUndo.value).toBe(false);
  });

  it('leaves runs to their own undo', () => {
    const history = new UndoHistory();
    history.keep(ended('a'), { key: 'hidden', presses: 0, nowMs: 0 }, step);
    expect(history.takeDrawing('undo', drawn('a'))).toBe(null);
    expect(history.take('undo')?.checkpoint?.epoch).toBe(7);
    history.keep(checkpoint(3), { key: 'undo', presses: 0, nowMs: 1 }, step);
    history.keepDrawing(drawn('a'), '1');
    expect(history.canRedo.value).toBe(false);
  });
});

describe('the list of steps', () => {
  const settings = (from: number, to: number): Step => ({
    kind: 'settings',
    from: { ...untrained.experiment, learningRate: from },
    to: { ...untrained.experiment, learningRate: to },
  });

  it('says of a series where it began and where it ended, also on the other side', () => {
    const history = new UndoHistory();
    for (const [i, rate] of [0.1, 0.2, 0.3].entries())
      history.keep(
        i === 0 ? checkpoint(4) : null,
        { key: 'learningRate', presses: 0, nowMs: i },
        settings(rate, rate + 0.1),
      );
    const [{ step: whole }] = history.steps.value.undo;
    expect(whole).toEqual(settings(0.1, 0.4));
    history.take('undo');
    history.keep(checkpoint(9), { key: 'undo', presses: 0, nowMs: 10 }, settings(0.4, 0.1));
    expect(history.steps.value).toMatchObject({
      undo: [],
      redo: [{ step: whole, checkpoint: { epoch: 9 } }],
    });
  });

  it('knows the latest run of each of its settings, on either side, and of no others', () => {
    const history = new UndoHistory();
    const of = (epoch: number, hidden: number[]): Checkpoint => ({
      ...checkpoint(epoch),
      experiment: { ...untrained.experiment, hidden },
    });
    const changes = [of(1, [2]), of(2, [3]), of(3, [2]), of(4, [5])];
    for (const [i, run] of changes.entries())
      history.keep(run, { key: `change ${i}`, presses: 0, nowMs: 0 }, step);
    const epochOf = (hidden: number[]) => history.latestOf({ ...untrained.experiment, hidden })?.epoch;
    expect([[2], [3], [5], [4]].map(epochOf)).toEqual([3, 2, 4, undefined]);
    history.take('undo');
    history.keep(of(6, [7]), { key: 'undo', presses: 0, nowMs: 1 }, step);
    expect([[2], [5], [7]].map(epochOf)).toEqual([3, undefined, 6]);
  });

  it('keeps within its memory: the oldest go, the latest never', () => {
    const large = (epoch: number): Checkpoint => ({
      ...checkpoint(epoch),
      parameters: new Float64Array(1000),
    });
    const history = new UndoHistory(40_000);
    for (let i = 0; i < 20; i++) history.keep(large(i), { key: `change ${i}`, presses: 0, nowMs: 0 }, step);
    const { undo, bytes } = history.steps.value;
    expect(bytes).toBeLessThanOrEqual(40_000);
    expect(bytes).toBeGreaterThan(8000 * undo.length);
    expect(undo.length).toBeGreaterThan(1);
    expect(undo.map(({ checkpoint: run }) => run?.epoch)).toEqual(
      Array.from({ length: undo.length }, (_, i) => 20 - undo.length + i),
    );
    const small = new UndoHistory(10);
    for (let i = 0; i < 2; i++) small.keep(large(i), { key: `change ${i}`, presses: 0, nowMs: 0 }, step);
    expect(small.steps.value.undo.map(({ checkpoint: run }) => run?.epoch)).toEqual([1]);
  });
});
