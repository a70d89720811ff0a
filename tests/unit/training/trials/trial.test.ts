import { describe, expect, it } from 'vitest';
import { finish } from '../../../../src/autograd/steps.ts';
import { defaultExperiment, type Experiment } from '../../../../src/experiment/schema.ts';
import { trialSteps } from '../../../../src/training/trials/run-trial.ts';
import { TrialBench } from '../../../../src/training/trials/trial-bench.ts';
import type { Trial, TrialResult } from '../../../../src/training/trials/trial.ts';
import { Run } from '../../../../src/training/run.ts';
import { CpuViews } from '../../../../src/training/view.ts';
import { createEngines } from '../../../../workers/engines.ts';
import { createService, snapshotWhere, unwrap } from '../../workers/harness.ts';

const now = (): number => performance.now();
const engines = createEngines(now);
const newBench = (): TrialBench =>
  new TrialBench({ engineOf: (name, fused) => engines.choose(name, fused).backend, now });

function trial(settings: Partial<Experiment>, rest: Partial<Trial> = {}): Trial {
  return {
    experiment: { ...defaultExperiment, points: 100, ...settings },
    epochs: 40,
    target: null,
    picture: 0,
    withState: false,
    ...rest,
  };
}

/** What another run of the same settings has otherwise. */
function withoutTimes({ curve, ...result }: TrialResult) {
  const { epoch, trainLoss, testLoss } = curve;
  return { ...result, trainingMs: 0, state: null, curve: { epoch, trainLoss, testLoss } };
}

/** Reset and play to that epoch. */
async function played(experiment: Experiment, epochs: number) {
  const { service } = createService();
  await service.setSpeed('full');
  unwrap(await service.configure({ experiment: { ...experiment, stopEpoch: epochs }, run: true }));
  const snapshot = await snapshotWhere(service, ({ status, view }) => status === 'paused' && view !== null);
  const checkpoint = unwrap(await service.checkpoint());
  return { checkpoint, view: snapshot.view };
}

const kinds: readonly Partial<Experiment>[] = [
  {},
  { dataSet: 'spiral', hidden: [8, 8], optimizer: 'adam', learningRate: 0.01, loss: 'cross-entropy' },
  { dataSet: 'xor', dropout: [0.2, 0], inputNoise: 0.1, engine: 'wasm-f64' },
  { schedule: 'plateau', schedulePatience: 3, seed: 7, dataSeed: 9 },
  { dataSet: 'plane', hidden: [3], engine: 'interpreter' },
];

describe('a run of a comparison', () => {
  it('is computed as its settings say, and what was compiled for others is not used for it', () => {
    const asked: boolean[] = [];
    const bench = new TrialBench({
      engineOf: (name, fused) => {
        asked.push(fused);
        return engines.choose(name, fused).backend;
      },
      now,
    });
    for (const fused of [true, false, true]) finish(trialSteps(bench, trial({ fused }), now));
    expect(asked).toEqual([true, false, true]);
    expect(bench.compiled).toBe(2);
    bench.dispose();
  });

  it.each(kinds)('has the bits of Reset and Play: %o', async (settings) => {
    const asked = trial(settings, { withState: true });
    const result = finish(trialSteps(newBench(), asked, now));
    const { checkpoint } = await played(asked.experiment, asked.epochs);
    expect(result.epochs).toBe(40);
    expect(result.parameters).toEqual(checkpoint?.parameters);
    expect(result.state?.parameters).toEqual(checkpoint?.parameters);
    expect(result.state?.state).toEqual(checkpoint?.state);
    expect(result.state?.generator).toEqual(checkpoint?.generator);
    expect(result.state?.history).toEqual(checkpoint?.history);
    const views = new CpuViews(
      new Run(asked.experiment, engines.choose(asked.experiment.engine).backend, now),
      now,
    );
    const { trainLoss, testLoss, trainAccuracy, testAccuracy } = finish(views.metrics(result.parameters));
    expect(result.final).toEqual({ trainLoss, testLoss, trainAccuracy, testAccuracy });
    views.dispose();
    const other = finish(trialSteps(newBench(), trial({ ...settings, seed: 1234 }), now));
    expect(other.parameters).not.toEqual(result.parameters);
  });

  it('does not depend on what was trained before it, nor on a run that was left in the middle', () => {
    const asked = kinds.map((settings) =>
      trial(settings, { target: { measure: 'train-loss', value: 0.2 }, picture: 6 }),
    );
    const alone = asked.map((one) => withoutTimes(finish(trialSteps(newBench(), one, now))));
    const bench = newBench();
    for (const one of [...asked, ...asked.toReversed()]) {
      const leftAlone = trialSteps(bench, { ...one, epochs: 1e6 }, () => -Infinity);
      // Beyond what compiles it.
      for (let i = 0; i < 120; i++) expect(leftAlone.next().done).toBe(false);
      const result = withoutTimes(finish(trialSteps(bench, one, now)));
      expect(result).toEqual(alone[asked.indexOf(one)]);
    }
    // Two of them have one shape.
    expect(bench.compiled).toBe(kinds.length - 1);
    bench.dispose();
  });

  it('judges its target after every epoch, wherever it is measured', () => {
    const epochs = 200;
    const bench = newBench();
    const asked = trial({ learningRate: 0.1 }, { epochs, target: { measure: 'test-loss', value: 0.05 } });
    const { reachedAt } = finish(trialSteps(bench, asked, now));
    expect(reachedAt).toBeGreaterThan(64);
    const lossAfter = (last: number): number =>
      finish(trialSteps(bench, { ...asked, epochs: last, target: null }, now)).final.testLoss;
    expect(lossAfter(reachedAt!)).toBeLessThanOrEqual(0.05);
    for (let before = reachedAt! - 1; before >= reachedAt! - 5; before--)
      expect(lossAfter(before)).toBeGreaterThan(0.05);
    const never = finish(
      trialSteps(bench, { ...asked, target: { measure: 'test-accuracy', value: 1000 } }, now),
    );
    expect(never.reachedAt).toBe(null);
  });

  it('says that it diverged, and keeps the last finite figures', () => {
    const asked = trial(
      { dataSet: 'plane', learningRate: 90, activation: 'relu' },
      { picture: 5, withState: true },
    );
    const result = finish(trialSteps(newBench(), asked, now));
    expect(result).toMatchObject({ diverged: true, picture: null, state: null });
    expect(Number.isFinite(result.final.trainLoss)).toBe(true);
    expect(result.curve.trainLoss.every(Number.isFinite)).toBe(true);
  });

  it('ends where its own settings stop it, with the best weights', () => {
    const stops = { stopWhen: 'validation', stopPatience: 2, validationShare: 30 } as const;
    const result = finish(trialSteps(newBench(), trial({ learningRate: 3, ...stops }, { epochs: 500 }), now));
    expect(result.epochs).toBeLessThan(500);
    const { epoch } = result.curve;
    expect([...epoch]).toEqual([...epoch].sort((a, b) => a - b));
    expect(epoch.at(-1)).toBeGreaterThanOrEqual(result.epochs);
  });

  it('refuses what there is nothing to train on', () => {
    expect(() => finish(trialSteps(newBench(), trial({ dataSet: 'draw', drawn: '' }), now))).toThrow(/point/);
  });
});
