import { describe, expect, it } from 'vitest';
import type { Backend, TrainingProgram } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { currentBatch } from '../../../src/training/batches.ts';
import { Run } from '../../../src/training/run.ts';
import { wasmBackend } from '../wasm/backends.ts';

const small: Experiment = { ...defaultExperiment, points: 60, engine: 'interpreter' };

/** Each reading a little later than the one before. */
function clock(): () => number {
  let now = 0;
  return () => (now += 0.001);
}

function runOf(
  changes: Partial<Experiment>,
  backend: Backend = interpreter,
  previous: Run | null = null,
): Run {
  return new Run({ ...small, ...changes }, backend, clock(), previous);
}

function trained(changes: Partial<Experiment>, epochs: number): Run {
  const run = runOf(changes);
  run.advance(Infinity, epochs);
  return run;
}

describe('a schedule', () => {
  it('sets the rate that the next batch is trained with, at every epoch', () => {
    const run = runOf({ schedule: 'step', scheduleEpochs: 2, scheduleFactor: 0.5, learningRate: 0.08 });
    const rates: number[] = [];
    for (let epoch = 1; epoch <= 5; epoch++) {
      rates.push(run.learningRate);
      run.advance(Infinity, epoch);
    }
    expect(rates).toEqual([0.08, 0.08, 0.04, 0.04, 0.02]);
  });

  it('trains as rates that are set by hand do, whatever the calls', () => {
    const byHand = runOf({ learningRate: 0.08 });
    for (let epoch = 0; epoch < 4; epoch++) {
      byHand.applySettings({ ...byHand.experiment, learningRate: 0.08 * 0.5 ** epoch });
      byHand.advance(Infinity, epoch + 1);
    }
    const settings = { schedule: 'exponential', scheduleFactor: 0.5, learningRate: 0.08 } as const;
    expect(trained(settings, 4).parameters()).toEqual(byHand.parameters());
    const inPieces = runOf(settings);
    while (inPieces.epoch < 4) inPieces.advance(0, 4);
    expect(inPieces.parameters()).toEqual(byHand.parameters());
    expect(trained({ learningRate: 0.08 }, 4).parameters()).not.toEqual(byHand.parameters());
  });

  it('goes on from a state, and can be changed on the way', () => {
    const settings = { schedule: 'cosine', scheduleEpochs: 8 } as const;
    const whole = trained(settings, 6);
    const first = trained(settings, 3);
    const second = runOf(settings);
    second.restore(first.state());
    expect(second.learningRate).toBe(first.learningRate);
    second.advance(Infinity, 6);
    expect(second.parameters()).toEqual(whole.parameters());
    second.applySettings({ ...second.experiment, schedule: 'constant' });
    expect(second.learningRate).toBe(small.learningRate);
  });
});

describe('reducing the rate on a plateau', () => {
  const settings = {
    schedule: 'plateau',
    schedulePatience: 1,
    scheduleThreshold: 0.2,
    scheduleFactor: 0.5,
    learningRate: 0.01,
  } as const;

  it('is judged after every epoch, whatever the calls, and is part of the state', () => {
    const whole = trained(settings, 12);
    expect(whole.learningRate).toBeLessThan(0.01);
    const inPieces = runOf(settings);
    while (inPieces.epoch < 12) inPieces.advance(0, 12);
    expect(inPieces.parameters()).toEqual(whole.parameters());
    // In the midst of a plateau.
    let first = runOf(settings);
    for (let epoch = 1; epoch < 12 && (first.state().plateau?.bad ?? 0) === 0; epoch++)
      first = trained(settings, epoch);
    const second = runOf(settings);
    second.restore(first.state());
    second.advance(Infinity, 12);
    expect(second.parameters()).toEqual(whole.parameters());
    expect(second.state().plateau).toEqual(whole.state().plateau);
    // Control: without its state the judging would begin anew.
    const { plateau, ...rest } = first.state();
    expect(plateau?.bad).not.toBe(0);
    const third = runOf(settings);
    third.restore(rest);
    third.advance(Infinity, 12);
    expect(third.parameters()).not.toEqual(whole.parameters());
  });

  it('begins anew when it is chosen anew', () => {
    const run = trained(settings, 12);
    run.applySettings({ ...run.experiment, schedule: 'constant' });
    expect(run.learningRate).toBe(0.01);
    run.applySettings({ ...run.experiment, schedule: 'plateau' });
    expect(run.learningRate).toBe(0.01);
    expect(run.state().plateau?.reductions).toBe(0);
  });
});

/** The interpreter, counting what it is asked to compile. */
function countingBackend(): { backend: Backend; programs: TrainingProgram[] } {
  const programs: TrainingProgram[] = [];
  const backend: Backend = {
    ...interpreter,
    *trainingSteps(program) {
      programs.push(program);
      return yield* interpreter.trainingSteps(program);
    },
  };
  return { backend, programs };
}

describe('hyper-parameters', () => {
  const numbers: [Partial<Experiment>, Partial<Experiment>][] = [
    [{ optimizer: 'momentum' }, { momentum: 0.5 }],
    [{ optimizer: 'momentum', dampening: 0.1 }, { dampening: 0.5 }],
    [{ optimizer: 'rmsprop' }, { alpha: 0.9, epsilon: 1e-4 }],
    [{ optimizer: 'adadelta' }, { rho: 0.5 }],
    [{ optimizer: 'adam' }, { beta1: 0.5, beta2: 0.9 }],
    [
      { optimizer: 'adagrad', lrDecay: 0.1, initialAccumulator: 1 },
      { lrDecay: 1, initialAccumulator: 2 },
    ],
    [{ l1: 0.01 }, { l1: 0.1 }],
    [{ clipGradients: 1 }, { clipGradients: 0.01 }],
    [{ schedule: 'formula', rateFormula: '0.1 / (1 + e)' }, { rateFormula: '0.3' }],
  ];

  it.each(numbers)(
    'of %j are changed by %j without compiling anything, and act at once',
    (before, change) => {
      const { backend, programs } = countingBackend();
      const run = runOf(before, backend);
      const still = runOf(before);
      for (const one of [run, still]) one.advance(Infinity, 2);
      const next = { ...run.experiment, ...change };
      expect(run.canApply(next)).toBe(true);
      run.applySettings(next);
      for (const one of [run, still]) one.advance(Infinity, 4);
      expect(programs).toHaveLength(1);
      expect(run.parameters()).not.toEqual(still.parameters());
    },
  );

  it.each<[Partial<Experiment>, Partial<Experiment>]>([
    [{ optimizer: 'momentum' }, { dampening: 0.5 }],
    [{ optimizer: 'rmsprop' }, { centered: true }],
    [{ optimizer: 'adamw' }, { amsgrad: true }],
    [{ optimizer: 'adam' }, { l1: 0.01 }],
    [{ optimizer: 'adam' }, { clipGradients: 0.1, clipBy: 'value' }],
  ])('of %j are joined by %j with the weights and all state that both have', (before, change) => {
    const run = trained(before, 2);
    const state = run.state();
    const next = { ...run.experiment, ...change };
    expect(run.canApply(next)).toBe(false);
    expect(run.canContinueAs(next)).toBe(true);
    const joined = runOf({ ...before, ...change }, interpreter, run);
    joined.restore(state);
    const after = joined.state();
    expect(after.parameters).toEqual(state.parameters);
    expect(after.state.slice(0, state.state.length)).toEqual(state.state);
    joined.advance(Infinity, 4);
    expect(joined.diverged).toBe(false);
    expect(joined.parameters()).not.toEqual(trained(before, 4).parameters());
  });

  it('that the optimizer does not have change nothing', () => {
    const run = trained({ optimizer: 'sgd' }, 1);
    const next: Experiment = {
      ...run.experiment,
      beta1: 0.5,
      centered: true,
      dampening: 0.3,
      delta: 3,
      labelSmoothing: 0.2,
    };
    expect(run.canApply(next)).toBe(true);
    run.applySettings(next);
    run.advance(Infinity, 3);
    expect(run.parameters()).toEqual(trained({ optimizer: 'sgd' }, 3).parameters());
  });
});

describe('what a loss is set by', () => {
  it.each<[Partial<Experiment>, Partial<Experiment>]>([
    [{ loss: 'huber' }, { delta: 0.1 }],
    [{ loss: 'cross-entropy' }, { labelSmoothing: 0.2 }],
  ])('lets the training go on: %j with %j', (before, change) => {
    const run = trained({ ...before, optimizer: 'adam' }, 2);
    const next = { ...run.experiment, ...change };
    expect(run.canContinueAs(next)).toBe(true);
    const goesOn = runOf(next, interpreter, run);
    goesOn.restore(run.state());
    expect(goesOn.parameters()).toEqual(run.parameters());
    expect(goesOn.state().state).toEqual(run.state().state);
    goesOn.advance(Infinity, 4);
    run.advance(Infinity, 4);
    expect(goesOn.parameters()).not.toEqual(run.parameters());
  });
});

describe('an optimizer whose state leaves the range of numbers', () => {
  const wild: Partial<Experiment> = {
    dataSet: 'plane',
    points: 100,
    hidden: [8, 8, 8, 8],
    activation: 'relu',
    optimizer: 'adam',
    learningRate: 100,
    engine: 'wasm-f32',
  };

  it('has diverged at the end of that epoch, though every weight is finite', () => {
    const run = runOf(wild, wasmBackend('f32'));
    run.advance(Infinity, 1000);
    expect(run.diverged).toBe(true);
    expect(run.stateOverflowed).toBe(true);
    expect(run.parameters().every(Number.isFinite)).toBe(true);
    expect(run.state().state.every((column) => column.every(Number.isFinite))).toBe(false);
    const { epoch } = run;
    const inPieces = runOf(wild, wasmBackend('f32'));
    for (let k = 0; k < 100_000 && !inPieces.diverged; k++) inPieces.advance(0);
    expect(inPieces.epoch).toBe(epoch);
    expect(inPieces.parameters()).toEqual(run.parameters());
  });

  it('is sound again from a state that is', () => {
    const run = runOf(wild, wasmBackend('f32'));
    const before = run.state();
    run.advance(Infinity, 1000);
    run.restore({ ...before, experiment: run.experiment });
    expect(run.diverged).toBe(false);
    expect(run.stateOverflowed).toBe(false);
  });

  it('control: a sound run has not', () => {
    const run = runOf({ ...wild, learningRate: 0.01 }, wasmBackend('f32'));
    run.advance(Infinity, 50);
    expect(run.diverged).toBe(false);
    expect(run.stateOverflowed).toBe(false);
  });
});

describe('sampling with replacement', () => {
  const replacing = { replacement: true, optimizer: 'adam' } as const;

  it('trains on as many samples an epoch, some more than once, and the same in any pieces', () => {
    const whole = trained(replacing, 4);
    expect(whole.parameters()).not.toEqual(trained({ optimizer: 'adam' }, 4).parameters());
    const inPieces = runOf(replacing);
    while (inPieces.epoch < 4) inPieces.advance(0, 4);
    expect(inPieces.parameters()).toEqual(whole.parameters());
    const batch = currentBatch(runOf({ ...replacing, batchSize: 30 }));
    expect(batch).toHaveLength(30);
    expect(new Set(batch).size).toBeLessThan(30);
    expect(new Set(currentBatch(runOf({ batchSize: 30 }))).size).toBe(30);
  });

  it('goes on from the midst of an epoch, which ends as it began whatever is set meanwhile', () => {
    const whole = trained(replacing, 3);
    const first = runOf(replacing);
    first.advance(Infinity, 1, 10);
    expect(first.insideEpoch).toBe(true);
    const second = runOf(replacing);
    second.restore(first.state());
    expect(currentBatch(second)).toEqual(currentBatch(first));
    second.advance(Infinity, 3);
    expect(second.parameters()).toEqual(whole.parameters());

    const [changed, otherwise] = [runOf(replacing), runOf({ ...replacing, replacement: false })];
    changed.advance(Infinity, 1, 10);
    changed.applySettings({ ...changed.experiment, replacement: false });
    otherwise.restore(first.state());
    for (const run of [changed, otherwise]) run.advance(Infinity, 3);
    expect(changed.parameters()).toEqual(otherwise.parameters());
    expect(changed.parameters()).not.toEqual(whole.parameters());
  });
});
