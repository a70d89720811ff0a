import { elementaryOps } from '../autograd/elementary-ops.ts';
import type { Tape } from '../autograd/tape.ts';
import { trace } from '../autograd/trace.ts';
import { Value } from '../autograd/value.ts';
import type { LossName } from '../experiment/names.ts';
import { losses, type LossSettings } from './losses.ts';
import { Mlp } from './mlp.ts';
import { tapsOf, type NeuronAddress } from './module.ts';
import { mlpShape, type NetworkShape } from './network.ts';

/**
 * `[...displayed outputs, ...predictions, ...the activations of the neurons]` of one sample: a prediction is an output
 * neuron's activation, before it is displayed.
 */
export function traceForward(shape: NetworkShape, neurons: readonly NeuronAddress[]): Tape {
  const mlp = new Mlp(mlpShape(shape));
  const inputs = Array.from({ length: shape.inputCount }, (_, i) => new Value(0, `x${i + 1}`));
  const layers = mlp.forwardLayers(inputs);
  const predictions = layers[layers.length - 1];
  return trace({
    inputs,
    targets: [],
    parameters: mlp.parameters(),
    outputs: [...losses[shape.loss].displayed(predictions), ...predictions, ...tapsOf(layers, neurons)],
    // As the network's own tapes do.
    functions: elementaryOps,
  });
}

/** `[loss]` of one sample by its predictions, which are the inputs, and its targets: as many as there are outputs. */
export function traceLoss(name: LossName, outputCount = 1, settings: LossSettings = {}): Tape {
  const leaves = (letter: string): Value[] =>
    Array.from(
      { length: outputCount },
      (_, i) => new Value(0, outputCount > 1 ? `${letter}${i + 1}` : letter),
    );
  const predictions = leaves('ŷ');
  const targets = leaves('y');
  return trace({
    inputs: predictions,
    targets,
    parameters: [],
    outputs: [losses[name].of(predictions, targets, settings)],
  });
}
