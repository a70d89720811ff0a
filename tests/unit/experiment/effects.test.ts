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
  activations: ['tanh', 'relu'],
  dropout: [0.5, 0.2],
  inputNoise: 0.1,
  labelNoise: 0.1,
  loss: 'binary-cross-entropy',
  optimizer: 'adam',
  learningRate: 0.1,
  l2: 0.1,
  batchSize: 20,
  replacement: true,
  l1: 0.01,
  clipGradients: 0.5,
  clipBy: 'value',
  delta: 2,
  labelSmoothing: 0.1,
  momentum: 0.5,
  dampening: 0.5,
  alpha: 0.5,
  rho: 0.5,
  beta1: 0.5,
  beta2: 0.5,
  epsilon: 0.5,
  lrDecay: 0.5,
  initialAccumulator: 0.5,
  centered: true,
  amsgrad: true,
  schedule: 'cosine',
  scheduleEpochs: 7,
  scheduleFactor: 0.7,
  scheduleStart: 0.7,
  scheduleMinimum: 0.7,
  scheduleGrowth: 7,
  scheduleRise: 0.7,
  schedulePatience: 7,
  scheduleThreshold: 0.7,
  scheduleCooldown: 7,
  warmUp: 7,
  warmUpFrom: 0.7,
  rateFormula: 'lr / 7',
  stopEpoch: 100,
  stopWhen: 'test-loss',
  stopValue: 0.5,
  stopPatience: 5,
  validationShare: 30,
  seed: 2,
  initialization: 'kaiming-normal',
  initialWidth: 0.5,
  biasSeed: 3,
  engine: 'wasm-f64',
  fused: false,
  frozen: '1.2,2',
  cut: '1.1.1',
};

describe('the effects of a change', () => {
  const shaping = [
    'classes',
    'squares',
    'file',
    'drawn',
    'formula',
    'sampling',
    'initialWidth',
    'validationShare',
  ] as const;
  /** These mean something beside another setting, and nothing beside the defaults. */
  const meantBeside: Partial<Record<keyof Experiment, Partial<Experiment>>> = {
    clipBy: { clipGradients: 1 },
    delta: { loss: 'huber' },
    labelSmoothing: { loss: 'cross-entropy' },
    momentum: { optimizer: 'momentum' },
    dampening: { optimizer: 'momentum' },
    alpha: { optimizer: 'rmsprop' },
    rho: { optimizer: 'adadelta' },
    beta1: { optimizer: 'adam' },
    beta2: { optimizer: 'lion' },
    epsilon: { optimizer: 'adagrad' },
    lrDecay: { optimizer: 'adagrad' },
    initialAccumulator: { optimizer: 'adagrad' },
    centered: { optimizer: 'rmsprop' },
    amsgrad: { optimizer: 'adamw' },
    scheduleEpochs: { schedule: 'step' },
    scheduleFactor: { schedule: 'exponential' },
    scheduleStart: { schedule: 'linear' },
    scheduleMinimum: { schedule: 'cosine' },
    scheduleGrowth: { schedule: 'cosine-restarts' },
    scheduleRise: { schedule: 'one-cycle' },
    schedulePatience: { schedule: 'plateau' },
    scheduleThreshold: { schedule: 'plateau' },
    scheduleCooldown: { schedule: 'plateau' },
    warmUpFrom: { warmUp: 3 },
    rateFormula: { schedule: 'formula' },
  };
  /** They join or leave the step, which is another program with them. */
  const joining = [
    'l1',
    'clipGradients',
    'clipBy',
    'dampening',
    'lrDecay',
    'initialAccumulator',
    'centered',
    'amsgrad',
  ];
  const plain = (Object.keys(effects) as (keyof Experiment)[]).filter(
    (setting) => !shaping.some((name) => name === setting),
  );
  it.each(plain)('of %s are those that are said', (setting) => {
    const before = { ...defaultExperiment, ...meantBeside[setting] };
    const found = [...effectsOf(before, { ...before, [setting]: others[setting] })];
    // What training reads with each presentation is on its tape, or is not.
    const presented: readonly string[] = ['dropout', 'inputNoise'];
    const more = joining.includes(setting) ? ['update'] : presented.includes(setting) ? ['objective'] : [];
    expect(found).toEqual([effects[setting], ...more]);
    if (setting in meantBeside) expect(of({ [setting]: others[setting] })).toEqual([]);
  });

  it('of numbers of the step that take part already are no other program', () => {
    const before = {
      ...defaultExperiment,
      optimizer: 'momentum',
      dampening: 0.1,
      l1: 1,
      clipGradients: 1,
    } as const;
    const found = effectsOf(before, { ...before, dampening: 0.2, l1: 2, clipGradients: 3, momentum: 0.1 });
    expect([...found]).toEqual(['scalars']);
    expect([...effectsOf(before, { ...before, l1: 0 })].sort()).toEqual(['scalars', 'update']);
  });

  it('of another share of dropout or more noise are no other tape, and of a share that no layer has none', () => {
    const before = { ...defaultExperiment, dropout: [0, 0.5], inputNoise: 0.1 };
    expect([...effectsOf(before, { ...before, dropout: [0, 0.2], inputNoise: 0.5 })]).toEqual(['scalars']);
    expect([...effectsOf(before, { ...before, dropout: [0.5, 0] })]).toEqual(['scalars', 'objective']);
    expect(of({ dropout: [0, 0] })).toEqual([]);
    expect(of({ dropout: [0, 0, 0.5] })).toEqual([]);
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
    expect(of({ initialWidth: 0.5, validationShare: 30 })).toEqual([]);
    expect(of({ stopWhen: 'validation' })).toEqual(['scalars', 'table']);
    expect(from({ stopWhen: 'validation' }, { validationShare: 30 })).toEqual(['table']);
    expect(from({ initialization: 'normal' }, { initialWidth: 0.5 })).toEqual(['start']);
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

  it('of a train share is none where a column of a file says which rows test', () => {
    const split = { column: 'part', testValues: ['test'] };
    const byColumn: Experiment = { ...defaultExperiment, dataSet: 'file', file: { ...file, split } };
    expect([...effectsOf(byColumn, { ...byColumn, trainShare: 80 })]).toEqual([]);
    // The control: a share of all trains, and of another data set.
    const byShare: Experiment = { ...byColumn, file };
    expect([...effectsOf(byShare, { ...byShare, trainShare: 80 })]).toEqual(['table']);
    const other: Experiment = { ...byColumn, dataSet: 'circle' };
    expect([...effectsOf(other, { ...other, trainShare: 80 })]).toEqual(['table']);
  });
});
