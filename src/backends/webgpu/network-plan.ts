/**
 * The plain data by which a caller describes a network to the GPU. The caller builds it from whatever its network
 * is; this folder knows layers, offsets and activation names, and nothing of losses or training.
 */

/** Codes by which the shader chooses an activation; shader.ts writes them into the WGSL. */
export const activationCodes = { linear: 0, tanh: 1, relu: 2, sigmoid: 3 } as const;

/** What is done to the output neuron before it is shown. `two-sigmoid-minus-one` is 2σ(z) - 1. */
export const displayCodes = { identity: 0, 'two-sigmoid-minus-one': 1 } as const;

export type PlanActivation = keyof typeof activationCodes;
export type PlanDisplay = keyof typeof displayCodes;

export interface LayerPlan {
  /** Neurons of this layer. */
  readonly width: number;
  readonly activation: PlanActivation;
  /** Index of the first weight in the flat parameters; weights are `[neuron][input]`, row-major. */
  readonly weightOffset: number;
  /** Index of the first bias in the flat parameters; one bias a neuron. */
  readonly biasOffset: number;
}

/** A network with one output neuron. */
export interface NetworkPlan {
  readonly inputCount: number;
  /** In the order they are evaluated; the last has width 1. */
  readonly layers: readonly LayerPlan[];
  readonly display: PlanDisplay;
}

/** A neuron whose activation is wanted, both indices from 0. */
export interface NeuronRef {
  readonly layer: number;
  readonly neuron: number;
}

/**
 * `displayed`: one row, the displayed output. A list: the displayed output first, then the activation of each
 * neuron in the list's order.
 */
export type RequestedOutputs = 'displayed' | readonly NeuronRef[];

/** What one invocation can hold: its signals live in private arrays of this many numbers. */
export const planLimits = { maxInputs: 64, maxWidth: 64, maxLayers: 256 } as const;

/** Inputs of a layer: the features, or the neurons of the layer before. */
export function fanIn({ inputCount, layers }: NetworkPlan, layer: number): number {
  return layer === 0 ? inputCount : layers[layer - 1].width;
}

/** Why the plan cannot be run with that many parameters, in words, or `undefined` if it can. */
export function planProblem(plan: NetworkPlan, parameterCount: number): string | undefined {
  const { inputCount, layers } = plan;
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
  const outputWidth = layers[layers.length - 1].width;
  return outputWidth === 1 ? undefined : `expected 1 output neuron, got ${outputWidth}`;
}

/** Why one of the requested neurons is not in the plan, in words, or `undefined` if all are. */
export function outputsProblem({ layers }: NetworkPlan, outputs: RequestedOutputs): string | undefined {
  if (outputs === 'displayed') return undefined;
  for (const { layer, neuron } of outputs) {
    if (!isIndex(layer, layers.length))
      return `requested layer ${layer} of ${layers.length} (counted from 0)`;
    const { width } = layers[layer];
    if (!isIndex(neuron, width))
      return `requested neuron ${neuron} of ${width} in layer ${layer} (counted from 0)`;
  }
  return undefined;
}

/** Rows of the result: the displayed output and one for each requested neuron. */
export function rowCountOf(outputs: RequestedOutputs): number {
  return outputs === 'displayed' ? 1 : 1 + outputs.length;
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
