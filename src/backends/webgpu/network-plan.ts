import type { Tape } from '../../autograd/tape.ts';

/**
 * The plain data by which a caller describes a network to the GPU. The caller builds it from whatever its network
 * is; this folder knows layers, offsets and activation names, and nothing of losses or training.
 */

/** Codes by which the looping shader chooses an activation; loops.ts writes them into the WGSL. */
export const activationCodes = { linear: 0, tanh: 1, relu: 2, sigmoid: 3 } as const;

/**
 * What is done to the output neurons before they are shown. `two-sigmoid-minus-one` is 2σ(z) - 1 of a single one,
 * `softmax` is exp(zᵢ) / Σ exp(zⱼ).
 */
export const displayCodes = { identity: 0, 'two-sigmoid-minus-one': 1, softmax: 2 } as const;

export type PlanActivation = keyof typeof activationCodes;
export type PlanDisplay = keyof typeof displayCodes;

/** An activation by its name, if there is WGSL for it. */
export function planActivation(name: string): PlanActivation | null {
  return isPlanned(name) ? name : null;
}

function isPlanned(name: string): name is PlanActivation {
  return Object.hasOwn(activationCodes, name);
}

export interface LayerPlan {
  /** Neurons of this layer. */
  readonly width: number;
  readonly activation: PlanActivation;
  /** Index of the first weight in the flat parameters; weights are `[neuron][input]`, row-major. */
  readonly weightOffset: number;
  /** Index of the first bias in the flat parameters; one bias a neuron. */
  readonly biasOffset: number;
}

export interface NetworkPlan {
  readonly inputCount: number;
  /** In the order they are evaluated; the neurons of the last are the outputs. */
  readonly layers: readonly LayerPlan[];
  readonly display: PlanDisplay;
  /** Why no shader computes it, in words; left out where one does. */
  readonly unsupported?: string;
}

/** A neuron whose activation is wanted, both indices from 0. */
export interface NeuronRef {
  readonly layer: number;
  readonly neuron: number;
}

/**
 * A network as the GPU knows it, without its weights: what pipelines are compiled for and cached by. Make one when
 * the network is made and hand in the same object every time.
 *
 * Evaluations write rows: of k outputs the first k rows are the displayed outputs, the next k the predictions (the
 * output neurons' activations, before they are displayed), and the following the activations of `neurons`.
 */
export interface NetworkProgram {
  readonly plan: NetworkPlan;
  readonly neurons: readonly NeuronRef[];
  /**
   * The same network as a forward tape over the plan's inputs and parameters whose outputs are the rows, in their
   * order. Called only for a network that is small enough to be written out.
   */
  readonly trace: () => Tape;
}

/** Output neurons. */
export function outputCount({ layers }: Pick<NetworkPlan, 'layers'>): number {
  return layers[layers.length - 1].width;
}

/** Rows before those of the neurons: the displayed outputs and the predictions. */
export function leadingRows(plan: Pick<NetworkPlan, 'layers'>): number {
  return 2 * outputCount(plan);
}

/** All rows of a program. */
export function rowCountOf({ plan, neurons }: Pick<NetworkProgram, 'plan' | 'neurons'>): number {
  return leadingRows(plan) + neurons.length;
}

/** Widths from the inputs to the outputs, as one writes a network: `2-4-3-1`. */
export function widthsInWords({ inputCount, layers }: NetworkPlan): string {
  return [inputCount, ...layers.map(({ width }) => width)].join('-');
}

/** Multiplications and additions of one sample, the activations left out. */
export function operationCount(plan: NetworkPlan): number {
  return plan.layers.reduce((sum, { width }, layer) => sum + 2 * width * fanIn(plan, layer), 0);
}

/** What one invocation can hold: its signals live in private arrays of this many numbers. */
export const planLimits = { maxInputs: 64, maxWidth: 128, maxLayers: 256 } as const;

/** Inputs of a layer: the features, or the neurons of the layer before. */
export function fanIn({ inputCount, layers }: NetworkPlan, layer: number): number {
  return layer === 0 ? inputCount : layers[layer - 1].width;
}

/** Where a neuron's weights begin in the flat parameters. */
export function weightRow(plan: NetworkPlan, layer: number, neuron: number): number {
  return plan.layers[layer].weightOffset + neuron * fanIn(plan, layer);
}

/** Why the plan cannot be run with that many parameters, in words, or `undefined` if it can. */
export function planProblem(plan: NetworkPlan, parameterCount: number): string | undefined {
  const { inputCount, layers, display, unsupported } = plan;
  if (unsupported !== undefined) return unsupported;
  const { maxInputs, maxWidth, maxLayers } = planLimits;
  if (!isCount(inputCount, maxInputs)) return `expected 1 to ${maxInputs} inputs, got ${inputCount}`;
  if (!isCount(layers.length, maxLayers)) return `expected 1 to ${maxLayers} layers, got ${layers.length}`;
  for (const [index, { width, weightOffset, biasOffset }] of layers.entries()) {
    const name = `layer ${index + 1}`;
    if (!isCount(width, maxWidth)) return `${name}: expected 1 to ${maxWidth} neurons, got ${width}`;
    const weightCount = width * fanIn(plan, index);
    if (!isRange(weightOffset, weightCount, parameterCount)) {
      return `${name}: its ${weightCount} weights at ${weightOffset} lie outside the ${parameterCount} parameters`;
    }
    if (!isRange(biasOffset, width, parameterCount)) {
      return `${name}: its ${width} biases at ${biasOffset} lie outside the ${parameterCount} parameters`;
    }
  }
  const outputs = outputCount(plan);
  return display === 'two-sigmoid-minus-one' && outputs > 1
    ? `expected 1 output neuron to display as ${display}, got ${outputs}`
    : undefined;
}

/** Why one of the neurons is not in the plan, in words, or `undefined` if all are. */
export function neuronsProblem({ layers }: NetworkPlan, neurons: readonly NeuronRef[]): string | undefined {
  for (const { layer, neuron } of neurons) {
    if (!isIndex(layer, layers.length))
      return `requested layer ${layer} of ${layers.length} (counted from 0)`;
    const { width } = layers[layer];
    if (!isIndex(neuron, width))
      return `requested neuron ${neuron} of ${width} in layer ${layer} (counted from 0)`;
  }
  return undefined;
}

function isCount(value: number, largest: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= largest;
}

function isIndex(value: number, end: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < end;
}

function isRange(offset: number, length: number, end: number): boolean {
  return Number.isInteger(offset) && offset >= 0 && offset + length <= end;
}
