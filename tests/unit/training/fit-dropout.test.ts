import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/autograd/steps.ts';
import { engineNames } from '../../../src/experiment/names.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { fitBatches, type FitRequest } from '../../../src/training/fit-batches.ts';
import { nextStep } from '../../../src/training/batches.ts';
import { Run } from '../../../src/training/run.ts';
import { expectClose, largestDifference } from '../helpers/closeness.ts';
import { goldenDropoutRuns, type GoldenDropoutRun } from '../helpers/goldens.ts';
import { tolerances } from '../tolerances.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { wasmBackend } from '../wasm/backends.ts';

const titled = goldenDropoutRuns().map((run): [string, GoldenDropoutRun] => [
  `${run.sizes.join('-')}, ${run.shares.join(' and ')}, batches of ${run.batchSize}`,
  run,
]);

function requestOf({
  order,
  batchSize,
  masks,
  shares,
  momentum,
  learningRate,
  ...run
}: GoldenDropoutRun): FitRequest {
  const starts = Array.from({ length: Math.ceil(order.length / batchSize) }, (_, k) => k * batchSize);
  return {
    ...run,
    ...{ loss: 'squared-error', optimizer: 'momentum', hyper: { learningRate, momentum } },
    batches: starts.map((start) => order.slice(start, start + batchSize)),
    dropout: { shares, masks },
  };
}

describe('fitBatches with dropout', () => {
  for (const engine of engineNames) {
    it.each(titled)(`repeats PyTorch with the same masks on ${engine}: %s`, (_title, run) => {
      const { fit } = tolerances[engine];
      expectClose(fitBatches({ ...requestOf(run), engine }).parameters, run.after, fit);
      const { dropout, ...without } = requestOf(run);
      for (const other of [
        { ...dropout!, masks: dropout!.masks!.map((mask) => Array.from(mask, (kept) => 1 - kept)) },
        undefined,
      ]) {
        const { parameters } = fitBatches({ ...without, engine, ...(other && { dropout: other }) });
        expect(largestDifference(parameters, run.after, fit.floor)).toBeGreaterThan(100 * fit.relative);
      }
    });
  }

  it.each([interpreter, wasmBackend('f64'), wasmBackend('f32')])(
    'drops by a seed what an experiment of that seed drops, to the bit: $name',
    (backend) => {
      const [batchSize, shares] = [7, [0.3, 0, 0.5]];
      const run = new Run(
        {
          ...defaultExperiment,
          dataSet: 'plane',
          points: 60,
          hidden: [5, 4, 3],
          dropout: shares,
          batchSize,
          optimizer: 'adam',
          seed: 11,
        },
        backend,
        () => 0,
      );
      finish(run.prepare());
      const { samples, order } = nextStep(run);
      const { inputs, targets } = samples;
      const row = (columns: readonly Float64Array[], i: number): number[] =>
        columns.map((column) => column[i]);
      const request: FitRequest = {
        ...{ sizes: [2, 5, 4, 3, 1], activations: ['tanh', 'tanh', 'tanh'], loss: 'squared-error' },
        ...{ optimizer: 'adam', hyper: { learningRate: run.learningRate }, engine: backend.name },
        parameters: run.parameters(),
        inputs: Array.from({ length: samples.count }, (_, i) => row(inputs, i)),
        targets: Array.from({ length: samples.count }, (_, i) => row(targets, i)),
        batches: Array.from({ length: Math.ceil(order.length / batchSize) }, (_, k) =>
          order.slice(k * batchSize, (k + 1) * batchSize),
        ),
        dropout: { shares, seed: 11 },
      };
      const { parameters } = fitBatches(request);
      const other = fitBatches({ ...request, dropout: { shares, seed: 12 } });
      run.advance(Infinity, 1);
      expect(parameters).toEqual([...run.parameters()]);
      expect(other.parameters).not.toEqual(parameters);
      run.dispose();
    },
  );

  it('says what of it does not fit', () => {
    const [[, run]] = titled;
    const { dropout, ...request } = requestOf(run);
    const { shares, masks } = dropout!;
    const fit = (given: FitRequest['dropout']) => () => fitBatches({ ...request, dropout: given! });
    const layers = run.sizes.length - 2;
    expect(fit({ shares: [...shares, 0.5], masks: masks! })).toThrow(
      `there are ${layers + 1} shares of dropout, expected ${layers}`,
    );
    expect(fit({ shares: shares.map(() => 1), seed: 1 })).toThrow('a share of dropout is 1');
    expect(fit({ shares })).toThrow('either a seed or masks');
    expect(fit({ shares, seed: 0.5 })).toThrow('expected a whole number');
    expect(fit({ shares, masks: masks!.slice(1) })).toThrow(`expected ${masks!.length}`);
    expect(fit({ shares, masks: masks!.map((mask) => [...Array.from(mask), 1]) })).toThrow(
      'the mask of presentation 0',
    );
  });
});
