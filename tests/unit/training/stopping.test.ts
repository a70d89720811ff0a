import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/autograd/steps.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { chunkSize, measure, type SetMetrics } from '../../../src/training/evaluation.ts';
import { Run } from '../../../src/training/run.ts';
import type { LabelledSamples } from '../../../src/training/samples.ts';

const small: Experiment = {
  ...defaultExperiment,
  points: 80,
  noise: 30,
  learningRate: 0.1,
  engine: 'interpreter',
};

function runOf(changes: Partial<Experiment>): Run {
  let now = 0;
  // Each reading a little later than the one before.
  return new Run({ ...small, ...changes }, interpreter, () => (now += 0.01));
}

function measured(run: Run, samples: LabelledSamples): SetMetrics {
  const { metrics } = run.network.tapes;
  const executor = finish(run.backend.forwardSteps(metrics));
  executor.setParameters(run.parameters());
  return finish(measure(executor, samples, chunkSize(metrics.length, executor.grain)));
}

/** What each epoch ends with, without anything that stops it. */
function epochsOf(changes: Partial<Experiment>, count: number, of: (run: Run) => number): number[] {
  const run = runOf({ ...changes, stopPatience: 1_000_000 });
  return Array.from({ length: count }, (_, i) => {
    run.advance(Infinity, i + 1);
    return of(run);
  });
}

describe('a training', () => {
  it('stops after the epoch that was asked for, whatever the calls, and goes on when it is let', () => {
    const runs = [Infinity, 0].map((deadline) => {
      const run = runOf({ stopEpoch: 7 });
      for (let calls = 0; run.stop === null; calls++) run.advance(deadline);
      expect(run.epoch).toBe(7);
      expect(run.advance(Infinity)).toBe(0);
      expect(run.takeStop()).toEqual({ kind: 'epoch', epoch: 7 });
      run.advance(Infinity, 12);
      expect(run.epoch).toBe(12);
      expect(run.stop).toBeNull();
      return run;
    });
    expect(runs[0].parameters()).toEqual(runs[1].parameters());
    const plain = runOf({});
    plain.advance(Infinity, 12);
    expect(runs[0].parameters()).toEqual(plain.parameters());
  });

  it.each([
    ['train-loss', (run: Run) => measured(run, run.train).loss, false],
    ['test-loss', (run: Run) => measured(run, run.test).loss, false],
    ['train-accuracy', (run: Run) => 100 * measured(run, run.train).accuracy!, true],
    ['test-accuracy', (run: Run) => 100 * measured(run, run.test).accuracy!, true],
  ] as const)('stops after the first epoch with a %s that was asked for', (stopWhen, of, rises) => {
    const values = epochsOf({}, 120, of);
    // Half of the way that it goes.
    const goal = (values[0] + (rises ? Math.max(...values) : Math.min(...values))) / 2;
    const first = values.findIndex((value) => (rises ? value >= goal : value <= goal)) + 1;
    expect(first).toBeGreaterThan(1);
    const run = runOf({ stopWhen, stopValue: goal });
    run.advance(Infinity, 120);
    expect(run.epoch).toBe(first);
    expect(run.takeStop()).toEqual({
      kind: 'reached',
      epoch: first,
      measure: stopWhen,
      value: values[first - 1],
    });
    // That it still has it is no reason to stop again.
    run.advance(Infinity, first + 1);
    expect(run.epoch).toBe(first + 1);
    if (rises ? values[first] >= goal : values[first] <= goal) expect(run.stop).toBeNull();
  });

  const validated = { stopWhen: 'validation', stopPatience: 5, validationShare: 30 } as const;

  it('holds rows out for validation that neither train nor test', () => {
    const [run, plain] = [runOf(validated), runOf({})];
    expect(run.validation?.count).toBe(12);
    expect(run.train.count).toBe(28);
    const { heldOut, rows, train } = run.dataSet;
    expect([...rows.train, ...heldOut!]).toEqual([...plain.dataSet.rows.train]);
    expect([...rows.test]).toEqual([...plain.dataSet.rows.test]);
    expect(train.label.length).toBe(28);
    expect(plain.validation).toBeNull();
    expect(plain.dataSet.heldOut).toBeUndefined();
  });

  it('ends when the validation loss falls no more, with the weights of its lowest', () => {
    const losses = epochsOf(validated, 300, (run) => measured(run, run.validation!).loss);
    let best = 0;
    const end = losses.findIndex((loss, i) => {
      if (loss < losses[best]) best = i;
      return i - best >= validated.stopPatience;
    });
    expect(end).toBeGreaterThan(5);
    const run = runOf(validated);
    run.advance(Infinity, 300);
    expect(run.epoch).toBe(end + 1);
    expect(run.takeStop()).toEqual({ kind: 'validation', epoch: end + 1, best: best + 1, patience: 5 });
    const control = runOf(validated);
    control.advance(Infinity, best + 1);
    expect(run.parameters()).toEqual(control.parameters());
    expect(run.epoch).toBe(end + 1);
    expect(control.stop).toBeNull();
  });

  it('stops where it would have, after it was taken up again from a state', () => {
    const whole = runOf(validated);
    whole.advance(Infinity, 300);
    const first = runOf(validated);
    first.advance(Infinity, whole.epoch - 3);
    const second = runOf(validated);
    second.restore(first.state());
    second.advance(Infinity, 300);
    expect(second.takeStop()).toEqual(whole.takeStop());
    expect(second.parameters()).toEqual(whole.parameters());
  });
});
