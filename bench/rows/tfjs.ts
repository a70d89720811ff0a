import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { Training } from '../engines/engine.ts';
import { createLayers, readLayers, select, type TfjsWasmPaths } from '../engines/tfjs.ts';
import type { RowEngine } from './row-engine.ts';
import { RowOrder, rowMajor, type RowWorkload } from './workloads.ts';

/** TensorFlow.js as its guide says: tensors of all rows, a batch gathered from them, its own Adam. */
export function rowTfjs(paths: TfjsWasmPaths): RowEngine {
  return {
    name: 'tfjs-wasm',
    async create(workload) {
      if (tf.findBackend('wasm') === null) setWasmPaths(paths);
      await select('wasm');
      return new TfRowTraining(workload);
    },
  };
}

class TfRowTraining implements Training {
  readonly #workload: RowWorkload;
  readonly #layers;
  readonly #inputs: tf.Tensor2D;
  readonly #targets: tf.Tensor2D;
  readonly #order: RowOrder;
  readonly #optimizer: tf.Optimizer;

  constructor(workload: RowWorkload) {
    const { widths, rows, inputs, targets, loss, learningRate, initialParameters } = workload;
    const outputs = widths[widths.length - 1];
    this.#workload = workload;
    this.#layers = createLayers(widths, initialParameters);
    this.#inputs = tf.tensor2d(rowMajor(inputs), [rows, widths[0]]);
    this.#targets =
      loss === 'cross-entropy'
        ? tf.tidy(() =>
            tf
              .oneHot(tf.tensor1d(Int32Array.from(targets[0]), 'int32'), outputs)
              .toFloat()
              .as2D(rows, outputs),
          )
        : tf.tensor2d(rowMajor(targets), [rows, outputs]);
    this.#order = new RowOrder(workload);
    this.#optimizer = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  }

  async steps(count: number): Promise<void> {
    if (tf.getBackend() !== 'wasm') await select('wasm');
    for (let k = 0; k < count; k++)
      tf.tidy(() => {
        const rows = tf.tensor1d(this.#order.next(), 'int32');
        const [inputs, targets] = [tf.gather(this.#inputs, rows), tf.gather(this.#targets, rows)];
        this.#optimizer.minimize(() => this.#loss(inputs, targets));
      });
  }

  parameters(): Float64Array {
    return readLayers(this.#workload.widths, this.#layers);
  }

  dispose(): void {
    for (const { weights, biases } of this.#layers) tf.dispose([weights, biases]);
    tf.dispose([this.#inputs, this.#targets]);
    this.#optimizer.dispose();
  }

  #loss(inputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
    const { activation, loss } = this.#workload;
    let activations = inputs;
    for (const [index, { weights, biases }] of this.#layers.entries()) {
      const sums: tf.Tensor2D = tf.add(tf.matMul(activations, weights), biases);
      const isHidden = index < this.#layers.length - 1;
      activations = isHidden ? (activation === 'relu' ? tf.relu(sums) : tf.tanh(sums)) : sums;
    }
    if (loss === 'cross-entropy') return tf.losses.softmaxCrossEntropy(targets, activations).asScalar();
    return tf.mean(tf.squaredDifference(activations, targets));
  }
}
