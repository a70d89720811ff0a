import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { describeRun } from '../../../src/export/describe-run.ts';
import { makeFile } from '../../../src/export/forms.ts';
import { settingsThroughout } from '../../../src/export/settings-throughout.ts';
import { describeWholeRun } from '../../../src/export/whole-run.ts';
import { changesBetween } from '../../../src/experiment/setting-changes.ts';
import { Run } from '../../../src/training/run.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';

const small: Experiment = { ...defaultExperiment, points: 20, hidden: [2], engine: 'interpreter' };

function runOf(patch: Partial<Experiment> = {}): Run {
  let time = 0;
  return new Run({ ...small, ...patch }, interpreter, () => (time += 1));
}

function refusalOf(run: Run): string {
  const whole = describeWholeRun(run);
  return whole.ok ? '' : whole.message;
}

describe('the settings of a run that were changed on the way', () => {
  const begin: Experiment = { ...small, learningRate: 0.1, fused: true };
  const steps: readonly (readonly [epoch: number, patch: Partial<Experiment>])[] = [
    [3, { learningRate: 0.2, momentum: null, fused: false }],
    [4.5, { optimizer: 'momentum', momentum: 0.5 }],
    [7, { momentum: null, batchSize: 20 }],
  ];
  const all = steps.reduce<Experiment[]>(
    (done, [, patch]) => [...done, { ...done[done.length - 1], ...patch }],
    [begin],
  );
  const log = steps.flatMap(([epoch], i) => changesBetween(all[i], all[i + 1], epoch));

  it('are found from those of now and the log', () => {
    const found = settingsThroughout(all[3], log, 9, 10);
    if (!found.ok) throw new Error(found.message);
    expect(found.settings).toEqual(begin);
    expect(found.changes).toEqual([
      { epoch: 3, position: 0, settings: all[1] },
      { epoch: 4, position: 5, settings: all[2] },
      { epoch: 7, position: 0, settings: all[3] },
    ]);
  });

  it('are those before a change of this very moment, whether it is undone or not', () => {
    for (const now of [all[3], all[2]]) {
      const found = settingsThroughout(now, log, 7, 10);
      if (!found.ok) throw new Error(found.message);
      expect(found.changes.map(({ epoch }) => epoch)).toEqual([3, 4]);
      expect(found.settings).toEqual(begin);
    }
  });

  it.each([
    ['does not lead to those of now', { ...all[3], learningRate: 0.7 }, log, 'learningRate'],
    [
      'is of the network',
      { ...all[3], hidden: [3] },
      [...log, ...changesBetween(all[3], { ...all[3], hidden: [3] }, 8)],
      'hidden',
    ],
    [
      'makes batches smaller',
      { ...all[3], batchSize: 2 },
      [...log, ...changesBetween(all[3], { ...all[3], batchSize: 2 }, 8)],
      'batchSize',
    ],
    [
      'is of what drops',
      { ...all[3], dropout: [0.5] },
      [...log, ...changesBetween(all[3], { ...all[3], dropout: [0.5] }, 8)],
      'dropout',
    ],
  ] as const)('are refused by name where a change %s', (_, now, changes, name) => {
    const found = settingsThroughout(
      { ...now, hidden: [...now.hidden], dropout: [...now.dropout] },
      changes,
      9,
      10,
    );
    expect(found.ok).toBe(false);
    expect(found.ok ? '' : found.message).toContain(name);
  });
});

describe('a whole run', () => {
  it('holds what it began with and what it has come to', () => {
    const run = runOf({ labelNoise: 0.3 });
    const initial = run.parameters();
    run.advance(Infinity, 2);
    const whole = describeWholeRun(run);
    if (!whole.ok) throw new Error(whole.message);
    expect(whole.run.initial).toEqual(initial);
    expect(whole.run.final).toEqual(run.parameters());
    expect(whole.run.final).not.toEqual(initial);
    expect(whole.run.data?.train.targets).not.toEqual(whole.run.data?.noisyTargets);
    expect([whole.run.epoch, whole.run.position]).toEqual([2, 0]);
  });

  it('is refused in words where a program cannot come to the same', () => {
    const edited = runOf();
    edited.edit([[0, 1]]);
    expect(refusalOf(edited)).toContain('set by hand');
    expect(refusalOf(runOf({ stopWhen: 'validation' }))).toContain('validation loss');
    const diverging = runOf({ learningRate: 100, loss: 'squared-hinge' });
    while (!diverging.diverged) diverging.advance(Infinity, diverging.epoch + 1);
    expect(refusalOf(diverging)).toContain('diverged');
    expect(refusalOf(runOf())).toBe('');
  });

  it('is a file whose name says so, and none where there is no run', () => {
    const run = runOf();
    const what = { model: describeRun(run), state: run.state(), scope: 'run' as const };
    expect(makeFile('pytorch', { ...what, whole: describeWholeRun(run) }).name).toMatch(/_epoch_0_run\.py$/);
    expect(() => makeFile('pytorch', what)).toThrow(RangeError);
    expect(() => makeFile('pytorch', { ...what, whole: { ok: false, message: 'not this one' } })).toThrow(
      'not this one',
    );
  });
});
