import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { parameterCount, type Workload } from '../workloads.ts';
import { type Engine, type Training, Unavailable } from './engine.ts';

export type TfBackend = 'cpu' | 'wasm' | 'webgpu';

/** What `setWasmPaths` takes: a folder, or an address for each of the library's wasm files. */
export type TfjsWasmPaths = Parameters<typeof setWasmPaths>[0];

/** TensorFlow.js 4.22 (Apache-2.0) on one of its back ends without native code or a GPU: 32-bit floats. */
export const tfjsCpu: Engine = { name: 'tfjs-cpu', create: (workload) => createTraining(workload, 'cpu') };

/** The library looks for its wasm files beside the script that runs, which is not where they are. */
export function tfjsWasm(paths: TfjsWasmPaths): Engine {
  return {
    name: 'tfjs-wasm',
    create(workload) {
      // Once its back end is up, the library wants to hear of no other paths.
      if (tf.findBackend('wasm') === null) setWasmPaths(paths);
      return createTraining(workload, 'wasm');
    },
  };
}

// Without checks meant for development, and without the advice to install native code.
tf.enableProdMode();

async function createTraining(workload: Workload, backend: TfBackend): Promise<Training> {
  await select(backend);
  return new TfTraining(workload, backend);
}

export async function select(backend: TfBackend): Promise<void> {
  // It resolves to false, and another back end stays, where this one could not start.
  if (!(await tf.setBackend(backend)))
    throw new Unavailable(`TensorFlow.js could not start its back end ${backend}`);
  await tf.ready();
}

/** Weights [input][output] and biases. */
export interface TfLayer {
  readonly weights: tf.Variable<tf.Rank.R2>;
  readonly biases: tf.Variable<tf.Rank.R1>;
}

class TfTraining implements Training {
  readonly #backend: TfBackend;
  readonly #widths: readonly number[];
  readonly #layers: readonly TfLayer[];
  readonly #batches: readonly { inputs: tf.Tensor2D; targets: tf.Tensor2D }[];
  readonly #optimizer: tf.Optimizer;
  #nextBatch = 0;

  constructor({ widths, batchSize, batches, learningRate, initialParameters }: Workload, backend: TfBackend) {
    this.#backend = backend;
    this.#widths = widths;
    this.#layers = createLayers(widths, initialParameters);
    this.#batches = batches.map(({ inputs, targets }) => ({
      inputs: tf.tensor2d(Float32Array.from(inputs), [batchSize, widths[0]]),
      targets: tf.tensor2d(Float32Array.from(targets), [batchSize, widths[widths.length - 1]]),
    }));
    this.#optimizer = tf.train.sgd(learningRate);
  }

  async steps(count: number): Promise<void> {
    // The back end is global to the library, and another training may have chosen its own since.
    if (tf.getBackend() !== this.#backend) await select(this.#backend);
    for (let i = 0; i < count; i++) {
      const { inputs, targets } = this.#batches[this.#nextBatch];
      this.#optimizer.minimize(() => this.#loss(inputs, targets));
      this.#nextBatch = (this.#nextBatch + 1) % this.#batches.length;
    }
  }

  parameters(): Float64Array {
    return readLayers(this.#widths, this.#layers);
  }

  dispose(): void {
    for (const { weights, biases } of this.#layers) tf.dispose([weights, biases]);
    for (const { inputs, targets } of this.#batches) tf.dispose([inputs, targets]);
    this.#optimizer.dispose();
  }

  #loss(inputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
    let activations = inputs;
    for (const [index, { weights, biases }] of this.#layers.entries()) {
      const sums: tf.Tensor2D = tf.add(tf.matMul(activations, weights), biases);
      activations = index < this.#layers.length - 1 ? tf.tanh(sums) : sums;
    }
    return tf.mean(tf.squaredDifference(activations, targets));
  }
}

export function createLayers(widths: readonly number[], parameters: Float64Array): TfLayer[] {
  let position = 0;
  const take = (count: number): Float32Array =>
    Float32Array.from(parameters.subarray(position, (position += count)));
  return widths.slice(1).map((outputCount, layer) => {
    const inputCount = widths[layer];
    const weights = tf.tidy(() =>
      tf.variable(tf.transpose(tf.tensor2d(take(inputCount * outputCount), [outputCount, inputCount]))),
    );
    return { weights, biases: tf.variable(tf.tensor1d(take(outputCount))) };
  });
}

/** In a workload's layout. */
export function readLayers(widths: readonly number[], layers: readonly TfLayer[]): Float64Array {
  const parameters = new Float64Array(parameterCount(widths));
  let position = 0;
  for (const { weights, biases } of layers) {
    const rows = tf.tidy(() => tf.transpose(weights).dataSync());
    parameters.set(rows, position);
    parameters.set(biases.dataSync(), position + rows.length);
    position += rows.length + biases.size;
  }
  return parameters;
}
