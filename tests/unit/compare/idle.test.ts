import { describe, expect, it } from 'vitest';
import { usualAsk, type Ask, type SweepAxis } from '../../../src/compare/ask.ts';
import { planAsked, planComparison } from '../../../src/compare/comparison.ts';
import { idleReason, varyReason } from '../../../src/compare/idle.ts';
import {
  axisValues,
  sweepableNames,
  sweepables,
  type SweepableName,
} from '../../../src/compare/sweepable.ts';
import { effectsOf } from '../../../src/experiment/effects.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';

const file: FileData = {
  ...{ id: '0123456789abcdef', name: 'a.csv', rows: 40, dropped: 0, reading: { faulty: 'leave-out' } },
  ...{ inputs: ['a'], target: { kind: 'number', column: 'c' }, categorical: [], manyCategories: [] },
  ...{ missing: 'leave-out', split: null, classes: [] },
};
const split = { column: 'a', testValues: ['1'] };
const of = (rest: Partial<Experiment>): Experiment => ({ ...defaultExperiment, ...rest });
const ofFile = (rest: Partial<FileData>): Experiment => of({ dataSet: 'file', file: { ...file, ...rest } });

/** What changes nothing in a set-up, beside the width of initial weights that are not “normal”. */
const cases: readonly (readonly [string, Experiment, readonly SweepableName[]])[] = [
  ['a plane', defaultExperiment, []],
  ['a curve', of({ dataSet: 'step' }), []],
  ['a formula', of({ dataSet: 'formula' }), []],
  ['real data', of({ dataSet: 'iris' }), ['noise', 'points']],
  ['a drawing', of({ dataSet: 'draw' }), ['noise', 'points', 'trainShare', 'dataSeed']],
  ['the lesson', of({ dataSet: 'lesson' }), ['noise', 'points', 'trainShare', 'dataSeed']],
  ['a file', ofFile({}), ['noise', 'points']],
  ['no hidden layer', of({ hidden: [] }), ['neurons', 'activation', 'dropout']],
];

describe('a setting that changes nothing', () => {
  it.each(cases)('is known: %s', (_, experiment, expected) => {
    const idle = sweepableNames.filter((setting) => idleReason(setting, experiment) !== null);
    expect(idle.filter((name) => name !== 'initialWidth')).toEqual(expected);
    expect(idle).toContain('initialWidth');
    // As the playground has it: what it holds to be the same is trained once.
    for (const name of sweepableNames) {
      const sweepable = sweepables[name];
      const [first, ...rest] = axisValues(sweepable.usual).map((value) => sweepable.set(experiment, value));
      const hasEffect = rest.some((other) => effectsOf(first, other).size > 0);
      expect(hasEffect, name).toBe(!idle.includes(name));
    }
  });

  it('is one of a file whose sides a column tells, but for the seed where it draws something', () => {
    const seedOf = (experiment: Experiment) => idleReason('dataSeed', experiment);
    const byColumn = ofFile({ split });
    expect(idleReason('trainShare', byColumn)).toBe('a column says which rows train');
    expect(seedOf(byColumn)).toBe('a column says which rows train');
    expect(seedOf({ ...byColumn, stopWhen: 'validation' })).toBe(null);
    expect(seedOf(ofFile({ split, rows: 5001 }))).toBe(null);
    expect(seedOf({ ...byColumn, dataSet: 'iris' })).toBe(null);
  });

  it('is the learning rate where a formula goes without it', () => {
    const rated = (rateFormula: string) => of({ schedule: 'formula', rateFormula });
    expect(idleReason('learningRate', rated('0.1 / (1 + e)'))).toBe('the formula of the rate has no lr');
    expect(idleReason('learningRate', rated('lr / (1 + e)'))).toBe(null);
    expect(idleReason('learningRate', { ...rated('0.1'), schedule: 'constant' })).toBe(null);
  });

  it('may change something beside what else is swept', () => {
    const layers: SweepAxis = { setting: 'layers', scale: 'list', values: ['0', '2'] };
    const none = of({ hidden: [] });
    expect(idleReason('dropout', none, [sweepables.initialization.usual])).toBe('there is no hidden layer');
    expect(idleReason('dropout', none, [layers])).toBe(null);
    expect(idleReason('dropout', none, [{ ...layers, values: ['0'] }])).not.toBe(null);
    expect(idleReason('initialWidth', none, [sweepables.initialization.usual])).toBe(null);
  });
});

describe('a comparison of what changes nothing', () => {
  const refusal = (experiment: Experiment, rest: Partial<Ask>): string | null => {
    const ask = { ...usualAsk, ...rest };
    expect(planAsked(experiment, ask).ok, 'there is no other reason').toBe(true);
    const planned = planComparison(experiment, ask);
    return planned.ok ? null : planned.message;
  };
  const { points, learningRate } = sweepables;
  const iris = of({ dataSet: 'iris' });

  it('is refused, in whichever sweep it is', () => {
    const sentence = 'Points changes nothing here: the data have their own rows. Choose another setting.';
    expect(refusal(iris, { kind: 'sweep', x: points.usual })).toBe(sentence);
    expect(refusal(iris, { kind: 'sweep', y: points.usual })).toBe(sentence);
    const axes = [learningRate.usual, points.usual];
    expect(refusal(iris, { kind: 'sweep', search: 'random', axes })).toBe(sentence);
    expect(refusal(of({}), { kind: 'sweep', search: 'random', axes })).toBe(null);
    // What is not swept may be anything.
    expect(refusal(iris, { kind: 'sweep', axes })).toBe(null);
    expect(refusal(iris, { kind: 'swarm', x: points.usual })).toBe(null);
  });

  it('is refused where a swarm would draw the same data over and over', () => {
    const drawn = of({ dataSet: 'draw' });
    expect(refusal(drawn, { kind: 'swarm', vary: 'data' })).toBe(
      'Another data seed changes nothing here: each point has its side. Choose new seeds for the weights.',
    );
    expect(refusal(drawn, { kind: 'swarm', vary: 'both' })).toBe(null);
    expect(refusal(iris, { kind: 'swarm', vary: 'data' })).toBe(null);
    expect(varyReason('data', drawn)).toBe('each point has its side');
  });
});
