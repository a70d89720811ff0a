import { blockUntilReady, grad, jit, nn, numpy as np } from '@jax-js/jax';
import type { Training } from '../engines/engine.ts';
import { array, createLayers, readParts, startJax } from '../engines/jax.ts';
import type { RowEngine } from './row-engine.ts';
import { RowOrder, rowMajor, type RowWorkload } from './workloads.ts';

/** jax-js: the gradient and Adam as one function compiled by `jit`; rows are gathered outside of it. */
export const rowJax: RowEngine = {
  name: 'jax-js',
  async create(workload) {
    await startJax();
    return new JaxRowTraining(workload);
  },
};

/** Parameters, and Adam's two moments of each, as flat lists: a layer's weights, its biases, and so on. */
interface State {
  readonly parameters: np.Array[];
  readonly means: np.Array[];
  readonly squares: np.Array[];
}
type Step = (
  parameters: np.Array[],
  means: np.Array[],
  squares: np.Array[],
  corrections: np.Array,
  inputs: np.Array,
  targets: np.Array,
) => np.Array[][];

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];

class JaxRowTraining implements Training {
  readonly note = 'jit, device wasm, one thread';
  readonly #workload: RowWorkload;
  readonly #inputs: Float32Array;
  readonly #targets: Float32Array;
  readonly #targetCount: number;
  readonly #order: RowOrder;
  readonly #step: Step & { dispose(): void };
  #state: State;
  #count = 0;

  constructor(workload: RowWorkload) {
    const { widths, inputs, targets, loss, rows, initialParameters } = workload;
    const outputs = widths[widths.length - 1];
    this.#workload = workload;
    this.#inputs = rowMajor(inputs);
    this.#targetCount = outputs;
    this.#targets =
      loss === 'cross-entropy'
        ? Float32Array.from({ length: rows * outputs }, (_, i) =>
            Number(targets[0][Math.floor(i / outputs)] === i % outputs),
          )
        : rowMajor(targets);
    this.#order = new RowOrder(workload);
    this.#step = compiledStep(workload);
    const parameters = createLayers(widths, initialParameters).flatMap(({ weights, biases }) => [
      weights,
      biases,
    ]);
    const zeros = (): np.Array[] => parameters.map((one) => np.zeros(one.shape));
    this.#state = { parameters, means: zeros(), squares: zeros() };
  }

  async steps(count: number): Promise<void> {
    for (let k = 0; k < count; k++) {
      const rows = this.#order.next();
      const t = ++this.#count;
      const corrections = np.array(Float32Array.of(1 / (1 - beta1 ** t), 1 / (1 - beta2 ** t)));
      const { parameters, means, squares } = this.#state;
      const next = this.#step(
        parameters,
        means,
        squares,
        corrections,
        gathered(this.#inputs, rows, this.#workload.widths[0]),
        gathered(this.#targets, rows, this.#targetCount),
      );
      this.#state = { parameters: next[0], means: next[1], squares: next[2] };
      // After every step: steps that queue up were several times slower.
      await blockUntilReady(next);
    }
  }

  parameters(): Float64Array {
    return readParts(this.#workload.widths, this.#state.parameters);
  }

  dispose(): void {
    for (const part of [...this.#state.parameters, ...this.#state.means, ...this.#state.squares])
      part.dispose();
    this.#step.dispose();
  }
}

/** By hand, which is several times as fast as the library's own indexing. */
function gathered(all: Float32Array, rows: Int32Array, width: number): np.Array {
  const values = new Float32Array(rows.length * width);
  for (const [k, row] of rows.entries()) values.set(all.subarray(row * width, (row + 1) * width), k * width);
  return array(values, [rows.length, width]);
}

// The library counts references: a function uses up what it is handed, and `ref` is one more to hand out.

function compiledStep(workload: RowWorkload) {
  const { learningRate } = workload;
  const loss = lossOf(workload);
  return jit(
    (
      parameters: np.Array[],
      means: np.Array[],
      squares: np.Array[],
      corrections: np.Array,
      inputs: np.Array,
      targets: np.Array,
    ): np.Array[][] => {
      const gradients = grad(loss)(
        parameters.map((one) => one.ref),
        inputs,
        targets,
      );
      const [first, second] = np.split(corrections, 2);
      const nextMeans = means.map((mean, k) => mean.mul(beta1).add(gradients[k].ref.mul(1 - beta1)));
      const nextSquares = squares.map((square, k) =>
        square.mul(beta2).add(np.square(gradients[k]).mul(1 - beta2)),
      );
      const next = parameters.map((parameter, k) => {
        const direction = nextMeans[k].ref.mul(first.ref);
        const size = np.sqrt(nextSquares[k].ref.mul(second.ref)).add(epsilon);
        return parameter.sub(direction.div(size).mul(learningRate));
      });
      first.dispose();
      second.dispose();
      return [next, nextMeans, nextSquares];
    },
  );
}

function lossOf({ activation, loss }: RowWorkload) {
  return (parameters: np.Array[], inputs: np.Array, targets: np.Array): np.Array => {
    let activations = inputs;
    for (let at = 0; at < parameters.length; at += 2) {
      const sums = np.dot(activations, parameters[at].transpose()).add(parameters[at + 1]);
      const isHidden = at < parameters.length - 2;
      activations = isHidden ? (activation === 'relu' ? nn.relu(sums) : np.tanh(sums)) : sums;
    }
    if (loss === 'squared-error') return np.mean(np.square(activations.sub(targets)));
    const [rows] = activations.shape;
    return np.sum(nn.logSoftmax(activations).mul(targets)).mul(-1 / rows);
  };
}
