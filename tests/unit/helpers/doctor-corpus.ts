import type { Experiment } from '../../../src/experiment/schema.ts';
import type { FindingKind } from '../../../src/training/doctor/finding.ts';
import type { Pace } from './doctor-run.ts';

/** A run to be judged. */
export interface Case {
  readonly name: string;
  readonly settings: Partial<Experiment>;
  /** Epochs to train. */
  readonly epochs: number;
  readonly pace?: Pace;
}

/** A run that fails in a known way. */
export interface Planted extends Case {
  readonly kind: FindingKind;
}

/** A run that learns. */
export type Healthy = Case;

const circle = { dataSet: 'circle', points: 200 } as const;
const spiral = { dataSet: 'spiral', points: 300 } as const;
const wave = { dataSet: 'x-sin-x', points: 300 } as const;
const adam = { optimizer: 'adam', learningRate: 0.01 } as const;
const deep = (layers: number, width = 4): number[] => Array.from({ length: layers }, () => width);

/** At least two of each kind; the seeds of weights, batches and data are the caller's. */
export const plantedFailures: readonly Planted[] = [
  {
    kind: 'dead-relus',
    name: 'XOR by three layers of ReLUs and cross-entropy, Adam at a rate of 3',
    settings: {
      dataSet: 'xor',
      points: 200,
      activation: 'relu',
      hidden: [5, 5, 5],
      loss: 'binary-cross-entropy',
      optimizer: 'adam',
      learningRate: 3,
    },
    epochs: 40,
  },
  {
    kind: 'dead-relus',
    name: 'a wave by six ReLUs, Adam at a rate of 3',
    settings: { ...wave, activation: 'relu', hidden: [6], optimizer: 'adam', learningRate: 3 },
    epochs: 40,
    pace: 'fast',
  },
  {
    kind: 'dead-relus',
    name: 'moons by ReLUs and cross-entropy, Adam at a rate of 3',
    settings: {
      dataSet: 'moons',
      points: 200,
      activation: 'relu',
      hidden: [4, 4, 4],
      loss: 'binary-cross-entropy',
      optimizer: 'adam',
      learningRate: 3,
    },
    epochs: 50,
  },
  {
    kind: 'saturated-layer',
    name: 'a spiral by tanh, Adam at a rate of 1',
    settings: { ...spiral, hidden: [8, 8], optimizer: 'adam', learningRate: 1 },
    epochs: 60,
  },
  {
    kind: 'saturated-layer',
    name: 'a spiral by sigmoids, Adam at a rate of 3',
    settings: { ...spiral, activation: 'sigmoid', hidden: [6, 6], optimizer: 'adam', learningRate: 3 },
    epochs: 60,
    pace: 'fast',
  },
  {
    kind: 'saturated-layer',
    name: 'a circle by three layers of tanh, RMSprop at a rate of 1',
    settings: { ...circle, hidden: [6, 6, 6], optimizer: 'rmsprop', learningRate: 1 },
    epochs: 50,
  },
  {
    kind: 'vanishing-gradients',
    name: 'a circle by eight layers of sigmoids',
    settings: { ...circle, activation: 'sigmoid', hidden: deep(8) },
    epochs: 30,
  },
  {
    kind: 'vanishing-gradients',
    name: 'XOR by seven layers of sigmoids',
    settings: { dataSet: 'xor', points: 200, activation: 'sigmoid', hidden: deep(7) },
    epochs: 40,
    pace: 'fast',
  },
  {
    kind: 'vanishing-gradients',
    name: 'a spiral by seven layers of sigmoids and cross-entropy',
    settings: {
      ...spiral,
      activation: 'sigmoid',
      hidden: deep(7),
      loss: 'binary-cross-entropy',
      learningRate: 0.1,
    },
    epochs: 30,
  },
  {
    kind: 'exploding-gradients',
    name: 'a plane by a line, batch by batch, at a rate of 0.1',
    settings: { dataSet: 'plane', hidden: [], points: 400, batchSize: 50, learningRate: 0.1 },
    epochs: 16,
  },
  {
    kind: 'exploding-gradients',
    name: 'a plane by a line, looked at between the batches',
    settings: { dataSet: 'plane', hidden: [], points: 400, batchSize: 20, learningRate: 0.1 },
    epochs: 6,
    pace: 'film',
  },
  {
    kind: 'exploding-gradients',
    name: 'bumps by their squares and all rows at once',
    settings: {
      dataSet: 'multi-gaussian',
      features: ['x1', 'x2', 'x1²', 'x2²'],
      hidden: [],
      points: 400,
      batchSize: 200,
      learningRate: 0.006,
    },
    epochs: 20,
  },
  {
    kind: 'divergence-coming',
    name: 'a plane at a rate beyond the valley',
    settings: { dataSet: 'plane', hidden: [], points: 500, batchSize: 250, learningRate: 0.1 },
    epochs: 20,
  },
  {
    kind: 'divergence-coming',
    name: 'a plane at a rate far beyond the valley',
    settings: { dataSet: 'plane', hidden: [], points: 400, batchSize: 200, learningRate: 0.3 },
    epochs: 10,
  },
  {
    kind: 'divergence-coming',
    name: 'bumps by the squares at too high a rate',
    settings: {
      dataSet: 'multi-gaussian',
      features: ['x1', 'x2', 'x1²', 'x2²'],
      hidden: [],
      points: 400,
      batchSize: 200,
      learningRate: 0.01,
    },
    epochs: 16,
  },
  {
    kind: 'overfitting',
    name: 'fifty noisy points by heart',
    settings: { dataSet: 'moons', noise: 50, points: 100, hidden: [16, 16], ...adam, learningRate: 0.03 },
    epochs: 200,
  },
  {
    kind: 'overfitting',
    name: 'a noisy circle of few points',
    settings: { dataSet: 'circle', noise: 50, points: 80, hidden: [16, 16], ...adam },
    epochs: 200,
    pace: 'fast',
  },
  {
    kind: 'overfitting',
    name: 'a noisy circle by ReLUs and cross-entropy',
    settings: {
      dataSet: 'circle',
      noise: 50,
      points: 100,
      hidden: [16, 16],
      loss: 'binary-cross-entropy',
      activation: 'relu',
      optimizer: 'adam',
      learningRate: 0.03,
    },
    epochs: 200,
  },
  {
    kind: 'underfitting',
    name: 'XOR by a line',
    settings: { dataSet: 'xor', hidden: [], points: 300 },
    epochs: 60,
  },
  {
    kind: 'underfitting',
    name: 'a spiral by a line and cross-entropy',
    settings: { ...spiral, hidden: [], loss: 'binary-cross-entropy', learningRate: 0.1 },
    epochs: 50,
    pace: 'fast',
  },
  {
    kind: 'underfitting',
    name: 'a circle by linear neurons',
    settings: { dataSet: 'circle', points: 400, hidden: [4, 4], activation: 'linear' },
    epochs: 50,
  },
  {
    kind: 'underfitting',
    name: 'a circle by one neuron',
    settings: { dataSet: 'circle', points: 400, hidden: [1], learningRate: 0.1 },
    epochs: 150,
  },
  {
    kind: 'rate-too-high',
    name: 'noisy moons by cross-entropy at a rate of 30',
    settings: {
      dataSet: 'moons',
      noise: 20,
      points: 200,
      hidden: [4],
      loss: 'binary-cross-entropy',
      learningRate: 30,
    },
    epochs: 50,
    pace: 'film',
  },
  {
    kind: 'rate-too-high',
    name: 'a spiral by cross-entropy at a rate of 3',
    settings: { ...spiral, hidden: [8], loss: 'binary-cross-entropy', learningRate: 3 },
    epochs: 50,
  },
  {
    kind: 'rate-too-high',
    name: 'a plane by tanh, Adam at a rate of 1',
    settings: { dataSet: 'plane', points: 300, hidden: [4], optimizer: 'adam', learningRate: 1 },
    epochs: 40,
  },
  {
    kind: 'rate-too-low',
    name: 'a circle at a rate of 0.0001',
    settings: { ...circle, learningRate: 0.0001 },
    epochs: 50,
  },
  {
    kind: 'rate-too-low',
    name: 'a spiral at a rate of 0.00001 with Adam',
    settings: { ...spiral, hidden: [8], optimizer: 'adam', learningRate: 0.00001 },
    epochs: 40,
    pace: 'fast',
  },
  {
    kind: 'rate-too-low',
    name: 'blobs at a rate of 0.00003',
    settings: { dataSet: 'blobs', points: 300, hidden: [4], loss: 'cross-entropy', learningRate: 0.00003 },
    epochs: 40,
  },
  {
    kind: 'feature-scale',
    name: 'a spiral by a square beside two sines',
    settings: { ...spiral, features: ['x1²', 'sin x1', 'sin x2'], hidden: [8] },
    epochs: 40,
  },
  {
    kind: 'feature-scale',
    name: 'a checkerboard by a square beside two sines',
    settings: { dataSet: 'checkerboard', points: 300, features: ['x2²', 'sin x1', 'sin x2'], hidden: [8] },
    epochs: 40,
  },
  {
    kind: 'feature-scale',
    name: 'XOR by a square beside two sines',
    settings: {
      dataSet: 'xor',
      points: 200,
      features: ['x1²', 'sin x1', 'sin x2'],
      hidden: [4],
      learningRate: 0.1,
    },
    epochs: 40,
  },
];

export const healthyRuns: readonly Healthy[] = [
  { name: 'the default', settings: {}, epochs: 60 },
  {
    name: 'a circle by eight neurons, as a film',
    settings: { points: 400, hidden: [8] },
    epochs: 30,
    pace: 'film',
  },
  {
    name: 'a circle by ReLUs',
    settings: { ...circle, activation: 'relu', hidden: [8, 4], ...adam },
    epochs: 60,
  },
  {
    name: 'a circle by sigmoids',
    settings: { ...circle, activation: 'sigmoid', hidden: [8], ...adam, learningRate: 0.03 },
    epochs: 80,
  },
  {
    name: 'a circle by its squares',
    settings: { ...circle, features: ['x1²', 'x2²'], hidden: [], loss: 'binary-cross-entropy' },
    epochs: 40,
  },
  { name: 'XOR by a layer', settings: { dataSet: 'xor', hidden: [8], learningRate: 0.1 }, epochs: 60 },
  { name: 'XOR by a product', settings: { dataSet: 'xor', hidden: [], features: ['x1x2'] }, epochs: 40 },
  { name: 'clouds by a line', settings: { dataSet: 'gaussian', hidden: [] }, epochs: 50 },
  {
    name: 'noisy clouds by a line',
    settings: { dataSet: 'gaussian', hidden: [], noise: 50, points: 1000 },
    epochs: 40,
  },
  {
    name: 'clouds by cross-entropy',
    settings: { dataSet: 'gaussian', hidden: [4], loss: 'binary-cross-entropy', learningRate: 0.1 },
    epochs: 50,
    pace: 'fast',
  },
  { name: 'a spiral by two layers', settings: { dataSet: 'spiral', hidden: [16, 16], ...adam }, epochs: 100 },
  {
    name: 'a spiral by ReLUs',
    settings: { dataSet: 'spiral', hidden: [16, 16], activation: 'relu', ...adam },
    epochs: 100,
    pace: 'fast',
  },
  { name: 'moons', settings: { dataSet: 'moons', hidden: [8], ...adam }, epochs: 60 },
  {
    name: 'noisy moons',
    settings: { dataSet: 'moons', noise: 20, hidden: [4], learningRate: 0.1 },
    epochs: 60,
  },
  {
    name: 'noisy moons, one point a batch',
    settings: { dataSet: 'moons', noise: 20, hidden: [4], learningRate: 0.1, batchSize: 1 },
    epochs: 60,
  },
  {
    name: 'noisy moons with L2',
    settings: { dataSet: 'moons', noise: 50, points: 400, hidden: [16, 16], ...adam, l2: 0.03 },
    epochs: 80,
  },
  {
    name: 'many noisy moons',
    settings: { dataSet: 'moons', noise: 50, points: 2000, hidden: [8, 8], ...adam },
    epochs: 30,
  },
  { name: 'a plane', settings: { dataSet: 'plane', hidden: [], points: 300 }, epochs: 40 },
  {
    name: 'a plane by tanh',
    settings: { dataSet: 'plane', hidden: [4], points: 300 },
    epochs: 40,
    pace: 'film',
  },
  {
    name: 'bumps by a layer',
    settings: { dataSet: 'multi-gaussian', hidden: [16], points: 400, ...adam },
    epochs: 80,
  },
  {
    name: 'a wave',
    settings: { dataSet: 'x-sin-x', hidden: [8], points: 400, optimizer: 'adam', learningRate: 0.03 },
    epochs: 100,
  },
  {
    name: 'blobs by softmax',
    settings: { dataSet: 'blobs', classes: 5, hidden: [], loss: 'cross-entropy', learningRate: 0.1 },
    epochs: 40,
  },
  {
    name: 'rings by softmax',
    settings: { dataSet: 'rings', classes: 3, hidden: [8], loss: 'cross-entropy', ...adam },
    epochs: 80,
  },
  {
    name: 'a circle with momentum',
    settings: { ...circle, hidden: [8], optimizer: 'momentum', learningRate: 0.01 },
    epochs: 60,
    pace: 'fast',
  },
  {
    name: 'a circle with RMSprop',
    settings: { ...circle, hidden: [8], optimizer: 'rmsprop', learningRate: 0.003 },
    epochs: 60,
  },
  {
    name: 'a circle with Adagrad',
    settings: { ...circle, hidden: [8], optimizer: 'adagrad', learningRate: 0.1 },
    epochs: 60,
  },
  {
    name: 'eight layers of ReLUs',
    settings: { hidden: deep(8, 8), activation: 'relu', optimizer: 'adam', learningRate: 0.003 },
    epochs: 20,
  },
  {
    name: 'all seven features',
    settings: {
      ...circle,
      features: ['x1', 'x2', 'x1²', 'x2²', 'x1x2', 'sin x1', 'sin x2'],
      hidden: [4],
    },
    epochs: 60,
  },
];
