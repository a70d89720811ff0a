import type { Tape } from '../autograd/tape.ts';
import { trace } from '../autograd/trace.ts';
import { Value } from '../autograd/value.ts';
import type { LossName } from '../experiment/names.ts';
import { losses } from './losses.ts';
import { Mlp } from './mlp.ts';
import { widthsOf, type NetworkShape, type NeuronAddress } from './network.ts';

/**
 * `[displayed output, prediction, ...the activations of the neurons]` of one sample: the prediction is the output
 * neuron's activation, before it is displayed.
 */
export function traceForward(shape: NetworkShape, neurons: readonly NeuronAddress[]): Tape {
  const loss = losses[shape.loss];
  const mlp = new Mlp({
    inputCount: shape.inputCount,
    widths: widthsOf(shape),
    hiddenActivation: shape.activation,
    outputActivation: loss.outputActivation(shape.task),
  });
  const inputs = Array.from({ length: shape.inputCount }, (_, i) => new Value(0, `x${i + 1}`));
  const layers = mlp.forwardLayers(inputs);
  const [prediction] = layers[layers.length - 1];
  const shown = neurons.map(({ layer, neuron }) => layers[layer][neuron]);
  return trace({
    inputs,
    targets: [],
    parameters: mlp.parameters(),
    outputs: [loss.displayed(prediction), prediction, ...shown],
  });
}

/** `[loss]` of one sample by its prediction, the one input, and its target. */
export function traceLoss(name: LossName): Tape {
  const prediction = new Value(0, 'ŷ');
  const target = new Value(0, 'y');
  return trace({
    inputs: [prediction],
    targets: [target],
    parameters: [],
    outputs: [losses[name].of(prediction, target)],
  });
}
