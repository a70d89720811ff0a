import { Value } from '../autograd/value.ts';
import type { Activation } from '../experiment/activation-formula.ts';
import { activate } from './activations.ts';
import {
  layoutOf,
  moduleOf,
  numbered,
  placeOfParameter,
  type Module,
  type ModuleLayer,
  type ParameterPlace,
} from './module.ts';
import type { LayerLayout } from './parameter-blocks.ts';

export type { LayerLayout };

/** activation(Σ wᵢxᵢ + b), in Values. */
export class Neuron {
  readonly weights: readonly Value[];
  readonly bias: Value;
  readonly activation: Activation;

  constructor(inputCount: number, activation: Activation) {
    this.weights = Array.from({ length: inputCount }, (_, i) => new Value(0, weightLabel(i)));
    this.bias = new Value(0, 'b');
    this.activation = activation;
  }

  /** Σ wᵢxᵢ + b, before the activation. */
  sum(inputs: readonly Value[]): Value {
    let sum = this.weights[0].mul(inputs[0]);
    for (let i = 1; i < inputs.length; i++) sum = sum.add(this.weights[i].mul(inputs[i]));
    return sum.add(this.bias);
  }

  forward(inputs: readonly Value[]): Value {
    return activate(this.activation, this.sum(inputs));
  }
}

const weightLabels: string[] = [];

function weightLabel(i: number): string {
  return (weightLabels[i] ??= `w${i + 1}`);
}

export class Layer {
  readonly neurons: readonly Neuron[];

  constructor(inputCount: number, neuronCount: number, activation: Activation) {
    this.neurons = Array.from({ length: neuronCount }, () => new Neuron(inputCount, activation));
  }

  forward(inputs: readonly Value[]): Value[] {
    return this.neurons.map((neuron) => neuron.forward(inputs));
  }

  /** What each neuron sums up, and what it makes of that. */
  forwardSums(inputs: readonly Value[]): { readonly sums: Value[]; readonly outputs: Value[] } {
    const sums = this.neurons.map((neuron) => neuron.sum(inputs));
    return { sums, outputs: this.neurons.map(({ activation }, i) => activate(activation, sums[i])) };
  }

  /** All weights, `[neuron][input]` row-major, then all biases: the order of a torch.nn.Linear. */
  parameters(): Value[] {
    const parameters: Value[] = [];
    for (const { weights } of this.neurons) for (const weight of weights) parameters.push(weight);
    for (const { bias } of this.neurons) parameters.push(bias);
    return parameters;
  }
}

/** With leaves of its own, all 0. */
export function layerOf({ weights, biases, activation }: ModuleLayer): Layer {
  return new Layer(weights.columns.length, biases.rows.length, activation);
}

export interface MlpShape {
  readonly inputCount: number;
  /** Neurons in each layer; the last is the output layer. */
  readonly widths: readonly number[];
  readonly hiddenActivation: Activation;
  /** Of each hidden layer, where they are not all the same. */
  readonly hiddenActivations?: readonly Activation[];
  readonly outputActivation: Activation;
}

/** Whose inputs and outputs are only counted. Throws a RangeError for an impossible shape. */
export function mlpModule(shape: MlpShape): Module {
  const { inputCount, widths, hiddenActivation, hiddenActivations = [], outputActivation } = shape;
  const hidden = widths
    .slice(0, -1)
    .map((width, layer) => ({ width, activation: hiddenActivations[layer] ?? hiddenActivation }));
  return moduleOf(
    { kind: 'mlp', hidden },
    {
      inputs: numbered('input', inputCount),
      outputs: numbered('output', widths.at(-1) ?? 0),
      outputActivation,
    },
  );
}

/** A multi-layer perceptron: layers of neurons, each fed by all of the one before. */
export class Mlp {
  readonly layers: readonly Layer[];

  constructor(shape: MlpShape) {
    this.layers = mlpModule(shape).layers.map(layerOf);
  }

  /** The activations of every layer, the output layer's last. */
  forwardLayers(inputs: readonly Value[]): Value[][] {
    const activationsByLayer: Value[][] = [];
    let signals = inputs;
    for (const layer of this.layers) {
      const results = layer.forward(signals);
      activationsByLayer.push(results);
      signals = results;
    }
    return activationsByLayer;
  }

  forward(inputs: readonly Value[]): Value[] {
    return this.forwardLayers(inputs)[this.layers.length - 1];
  }

  /** Layer by layer, each as in `Layer.parameters`. */
  parameters(): Value[] {
    return this.layers.flatMap((layer) => layer.parameters());
  }
}

/** As `mlpModule`, where activations do not matter. */
export function countedModule(inputCount: number, widths: readonly number[]): Module {
  return mlpModule({ inputCount, widths, hiddenActivation: 'linear', outputActivation: 'linear' });
}

/** Where each layer's parameters stand in the flat array of `Mlp.parameters`. */
export function layerLayouts(inputCount: number, widths: readonly number[]): LayerLayout[] {
  return countedModule(inputCount, widths).layers.map(layoutOf);
}

export function parameterCountOf(inputCount: number, widths: readonly number[]): number {
  return countedModule(inputCount, widths).parameterCount;
}

/** From a place in `Mlp.parameters` to the parameter's layer, neuron and input. */
export function placeInLayers(
  inputCount: number,
  widths: readonly number[],
  parameter: number,
): ParameterPlace {
  return placeOfParameter(countedModule(inputCount, widths), parameter);
}
