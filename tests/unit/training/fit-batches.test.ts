import { describe, expect, it } from 'vitest';
import { hyperParameterDefaults, hyperParameterNames } from '../../../src/experiment/hyper-parameters.ts';
import { engineNames, lossNames, optimizerNames } from '../../../src/experiment/names.ts';
import { fitBatches, type FitRequest, type FitResult } from '../../../src/training/fit-batches.ts';
import { expectClose, largestDifference } from '../helpers/closeness.ts';
import { goldenLearningRuns, type GoldenLearningRun } from '../helpers/goldens.ts';
import { tolerances } from '../tolerances.ts';

const runs = goldenLearningRuns();
const titled = runs.map((run): [string, GoldenLearningRun] => {
  const hyper = Object.entries(run.hyper).map(([name, value]) => `${name} ${value.toString()}`);
  return [
    `${run.sizes.join('-')} ${run.activations.join('-')}, ${run.loss}, ${run.optimizer}, ${hyper.join(', ')}, L1 ${run.l1}, L2 ${run.l2}`,
    run,
  ];
});

function requestOf({ batchSize, losses, inputs, ...run }: GoldenLearningRun): FitRequest {
  const batches = losses.map((_, k) =>
    Array.from({ length: batchSize }, (_row, i) => (batchSize * k + i) % inputs.length),
  );
  return { ...run, inputs, batches };
}

/** How far two trainings are apart, in units of what is tolerated. */
function distance(result: FitResult, run: GoldenLearningRun, engine: keyof typeof tolerances): number {
  const { relative, floor } = tolerances[engine].fit;
  return (
    Math.max(
      largestDifference(result.losses, run.losses, floor),
      largestDifference(result.parameters, run.after, floor),
    ) / relative
  );
}

describe('fitBatches', () => {
  for (const engine of engineNames) {
    it.each(titled)(`repeats PyTorch on ${engine}: %s`, (_title, run) => {
      const { losses, parameters } = fitBatches({ ...requestOf(run), engine });
      expectClose(losses, run.losses, tolerances[engine].fit);
      expectClose(parameters, run.after, tolerances[engine].fit);
    });
  }

  it.each(titled)('would notice any number off by one part in a hundred: %s', (_title, run) => {
    const request = requestOf(run);
    const engine = 'interpreter';
    const { betas, clip_norm, clip_value, ...rest } = run.hyper;
    // Lion takes the signs of what it is given: a little more or less of it is nothing.
    const clips = { ...(clip_norm && { clip_norm }), ...(clip_value && { clip_value }) };
    const hyper = { ...rest, ...(run.optimizer === 'lion' ? {} : clips) };
    const others: FitRequest[] = Object.entries(hyper).map(([name, value]) => ({
      ...request,
      hyper: { ...run.hyper, [name]: typeof value === 'boolean' ? !value : 1.01 * value },
    }));
    if (betas !== undefined)
      for (const changed of [
        [1.01 * betas[0], betas[1]],
        [betas[0], 1.01 * betas[1]],
      ] as const)
        others.push({ ...request, hyper: { ...run.hyper, betas: changed } });
    if (run.l1 > 0 && run.optimizer !== 'lion') others.push({ ...request, l1: 1.01 * run.l1 });
    if (run.l2 > 0) others.push({ ...request, l2: 1.01 * run.l2 });
    for (const other of others)
      expect(
        distance(fitBatches({ ...other, engine }), run, engine),
        JSON.stringify(other.hyper),
      ).toBeGreaterThan(10);
  });

  it('is compared with PyTorch for every loss, and for 200 steps of every optimizer away from all its defaults', () => {
    for (const loss of lossNames) expect(runs.filter((run) => run.loss === loss).length).toBeGreaterThan(1);
    for (const optimizer of optimizerNames) {
      const own = runs.filter((run) => run.optimizer === optimizer && run.losses.length === 200);
      expect(own.length, optimizer).toBeGreaterThan(0);
      const given = new Set(own.flatMap(({ hyper }) => Object.keys(hyper)));
      const torchNames: Record<string, string> = {
        epsilon: 'eps',
        beta1: 'betas',
        beta2: 'betas',
        lrDecay: 'lr_decay',
        initialAccumulator: 'initial_accumulator_value',
      };
      const missing = hyperParameterNames
        .filter((name) => Object.hasOwn(hyperParameterDefaults[optimizer], name))
        .map((name) => torchNames[name] ?? name)
        .filter((name) => !given.has(name));
      expect(missing, optimizer).toEqual([]);
    }
  });
});

const small: FitRequest = {
  sizes: [1, 2, 1],
  activations: ['tanh'],
  loss: 'squared-error',
  optimizer: 'sgd',
  hyper: { learningRate: 0.1 },
  parameters: [0.3, -0.2, 0, 0, 0.5, 0.4, 0.1],
  inputs: [[1], [2], [3]],
  targets: [1, 0, -1],
  batches: [[0, 1], [2]],
  engine: 'interpreter',
};

describe('fitBatches takes PyTorch’s names', () => {
  const after = (more: Partial<FitRequest>): number[] => fitBatches({ ...small, ...more }).parameters;

  it('with momentum and nesterov as options of sgd', () => {
    const hyper = { learningRate: 0.1, momentum: 0.9 };
    expect(after({ hyper })).toEqual(after({ optimizer: 'momentum', hyper }));
    expect(after({ hyper: { ...hyper, nesterov: true } })).toEqual(after({ optimizer: 'nesterov', hyper }));
    expect(after({ hyper })).not.toEqual(after({ hyper: { ...hyper, nesterov: true } }));
  });

  it('with amsgrad as an option of adam, betas together or one by one, and max_norm for clip_norm', () => {
    const hyper = { learningRate: 0.1, betas: [0.7, 0.8] } as const;
    const amsgrad = after({ optimizer: 'adam', hyper: { ...hyper, amsgrad: true } });
    expect(amsgrad).toEqual(after({ optimizer: 'amsgrad', hyper }));
    expect(after({ optimizer: 'adam', hyper })).toEqual(
      after({ optimizer: 'adam', hyper: { learningRate: 0.1, beta1: 0.7, beta2: 0.8 } }),
    );
    const clipped = after({ hyper: { learningRate: 0.1, clip_norm: 0.01 } });
    expect(after({ hyper: { learningRate: 0.1, max_norm: 0.01 } })).toEqual(clipped);
    expect(clipped).not.toEqual(after({}));
  });

  it('and knows no others', () => {
    const unknown = { learningRate: 0.1, beta3: 1 };
    expect(() => fitBatches({ ...small, hyper: unknown })).toThrow('there is no hyper-parameter “beta3”');
    expect(() => fitBatches({ ...small, hyper: { learningRate: 0.1, rho: 0.5 } })).toThrow(
      'sgd has no rho: it has learningRate, weight_decay',
    );
    expect(() => fitBatches({ ...small, hyper: { learningRate: 0.1, delta: 2 } })).toThrow('has no delta');
    expect(() => fitBatches({ ...small, hyper: { learningRate: 0.1, label_smoothing: 0.1 } })).toThrow(
      'has no label_smoothing',
    );
  });
});

describe('fitBatches', () => {
  it('measures a batch before its step, and takes a row as often as it stands in it', () => {
    const once = fitBatches({ ...small, batches: [[0, 1, 1]] });
    const [l0, l1] = [0, 1].map((row) => fitBatches({ ...small, batches: [[row]] }).losses[0]);
    expect(once.losses).toHaveLength(1);
    expect(once.losses[0]).toBeCloseTo((l0 + 2 * l1) / 3, 14);
    expect(fitBatches({ ...small, batches: [] })).toEqual({ losses: [], parameters: small.parameters });
  });

  it('gives weights of 0 no push by L1, and pushes none of the biases', () => {
    const still = { ...small, hyper: { learningRate: 1 }, targets: [0.5, 0.5, 0.5], l1: 0.01 };
    // A network whose output is the target already: nothing but L1 moves it.
    const parameters = [0.3, 0, 0, 0, 0, 0, 0.5];
    const { parameters: moved } = fitBatches({ ...still, parameters, batches: [[0, 1, 2]] });
    expect(moved[0]).toBeCloseTo(0.29, 14);
    expect(moved.slice(1)).toEqual(parameters.slice(1));
  });

  it('goes on, as PyTorch does, with what is no longer finite', () => {
    const { losses } = fitBatches({
      ...small,
      hyper: { learningRate: 1e200 },
      batches: [[0], [1], [2], [0]],
    });
    expect(losses).toHaveLength(4);
    expect(losses[3]).toBeNaN();
  });

  it.each<[string, Partial<FitRequest>, string]>([
    ['too few parameters', { parameters: [1, 2] }, 'there are 2 parameters, expected 7'],
    ['too few activations', { activations: [] }, 'there are 0 activations, expected 1'],
    ['a target too few', { targets: [1] }, 'there are 1 targets, expected 3'],
    ['a row too wide', { inputs: [[1], [2, 3], [4]] }, 'there are 2 inputs in row 1, expected 1'],
    ['an empty batch', { batches: [[]] }, 'a batch is empty'],
    ['a row that is not there', { batches: [[3]] }, 'a batch names row 3, expected a row from 0 to 2'],
    ['a target that is no class', { loss: 'hinge' }, 'the target of row 1 is 0, expected -1 or 1'],
    ['one that is neither', { loss: 'binary-cross-entropy' }, 'the target of row 2 is -1, expected 0 or 1'],
    [
      'one beyond all classes',
      { loss: 'cross-entropy' },
      'the target of row 0 is 1, expected a class from 0 to 0',
    ],
    ['no layers', { sizes: [2] }, 'sizes are 2, expected at least two whole numbers'],
  ])('refuses %s', (_title, change, message) => {
    expect(() => fitBatches({ ...small, ...change })).toThrow(message);
  });
});
