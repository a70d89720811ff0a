import { elementaryOps } from '../autograd/elementary-ops.ts';
import { gradientSteps, reactionSteps } from '../autograd/differentiate.ts';
import { finish, inPieces, type Steps } from '../autograd/steps.ts';
import { TapeBuilder, withoutUnreadTargets } from '../autograd/tape-builder.ts';
import type { Tape, TapeShape } from '../autograd/tape.ts';
import { record } from '../autograd/trace.ts';
import { Value } from '../autograd/value.ts';
import type { Activation } from '../experiment/activation-formula.ts';
import type { LossName, Task } from '../experiment/names.ts';
import { losses, type LossSettings } from './losses.ts';
import type { Architecture } from './architecture.ts';
import { Layer, type MlpShape } from './mlp.ts';
import {
  moduleOf,
  numbered,
  placesOfNeurons,
  presentedGroups,
  tapsOf,
  type Module,
  type ModuleEnds,
  type NeuronAddress,
} from './module.ts';

export interface NetworkShape extends LossSettings {
  readonly inputCount: number;
  readonly hidden: readonly number[];
  readonly activation: Activation;
  /** Of each hidden layer, where they are not all the same. */
  readonly activations?: readonly Activation[];
  /** Of each hidden layer, whether training drops what its neurons put out; left out where none does. */
  readonly drops?: readonly boolean[];
  /** There where training adds noise to the inputs. */
  readonly noisyInputs?: true;
  readonly loss: LossName;
  readonly task: Task;
  /** How many there are to tell apart, where classes are predicted: 2 if not said. */
  readonly classCount?: number | undefined;
}

/** How many classes a network tells apart; 0 where it predicts a number. */
export function classCountOf({ task, classCount = 2 }: Pick<NetworkShape, 'task' | 'classCount'>): number {
  return task === 'classification' ? classCount : 0;
}

export function outputCountOf(shape: Omit<NetworkShape, 'inputCount' | 'hidden' | 'activation'>): number {
  return losses[shape.loss].outputCount(classCountOf(shape));
}

/** The widths of the hidden layers and of the output layer. */
export function widthsOf(shape: Omit<NetworkShape, 'inputCount' | 'activation'>): number[] {
  return [...shape.hidden, outputCountOf(shape)];
}

export function architectureOf({
  hidden,
  activation,
  activations = [],
  drops = [],
}: Pick<NetworkShape, 'hidden' | 'activation' | 'activations' | 'drops'>): Architecture {
  return {
    kind: 'mlp',
    hidden: hidden.map((width, i) => ({
      width,
      activation: activations[i] ?? activation,
      ...(drops[i] ? { drops: true } : {}),
    })),
  };
}

/** The network by its names; inputs and outputs that are not named are numbered. */
export function moduleOfShape(
  shape: NetworkShape,
  names: Partial<Pick<ModuleEnds, 'inputs' | 'outputs'>> = {},
): Module {
  const { inputs = numbered('input', shape.inputCount), outputs = numbered('output', outputCountOf(shape)) } =
    names;
  const outputActivation = losses[shape.loss].outputActivation(classCountOf(shape));
  return moduleOf(architectureOf(shape), { inputs, outputs, outputActivation });
}

/** The layers that a network is made of. */
export function mlpShape(shape: NetworkShape): MlpShape {
  return {
    inputCount: shape.inputCount,
    widths: widthsOf(shape),
    hiddenActivation: shape.activation,
    ...(shape.activations === undefined ? {} : { hiddenActivations: shape.activations }),
    outputActivation: losses[shape.loss].outputActivation(classCountOf(shape)),
  };
}

/** The programs of a network, all traced from the same Values. A displayed output is there for each output neuron. */
export interface NetworkTapes {
  /** `[loss, ...gradient by parameter]` of one sample, nothing dropped and no noise added. */
  readonly gradient: Tape;
  /** What trains: `gradient` itself, or with the inputs of each presentation behind the others. */
  readonly training: Tape;
  /** How many these are, in groups; see `presentedGroups`. */
  readonly presented: readonly number[];
  /** `[loss, ...displayed outputs]`: what is reported. */
  readonly metrics: Tape;
  /** `[...displayed outputs]`: what the boundary shows. */
  readonly output: Tape;
  /** `[...displayed outputs, ...the requested hidden activations]`: what the neurons show. */
  readonly activations: Tape;
}

/** Builds the network of Values once and traces everything that will be run. */
export function traceNetwork(shape: NetworkShape, shownNeurons: readonly NeuronAddress[] = []): NetworkTapes {
  return finish(networkSteps(shape, shownNeurons));
}

/** What a network has on the tape for each parameter: forward its leaf, a product, a sum, and as many on the way back. */
const instructionsPerParameter = 6;

/** Its constants are the same in every browser and in Node, whatever was typed: weights follow from them. */
function builderOf(shape: TapeShape): TapeBuilder {
  return new TapeBuilder(shape, instructionsPerParameter * shape.parameterCount + 256, elementaryOps);
}

/** As `traceNetwork`, in steps. */
export function* networkSteps(
  shape: NetworkShape,
  shownNeurons: readonly NeuronAddress[],
): Steps<NetworkTapes> {
  const module = moduleOfShape(shape);
  const { parameterCount } = module;
  const builder = builderOf({
    inputCount: shape.inputCount,
    targetCount: outputCountOf(shape),
    parameterCount,
  });
  const { loss, displayed, layers } = yield* recordNetwork(builder, shape, module);
  const shown = tapsOf(layers, shownNeurons);
  const metrics = yield* builder.buildSteps([loss, ...displayed]);
  yield;
  const output = withoutUnreadTargets(yield* builder.buildSteps(displayed));
  yield;
  const activations = withoutUnreadTargets(yield* builder.buildSteps([...displayed, ...shown]));
  yield;
  const gradients = yield* gradientSteps(builder, loss, 'parameter');
  yield;
  const gradient = yield* builder.buildSteps([loss, ...gradients]);
  const presented = presentedGroups(module, shape.noisyInputs === true);
  const isNoisy = shape.noisyInputs === true;
  const training =
    presented.length === 0 ? gradient : yield* presentedSteps(shape, module, presented, isNoisy);
  return { gradient, training, presented, metrics, output, activations };
}

/** The gradient tape with what comes with each presentation. */
function* presentedSteps(
  objective: Objective,
  module: Module,
  presented: readonly number[],
  isNoisy = false,
): Steps<Tape> {
  const { parameterCount, inputs, outputs } = module;
  yield;
  const inputCount = presented.reduce((sum, width) => sum + width, inputs.length);
  const builder = builderOf({ inputCount, targetCount: outputs.length, parameterCount });
  let next = inputs.length;
  const leaves = (count: number): number[] =>
    Array.from({ length: count }, () => builder.leaf('input', next++));
  const { loss } = yield* recordNetwork(builder, objective, module, {
    noisy: (signals) => {
      if (!isNoisy) return signals;
      const noise = leaves(signals.length);
      return signals.map((signal, i) => builder.add(signal, noise[i]));
    },
    dropped: (signals) => {
      const masks = leaves(signals.length);
      return signals.map((signal, i) => builder.mul(signal, masks[i]));
    },
  });
  const gradients = yield* gradientSteps(builder, loss, 'parameter');
  yield;
  return yield* builder.buildSteps([loss, ...gradients]);
}

/** What a presentation makes of signals on their way forward. */
interface Presented {
  readonly noisy: (inputs: readonly number[]) => readonly number[];
  /** Of a layer that drops. */
  readonly dropped: (outputs: readonly number[]) => readonly number[];
}

/** A loss with what it is set by. */
export type Objective = Pick<NetworkShape, 'loss' | keyof LossSettings>;

/**
 * What trains any module, and its loss, which drops nothing: one target for each of its outputs, which the loss takes
 * the mean over. What layers drop comes with each presentation, in the groups `presented`.
 */
export function trainingTapes(
  module: Module,
  objective: Objective,
): { readonly gradient: Tape; readonly presented: readonly number[]; readonly loss: Tape } {
  const { parameterCount } = module;
  const builder = builderOf({
    inputCount: module.inputs.length,
    targetCount: module.outputs.length,
    parameterCount,
  });
  const { loss } = finish(recordNetwork(builder, objective, module));
  const forward = builder.build([loss]);
  const presented = presentedGroups(module, false);
  if (presented.length > 0)
    return { gradient: finish(presentedSteps(objective, module, presented)), presented, loss: forward };
  const gradients = finish(gradientSteps(builder, loss, 'parameter'));
  return { gradient: builder.build([loss, ...gradients]), presented, loss: forward };
}

/** The tape of what every neuron puts out, layer by layer, the output layer's last, and before it is displayed. */
export function* activationSteps(shape: NetworkShape): Steps<Tape> {
  const module = moduleOfShape(shape);
  const { parameterCount } = module;
  const builder = builderOf({
    inputCount: shape.inputCount,
    targetCount: outputCountOf(shape),
    parameterCount,
  });
  const { layers } = yield* recordNetwork(builder, shape, module);
  return withoutUnreadTargets(yield* builder.buildSteps(layers.flat()));
}

/** What there is to see of every neuron for one sample. Neurons go layer by layer, the output layer's last. */
export interface NeuronTapes {
  /** `[...displayed outputs, ...every neuron's Σ wᵢxᵢ + b, ...every neuron's output]`; reads no target. */
  readonly values: Tape;
  /** `[loss, ...d(loss)/d(every neuron's output), ...d(loss)/d(parameter)]`. */
  readonly reactions: Tape;
}

/** Traces the forward and the backward pass of every neuron. */
export function* neuronSteps(shape: NetworkShape): Steps<NeuronTapes> {
  const module = moduleOfShape(shape);
  const { parameterCount } = module;
  const builder = builderOf({
    inputCount: shape.inputCount,
    targetCount: outputCountOf(shape),
    parameterCount,
  });
  const { loss, displayed, layers, sums } = yield* recordNetwork(builder, shape, module);
  const outputs = layers.flat();
  const shown = [...displayed, ...sums.flat(), ...outputs];
  const values = withoutUnreadTargets(yield* builder.buildSteps(shown));
  yield;
  const { instructions, parameters } = yield* reactionSteps(builder, loss, outputs);
  yield;
  return { values, reactions: yield* builder.buildSteps([loss, ...instructions, ...parameters]) };
}

/** Instructions of a recorded network. */
interface RecordedNetwork {
  readonly loss: number;
  /** By output. */
  readonly displayed: readonly number[];
  /** The activations of every layer, the output layer's last. */
  readonly layers: readonly (readonly number[])[];
  /** What every neuron's activation is applied to. */
  readonly sums: readonly (readonly number[])[];
}

/** Leaves that are made between two yields. */
const leavesPerStep = 8192;
/** Links whose Values are recorded between two yields. */
const linksPerStep = 2048;

/**
 * Records the forward pass and the loss of one sample. A few neurons at a time: their Values are let go before the next
 * ones' are made, which spares the garbage collector most of the work.
 */
function* recordNetwork(
  builder: TapeBuilder,
  objective: Objective,
  module: Module,
  presented: Presented | null = null,
): Steps<RecordedNetwork> {
  const inputs = module.inputs.map((_, slot) => builder.leaf('input', slot));
  const targets = module.outputs.map((_, slot) => builder.leaf('target', slot));
  const parameters: number[] = [];
  yield* inPieces(
    module.parameterCount,
    (from, to) => {
      for (let slot = from; slot < to; slot++) parameters.push(builder.leaf('parameter', slot));
    },
    leavesPerStep,
  );
  yield;
  const layers: (readonly number[])[] = [];
  const sums: number[][] = [];
  let signals: readonly number[] = presented?.noisy(inputs) ?? inputs;
  for (const described of module.layers) {
    const inputCount = signals.length;
    const outputs: number[] = [];
    const sumsOf: number[] = [];
    const values = signals.map(() => new Value(0));
    const read = signals;
    const neurons = (from: number, to: number): void => {
      const layer = new Layer(inputCount, to - from, described.activation);
      const places = placesOfNeurons(described, from, to).map((place) => parameters[place]);
      const made = layer.forwardSums(values);
      const leaves = [...values, ...layer.parameters()];
      const recorded = record(builder, leaves, [...read, ...places], [...made.outputs, ...made.sums]);
      outputs.push(...recorded.slice(0, to - from));
      sumsOf.push(...recorded.slice(to - from));
    };
    yield* inPieces(described.biases.rows.length, neurons, Math.ceil(linksPerStep / inputCount));
    signals = presented !== null && described.drops === true ? presented.dropped(outputs) : outputs;
    layers.push(signals);
    sums.push(sumsOf);
    yield;
  }
  const predictions = signals.map(() => new Value(0));
  const truths = targets.map(() => new Value(0));
  const loss = losses[objective.loss];
  const results = [loss.of(predictions, truths, objective), ...loss.displayed(predictions)];
  const [lossAt, ...displayed] = record(
    builder,
    [...predictions, ...truths],
    [...signals, ...targets],
    results,
  );
  return { loss: lossAt, displayed, layers, sums };
}
