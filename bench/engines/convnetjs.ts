import convnetjs from 'convnetjs';
import { parameterCount, type Workload } from '../workloads.ts';
import type { Engine, Training } from './engine.ts';

type Net = InstanceType<typeof convnetjs.Net>;
type Vol = InstanceType<typeof convnetjs.Vol>;

/** convnetjs 0.3.0 (MIT), the engine of a whole generation of demonstrations: doubles, one sample at a time. */
export const convnet: Engine = {
  name: 'convnetjs',
  create: (workload) => new ConvnetTraining(workload),
};

class ConvnetTraining implements Training {
  readonly #net: Net;
  readonly #trainer: InstanceType<typeof convnetjs.Trainer>;
  readonly #batches: readonly (readonly { input: Vol; target: readonly number[] }[])[];
  readonly #parameterCount: number;
  #nextBatch = 0;

  constructor(workload: Workload) {
    const { widths, batchSize, learningRate, initialParameters } = workload;
    this.#parameterCount = parameterCount(widths);
    this.#net = createNet(widths);
    let position = 0;
    for (const part of parts(this.#net)) {
      part.set(initialParameters.subarray(position, position + part.length));
      position += part.length;
    }
    this.#trainer = new convnetjs.Trainer(this.#net, {
      method: 'sgd',
      // Its loss is half the squared error, so its gradient is half of ours.
      learning_rate: 2 * learningRate,
      momentum: 0,
      batch_size: batchSize,
    });
    this.#batches = samplesOf(workload);
  }

  steps(count: number): void {
    for (let i = 0; i < count; i++) {
      for (const { input, target } of this.#batches[this.#nextBatch]) this.#trainer.train(input, target);
      this.#nextBatch = (this.#nextBatch + 1) % this.#batches.length;
    }
  }

  parameters(): Float64Array {
    const parameters = new Float64Array(this.#parameterCount);
    let position = 0;
    for (const part of parts(this.#net)) {
      parameters.set(part, position);
      position += part.length;
    }
    return parameters;
  }

  dispose(): void {
    // Nothing but memory.
  }
}

function createNet(widths: readonly number[]): Net {
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: widths[0] },
    ...widths.slice(1, -1).map((width) => ({ type: 'fc', num_neurons: width, activation: 'tanh' })),
    { type: 'regression', num_neurons: widths[widths.length - 1] },
  ]);
  return net;
}

/** The net's arrays in the order of the workload's parameters. */
function parts(net: Net): Float64Array[] {
  return net.layers
    .filter(({ layer_type }) => layer_type === 'fc')
    .flatMap(({ filters, biases }) => [...filters.map(({ w }) => w), biases.w]);
}

/** Made once: a careful user of the library does not make them again in every step. */
function samplesOf({ widths, batchSize, batches }: Workload) {
  const inputCount = widths[0];
  const outputCount = widths[widths.length - 1];
  return batches.map(({ inputs, targets }) =>
    Array.from({ length: batchSize }, (_, sample) => ({
      input: new convnetjs.Vol([...inputs.subarray(sample * inputCount, (sample + 1) * inputCount)]),
      target: [...targets.subarray(sample * outputCount, (sample + 1) * outputCount)],
    })),
  );
}
