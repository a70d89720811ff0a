import { Value } from '../autograd/value.ts';
import type { ActivationName } from '../experiment/names.ts';
import { activations } from './activations.ts';

/** activation(Σ wᵢxᵢ + b), in Values. */
export class Neuron {
  readonly weights: readonly Value[];
  readonly bias: Value;
  readonly activation: ActivationName;

  constructor(inputCount: number, activation: ActivationName) {
    this.weights = Array.from({ length: inputCount }, (_, i) => new Value(0, weightLabel(i)));
    this.bias = new Value(0, 'b');
    this.activation = activation;
  }

  forward(inputs: readonly Value[]): Value {
    let sum = this.weights[0].mul(inputs[0]);
    for (let i = 1; i < inputs.length; i++) sum = sum.add(this.weights[i].mul(inputs[i]));
    return activations[this.activation](sum.add(this.bias));
  }
}

const weightLabels: string[] = [];

function weightLabel(i: number): string {
  return (weightLabels[i] ??= `w${i + 1}`);
}

export class Layer {
  readonly neurons: readonly Neuron[];

  constructor(inputCount: number, neuronCount: number, activation: ActivationName) {
    this.neurons = Array.from({ length: neuronCount }, () => new Neuron(inputCount, activation));
  }

  forward(inputs: readonly Value[]): Value[] {
    return this.neurons.map((neuron) => neuron.forward(inputs));
  }

  /** All weights, `[neuron][input]` row-major, then all biases: the order of a torch.nn.Linear. */
  parameters(): Value[] {
    const parameters: Value[] = [];
    for (const { weights } of this.neurons) for (const weight of weights) parameters.push(weight);
    for (const { bias } of this.neurons) parameters.push(bias);
    return parameters;
  }
}

export interface MlpShape {
  readonly inputCount: number;
  /** Neurons in each layer; the last is the output layer. */
  readonly widths: readonly number[];
  readonly hiddenActivation: ActivationName;
  readonly outputActivation: ActivationName;
}

/** The layers one after another, for those who need only one at a time. Throws a RangeError for an impossible shape. */
export function* layersOf({
  inputCount,
  widths,
  hiddenActivation,
  outputActivation,
}: MlpShape): Generator<Layer, void, undefined> {
  if (inputCount < 1 || widths.length < 1 || widths.some((width) => width < 1)) {
    throw new RangeError(
      `an MLP needs at least one input and one neuron a layer, got ${inputCount}-${widths.join('-')}`,
    );
  }
  let fanIn = inputCount;
  for (const [i, width] of widths.entries()) {
    yield new Layer(fanIn, width, i === widths.length - 1 ? outputActivation : hiddenActivation);
    fanIn = width;
  }
}

/** A multi-layer perceptron: layers of neurons, each fed by all of the one before. */
export class Mlp {
  readonly layers: readonly Layer[];

  constructor(shape: MlpShape) {
    this.layers = [...layersOf(shape)];
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

/** Where a layer's parameters stand in the flat array of `Mlp.parameters`. */
export interface LayerLayout {
  readonly inputCount: number;
  readonly width: number;
  /** Of the first weight; weights are `[neuron][input]`, row-major. */
  readonly weightOffset: number;
  readonly biasOffset: number;
}

export function layerLayouts(inputCount: number, widths: readonly number[]): LayerLayout[] {
  let offset = 0;
  return widths.map((width, i) => {
    const fanIn = i === 0 ? inputCount : widths[i - 1];
    const layout = { inputCount: fanIn, width, weightOffset: offset, biasOffset: offset + fanIn * width };
    offset = layout.biasOffset + width;
    return layout;
  });
}

export function parameterCountOf(inputCount: number, widths: readonly number[]): number {
  return layerLayouts(inputCount, widths).reduce((sum, { inputCount: n, width }) => sum + (n + 1) * width, 0);
}
