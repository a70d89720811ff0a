import { blockUntilReady, defaultDevice, grad, init, jit, numpy as np } from '@jax-js/jax';
import { parameterCount, type Workload } from '../workloads.ts';
import { type Engine, type Training, Unavailable } from './engine.ts';

/**
 * jax-js 0.1.25 (MIT): the gradient and the update as one function compiled by `jit`, on its device `wasm`, in 32-bit
 * floats. It uses one thread here: others need a SharedArrayBuffer, which only a cross-origin isolated page has, and
 * Node lacks the kind of worker that it starts.
 */
export const jax: Engine = { name: 'jax-js', create: createTraining };

/** weights [output][input] and biases. A type alias, because the library's trees take no interfaces. */
type Layer = { weights: np.Array; biases: np.Array };
type Step = (layers: Layer[], inputs: np.Array, targets: np.Array) => Layer[];

async function createTraining(workload: Workload): Promise<Training> {
  await startJax();
  return new JaxTraining(workload);
}

export async function startJax(): Promise<void> {
  if (!(await init('wasm')).includes('wasm')) throw new Unavailable('jax-js has no device wasm here');
  defaultDevice('wasm');
}

class JaxTraining implements Training {
  readonly note = 'jit, device wasm, one thread';
  readonly #widths: readonly number[];
  readonly #batches: readonly { inputs: np.Array; targets: np.Array }[];
  readonly #step: Step & { dispose(): void };
  #layers: Layer[];
  #nextBatch = 0;

  constructor({ widths, batchSize, batches, learningRate, initialParameters }: Workload) {
    this.#widths = widths;
    this.#layers = createLayers(widths, initialParameters);
    this.#batches = batches.map(({ inputs, targets }) => ({
      inputs: array(inputs, [batchSize, widths[0]]),
      targets: array(targets, [batchSize, widths[widths.length - 1]]),
    }));
    this.#step = compiledStep(learningRate);
  }

  async steps(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const { inputs, targets } = this.#batches[this.#nextBatch];
      this.#layers = this.#step(this.#layers, inputs.ref, targets.ref);
      this.#nextBatch = (this.#nextBatch + 1) % this.#batches.length;
      // After every step: steps that queue up were several times slower.
      await blockUntilReady(this.#layers);
    }
  }

  parameters(): Float64Array {
    return readParts(
      this.#widths,
      this.#layers.flatMap(({ weights, biases }) => [weights, biases]),
    );
  }

  dispose(): void {
    for (const { weights, biases } of this.#layers) for (const part of [weights, biases]) part.dispose();
    for (const { inputs, targets } of this.#batches) for (const part of [inputs, targets]) part.dispose();
    this.#step.dispose();
  }
}

// The library counts references: a function uses up what it is handed, and `ref` is one more to hand out.

function compiledStep(learningRate: number) {
  return jit((layers: Layer[], inputs: np.Array, targets: np.Array): Layer[] => {
    const held = layers.map(({ weights, biases }) => ({ weights: weights.ref, biases: biases.ref }));
    const gradients = grad(lossOf)(held, inputs, targets);
    const descend = (parameter: np.Array, gradient: np.Array): np.Array =>
      parameter.sub(gradient.mul(learningRate));
    return layers.map(({ weights, biases }, l) => ({
      weights: descend(weights, gradients[l].weights),
      biases: descend(biases, gradients[l].biases),
    }));
  });
}

function lossOf(layers: Layer[], inputs: np.Array, targets: np.Array): np.Array {
  let activations = inputs;
  for (const [index, { weights, biases }] of layers.entries()) {
    const sums = np.dot(activations, weights.transpose()).add(biases);
    activations = index < layers.length - 1 ? np.tanh(sums) : sums;
  }
  return np.mean(np.square(activations.sub(targets)));
}

/** In a workload's layout, of weights, biases, weights, … */
export function readParts(widths: readonly number[], parts: readonly np.Array[]): Float64Array {
  const parameters = new Float64Array(parameterCount(widths));
  let position = 0;
  for (const part of parts) {
    // Its declarations name Float16Array, which TypeScript does not know yet.
    const values = part.ref.dataSync() as Float32Array;
    parameters.set(values, position);
    position += values.length;
  }
  return parameters;
}

export function createLayers(widths: readonly number[], parameters: Float64Array): Layer[] {
  let position = 0;
  const take = (shape: number[]): np.Array => {
    const count = shape.reduce((product, length) => product * length, 1);
    return array(parameters.subarray(position, (position += count)), shape);
  };
  return widths.slice(1).map((outputCount, layer) => ({
    weights: take([outputCount, widths[layer]]),
    biases: take([outputCount]),
  }));
}

export function array(values: Float32Array | Float64Array, shape: number[]): np.Array {
  return np.array(Float32Array.from(values)).reshape(shape);
}
