import { defaultExperiment, type Experiment, type ViewSettings } from './schema.ts';

/** Whether what it is set to do comes out. */
export type Outcome = 'works' | 'fails';

/** Settings to start from, and what to look for. */
export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** One sentence; it is true of the run that these settings give. */
  readonly lookFor: string;
  /** What differs from the settings that the page opens with. */
  readonly settings: Partial<Experiment>;
  /** The speed at which there is something to see, where it is not the usual one. */
  readonly view?: Pick<Partial<ViewSettings>, 'speed' | 'lossScale'>;
}

/** What is few and noisy, for a network that is far too large for it. */
const noisyFew: Partial<Experiment> = {
  dataSet: 'moons',
  noise: 50,
  points: 100,
  hidden: [16, 16],
  activation: 'tanh',
  optimizer: 'adam',
  learningRate: 0.01,
};

/** A small step for one point at a time and for all at once. */
const byBatch: Partial<Experiment> = { dataSet: 'moons', noise: 20, hidden: [4], learningRate: 0.1 };

export const presets: readonly Preset[] = [
  {
    id: 'circle',
    name: 'A circle, closed',
    outcome: 'works',
    lookFor: 'No line parts a disc from a ring, but four neurons bend the boundary until it closes.',
    settings: {},
  },
  {
    id: 'line',
    name: 'One line is enough',
    outcome: 'works',
    lookFor: 'Without a hidden layer the boundary is a line, and two clouds apart need no more.',
    settings: { dataSet: 'gaussian', hidden: [] },
  },
  {
    id: 'too-small',
    name: 'Too small for a circle',
    outcome: 'fails',
    lookFor: 'Two neurons cut two lines: train and test loss stay high together, however long it trains.',
    settings: { hidden: [2] },
    view: { speed: '10x' },
  },
  {
    id: 'xor-line',
    name: 'XOR with a line',
    outcome: 'fails',
    lookFor: 'A single line cannot part the corners of XOR: the accuracy stays far from 100 %.',
    settings: { dataSet: 'xor', hidden: [] },
  },
  {
    id: 'xor-feature',
    name: 'XOR by a feature',
    outcome: 'works',
    lookFor:
      'The product x₁x₂ as an input does what a hidden layer would: no neuron between, and it is solved.',
    settings: { dataSet: 'xor', hidden: [], features: ['x1x2'] },
  },
  {
    id: 'xor-layer',
    name: 'XOR by a layer',
    outcome: 'works',
    lookFor: 'Four hidden neurons put their lines together, and the corners come apart without a feature.',
    settings: { dataSet: 'xor', hidden: [4], learningRate: 0.1 },
  },
  {
    id: 'spiral-small',
    name: 'A spiral, too few neurons',
    outcome: 'fails',
    lookFor: 'Four neurons in one layer follow the outer arms and give up on the inner ones.',
    settings: { dataSet: 'spiral', hidden: [4], optimizer: 'adam', learningRate: 0.01 },
    view: { speed: '10x' },
  },
  {
    id: 'spiral',
    name: 'A spiral by two layers',
    outcome: 'works',
    lookFor: 'The second layer bends what the first has bent: the arms are followed to the middle.',
    settings: { dataSet: 'spiral', hidden: [16, 16], optimizer: 'adam', learningRate: 0.01 },
    view: { speed: '10x' },
  },
  {
    id: 'overfit',
    name: 'It learns the noise',
    outcome: 'fails',
    lookFor: 'Train loss goes to nothing while test loss turns and climbs: fifty points are known by heart.',
    settings: noisyFew,
    view: { speed: '10x' },
  },
  {
    id: 'l2',
    name: 'L2 against the noise',
    outcome: 'works',
    lookFor:
      'The same points and network, with a price on large weights: test loss stays low, the boundary smooth.',
    settings: { ...noisyFew, l2: 0.03 },
    view: { speed: '10x' },
  },
  {
    id: 'more-data',
    name: 'More points against the noise',
    outcome: 'works',
    lookFor:
      'The same network with a thousand points: the noise averages out, and the two losses stay together.',
    settings: { ...noisyFew, points: 2000 },
    view: { speed: '10x' },
  },
  {
    id: 'vanishing',
    name: 'Vanishing gradients',
    outcome: 'fails',
    lookFor:
      'Through eight layers of sigmoids hardly any gradient reaches the first: the loss does not move.',
    settings: { hidden: [4, 4, 4, 4, 4, 4, 4, 4], activation: 'sigmoid' },
  },
  {
    id: 'deep-relu',
    name: 'Deep, and it learns',
    outcome: 'works',
    lookFor: 'Eight layers again, of ReLU and with Adam: the gradient arrives, and the circle closes.',
    settings: {
      hidden: [8, 8, 8, 8, 8, 8, 8, 8],
      activation: 'relu',
      optimizer: 'adam',
      learningRate: 0.003,
    },
  },
  {
    id: 'dying-relu',
    name: 'Dying ReLUs',
    outcome: 'fails',
    lookFor:
      'Steps too long throw neurons to where they say 0 for every point: no gradient brings them back.',
    settings: { activation: 'relu', hidden: [4, 4], optimizer: 'adam', learningRate: 0.3 },
  },
  {
    id: 'rate-high',
    name: 'A rate too high',
    outcome: 'fails',
    lookFor: 'Every step leaps over the valley, further each time, until the loss is no number any more.',
    settings: { dataSet: 'plane', hidden: [], points: 500, batchSize: 250, learningRate: 0.1 },
    view: { lossScale: 'log' },
  },
  {
    id: 'rate-low',
    name: 'A rate too low',
    outcome: 'fails',
    lookFor: 'The loss falls, but so slowly that a hundred epochs are not enough to see a boundary.',
    settings: { learningRate: 0.0001 },
    view: { speed: '10x' },
  },
  {
    id: 'plane',
    name: 'A plane by a linear network',
    outcome: 'works',
    lookFor: 'A number that rises evenly is a weighted sum: the picture is right to the last shade at once.',
    settings: { dataSet: 'plane', hidden: [], points: 500 },
  },
  {
    id: 'batch-one',
    name: 'One point a step',
    outcome: 'works',
    lookFor: 'Each point pulls its own way: it learns within few epochs, and the curve stays jagged.',
    settings: { ...byBatch, batchSize: 1 },
  },
  {
    id: 'batch-full',
    name: 'All points a step',
    outcome: 'works',
    lookFor:
      'The mean of all points leads straight downhill: a smooth curve, and many more epochs to the same loss.',
    settings: { ...byBatch, batchSize: 250 },
  },
  {
    id: 'blobs',
    name: 'Five classes, five outputs',
    outcome: 'works',
    lookFor: 'Each class has an output of its own, softmax weighs them, and borders meet in corners.',
    settings: { dataSet: 'blobs', classes: 5, hidden: [], loss: 'cross-entropy', learningRate: 0.1 },
  },
  {
    id: 'digits',
    name: 'Handwriting, read',
    outcome: 'works',
    lookFor:
      'Thirty-two neurons look at 64 pixels, and within ten epochs nineteen of twenty digits they never saw are right.',
    settings: {
      dataSet: 'digits',
      trainShare: 80,
      hidden: [32],
      loss: 'cross-entropy',
      optimizer: 'adam',
      learningRate: 0.01,
      batchSize: 32,
    },
  },
  {
    id: 'wave',
    name: 'A wave from few bends',
    outcome: 'works',
    lookFor: 'Each neuron adds one bend to the curve, and eight of them are enough to follow the wave.',
    settings: {
      dataSet: 'x-sin-x',
      hidden: [8],
      points: 500,
      optimizer: 'adam',
      learningRate: 0.03,
    },
    view: { speed: '10x' },
  },
];

/** The experiment that a preset makes of the present one: what belongs to the user, or to the machine, stays. */
export function presetExperiment({ settings }: Pick<Preset, 'settings'>, present: Experiment): Experiment {
  const { file, drawn, formula, engine } = present;
  return { ...defaultExperiment, ...settings, file, drawn, formula, engine };
}
