import { describe, expect, it } from 'vitest';
import { effects, effectsOf } from '../../../src/experiment/effects.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';

const of = (changes: Partial<Experiment>): string[] => [
  ...effectsOf(defaultExperiment, { ...defaultExperiment, ...changes }),
];

const file: FileData = {
  id: '0123456789abcdef',
  name: 'a.csv',
  rows: 4,
  dropped: 0,
  reading: { faulty: 'leave-out' },
  inputs: ['a', 'b'],
  target: { kind: 'class', column: 'c' },
  categorical: [],
  manyCategories: [],
  missing: 'leave-out',
  split: null,
  classes: ['no', 'yes'],
};

/** Another value for every setting. */
const others: Experiment = {
  dataSet: 'xor',
  noise: 5,
  points: 100,
  classes: 4,
  squares: 5,
  file,
  formula: 'x1 > 2',
  sampling: 'grid',
  drawn: '1,2,1',
  trainShare: 60,
  dataSeed: 2,
  features: ['x1', 'x2', 'sin x1'],
  hidden: [2, 4],
  activation: 'relu',
  loss: 'binary-cross-entropy',
  optimizer: 'adam',
  learningRate: 0.1,
  l2: 0.1,
  batchSize: 20,
  seed: 2,
  engine: 'wasm-f64',
};

describe('the effects of a change', () => {
  const shaping = ['classes', 'squares', 'file', 'drawn', 'formula', 'sampling'] as const;
  const plain = (Object.keys(effects) as (keyof Experiment)[]).filter(
    (setting) => !shaping.some((name) => name === setting),
  );
  it.each(plain)('of %s are those that are said', (setting) => {
    expect(of({ [setting]: others[setting] })).toEqual([effects[setting]]);
  });

  it('of what a data set is drawn with are none where it has no use for it', () => {
    expect(of({ classes: 4, squares: 5, file, drawn: '1,2,1' })).toEqual([]);
    const from = (before: Partial<Experiment>, after: Partial<Experiment>): string[] => [
      ...effectsOf({ ...defaultExperiment, ...before }, { ...defaultExperiment, ...before, ...after }),
    ];
    expect(from({ dataSet: 'checkerboard' }, { squares: 5 })).toEqual(['table']);
    expect(from({ dataSet: 'blobs' }, { classes: 4 })).toEqual(['table', 'network']);
    expect(from({ dataSet: 'file', file }, { file: { ...file, missing: 'fill' } })).toEqual(['table']);
    expect(from({ dataSet: 'file', file }, { file: { ...file, classes: ['1', '2'] } })).toEqual([
      'table',
      'network',
    ]);
    expect(from({ dataSet: 'draw', drawn: '1,2,1' }, { drawn: '1,2,1_3,2,2' })).toEqual(['rows']);
    expect(from({ dataSet: 'draw', drawn: '1,2,1' }, { drawn: '1,2,1_3,2,3' })).toEqual(['rows', 'network']);
    expect(
      from({ dataSet: 'draw' }, { noise: 5, points: 100, trainShare: 60, dataSeed: 2, classes: 4 }),
    ).toEqual([]);
    expect(from({ dataSet: 'rings', classes: 4 }, { classes: 8 })).toEqual([]);
    expect(from({ dataSet: 'four-spirals' }, { dataSet: 'yin-yang' })).toEqual(['table', 'network']);
  });

  it('are none where nothing is meant by it', () => {
    expect(of({})).toEqual([]);
    expect(of({ features: ['x2', 'x1'], hidden: [4, 2] })).toEqual([]);
  });

  it('of data with numbers instead of classes reach the network', () => {
    expect(of({ dataSet: 'plane' })).toEqual(['table', 'network']);
    expect(of({ dataSet: 'spiral', learningRate: 1 })).toEqual(['table', 'scalars']);
  });
});
