import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../../../src/autograd/steps.ts';
import {
  clipNames,
  engineNames,
  optimizerNames,
  scheduleNames,
  stopNames,
} from '../../../../src/experiment/names.ts';
import { defaultExperiment, parseExperiment, type Experiment } from '../../../../src/experiment/schema.ts';
import { trialSteps } from '../../../../src/training/trials/run-trial.ts';
import { trialBuffers } from '../../../../src/training/trials/trial-buffers.ts';
import { TrialBench } from '../../../../src/training/trials/trial-bench.ts';
import type { Trial, TrialResult, TrialTarget } from '../../../../src/training/trials/trial.ts';
import { createEngines } from '../../../../workers/engines.ts';

const now = (): number => performance.now();
const engines = createEngines(now);
const newBench = (): TrialBench =>
  new TrialBench({ engineOf: (name, fused) => engines.choose(name, fused).backend, now });

function trained(bench: TrialBench, trial: Trial): TrialResult {
  return finish(trialSteps(bench, trial, now));
}

/** As it comes from another thread: all that is handed over is there no more. */
function received(value: TrialResult): TrialResult {
  const answer = { ok: true, value } as const;
  return structuredClone(answer, { transfer: trialBuffers(answer) }).value;
}

/** What another run of the same settings has otherwise, and what is not told. */
function withoutTimes({ curve, halt: _, ...result }: TrialResult) {
  const { epoch, trainLoss, testLoss } = curve;
  return { ...result, trainingMs: 0, curve: { epoch, trainLoss, testLoss } };
}

const aTrial = (settings: Partial<Experiment>, epochs: number, target: TrialTarget | null = null): Trial => ({
  experiment: { ...defaultExperiment, points: 40, hidden: [3], ...settings },
  ...{ epochs, target, picture: 0, withState: false },
});

/** One leg after the other, each where the last one ended; and each from the beginning. */
function legs(bench: TrialBench, trial: Trial, ends: readonly number[]) {
  let from: Trial['from'];
  return ends.map((epochs) => {
    const whole = trained(bench, { ...trial, epochs });
    const next: Trial = { ...trial, epochs, halts: true, ...(from === undefined ? {} : { from }) };
    const leg = received(trained(bench, next));
    from = leg.halt;
    return { whole, leg };
  });
}

const settings: fc.Arbitrary<Partial<Experiment>> = fc.record({
  engine: fc.constantFrom(...engineNames),
  fused: fc.boolean(),
  dataSet: fc.constantFrom('circle', 'spiral', 'plane', 'blobs'),
  seed: fc.nat(1000),
  hidden: fc.constantFrom([], [3], [4, 2]),
  activation: fc.constantFrom('tanh', 'relu'),
  loss: fc.constantFrom('squared-error', 'huber'),
  optimizer: fc.constantFrom(...optimizerNames),
  learningRate: fc.constantFrom(0.003, 0.03, 0.3, 3, 100),
  l1: fc.constantFrom(0, 0.01),
  l2: fc.constantFrom(0, 0.01),
  clipGradients: fc.constantFrom(0, 0.1),
  clipBy: fc.constantFrom(...clipNames),
  batchSize: fc.constantFrom(1, 7, 10, 40),
  replacement: fc.boolean(),
  dropout: fc.constantFrom([], [0.3]),
  inputNoise: fc.constantFrom(0, 0.2),
  labelNoise: fc.constantFrom(0, 0.1),
  schedule: fc.constantFrom(...scheduleNames),
  scheduleEpochs: fc.constantFrom(null, 9, 50),
  schedulePatience: fc.constantFrom(null, 0, 2),
  warmUp: fc.constantFrom(0, 5),
  stopEpoch: fc.constantFrom(0, 0, 0, 6, 70),
  stopWhen: fc.constantFrom('never', 'never', 'never', ...stopNames),
  stopValue: fc.constantFrom(0.01, 0.3, 80),
  stopPatience: fc.constantFrom(1, 15),
  frozen: fc.constantFrom('', '1.1'),
  cut: fc.constantFrom('', '1.2.1'),
});

const targets: fc.Arbitrary<TrialTarget | null> = fc.option(
  fc.record({
    measure: fc.constantFrom('train-loss', 'test-loss', 'train-accuracy', 'test-accuracy'),
    value: fc.constantFrom(0.05, 0.3, 70, 95),
  }),
);

describe('a run that goes on where a shorter one ended', () => {
  it('has the bits of one that was trained from the beginning, whatever is set', () => {
    const bench = newBench();
    const seen = { over: 0, wentOn: 0, reached: 0 };
    fc.assert(
      fc.property(
        settings,
        targets,
        // Some end where a longer training is measured as well, and some where it is not.
        fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 21, max: 75 }), fc.constantFrom(76, 90)),
        (chosen, target, ends) => {
          const parsed = parseExperiment(aTrial(chosen, 1).experiment);
          if (!parsed.ok) throw new Error(parsed.message);
          for (const { whole, leg } of legs(bench, aTrial(parsed.value, 1, target), ends)) {
            expect(withoutTimes(leg)).toEqual(withoutTimes(whole));
            expect(whole).not.toHaveProperty('halt');
            expect(leg.halt === undefined).toBe(leg.diverged);
            if (leg.halt?.isOver === true) seen.over++;
            else if (leg.halt !== undefined) seen.wentOn++;
            if (leg.reachedAt !== null) seen.reached++;
          }
        },
      ),
      { seed: 11, numRuns: 80 },
    );
    bench.dispose();
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });

  it('diverges where it does from the beginning, wherever the shorter one ended', () => {
    const bench = newBench();
    const trial = aTrial({ dataSet: 'plane', hidden: [], batchSize: 40, learningRate: 0.115 }, 95);
    const whole = trained(bench, trial);
    // Between two epochs that are measured: figures of the end of a shorter one are no figures of a longer one.
    expect([whole.diverged, whole.epochs > 76, whole.epochs < 91]).toEqual([true, true, true]);
    let wentOn = 0;
    for (let end = 1; end < 95; end++) {
      const [first, last] = legs(bench, trial, [end, 95]);
      expect(withoutTimes(last.leg)).toEqual(withoutTimes(whole));
      if (first.leg.halt !== undefined) wentOn++;
    }
    expect(wentOn).toBeGreaterThan(76);
    bench.dispose();
  });

  it('begins where that one ended, and nowhere else', () => {
    const bench = newBench();
    const trial = aTrial({ dataSet: 'xor', optimizer: 'adam' }, 30);
    const { halt } = trained(bench, { ...trial, epochs: 12, halts: true });
    if (halt === undefined) throw new Error('it has not told where it ended');
    // Other weights there are seen in what comes of it.
    const moved = { ...halt, point: { ...halt.point, parameters: halt.point.parameters.map((w) => w + 1) } };
    const [right, wrong] = [halt, moved].map((from) => trained(bench, { ...trial, from }).parameters);
    expect(right).not.toEqual(wrong);
    expect(right).toEqual(trained(bench, trial).parameters);
    bench.dispose();
  });

  it('is told without what only its end has asked for', () => {
    const bench = newBench();
    const trial = aTrial({}, 70);
    const { curve, halt, parameters } = trained(bench, { ...trial, halts: true });
    expect([curve.epoch.at(-1), halt?.told.curve.epoch.at(-1)]).toEqual([70, 64]);
    expect(halt?.told.final).not.toEqual(trained(bench, trial).final);
    // Nothing is there twice.
    expect(halt?.told.curve.epoch.buffer).toBe(curve.epoch.buffer);
    expect(halt?.point.parameters).toBe(parameters);
    bench.dispose();
  });

  it('is refused where there is nothing left to train, and not needed for a whole run', () => {
    const bench = newBench();
    const trial = aTrial({}, 12);
    const { halt: from } = trained(bench, { ...trial, halts: true });
    if (from === undefined) throw new Error('it has not told where it ended');
    for (const epochs of [5, 12])
      expect(() => trained(bench, { ...trial, epochs, from })).toThrow(
        `a training to epoch ${epochs} cannot go on from epoch 12, expected one before`,
      );
    const asked = { ...trial, epochs: 300, withState: true };
    const [whole, other] = [asked, { ...asked, from }].map((one) => trained(bench, one).state);
    expect(other?.history).toEqual(whole?.history);
    expect(whole?.history.epoch).toHaveLength(258);
    bench.dispose();
  });
});
