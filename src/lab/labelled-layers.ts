import { nodesPerStep, type Steps } from '../autograd/steps.ts';
import type { Value } from '../autograd/value.ts';
import type { Neuron } from '../nn/mlp.ts';
import { biasName, inputName, outputName, sumName, weightName } from './parameter-names.ts';

/** A neuron that has run, with the Values that are its own: weights, bias, products, sums and output. */
export interface BuiltNeuron {
  /** In its layer, from 0. */
  readonly neuron: number;
  readonly output: Value;
  readonly values: readonly Value[];
}

/** Runs a network neuron by neuron, and notes which Values belong to which and what they are called. */
export class LabelledLayers {
  /** What the last layer put out. */
  signals: readonly Value[];
  /** By layer. */
  readonly built: BuiltNeuron[][] = [];
  readonly names = new Map<Value, string>();
  /** Names for the sums inside neurons: good to read by, too many to be printed. */
  readonly hints = new Map<Value, string>();

  constructor(inputs: readonly Value[]) {
    this.signals = inputs;
    inputs.forEach((input, i) => this.names.set(input, inputName(i)));
  }

  /** Runs a layer, or only one neuron of it. */
  *add(neurons: readonly Neuron[], only: number | null = null): Steps<void> {
    const below = new Set(this.signals);
    const built: BuiltNeuron[] = [];
    let count = 0;
    for (const i of only === null ? neurons.keys() : [only]) {
      const output = neurons[i].forward(this.signals);
      const values = valuesBetween(output, below);
      built.push({ neuron: i, output, values });
      this.#label(neurons[i], i, built[built.length - 1]);
      count += values.length;
      if (count < nodesPerStep) continue;
      count = 0;
      yield;
    }
    this.built.push(built);
    this.signals = built.map(({ output }) => output);
  }

  #label({ weights, bias }: Neuron, neuron: number, { output, values }: BuiltNeuron): void {
    const layer = this.built.length;
    weights.forEach((weight, i) => this.names.set(weight, weightName(layer, neuron, i)));
    this.names.set(bias, biasName(layer, neuron));
    const sums = values.filter(({ op }) => op === 'add');
    // The first sum has two products in it, the last one the bias.
    sums.forEach((sum, k) => this.hints.set(sum, `s${layer + 1}_${neuron + 1}_${k + 2}`));
    this.names.set(sums[sums.length - 1], sumName(layer, neuron));
    this.names.set(output, outputName(layer, neuron));
  }
}

/** The Values below the output that are not below the signals, operands before those that use them. */
function valuesBetween(output: Value, signals: ReadonlySet<Value>): Value[] {
  const found: Value[] = [];
  const open = [output];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (signals.has(value)) continue;
    found.push(value);
    open.push(...value.operands);
  }
  return found.reverse();
}
