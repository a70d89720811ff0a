import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/executor.ts';
import { lossNames, optimizerNames } from '../../../src/experiment/names.ts';
import { outputCountOf, traceNetwork, widthsOf } from '../../../src/nn/network.ts';
import type { BackendTolerance } from '../tolerances.ts';
import { expectClose, largestDifference } from './closeness.ts';
import {
  goldenClassRuns,
  goldenLearningRuns,
  goldenTrainingRuns,
  type GoldenTrainingRun,
} from './goldens.ts';
import { meanFirstOutput, samplesOf, trainThrough, withTraining } from './training.ts';

interface RunResult {
  readonly losses: readonly number[];
  readonly parameters: Float64Array;
}

/** Repeats a golden run step by step, with the mean loss of every batch before its step. */
function repeat(backend: Backend, run: GoldenTrainingRun): RunResult {
  const { metrics } = traceNetwork(run);
  const samples = samplesOf(run);
  return withTraining(backend, run, (executor) => {
    const losses: number[] = [];
    for (const epoch of run.epochs) {
      for (let start = 0; start < epoch.length; start += run.batchSize) {
        const batch = Uint32Array.from(epoch.slice(start, start + run.batchSize));
        losses.push(meanFirstOutput(backend, metrics, executor.readParameters(), samples, batch));
        trainThrough(executor, samples, batch, run.batchSize);
      }
    }
    return { losses, parameters: executor.readParameters() };
  });
}

function repeatInWholeEpochs(backend: Backend, run: GoldenTrainingRun): Float64Array {
  const samples = samplesOf(run);
  return withTraining(backend, run, (executor) => {
    for (const epoch of run.epochs) trainThrough(executor, samples, Uint32Array.from(epoch), run.batchSize);
    return executor.readParameters();
  });
}

const titled = [...goldenTrainingRuns(), ...goldenClassRuns()].map((run): [string, GoldenTrainingRun] => {
  const layers = [run.inputCount, ...widthsOf(run)].join('-');
  const batches = `${run.losses.length} steps of ${run.batchSize} from ${run.points.length}`;
  return [`${layers} ${run.activation}, ${run.loss}, ${run.optimizer}, L2 ${run.l2}, ${batches}`, run];
});

export function describeGoldenRuns(backend: Backend, { trainingRun }: BackendTolerance): void {
  describe('repeats PyTorch', () => {
    it.each(titled)('%s', (_title, run) => {
      const { losses, parameters } = repeat(backend, run);
      expectClose(losses, run.losses, trainingRun);
      expectClose(parameters, run.finalParameters, trainingRun);
      expect([...repeatInWholeEpochs(backend, run)]).toEqual([...parameters]);
    });

    it.each(titled)('and would notice a learning rate off by one part in a thousand: %s', (_title, run) => {
      const { losses, parameters } = repeat(backend, { ...run, learningRate: run.learningRate * 1.001 });
      expect(largestDifference(losses, run.losses, trainingRun.floor)).toBeGreaterThan(trainingRun.relative);
      expect(largestDifference(parameters, run.finalParameters, trainingRun.floor)).toBeGreaterThan(
        trainingRun.relative,
      );
    });

    it('over every activation, loss and optimizer, with 200 steps and with shorter last batches among them', () => {
      const runs = titled.map(([, run]) => run);
      expect(runs.length).toBeGreaterThanOrEqual(20);
      expect(new Set(runs.map((run) => run.activation))).toEqual(
        new Set(['tanh', 'relu', 'sigmoid', 'linear']),
      );
      // Further ones are in the goldens of `fitBatches`.
      const learned = goldenLearningRuns();
      expect(new Set([...runs, ...learned].map((run) => run.loss))).toEqual(new Set(lossNames));
      expect(new Set([...runs, ...learned].map((run) => run.optimizer))).toEqual(new Set(optimizerNames));
      expect(new Set(runs.map((run) => run.inputCount)).size).toBe(5);
      expect(runs.some((run) => run.losses.length >= 200)).toBe(true);
      expect(runs.some((run) => run.points.length % run.batchSize > 0)).toBe(true);
    });

    it('among them twenty of several outputs, with each optimizer', () => {
      const several = titled.map(([, run]) => run).filter((run) => outputCountOf(run) > 1);
      expect(several).toHaveLength(20);
      expect(new Set(several.map((run) => run.loss))).toEqual(new Set(['squared-error', 'cross-entropy']));
      expect(new Set(several.map((run) => run.optimizer)).size).toBe(7);
      expect(new Set(several.map(outputCountOf))).toEqual(new Set([2, 3, 4, 5, 6, 7, 8, 10]));
    });
  });
}
