import { differentiate } from '../autograd/differentiate.ts';
import { selectOutputs } from '../autograd/tape-builder.ts';
import type { Tape } from '../autograd/tape.ts';
import { trace } from '../autograd/trace.ts';
import { Value } from '../autograd/value.ts';
import type { ActivationName, LossName, Task } from '../experiment/names.ts';
import { losses } from './losses.ts';
import { Mlp } from './mlp.ts';

export interface NetworkShape {
  readonly inputCount: number;
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  readonly loss: LossName;
  readonly task: Task;
}

/** The layers' widths with the single output neuron. */
export function widthsOf({ hidden }: Pick<NetworkShape, 'hidden'>): number[] {
  return [...hidden, 1];
}

/** The programs of a network with one output, all traced from the same Values. */
export interface NetworkTapes {
  /** `[loss, ...gradient by parameter]` of one sample: what trains. */
  readonly gradient: Tape;
  /** `[loss, displayed output]`: what is reported. */
  readonly metrics: Tape;
  /** `[displayed output]`: what the boundary shows. */
  readonly output: Tape;
  /** `[displayed output, ...the requested hidden activations]`: what the neurons show. */
  readonly activations: Tape;
}

/** A hidden neuron, both indices from 0. */
export interface NeuronAddress {
  readonly layer: number;
  readonly neuron: number;
}

/** Builds the network of Values once and traces everything that will be run. */
export function traceNetwork(shape: NetworkShape, shownNeurons: readonly NeuronAddress[] = []): NetworkTapes {
  const loss = losses[shape.loss];
  const mlp = new Mlp({
    inputCount: shape.inputCount,
    widths: widthsOf(shape),
    hiddenActivation: shape.activation,
    outputActivation: loss.outputActivation(shape.task),
  });
  const inputs = Array.from({ length: shape.inputCount }, (_, i) => new Value(0, `x${i + 1}`));
  const target = new Value(0, 'y');
  const parameters = mlp.parameters();
  const layers = mlp.forwardLayers(inputs);
  const [prediction] = layers[layers.length - 1];
  const displayed = loss.displayed(prediction);
  const sampleLoss = loss.of(prediction, target);
  const shown = shownNeurons.map(({ layer, neuron }) => layers[layer][neuron]);
  // One trace for all: tracing is what costs, taking parts of a tape is cheap.
  const whole = trace({ inputs, targets: [target], parameters, outputs: [sampleLoss, displayed, ...shown] });
  return {
    gradient: differentiate(selectOutputs(whole, [0])),
    metrics: selectOutputs(whole, [0, 1]),
    output: selectOutputs(whole, [1]),
    activations: selectOutputs(whole, [1, ...shown.map((_, k) => k + 2)]),
  };
}
