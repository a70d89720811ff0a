import * as tf from '@tensorflow/tfjs';
import { select, type TfBackend } from '../../engines/tfjs.ts';
import {
  comparedResults,
  ForwardTask,
  type ForwardEngine,
  type ForwardTaskOptions,
  type Results,
} from '../evaluation.ts';
import { planeSteps, type ForwardWorkload } from '../workloads.ts';

/** Points, or samples of all points of a plane, that go through the network at once: more takes gigabytes. */
const pointsAtOnce = 2 ** 16;

/** TensorFlow.js 4.22 (Apache-2.0), 32-bit floats; results are read back to the CPU. */
export function tfForward(
  name: string,
  backend: TfBackend,
  start: () => Promise<ForwardTaskOptions>,
): ForwardEngine {
  return {
    name,
    async create(workload) {
      const options = await start();
      const { share = 1 } = options;
      await select(backend);
      const evaluate = workload.kind === 'landscape' ? landscape(workload, share) : grid(workload, share);
      return new ForwardTask(async () => {
        // The back end is global to the library.
        if (tf.getBackend() !== backend) await select(backend);
        return evaluate();
      }, options);
    },
  };
}

interface Layer {
  /** [input][output] */
  readonly weights: tf.Tensor2D;
  readonly biases: tf.Tensor1D;
}

/** The parameters, or a direction, as tensors. */
function layersOf(widths: readonly number[], parameters: Float64Array): Layer[] {
  let position = 0;
  const take = (count: number): Float32Array =>
    Float32Array.from(parameters.subarray(position, (position += count)));
  return widths.slice(1).map((width, layer) => ({
    weights: tf.transpose(tf.tensor2d(take(widths[layer] * width), [width, widths[layer]])),
    biases: tf.tensor1d(take(width)),
  }));
}

function grid({ kind, widths, parameters, inputs }: ForwardWorkload, share: number): () => Promise<Results> {
  const layers = layersOf(widths, parameters);
  const count = inputs[0].length * share;
  const points = tf.tensor2d(
    Float32Array.from({ length: 2 * count }, (_, i) => inputs[i % 2][i >> 1]),
    [count, 2],
  );
  return async () => {
    const parts: Float32Array[] = [];
    for (let from = 0; from < count; from += pointsAtOnce) {
      const size = Math.min(pointsAtOnce, count - from);
      const result = tf.tidy(() => {
        const hidden: tf.Tensor2D[] = [];
        let values: tf.Tensor2D = tf.slice(points, [from, 0], [size, 2]);
        for (const [l, { weights, biases }] of layers.entries()) {
          const sums: tf.Tensor2D = tf.add(tf.matMul(values, weights), biases);
          values = l < layers.length - 1 ? tf.tanh(sums) : sums;
          if (l < layers.length - 1) hidden.push(values);
        }
        return kind === 'maps' ? tf.concat([...hidden, values], 1) : values;
      });
      parts.push((await result.data()) as Float32Array);
      result.dispose();
    }
    const width = kind === 'maps' ? widths.slice(1).reduce((sum, each) => sum + each, 0) : 1;
    // Of maps the last neuron's is compared, which stands before the output.
    const compared = kind === 'maps' ? width - 2 : 0;
    return [Float32Array.from({ length: comparedResults }, (_, i) => parts[0][i * width + compared])];
  };
}

/** Cells in batches, each with its own weights: products of batches of matrices. */
function landscape(workload: ForwardWorkload, share: number): () => Promise<Results> {
  const { widths, parameters, directions, inputs, targets, side } = workload;
  const [centre, first, second] = [parameters, ...directions].map((vector) => layersOf(widths, vector));
  const samples = targets.length;
  const points = tf.tensor3d(
    Float32Array.from({ length: 2 * samples }, (_, i) => inputs[i % 2][i >> 1]),
    [1, samples, 2],
  );
  const wanted = tf.tensor3d(Float32Array.from(targets), [1, samples, 1]);
  const steps = planeSteps(workload);
  const cellsAtOnce = Math.floor(pointsAtOnce / samples);
  return async () => {
    const losses = new Float32Array(side * side * share);
    for (let from = 0; from < losses.length; from += cellsAtOnce) {
      const cells = Math.min(cellsAtOnce, losses.length - from);
      const result = tf.tidy(() => {
        const along = (of: (i: number) => number): tf.Tensor3D =>
          tf.tensor3d(
            Float32Array.from({ length: cells }, (_, i) => steps[of(from + i)]),
            [cells, 1, 1],
          );
        const alpha = along((i) => i % side);
        const beta = along((i) => Math.floor(i / side));
        const moved = (part: keyof Layer, l: number): tf.Tensor3D => {
          const [c, a, b] = [centre, first, second].map((layers) =>
            tf.reshape(layers[l][part], [1, part === 'weights' ? widths[l] : 1, widths[l + 1]]),
          );
          return tf.add(c, tf.add(tf.mul(a, alpha), tf.mul(b, beta)));
        };
        let values: tf.Tensor3D = tf.tile(points, [cells, 1, 1]);
        for (let l = 0; l < widths.length - 1; l++) {
          const sums: tf.Tensor3D = tf.add(tf.matMul(values, moved('weights', l)), moved('biases', l));
          values = l < widths.length - 2 ? tf.tanh(sums) : sums;
        }
        return tf.mean(tf.squaredDifference(values, wanted), [1, 2]);
      });
      losses.set(await result.data(), from);
      result.dispose();
    }
    return [losses];
  };
}
