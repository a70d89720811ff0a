import { squared } from '../elementary/power.ts';
import type { Steps } from '../autograd/steps.ts';
import type { Backend, ForwardExecutor, Samples } from '../backends/executor.ts';
import { gradientRows } from '../data/sampled-rows.ts';
import { isFormula, type Activation } from '../experiment/activation-formula.ts';
import type { ActivationName } from '../experiment/names.ts';
import type { Module, ModuleLayer } from '../nn/module.ts';
import { activationSteps } from '../nn/network.ts';
import { endOf } from '../nn/parameter-blocks.ts';
import { chunkSize, type Cooperative } from './evaluation.ts';
import { MeanGradient } from './mean-gradient.ts';
import type { Network } from './network.ts';
import { leadingSamples, type LabelledSamples } from './samples.ts';

/** How a layer learns, at one moment of the training. */
export interface LayerVitals {
  /** L2 norm of the gradient of the mean loss by the layer's weights and biases. */
  readonly gradientNorm: number;
  /**
   * L2 norm of the last update of the layer's weights and biases over the L2 norm of these before it. Null where no
   * update is known, or where all of them were 0.
   */
  readonly updateRatio: number | null;
  /**
   * Share, 0…1, of all pairs of a neuron and a row in which the neuron's output is within 1 % of an end of its range:
   * |h| > 0.99 for tanh, |2h - 1| > 0.99 for sigmoid. Null where the activation has no such ends.
   */
  readonly saturated: number | null;
  /** Share, 0…1, of the layer's neurons that put out 0 on every row. Null for all but ReLU. */
  readonly dead: number | null;
}

/** What the training does to a network at some weights. */
export interface Vitals {
  /** Of the mean loss over the rows, without the L2 penalty, by each parameter in the order of `Module.blocks`. */
  readonly gradient: Float64Array;
  /** What the last closed batch added to each parameter, in the same order; null where that is not known. */
  readonly update: Float64Array | null;
  /** Training rows that all of this is of: all, or the first so many of them. */
  readonly rows: number;
  /** Whether there are more training rows than these. */
  readonly isSample: boolean;
  /** Hidden layers first to last, then the output layer. */
  readonly layers: readonly LayerVitals[];
}

/** How far an output may be from the middle of its activation's range, as a share of half the range, before it counts as saturated. */
const saturatedFrom = 0.99;

/** Middle and half of the range, where both ends are limits that the slope vanishes at. */
const ranges: Readonly<Record<ActivationName, { readonly middle: number; readonly half: number } | null>> = {
  tanh: { middle: 0, half: 1 },
  sigmoid: { middle: 0.5, half: 0.5 },
  relu: null,
  linear: null,
  'leaky-relu': null,
  elu: null,
  gelu: null,
  'gelu-tanh': null,
  silu: null,
  softplus: null,
  mish: null,
  sin: null,
  step: null,
};

/** Of a formula nobody knows whether it has ends. */
function rangeOf(activation: Activation): (typeof ranges)[ActivationName] {
  return isFormula(activation) ? null : ranges[activation];
}

interface Compiled {
  readonly gradient: MeanGradient;
  readonly activations: ForwardExecutor;
  /** Rows between two yields of a forward pass. */
  readonly chunk: number;
}

/** Measures the vitals of one network on one back end, in steps. The owner calls `dispose()`. */
export class VitalsMeter {
  readonly #network: Network;
  readonly #backend: Backend;
  #compiled: Compiled | null = null;
  /** Whoever asks next goes on with it. */
  #compiling: Steps<void> | null = null;

  constructor(network: Network, backend: Backend) {
    this.#network = network;
    this.#backend = backend;
  }

  /** True if it serves a run of this network on this back end. */
  serves(network: Network, backend: Backend): boolean {
    return this.#network === network && this.#backend === backend;
  }

  /**
   * `train` are all training rows, of which the first `gradientRows` count; `update` is what the last batch added to
   * the parameters to make them what they are. Null without rows.
   */
  *measure(
    train: LabelledSamples,
    parameters: Float64Array,
    update: Float64Array | null,
  ): Cooperative<Vitals | null> {
    if (train.count === 0) return null;
    const { module } = this.#network;
    const samples = leadingSamples(train, gradientRows(train.count, module.parameterCount));
    const compiled = yield* this.#compile();
    const gradient = yield* compiled.gradient.of(samples, parameters);
    const activity = yield* activityOf(module, compiled, samples, parameters);
    const layers = module.layers.map((layer, i) => ({
      gradientNorm: normOf(ofLayer(gradient, layer)),
      updateRatio: update && ratioOf(ofLayer(update, layer), ofLayer(parameters, layer)),
      ...activity[i],
    }));
    return { gradient, update, rows: samples.count, isSample: samples.count < train.count, layers };
  }

  *#compile(): Steps<Compiled> {
    for (;;) {
      if (this.#compiled !== null) return this.#compiled;
      this.#compiling ??= this.#compileSteps();
      if (this.#compiling.next().done === true && this.#compiled === null)
        throw new Error('the vitals of this network could not be compiled');
      yield;
    }
  }

  *#compileSteps(): Steps<void> {
    const tapes = yield* this.#network.trace();
    const gradient = yield* MeanGradient.compile(this.#backend, tapes.gradient);
    try {
      const tape = yield* activationSteps(this.#network.shape);
      const activations = yield* this.#backend.forwardSteps(tape);
      this.#compiled = { gradient, activations, chunk: chunkSize(tape.length, activations.grain) };
    } finally {
      if (this.#compiled === null) gradient.dispose();
    }
  }

  dispose(): void {
    this.#compiling?.return();
    this.#compiled?.gradient.dispose();
    this.#compiled?.activations.dispose();
    this.#compiled = null;
  }
}

type Activity = Pick<LayerVitals, 'saturated' | 'dead'>;

/** Counts, chunk by chunk of rows, how many outputs are near their limits and which are never above 0. */
function* activityOf(
  { layers }: Module,
  { activations, chunk }: Compiled,
  samples: Samples,
  parameters: Float64Array,
): Cooperative<readonly Activity[]> {
  const counters = layers.map((layer) => new ActivityCounter(layer));
  const neurons = counters.flatMap(({ outputs }) => outputs);
  const columns = neurons.map(() => new Float64Array(Math.min(chunk, samples.count)));
  const unlabelled = { ...samples, targets: [] };
  activations.setParameters(parameters);
  for (let from = 0; from < samples.count; from += chunk) {
    const to = Math.min(samples.count, from + chunk);
    const part = partOf(unlabelled, from, to);
    activations.run(part, 0, part.count, columns);
    neurons.forEach((note, i) => {
      note(columns[i].subarray(0, part.count));
    });
    if (to < samples.count) yield;
  }
  return counters.map((counter) => counter.result(samples.count));
}

function partOf(samples: Samples, from: number, to: number): Samples {
  const inputs = samples.inputs.map((column) => column.subarray(from, to));
  return { ...samples, count: to - from, inputs };
}

class ActivityCounter {
  readonly #layer: ModuleLayer;
  readonly #isAlive: boolean[];
  #saturated = 0;
  /** One for each neuron, to be told what it puts out. */
  readonly outputs: readonly ((outputs: Float64Array) => void)[];

  constructor(layer: ModuleLayer) {
    this.#layer = layer;
    const neurons = layer.biases.rows;
    this.#isAlive = neurons.map(() => false);
    this.outputs = neurons.map((_, neuron) => (outputs) => {
      this.#note(neuron, outputs);
    });
  }

  #note(neuron: number, outputs: Float64Array): void {
    const range = rangeOf(this.#layer.activation);
    if (range !== null) {
      const { middle, half } = range;
      for (const output of outputs) if (Math.abs(output - middle) > saturatedFrom * half) this.#saturated++;
    } else this.#isAlive[neuron] ||= outputs.some((output) => output !== 0);
  }

  result(rows: number): Activity {
    const { activation } = this.#layer;
    const neurons = this.#isAlive.length;
    return {
      saturated: rangeOf(activation) === null ? null : this.#saturated / (neurons * rows),
      dead: activation === 'relu' ? this.#isAlive.filter((isAlive) => !isAlive).length / neurons : null,
    };
  }
}

/** Of what is there for each parameter, that of the layer's weights and biases, which stand one behind the other. */
function ofLayer(all: Float64Array, { weights, biases }: ModuleLayer): Float64Array {
  return all.subarray(weights.offset, endOf(biases));
}

/** √Σx², scaled by the largest so that no square is lost to 0 or to infinity. */
function normOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (const value of values) sum += squared(value / largest);
  return largest * Math.sqrt(sum);
}

function ratioOf(update: Float64Array, parameters: Float64Array): number | null {
  const before = normOf(parameters.map((parameter, i) => parameter - update[i]));
  return before === 0 ? null : normOf(update) / before;
}
