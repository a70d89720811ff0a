import type { Batch, Workload } from '../workloads.ts';
import type { Engine, Training } from './engine.ts';
import { fastTanh } from './tanh.ts';

/**
 * What a careful programmer writes for exactly this task: loops over typed arrays of doubles, nothing allocated in a
 * step, nothing general. An engine that is slower than this pays for its generality.
 */
export const plainLoop: Engine = {
  name: 'plain-loop',
  create: (workload) => new PlainLoop(workload),
};

interface Layer {
  readonly inputCount: number;
  readonly outputCount: number;
  readonly isLast: boolean;
  /** Views into the flat parameters; weights [output][input], row-major. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  /** [sample][output], row-major, as are the deltas: the derivatives by the sums before the activation. */
  readonly outputs: Float64Array;
  readonly deltas: Float64Array;
}

class PlainLoop implements Training {
  readonly #parameters: Float64Array;
  readonly #layers: readonly Layer[];
  readonly #batches: readonly Batch[];
  readonly #batchSize: number;
  readonly #learningRate: number;
  #nextBatch = 0;

  constructor({ widths, batchSize, batches, learningRate, initialParameters }: Workload) {
    this.#parameters = initialParameters.slice();
    this.#layers = createLayers(widths, batchSize, this.#parameters);
    this.#batches = batches;
    this.#batchSize = batchSize;
    this.#learningRate = learningRate;
  }

  steps(count: number): void {
    for (let i = 0; i < count; i++) {
      this.#step(this.#batches[this.#nextBatch]);
      this.#nextBatch = (this.#nextBatch + 1) % this.#batches.length;
    }
  }

  parameters(): Float64Array {
    return this.#parameters.slice();
  }

  dispose(): void {
    // Nothing but memory.
  }

  #step({ inputs, targets }: Batch): void {
    const layers = this.#layers;
    const batchSize = this.#batchSize;
    for (let l = 0; l < layers.length; l++)
      forward(layers[l], l === 0 ? inputs : layers[l - 1].outputs, batchSize);
    const { outputs, deltas } = layers[layers.length - 1];
    for (let i = 0; i < deltas.length; i++) deltas[i] = (2 / batchSize) * (outputs[i] - targets[i]);
    for (let l = layers.length - 1; l > 0; l--) backward(layers[l], layers[l - 1], batchSize);
    for (let l = 0; l < layers.length; l++) {
      descend(layers[l], l === 0 ? inputs : layers[l - 1].outputs, batchSize, this.#learningRate);
    }
  }
}

function createLayers(widths: readonly number[], batchSize: number, parameters: Float64Array): Layer[] {
  let position = 0;
  return widths.slice(1).map((outputCount, layer) => {
    const inputCount = widths[layer];
    const biasesStart = position + inputCount * outputCount;
    const created = {
      inputCount,
      outputCount,
      isLast: layer === widths.length - 2,
      weights: parameters.subarray(position, biasesStart),
      biases: parameters.subarray(biasesStart, biasesStart + outputCount),
      outputs: new Float64Array(batchSize * outputCount),
      deltas: new Float64Array(batchSize * outputCount),
    };
    position = biasesStart + outputCount;
    return created;
  });
}

// Each of the three products below makes four sums at once: one alone would wait for each of its additions, and
// four share an operand.

/** outputs[s][o] = tanh(biases[o] + Σᵢ inputs[s][i] · weights[o][i]), without tanh in the last layer. */
function forward(layer: Layer, inputs: Float64Array, batchSize: number): void {
  const { inputCount, outputCount, isLast, weights, biases, outputs } = layer;
  for (let sample = 0; sample < batchSize; sample++) {
    const from = sample * inputCount;
    const to = sample * outputCount;
    let o = 0;
    for (; o + 4 <= outputCount; o += 4) {
      let sum0 = biases[o];
      let sum1 = biases[o + 1];
      let sum2 = biases[o + 2];
      let sum3 = biases[o + 3];
      for (let i = 0, w = o * inputCount; i < inputCount; i++, w++) {
        const input = inputs[from + i];
        sum0 += input * weights[w];
        sum1 += input * weights[w + inputCount];
        sum2 += input * weights[w + 2 * inputCount];
        sum3 += input * weights[w + 3 * inputCount];
      }
      outputs[to + o] = sum0;
      outputs[to + o + 1] = sum1;
      outputs[to + o + 2] = sum2;
      outputs[to + o + 3] = sum3;
    }
    for (; o < outputCount; o++) {
      let sum = biases[o];
      for (let i = 0; i < inputCount; i++) sum += inputs[from + i] * weights[o * inputCount + i];
      outputs[to + o] = sum;
    }
  }
  if (!isLast) for (let i = 0; i < outputs.length; i++) outputs[i] = fastTanh(outputs[i]);
}

/** The deltas of the layer before: (Σₒ deltas[s][o] · weights[o][i]) · tanh′, with tanh′ = 1 - tanh². */
function backward(layer: Layer, before: Layer, batchSize: number): void {
  const { inputCount, outputCount, weights, deltas } = layer;
  const { outputs: inputs, deltas: inputDeltas } = before;
  for (let sample = 0; sample < batchSize; sample++) {
    const from = sample * outputCount;
    const to = sample * inputCount;
    let i = 0;
    for (; i + 4 <= inputCount; i += 4) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let o = 0, w = i; o < outputCount; o++, w += inputCount) {
        const delta = deltas[from + o];
        sum0 += delta * weights[w];
        sum1 += delta * weights[w + 1];
        sum2 += delta * weights[w + 2];
        sum3 += delta * weights[w + 3];
      }
      inputDeltas[to + i] = sum0;
      inputDeltas[to + i + 1] = sum1;
      inputDeltas[to + i + 2] = sum2;
      inputDeltas[to + i + 3] = sum3;
    }
    for (; i < inputCount; i++) {
      let sum = 0;
      for (let o = 0; o < outputCount; o++) sum += deltas[from + o] * weights[o * inputCount + i];
      inputDeltas[to + i] = sum;
    }
  }
  for (let i = 0; i < inputs.length; i++) inputDeltas[i] *= 1 - inputs[i] * inputs[i];
}

/** weights[o][i] -= rate · Σₛ deltas[s][o] · inputs[s][i], and the biases with inputs of 1. */
function descend(layer: Layer, inputs: Float64Array, batchSize: number, rate: number): void {
  const { inputCount, outputCount, weights, biases, deltas } = layer;
  for (let o = 0; o < outputCount; o++) {
    const row = o * inputCount;
    let i = 0;
    for (; i + 4 <= inputCount; i += 4) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let s = 0, d = o, x = i; s < batchSize; s++, d += outputCount, x += inputCount) {
        const delta = deltas[d];
        sum0 += delta * inputs[x];
        sum1 += delta * inputs[x + 1];
        sum2 += delta * inputs[x + 2];
        sum3 += delta * inputs[x + 3];
      }
      weights[row + i] -= rate * sum0;
      weights[row + i + 1] -= rate * sum1;
      weights[row + i + 2] -= rate * sum2;
      weights[row + i + 3] -= rate * sum3;
    }
    for (; i < inputCount; i++) {
      let sum = 0;
      for (let s = 0; s < batchSize; s++) sum += deltas[s * outputCount + o] * inputs[s * inputCount + i];
      weights[row + i] -= rate * sum;
    }
    let sum = 0;
    for (let s = 0; s < batchSize; s++) sum += deltas[s * outputCount + o];
    biases[o] -= rate * sum;
  }
}
