import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { Run } from '../../../src/training/run.ts';
import { wrapped } from '../helpers/slow-backend.ts';

const experiment: Experiment = {
  ...defaultExperiment,
  points: 46,
  hidden: [3],
  optimizer: 'adam',
  loss: 'binary-cross-entropy',
  batchSize: 10,
};

/** A clock that moves on by itself, so that slices end where the test wants them to. */
function tickingClock(stepMs: number): () => number {
  let time = 0;
  return () => (time += stepMs);
}

function trained(
  epochs: number,
  clockStepMs: number,
  sliceMs: number,
  change: Partial<Experiment> = {},
): Run {
  const now = tickingClock(clockStepMs);
  const run = new Run({ ...experiment, ...change }, interpreter, now);
  while (run.epoch < epochs) run.advance(now() + sliceMs, epochs);
  return run;
}

describe('a run', () => {
  it('reaches the same bits whatever the length of its slices', () => {
    const reference = trained(5, 0.001, 1000).parameters();
    for (const [step, slice] of [
      [0.4, 1],
      [1.9, 2],
      [0.05, 0.3],
    ]) {
      expect(trained(5, step, slice).parameters()).toEqual(reference);
    }
    expect(trained(5, 0.001, 1000, { seed: 2 }).parameters()).not.toEqual(reference);
  });

  it('goes on from a state taken inside an epoch to the same bits as without the break', () => {
    const now = tickingClock(0.9);
    const run = new Run(experiment, interpreter, now);
    run.advance(now() + 12);
    expect(run.insideEpoch).toBe(true);
    const copy = new Run(experiment, interpreter, tickingClock(0.3));
    copy.restore(run.state());
    run.advance(Infinity, 9);
    copy.advance(Infinity, 9);
    expect(copy.parameters()).toEqual(run.parameters());
    expect(copy.state().state).toEqual(run.state().state);
    expect(copy.state().generator).toEqual(run.state().generator);
  });

  it('shuffles anew in every epoch', () => {
    const shuffled = trained(2, 0.001, 1000);
    const now = tickingClock(0.001);
    const repeated = new Run(experiment, interpreter, now);
    repeated.advance(Infinity, 1);
    // The same epoch's order twice: only the generator's state is put back.
    const first = new Run(experiment, interpreter, now).state();
    repeated.restore({ ...repeated.state(), generator: first.generator });
    repeated.advance(Infinity, 2);
    expect(repeated.parameters()).not.toEqual(shuffled.parameters());
  });

  it('fills one array with the orders of all its epochs', () => {
    const arrays = new Set<Uint32Array>();
    const orders = new Set<string>();
    const watched: Backend = {
      ...interpreter,
      *trainingSteps(program) {
        const executor = yield* interpreter.trainingSteps(program);
        const train: typeof executor.train = (samples, order, ...rest) => {
          arrays.add(order);
          orders.add(order.join());
          return executor.train(samples, order, ...rest);
        };
        return wrapped(executor, { train });
      },
    };
    const run = new Run(experiment, watched, tickingClock(0.001));
    run.advance(Infinity, 6);
    expect(run.epoch).toBe(6);
    expect(orders.size).toBe(6);
    expect(arrays.size).toBe(1);
  });

  it('takes a new rate without losing anything', () => {
    const run = trained(3, 0.001, 1000);
    const before = run.parameters();
    run.applySettings({ ...run.experiment, learningRate: 0 });
    run.advance(Infinity, 5);
    expect(run.epoch).toBe(5);
    expect(run.parameters()).toEqual(before);
    run.applySettings({ ...run.experiment, learningRate: 0.1 });
    run.advance(Infinity, 6);
    expect(run.parameters()).not.toEqual(before);
  });

  it('refuses to go on under settings that need another network', () => {
    const run = trained(1, 0.001, 1000);
    expect(() => run.applySettings({ ...run.experiment, hidden: [4] })).toThrow('need a new run');
  });

  it('stops in the epoch in which it diverges', () => {
    const run = new Run(
      {
        ...experiment,
        dataSet: 'plane',
        loss: 'squared-error',
        optimizer: 'sgd',
        learningRate: 50,
        activation: 'linear',
      },
      interpreter,
      tickingClock(0.01),
    );
    run.advance(Infinity, 1000);
    expect(run.diverged).toBe(true);
    expect(run.epoch).toBeLessThan(1000);
  });

  it('compiles nothing again for other data or other weights, and starts from them all the same', () => {
    let created = 0;
    const counting: Backend = {
      ...interpreter,
      trainingSteps: (program) => {
        created++;
        return interpreter.trainingSteps(program);
      },
    };
    const now = tickingClock(0.01);
    const run = new Run(experiment, counting, now);
    run.advance(Infinity, 3);
    const next = new Run({ ...experiment, seed: 2, dataSeed: 5 }, counting, now, run);
    run.dispose();
    next.advance(Infinity, 2);
    const fresh = new Run({ ...experiment, seed: 2, dataSeed: 5 }, interpreter, now);
    fresh.advance(Infinity, 2);
    expect(next.state().parameters).toEqual(fresh.state().parameters);
    expect(next.state().shared).toEqual(fresh.state().shared);
    expect(created).toBe(1);
  });

  it('shares data and network with the run before it where they are the same', () => {
    const run = trained(1, 0.001, 1000);
    const next = new Run({ ...experiment, seed: 7 }, interpreter, tickingClock(1), run);
    expect(next.dataSet).toBe(run.dataSet);
    expect(next.network).toBe(run.network);
    const other = new Run({ ...experiment, hidden: [2], dataSeed: 9 }, interpreter, tickingClock(1), run);
    expect(other.dataSet).not.toBe(run.dataSet);
    expect(other.network).not.toBe(run.network);
  });

  it('can be asked everything before it is ready, and then begins with what it said', () => {
    const run = new Run(experiment, interpreter, tickingClock(0.01));
    expect([run.isReady, run.epoch, run.isTrained, run.diverged]).toEqual([false, 0, false, false]);
    const { parameters, generator } = run.state();
    expect(run.parameters()).toEqual(parameters);
    const steps = [...run.prepare()];
    expect(steps.length).toBeGreaterThan(5);
    expect(run.isReady).toBe(true);
    expect(run.parameters()).toEqual(parameters);
    expect(run.state().generator).toEqual(generator);
  });

  it('takes settings and a state while it is prepared', () => {
    const reference = trained(4, 0.001, 1000);
    const run = new Run({ ...experiment, learningRate: 5 }, interpreter, tickingClock(0.01));
    const steps = run.prepare();
    steps.next();
    run.applySettings(experiment);
    steps.next();
    run.restore(trained(2, 0.001, 1000).state());
    expect(run.epoch).toBe(2);
    run.advance(Infinity, 4);
    expect(run.parameters()).toEqual(reference.parameters());
    expect(run.state().state).toEqual(reference.state().state);
  });
});
