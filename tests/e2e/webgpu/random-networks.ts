import {
  planActivation,
  type LayerPlan,
  type NetworkPlan,
  type NetworkProgram,
  type PlanActivation,
  type PlanDisplay,
} from '../../../src/backends/webgpu/network-plan.ts';
import type { SampleSource } from '../../../src/backends/webgpu/requests.ts';
import { activationNames, type LossName } from '../../../src/experiment/names.ts';
import { traceForward } from '../../../src/nn/forward-tapes.ts';
import { losses } from '../../../src/nn/losses.ts';
import { placesOf } from '../../../src/nn/module.ts';
import { classCountOf, moduleOfShape, type NetworkShape } from '../../../src/nn/network.ts';

export type Random = () => number;

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function integer(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

function pick<T>(random: Random, options: readonly T[]): T {
  return options[integer(random, 0, options.length - 1)];
}

/** `usual`: |w| ≤ 2/√n of n inputs; `large`: |w| ≤ 20. */
export type WeightScale = 'usual' | 'large';

export interface TestNetwork {
  readonly shape: NetworkShape;
  readonly program: NetworkProgram;
  readonly parameters: Float64Array;
  /** Each input in [-6, 6]. */
  readonly columns: Extract<SampleSource, { kind: 'columns' }>;
  /** Inputs that vary by column, by row, or by both. */
  readonly grid: Extract<SampleSource, { kind: 'grid' }>;
}

const plannedNames = activationNames.filter((name) => planActivation(name) !== null);

function plannedOf(name: string): PlanActivation {
  const activation = planActivation(name);
  if (activation === null) throw new Error(`there is no WGSL for ${name}`);
  return activation;
}

export function planOf(shape: NetworkShape): NetworkPlan {
  const layers: LayerPlan[] = moduleOfShape(shape).layers.map(({ weights, biases, activation }) => ({
    width: biases.rows.length,
    activation: plannedOf(activation),
    weightOffset: weights.offset,
    biasOffset: biases.offset,
  }));
  return { inputCount: shape.inputCount, layers, display: displays[shape.loss] };
}

const displays = {
  'squared-error': 'identity',
  'half-squared-error': 'identity',
  absolute: 'identity',
  huber: 'identity',
  hinge: 'identity',
  'squared-hinge': 'identity',
  'binary-cross-entropy': 'two-sigmoid-minus-one',
  'cross-entropy': 'softmax',
} as const satisfies Record<LossName, PlanDisplay>;

/**
 * No hidden layer to six, 1 to 64 neurons each, small ones as often as large ones; one output or up to ten, one as
 * often as several.
 */
export function randomShape(random: Random): NetworkShape {
  const widths = random() < 0.5 ? [1, 2, 3, 4, 5, 8] : [1, 2, 5, 16, 31, 64];
  const shape = {
    inputCount: integer(random, 1, 9),
    hidden: Array.from({ length: integer(random, 0, 6) }, () => pick(random, widths)),
    activation: pick(random, plannedNames),
  };
  if (random() < 0.5) {
    const classCount = integer(random, 1, 10);
    return {
      ...shape,
      loss: pick(random, ['squared-error', 'cross-entropy']),
      task: 'classification',
      classCount,
    };
  }
  const task = pick(random, ['classification', 'regression'] as const);
  return { ...shape, loss: pick(random, ['squared-error', 'binary-cross-entropy']), task };
}

/** Targets of each output as the loss wants them, of samples that are of any class as often as of any other. */
export function randomTargets(shape: NetworkShape, sampleCount: number, random: Random): Float64Array[] {
  const { outputCount, target } = losses[shape.loss];
  const classCount = classCountOf(shape);
  const truths = Float64Array.from({ length: sampleCount }, () => {
    if (classCount > 2) return integer(random, 0, classCount - 1);
    return pick(random, shape.loss === 'cross-entropy' ? [0, classCount - 1] : [-1, 1]);
  });
  return Array.from({ length: outputCount(classCount) }, (_, output) =>
    truths.map((truth) => target(truth, output, classCount)),
  );
}

export function randomNetwork(
  shape: NetworkShape,
  scale: WeightScale,
  sampleCount: number,
  random: Random,
): TestNetwork {
  const { layers } = moduleOfShape(shape);
  const signed = (largest: number): number => largest * (2 * random() - 1);
  const parameters = Float64Array.from(
    layers.flatMap((layer) =>
      placesOf(layer).map(() => signed(scale === 'large' ? 20 : 2 / Math.sqrt(layer.weights.columns.length))),
    ),
  );
  const neurons = shape.hidden.flatMap((width, layer) =>
    Array.from({ length: Math.min(width, 6) }, () => ({ layer, neuron: integer(random, 0, width - 1) })),
  );
  const column = (length: number, largest: number): Float64Array =>
    Float64Array.from({ length }, () => signed(largest));
  const columns = Array.from({ length: shape.inputCount }, () => column(sampleCount, 6));
  return {
    shape,
    program: { plan: planOf(shape), neurons, trace: () => traceForward(shape, neurons) },
    parameters,
    columns: { kind: 'columns', columns, count: sampleCount },
    grid: randomGrid(shape.inputCount, Math.ceil(Math.sqrt(sampleCount)), random, column),
  };
}

function randomGrid(
  inputCount: number,
  resolution: number,
  random: Random,
  column: (length: number, largest: number) => Float64Array,
): TestNetwork['grid'] {
  const ones = new Float64Array(resolution).fill(1);
  const axes = Array.from({ length: inputCount }, () =>
    pick(random, [
      [column(resolution, 6), ones],
      [ones, column(resolution, 6)],
      [column(resolution, 2.5), column(resolution, 2.5)],
    ]),
  );
  return {
    kind: 'grid',
    resolution,
    columns: axes.map(([byColumn]) => byColumn),
    rows: axes.map(([, byRow]) => byRow),
  };
}
