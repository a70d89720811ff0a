/** What is trained, as reports name it. */
export interface Subject {
  readonly name: string;
  /** From the inputs to the outputs, such as [2, 8, 8, 1]. */
  readonly widths: readonly number[];
  readonly batchSize: number;
}

/** One training task: a multilayer perceptron with tanh hidden layers and linear outputs, squared error, SGD. */
export interface Workload extends Subject {
  readonly learningRate: number;
  /** Every step takes the next batch and starts over after the last. */
  readonly batches: readonly Batch[];
  /** Layer after layer: the weights [output][input], row-major, then the biases. */
  readonly initialParameters: Float64Array;
}

export interface Batch {
  /** [sample][input], row-major. */
  readonly inputs: Float64Array;
  /** [sample][output], row-major. */
  readonly targets: Float64Array;
}

const shapes = {
  W1: { widths: [2, 4, 4, 1], batchSize: 10 },
  W2: { widths: [2, 8, 8, 1], batchSize: 10 },
  W3: { widths: [2, 16, 16, 1], batchSize: 100 },
  W4: { widths: [2, 64, 64, 1], batchSize: 64 },
  W5: { widths: [3, 4, 4, 1], batchSize: 4 },
  W6: { widths: [2, 128, 128, 1], batchSize: 64 },
} as const;

export type WorkloadName = keyof typeof shapes;
export const workloadNames = Object.keys(shapes) as readonly WorkloadName[];

const batchCount = 16;

/** The same workload, to the bit, on every call. */
export function createWorkload(name: WorkloadName): Workload {
  const { widths, batchSize } = shapes[name];
  const random = generator(12345);
  return {
    name,
    widths,
    batchSize,
    learningRate: 0.03,
    initialParameters: drawParameters(widths, random),
    batches: Array.from({ length: batchCount }, () => drawBatch(widths[0], batchSize, random)),
  };
}

export function describeWorkload({ name, widths, batchSize }: Subject): string {
  return `${name}: ${widths.join('-')}, batch ${batchSize}`;
}

export function parameterCount(widths: readonly number[]): number {
  return widths.slice(1).reduce((count, width, layer) => count + width * (widths[layer] + 1), 0);
}

/**
 * Floating-point operations of the three products of a step, forward, backward to the inputs of each layer but the
 * first, and to the weights: what any engine has to do, without activations, biases and the update.
 */
export function usefulFlops({ widths, batchSize }: Subject): number {
  const connections = widths.slice(1).reduce((sum, width, layer) => sum + width * widths[layer], 0);
  return 2 * batchSize * (3 * connections - widths[0] * widths[1]);
}

/** Glorot's uniform weights; biases at zero. */
export function drawParameters(widths: readonly number[], random: () => number): Float64Array {
  const parameters = new Float64Array(parameterCount(widths));
  let position = 0;
  for (let layer = 1; layer < widths.length; layer++) {
    const limit = Math.sqrt(6 / (widths[layer - 1] + widths[layer]));
    const weightCount = widths[layer - 1] * widths[layer];
    for (let i = 0; i < weightCount; i++) parameters[position + i] = (2 * random() - 1) * limit;
    position += weightCount + widths[layer];
  }
  return parameters;
}

/** Points in [-1, 1)ⁿ; the target is ±1 by the sign of the product of the first two coordinates ("XOR"). */
function drawBatch(inputCount: number, batchSize: number, random: () => number): Batch {
  const inputs = Float64Array.from({ length: batchSize * inputCount }, () => 2 * random() - 1);
  const targets = Float64Array.from({ length: batchSize }, (_, sample) =>
    inputs[sample * inputCount] * inputs[sample * inputCount + 1] < 0 ? -1 : 1,
  );
  return { inputs, targets };
}

/** Uniform in [0, 1): the linear congruential generator of Numerical Recipes, of its own so that no engine's is used. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
