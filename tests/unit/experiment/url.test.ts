import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activationNames,
  clipNames,
  dataSetNames,
  engineNames,
  featureNames,
  initializationNames,
  landscapeCells,
  linkNames,
  neuronNames,
  lossScales,
  optimizerNames,
  pictureNames,
  plotNames,
  samplingNames,
  scheduleNames,
  secondPlotNames,
  smoothingNames,
  speedNames,
  splitNames,
  stepNames,
  stopNames,
  surfaceNames,
  taskOf,
  valueScales,
} from '../../../src/experiment/names.ts';
import { drawingOf, packDrawing, writeDrawing, type DrawnPoint } from '../../../src/experiment/drawing.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';
import { limits } from '../../../src/experiment/limits.ts';
import { defaultPoints, parseExperiment } from '../../../src/experiment/schema.ts';
import {
  decodeSettings,
  defaultSettings,
  encodeSettings,
  heldSettings,
  longestInAddress,
  type Settings,
} from '../../../src/experiment/url.ts';

const integer = ({ min, max }: { min: number; max: number }): fc.Arbitrary<number> =>
  fc.integer({ min, max });
const real = (max: number): fc.Arbitrary<number> =>
  fc.double({ min: 0, max, noNaN: true }).map((x) => (x === 0 ? 0 : x));

const anyCoordinate = fc.integer({ min: -6000, max: 6000 }).map((steps) => (steps + 0) / 1000);
const anyDrawing: fc.Arbitrary<DrawnPoint[]> = fc.array(
  fc.record({
    x1: anyCoordinate,
    x2: anyCoordinate,
    place: fc.nat({ max: 7 }),
    side: fc.constantFrom('train' as const, 'test' as const),
  }),
  { maxLength: 150, size: 'max' },
);

const anyName = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' });
const anyFile: fc.Arbitrary<FileData> = fc.record({
  id: fc.stringMatching(/^[0-9a-f]{16}$/),
  name: anyName,
  rows: fc.integer({ min: 1, max: 1_000_000 }),
  dropped: fc.nat(),
  reading: fc.constantFrom<FileData['reading'][]>(
    { faulty: 'leave-out' },
    { faulty: 'as-missing', delimiter: '\t', quote: null, header: false, missing: ['', 'na'] },
  ),
  inputs: fc.uniqueArray(anyName, { maxLength: 5 }),
  target: fc.record({ kind: fc.constantFrom('class' as const, 'number' as const), column: anyName }),
  categorical: fc.uniqueArray(anyName, { maxLength: 2 }),
  manyCategories: fc.uniqueArray(anyName, { maxLength: 2 }),
  missing: fc.constantFrom('leave-out' as const, 'fill' as const),
  split: fc.option(fc.record({ column: anyName, testValues: fc.array(anyName, { maxLength: 3 }) })),
  classes: fc.uniqueArray(anyName, { maxLength: 5 }),
});

const anySettings: fc.Arbitrary<Settings> = fc.record({
  experiment: fc.record({
    dataSet: fc.constantFrom(...dataSetNames),
    noise: integer(limits.noise),
    points: integer(limits.points),
    classes: integer(limits.classes),
    squares: integer(limits.squares),
    file: fc.option(anyFile),
    formula: fc.constantFrom('x2 > sin(x1)', 'x1 * x2', 'r = x1\nr > 1; x2 > r # & so = on'),
    sampling: fc.constantFrom(...samplingNames),
    drawn: anyDrawing.map(writeDrawing),
    trainShare: integer(limits.trainShare),
    dataSeed: integer(limits.seed),
    features: fc.uniqueArray(fc.constantFrom(...featureNames), { minLength: 1 }),
    hidden: fc.array(integer(limits.neurons), { maxLength: limits.hiddenLayers.max }),
    activation: fc.constantFrom(...activationNames),
    activations: fc.array(fc.constantFrom(...activationNames), { maxLength: limits.hiddenLayers.max }),
    dropout: fc.array(real(limits.dropout.max), { maxLength: limits.hiddenLayers.max }),
    inputNoise: real(limits.inputNoise.max),
    labelNoise: real(limits.labelNoise.max),
    loss: fc.constant('squared-error' as const),
    optimizer: fc.constantFrom(...optimizerNames),
    learningRate: real(limits.learningRate.max),
    l2: real(limits.l2.max),
    batchSize: integer(limits.batchSize),
    replacement: fc.boolean(),
    l1: real(limits.l1.max),
    clipGradients: real(limits.clipGradients.max),
    clipBy: fc.constantFrom(...clipNames),
    delta: fc.double({ ...limits.delta, noNaN: true }),
    labelSmoothing: real(limits.labelSmoothing.max),
    momentum: fc.option(real(limits.momentum.max)),
    dampening: fc.option(real(limits.dampening.max)),
    alpha: fc.option(real(limits.alpha.max)),
    rho: fc.option(real(limits.rho.max)),
    beta1: fc.option(real(limits.beta1.max)),
    beta2: fc.option(real(limits.beta2.max)),
    epsilon: fc.option(fc.double({ ...limits.epsilon, noNaN: true })),
    lrDecay: fc.option(real(limits.lrDecay.max)),
    initialAccumulator: fc.option(real(limits.initialAccumulator.max)),
    centered: fc.boolean(),
    amsgrad: fc.boolean(),
    schedule: fc.constantFrom(...scheduleNames),
    scheduleEpochs: fc.option(integer(limits.scheduleEpochs)),
    scheduleFactor: fc.option(real(limits.scheduleFactor.max)),
    scheduleStart: fc.option(real(limits.scheduleStart.max)),
    scheduleMinimum: fc.option(real(limits.scheduleMinimum.max)),
    scheduleGrowth: fc.option(integer(limits.scheduleGrowth)),
    scheduleRise: fc.option(real(limits.scheduleRise.max)),
    schedulePatience: fc.option(integer(limits.schedulePatience)),
    scheduleThreshold: fc.option(real(limits.scheduleThreshold.max)),
    scheduleCooldown: fc.option(integer(limits.scheduleCooldown)),
    warmUp: integer(limits.warmUp),
    warmUpFrom: real(limits.warmUpFrom.max),
    rateFormula: fc.constantFrom('lr / (1 + e / 20)', '0.1 # a, b & so = on', 'k = 2\nlr * exp(-k * e)'),
    stopEpoch: integer(limits.stopEpoch),
    stopWhen: fc.constantFrom(...stopNames),
    stopValue: real(limits.stopValue.max),
    stopPatience: integer(limits.stopPatience),
    validationShare: integer(limits.validationShare),
    seed: integer(limits.seed),
    initialization: fc.constantFrom(...initializationNames),
    initialWidth: real(limits.initialWidth.max),
    biasSeed: fc.option(integer(limits.seed)),
    engine: fc.constantFrom(...engineNames),
    fused: fc.boolean(),
    frozen: fc.constantFrom('', '1', '1.2,3.1.b'),
    cut: fc.constantFrom('', '0.1', '1.3,2.1.2'),
  }),
  view: fc.record({
    evaluateOn: fc.constantFrom('cpu' as const, 'gpu' as const),
    speed: fc.constantFrom(...speedNames),
    stepBy: fc.constantFrom(...stepNames),
    lossScale: fc.constantFrom(...lossScales),
    plot: fc.constantFrom(...plotNames),
    secondPlot: fc.constantFrom(...secondPlotNames),
    epochScale: fc.constantFrom(...lossScales),
    valueScale: fc.constantFrom(...valueScales),
    smoothing: fc.constantFrom(...smoothingNames),
    showTestPoints: fc.boolean(),
    discreteOutput: fc.boolean(),
    picture: fc.constantFrom(...pictureNames),
    surface: fc.constantFrom(...surfaceNames),
    markWrong: fc.boolean(),
    hiddenLayer: integer({ min: 0, max: limits.hiddenLayers.max }),
    hiddenX: integer({ min: 0, max: limits.neurons.max }),
    hiddenY: integer({ min: 0, max: limits.neurons.max }),
    howWell: fc.boolean(),
    howWellOf: fc.constantFrom(...splitNames),
    follow: fc.boolean(),
    followEpochs: integer(limits.followEpochs),
    links: fc.constantFrom(...linkNames),
    neurons: fc.constantFrom(...neuronNames),
    sliceX: fc.string({ maxLength: 40 }),
    sliceY: fc.constantFrom('', 'petal length (cm)', 'a,b&c=d#e%20+'),
    landscapeCells: fc.constantFrom(...landscapeCells),
    landscapeExtent: fc.double({ ...limits.landscapeExtent, noNaN: true }),
    landscapeSeed: integer(limits.seed),
    landscapeFollow: fc.boolean(),
  }),
});

describe('settings in a link', () => {
  it('come back as they were, whatever they are', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        expect(decodeSettings(`#${encodeSettings(settings)}`)).toEqual({ settings, problems: [] });
      }),
    );
  });

  it('keep the commas of a formula, and are refused with what was expected', () => {
    const rateFormula = 'lr * exp(-e / 9)  # slowly, and, so, on';
    const experiment = { ...defaultSettings.experiment, schedule: 'formula', rateFormula } as const;
    const address = encodeSettings({ ...defaultSettings, experiment });
    expect(address).toContain('slowly,+and,+so,+on');
    expect(decodeSettings(address).settings.experiment).toEqual(experiment);
    const wrong = decodeSettings('schedule=formula&rateFormula=lr*x&momentum=2&warmUp=-1&beta1=none');
    expect(wrong.settings.experiment.rateFormula).toBe('lr / (1 + e / 20)');
    expect(wrong.problems.join('; ')).toContain('“x” is not known: there are e, the epoch, and lr');
    for (const setting of ['momentum', 'warmUp', 'beta1'])
      expect(wrong.problems.some((problem) => problem.startsWith(setting))).toBe(true);
  });

  it('are left out where they are the defaults', () => {
    expect(encodeSettings(defaultSettings)).toBe('');
    const { experiment, view } = defaultSettings;
    expect(encodeSettings({ view, experiment: { ...experiment, dataSet: 'spiral', hidden: [8, 8] } })).toBe(
      'dataSet=spiral&hidden=8,8',
    );
  });

  it('start a regression data set with its own number of points', () => {
    expect(decodeSettings('#dataSet=plane').settings.experiment.points).toBe(defaultPoints('plane'));
  });

  it('never throw and always fit, however damaged the link is', () => {
    const key = fc.oneof(
      fc.constantFrom('hidden', 'seed', 'loss', 'features', '__proto__', 'toString'),
      fc.string(),
    );
    const pair = fc.tuple(
      key,
      fc.oneof(fc.string(), fc.constantFrom('NaN', '1e999', '-1', '', '[]', '%', '8,,8')),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(pair).map(asFragment)), (fragment) => {
        const { settings } = decodeSettings(fragment);
        expect(parseExperiment(settings.experiment).ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['learningRate=abc', 'learningRate', 'a number from 0 to 100'],
    ['learningRate=Infinity', 'learningRate', 'a number from 0 to 100'],
    ['hidden=8,129', 'hidden', 'a whole number from 1 to 128'],
    ['hidden=1,1,1,1,1,1,1,1,1', 'hidden', 'at most 8 hidden layers'],
    ['features=', 'features', 'at least one feature'],
    ['dataSet=<script>', 'dataSet', 'one of circle'],
    ['dataSet=plane&loss=binary-cross-entropy', 'loss', 'needs classes'],
    ['nonsense=1', 'nonsense', 'unknown setting'],
    ['seed=1&seed=2', 'seed', 'twice'],
  ])('%s: the message names %s and says what was expected', (fragment, name, expected) => {
    const { problems } = decodeSettings(fragment);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).toContain(expected);
  });

  it('keep what is right beside what is wrong', () => {
    const { settings } = decodeSettings('dataSet=moons&learningRate=-1');
    expect(settings.experiment.dataSet).toBe('moons');
    expect(settings.experiment.learningRate).toBe(defaultSettings.experiment.learningRate);
  });
});

describe('settings that are too long for an address', () => {
  const drawn = writeDrawing(
    Array.from({ length: 200 }, (_, i) => ({
      x1: i / 100,
      x2: -i / 100,
      place: i % 3,
      side: 'train' as const,
    })),
  );
  const settings = {
    ...defaultSettings,
    experiment: { ...defaultSettings.experiment, dataSet: 'draw' as const, drawn },
  };

  it('are held beside it, and come back with it', () => {
    const fragment = encodeSettings(settings, longestInAddress);
    expect(fragment).toBe('dataSet=draw&held=drawn');
    const held = heldSettings(settings);
    expect(decodeSettings(fragment, held ?? {})).toEqual({ settings, problems: [] });
    // A short one stays in the address.
    const short = { ...settings, experiment: { ...settings.experiment, drawn: '1,2,1_3,4,2,t' } };
    expect(encodeSettings(short, longestInAddress)).toBe('dataSet=draw&drawn=1,2,1_3,4,2,t');
    expect(heldSettings(short)).toBe(null);
  });

  it('are packed in a link that has them', () => {
    const link = encodeSettings(settings);
    expect(link).toBe(`dataSet=draw&drawn=${packDrawing(drawingOf(drawn))}`);
    expect(link.length).toBeLessThan(0.5 * drawn.length);
    expect(decodeSettings(link)).toEqual({ settings, problems: [] });
  });

  it('are missed where nothing was held, whatever is', () => {
    for (const held of [{}, { drawn: 3 }, { lab: 'a' }, Object.create({ drawn: '1,2,1' }) as object]) {
      const { settings: opened, problems } = decodeSettings('dataSet=draw&held=drawn', { ...held });
      expect(opened.experiment).toMatchObject({ dataSet: 'draw', drawn: '' });
      expect(problems).toEqual(['drawn: too long for this address; “Copy link” makes a link that has it']);
    }
    expect(decodeSettings('held=constructor', {}).problems).toEqual(['unknown setting “constructor”']);
    expect(decodeSettings('held=drawn', { drawn: '1,2,9' }).problems[0]).toContain('point 1 is “1,2,9”');
  });
});

describe('the task of a data set', () => {
  it('is known for every data set', () => {
    expect(Object.keys(taskOf).sort()).toEqual([...dataSetNames].sort());
  });
});

function asFragment(pairs: [string, string][]): string {
  return `#${pairs.map(([key, value]) => `${key}=${value}`).join('&')}`;
}

describe('a link from before', () => {
  it.each([
    ['real-time', 'film'],
    ['fast-forward', '100x'],
    ['epoch-a-second', 'epoch-a-second'],
    ['film', 'film'],
    ['full', 'full'],
  ])('names the speed %s: it is %s', (former, speed) => {
    const { settings, problems } = decodeSettings(`speed=${former}`);
    expect(settings.view.speed).toBe(speed);
    expect(problems).toEqual([]);
  });

  it('names a speed that never was: that is said', () => {
    const { settings, problems } = decodeSettings('speed=warp');
    expect(settings.view.speed).toBe('film');
    expect(problems.join()).toContain(
      'sample-a-second, batch-a-second, ten-batches-a-second, epoch-a-second, film, 10x, 100x, full',
    );
  });
});
