import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualAsk, type SweepAxis } from '../../../src/compare/ask.ts';
import { laneOf, laneText, raceTrials, raceVerdict, unfairness } from '../../../src/compare/race.ts';
import { laneWords, setUpWords } from '../../../src/compare/set-up-words.ts';
import { cellsOf, coarseToFine, finerAxis, planSweep } from '../../../src/compare/sweep.ts';
import { axisProblem, axisValues, sweepableNames, sweepables } from '../../../src/compare/sweepable.ts';
import type { Outcome } from '../../../src/compare/swarm.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';
import { defaultExperiment, parseExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { TrialResult } from '../../../src/training/trials/trial.ts';

const rate: SweepAxis = { setting: 'learningRate', scale: 'log', from: 0.001, to: 1, count: 4 };

function known(testLoss: number, rest: Partial<TrialResult> = {}): Outcome {
  const figures = { trainLoss: testLoss, testLoss, trainAccuracy: null, testAccuracy: null };
  const none = new Float64Array(0);
  const curve = { epoch: none, trainLoss: none, testLoss: none, trainingMs: none };
  const result: TrialResult = {
    ...{ epochs: 5, diverged: false, final: figures, best: figures, reachedAt: null, trainingMs: 1 },
    ...{ curve, parameters: none, picture: null, outputCount: 1, state: null },
    ...rest,
  };
  return { experiment: defaultExperiment, result, failure: null };
}

const ofFile: FileData = {
  ...{ id: '0123456789abcdef', name: 'a.csv', rows: 40, dropped: 0, reading: { faulty: 'leave-out' } },
  ...{ inputs: ['a', 'b'], target: { kind: 'class', column: 'c' }, categorical: [], manyCategories: [] },
  ...{ missing: 'leave-out', split: null, classes: ['no', 'yes'] },
};

describe('the values of an axis', () => {
  it('go from end to end, evenly or by powers, as whole numbers where the setting is one', () => {
    expect(axisValues(rate)).toEqual(['0.001', '0.01', '0.1', '1']);
    expect(axisValues({ setting: 'noise', scale: 'linear', from: 0, to: 50, count: 3 })).toEqual([
      '0',
      '25',
      '50',
    ]);
    expect(axisValues({ setting: 'batchSize', scale: 'log', from: 1, to: 4, count: 5 })).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
    expect(axisValues({ setting: 'optimizer', scale: 'list', values: ['sgd', 'adam', 'sgd'] })).toEqual([
      'sgd',
      'adam',
    ]);
  });

  it.each<[SweepAxis, string]>([
    [{ ...rate, from: 0 }, 'Learning rate: a range of powers lies above 0, it cannot go from 0 to 1.'],
    [{ ...rate, to: 1000 }, 'Learning rate: 1000 is not a number from 0 to 100.'],
    [
      { setting: 'batchSize', scale: 'list', values: ['8', '2.5'] },
      'Batch size: “2.5” is not a whole number from 1 to 10000.',
    ],
    [{ setting: 'l2', scale: 'list', values: [] }, 'L2: no value is given.'],
    [
      { setting: 'optimizer', scale: 'linear', from: 0, to: 1, count: 2 },
      'Optimizer has names, no range: choose them as a list.',
    ],
  ])('of %o are refused with a sentence', (axis, message) => {
    expect(axisProblem(axis)).toBe(message);
  });

  it('of every setting that can be swept are settings that can be trained', () => {
    for (const name of sweepableNames) {
      const sweepable = sweepables[name];
      expect(axisProblem(sweepable.usual), name).toBe(null);
      for (const value of axisValues(sweepable.usual)) {
        const experiment = sweepable.set({ ...defaultExperiment, dropout: [0.1, 0.2] }, value);
        expect(parseExperiment(experiment), `${name} ${value}`).toMatchObject({ ok: true });
        expect(sweepable.of(experiment)).toBe(value);
      }
    }
  });
});

describe('a sweep', () => {
  it('trains every cell with every seed, coarse to fine, each once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 1, max: 4 }),
        (columns, rows, repeats) => {
          const order = coarseToFine(columns, rows, repeats);
          expect([...order].sort((a, b) => a - b)).toEqual([...Array(columns * rows * repeats).keys()]);
          // The four corners of the coarsest picture come before the rest.
          expect(order[0]).toBe(0);
        },
      ),
    );
    expect(coarseToFine(4, 1, 2)).toEqual([0, 4, 2, 6, 1, 5, 3, 7]);
  });

  it('has in each run the values of its cell, and seeds from that of the set-up on', () => {
    const l2: SweepAxis = { setting: 'l2', scale: 'list', values: ['0', '0.1'] };
    const planned = planSweep(defaultExperiment, { ...usualAsk, kind: 'sweep', x: rate, y: l2, repeats: 3 });
    if (!planned.ok) throw new Error(planned.message);
    const { trials } = planned.plan;
    expect(trials).toHaveLength(24);
    const { learningRate, l2: penalty, seed } = trials[(1 * 4 + 2) * 3 + 1].experiment;
    expect({ learningRate, penalty, seed }).toEqual({ learningRate: 0.1, penalty: 0.1, seed: 2 });
    expect(planSweep(defaultExperiment, { ...usualAsk, x: rate, y: rate })).toEqual({
      ok: false,
      message: 'Learning rate is swept twice: choose another setting.',
    });
  });

  it('shows the median of the seeds, and that half of them diverged', () => {
    const planned = planSweep(defaultExperiment, {
      ...usualAsk,
      x: { ...rate, count: 2 },
      y: null,
      repeats: 3,
    });
    if (!planned.ok) throw new Error(planned.message);
    const { plan } = planned;
    const diverged = known(0.5, { diverged: true });
    const outcomes = [known(0.3, { reachedAt: 7 }), known(0.1), known(0.2), diverged, known(0.4), diverged];
    const of = (measure: typeof usualAsk.measure) =>
      cellsOf(plan, outcomes, measure).map(({ value }) => value);
    expect(of('final-test-loss')).toEqual([0.2, Infinity]);
    expect(of('best-test-loss')).toEqual([0.2, 0.5]);
    expect(of('share-diverged')).toEqual([0, 2 / 3]);
    expect(of('epochs-to-target')).toEqual([Infinity, Infinity]);
    const unknown: Outcome = { experiment: defaultExperiment, result: null, failure: null };
    expect(cellsOf(plan, Array<Outcome>(6).fill(unknown), 'final-test-loss')[0].value).toBe(null);
  });

  it('goes on between the neighbours of a cell', () => {
    expect(finerAxis(rate, 1)).toEqual({ ...rate, from: 0.001, to: 0.1 });
    expect(finerAxis(rate, 3)).toEqual({ ...rate, from: 0.1, to: 1 });
    const names: SweepAxis = { setting: 'optimizer', scale: 'list', values: ['sgd', 'adam'] };
    expect(finerAxis(names, 0)).toEqual(names);
    const listed: SweepAxis = { setting: 'l2', scale: 'list', values: ['0', '0.1', '0.2'] };
    expect(finerAxis(listed, 0)).toEqual({ setting: 'l2', scale: 'linear', from: 0, to: 0.1, count: 9 });
  });
});

describe('a race', () => {
  const fast = { ...defaultExperiment, learningRate: 0.1 };

  it('keeps a lane as a link has it', () => {
    const lane = { ...fast, hidden: [3], dataSet: 'spiral' as const };
    expect(laneOf(laneText(lane))).toEqual(lane);
    expect(raceTrials([lane], usualAsk)[0].experiment).toEqual(lane);
  });

  it('says what its lanes cannot have in common', () => {
    expect(unfairness([defaultExperiment, fast])).toBe(null);
    expect(unfairness([defaultExperiment, { ...fast, hidden: [3] }])).toContain('the same initial weights,');
    expect(unfairness([defaultExperiment, { ...fast, seed: 2, dataSeed: 2 }])).toContain(
      'the same data, initial weights and batches,',
    );
  });

  const differing = 'since their settings for that differ.';
  const scaled: Experiment = { ...fast, initialization: 'xavier-normal' };
  const blobs: Experiment = { ...defaultExperiment, dataSet: 'blobs', classes: 3 };

  it.each<[string, readonly Experiment[], string | null]>([
    [
      'data',
      [defaultExperiment, { ...fast, noise: 20 }],
      `data, ${differing} Their initial weights are the same.`,
    ],
    // What else differs is not said to be the same.
    [
      'layers',
      [defaultExperiment, { ...fast, hidden: [7], activation: 'relu' }],
      `initial weights, ${differing} Their data and batches are the same.`,
    ],
    [
      'batches',
      [defaultExperiment, { ...fast, batchSize: 3 }],
      `batches, ${differing} Their data and initial weights are the same.`,
    ],
    // Three classes have an output each, four columns an input each.
    ['outputs', [defaultExperiment, blobs], `data and initial weights, ${differing}`],
    ['classes', [blobs, { ...blobs, classes: 4 }], `data and initial weights, ${differing}`],
    ['inputs', [defaultExperiment, { ...fast, dataSet: 'iris' }], `data and initial weights, ${differing}`],
    [
      'labels',
      [defaultExperiment, { ...fast, labelNoise: 0.1 }],
      `data, ${differing} Their initial weights are the same.`,
    ],
    [
      'gains',
      [scaled, { ...scaled, activation: 'relu' }],
      `initial weights, ${differing} Their data and batches are the same.`,
    ],
    ['the activation alone', [fast, { ...fast, activation: 'relu' }], null],
    // Real data have no noise.
    [
      'nothing',
      [
        { ...fast, dataSet: 'iris' },
        { ...fast, dataSet: 'iris', noise: 20 },
      ],
      null,
    ],
  ])('says what its lanes have in common: not %s', (_, lanes, expected) => {
    expect(unfairness(lanes)).toBe(expected === null ? null : `The lanes cannot have the same ${expected}`);
  });

  it('tells lanes apart by what differs', () => {
    expect(laneWords([defaultExperiment, fast], 0)).toBe(setUpWords(defaultExperiment));
    expect(laneWords([defaultExperiment, fast], 1)).toBe('learning rate 0.1');
    expect(laneWords([fast, fast], 1)).toBe('the same as lane 1');
    const other: Experiment = { ...defaultExperiment, optimizer: 'adamw', activations: ['relu', 'gelu'] };
    expect(laneWords([defaultExperiment, other], 1)).toBe('activations ReLU, GELU, optimizer AdamW');
    const file = { ...ofFile, name: 'a.csv' };
    const filed: Experiment = { ...defaultExperiment, dataSet: 'file', file };
    // What a lane still has of a file says nothing beside other data.
    expect(laneWords([filed, { ...filed, dataSet: 'circle', file: null }], 1)).toBe('data set Circle');
    expect(laneWords([filed, { ...filed, file: { ...file, inputs: ['a'] } }], 1)).toBe('another file');
    expect(laneWords([defaultExperiment, filed], 1)).toBe('data set File, “a.csv”');
    expect(laneWords([defaultExperiment, { ...fast, momentum: 0.5, delta: 2 }], 1)).toBe('learning rate 0.1');
    expect(setUpWords({ ...other, dataSet: 'four-spirals' })).toMatch(/^Four spirals, 4-2 ReLU, AdamW at/);
  });

  it('names who was first, when all have come', () => {
    const names = ['Lane 1', 'Lane 2', 'Lane 3'];
    const slow = known(0.1, { reachedAt: 40 });
    expect(raceVerdict(names, [slow, known(0.1, { reachedAt: 9 }), known(2)], usualAsk)).toBe(
      'Lane 2 was first to reach a test loss of at most 0.1, after 9 epochs.',
    );
    expect(raceVerdict(names, [slow, slow], usualAsk)).toMatch(/^Lane 1 and Lane 2 were first/);
    expect(raceVerdict(names, [known(2)], usualAsk)).toMatch(/^No lane reached/);
    expect(raceVerdict(names, [known(2)], { ...usualAsk, epochs: 3000 })).toMatch(/within 3,000 epochs\.$/);
    const late = known(0.1, { reachedAt: 2500 });
    expect(raceVerdict(names, [late], usualAsk)).toMatch(/after 2,500 epochs\.$/);
    // Why none was trained is said elsewhere.
    const failed: Outcome = { experiment: fast, result: null, failure: 'Open the file again.' };
    expect(raceVerdict(names, [failed], usualAsk)).toBe('');
    expect(raceVerdict(names, [failed, known(2)], usualAsk)).toBe(
      'No lane that was trained reached a test loss of at most 0.1 within 300 epochs.',
    );
    expect(raceVerdict(names, [failed, slow], usualAsk)).toMatch(/^Lane 2 was first/);
    const unknown: Outcome = { experiment: fast, result: null, failure: null };
    expect(raceVerdict(names, [slow, unknown], usualAsk)).toBe('');
  });
});
