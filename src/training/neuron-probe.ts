import { squared } from '../elementary/power.ts';
import type { Steps } from '../autograd/steps.ts';
import { selectOutputs } from '../autograd/tape-builder.ts';
import type { Tape } from '../autograd/tape.ts';
import type { Samples } from '../backends/executor.ts';
import {
  createValues,
  evaluate,
  leafMap,
  loadRow,
  loadSlots,
  type LeafMap,
} from '../backends/interpreter/evaluate.ts';
import { neuronSteps, widthsOf } from '../nn/network.ts';
import { chunkSize } from './evaluation.ts';
import type { Network } from './network.ts';

/** By layer, the output layer last, and neuron. */
export type ByNeuron = readonly Float64Array[];

/** What one sample makes of every neuron. */
export interface ProbedValues {
  /** The displayed outputs. */
  readonly displayed: readonly number[];
  /** Σ wᵢxᵢ + b. */
  readonly sums: ByNeuron;
  /** Of the output layer before it is displayed. */
  readonly outputs: ByNeuron;
}

/** How the loss of one sample reacts. */
export interface ProbedReactions {
  readonly loss: number;
  /** d(loss)/d(each neuron's output). */
  readonly outputs: ByNeuron;
  /** d(loss)/d(each parameter). */
  readonly parameters: Float64Array;
}

/**
 * Every neuron of a network for one sample, read off the scalar tape in double precision, whatever engine trains. It
 * compiles nothing: a look costs one pass over the tape.
 */
export class NeuronProbe {
  readonly network: Network;
  readonly #widths: readonly number[];
  readonly #tape: Tape;
  readonly #values: TapeReader;
  readonly #reactions: TapeReader;
  /** Without the gradients by the parameters. */
  readonly #ofNeurons: TapeReader;

  private constructor(network: Network, values: Tape, reactions: Tape) {
    this.network = network;
    this.#widths = widthsOf(network.shape);
    this.#tape = values;
    this.#values = new TapeReader(values);
    this.#reactions = new TapeReader(reactions);
    const neurons = this.#widths.reduce((sum, width) => sum + width);
    const places = Array.from({ length: neurons }, (_, neuron) => neuron + 1);
    this.#ofNeurons = new TapeReader(selectOutputs(reactions, places));
  }

  /** Traces in steps. */
  static *of(network: Network): Steps<NeuronProbe> {
    const { values, reactions } = yield* neuronSteps(network.shape);
    return new NeuronProbe(network, values, reactions);
  }

  /** Of the first sample; `[input][sample]`. */
  values(inputs: Samples['inputs'], parameters: Float64Array): ProbedValues {
    const { outputCount } = this.network;
    const read = this.#values.run({ inputs, targets: [] }, 0, parameters);
    const displayed = Array.from({ length: outputCount }, (_, output) => read(output));
    const sums = this.#byNeuron(read, outputCount);
    const neurons = sums.reduce((count, { length }) => count + length, 0);
    return { displayed, sums, outputs: this.#byNeuron(read, outputCount + neurons) };
  }

  /** Of the first sample, whose targets are known. */
  reactions(samples: Samples, parameters: Float64Array): ProbedReactions {
    const read = this.#reactions.run(samples, 0, parameters);
    const outputs = this.#byNeuron(read, 1);
    const from = 1 + outputs.reduce((count, { length }) => count + length, 0);
    return {
      loss: read(0),
      outputs,
      parameters: Float64Array.from({ length: this.network.parameterCount }, (_, place) =>
        read(from + place),
      ),
    };
  }

  /** What computes the output of one neuron and nothing else; `place` counts through all layers. */
  tapeOf(place: number): Tape {
    const neurons = this.#widths.reduce((sum, width) => sum + width);
    return selectOutputs(this.#tape, [this.network.outputCount + neurons + place]);
  }

  /** √ of the mean over all samples of (d(loss of one)/d(neuron's output))², in steps. */
  *meanReactions(samples: Samples, parameters: Float64Array): Steps<ByNeuron> {
    const sums = this.#widths.map((width) => new Float64Array(width));
    const chunk = chunkSize(this.#ofNeurons.length, 1);
    for (let row = 0; row < samples.count; row++) {
      const read = this.#ofNeurons.run(samples, row, parameters);
      let place = 0;
      for (const layer of sums)
        for (let neuron = 0; neuron < layer.length; neuron++) layer[neuron] += squared(read(place++));
      if ((row + 1) % chunk === 0) yield;
    }
    return sums.map((layer) => layer.map((sum) => Math.sqrt(sum / samples.count)));
  }

  #byNeuron(read: (output: number) => number, from: number): ByNeuron {
    let place = from;
    return this.#widths.map((width) => Float64Array.from({ length: width }, () => read(place++)));
  }
}

/** Runs one tape and reads its outputs where they stand. */
class TapeReader {
  readonly #tape: Tape;
  readonly #memory: Float64Array;
  readonly #leaves: Readonly<Record<'input' | 'target' | 'parameter', LeafMap>>;

  constructor(tape: Tape) {
    this.#tape = tape;
    this.#memory = createValues(tape);
    this.#leaves = {
      input: leafMap(tape, 'input'),
      target: leafMap(tape, 'target'),
      parameter: leafMap(tape, 'parameter'),
    };
  }

  get length(): number {
    return this.#tape.length;
  }

  /** What reads the tape's k-th output, until the next run. */
  run(
    { inputs, targets }: Pick<Samples, 'inputs' | 'targets'>,
    row: number,
    parameters: Float64Array,
  ): (output: number) => number {
    const memory = this.#memory;
    loadSlots(this.#leaves.parameter, parameters, memory);
    loadRow(this.#leaves.input, inputs, row, memory);
    loadRow(this.#leaves.target, targets, row, memory);
    evaluate(this.#tape, memory);
    return (output) => memory[this.#tape.outputs[output]];
  }
}
