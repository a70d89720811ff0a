import type { Scale } from '../data/encoding.ts';
import type { Activation } from '../experiment/activation-formula.ts';
import type { LossName } from '../experiment/names.ts';
import {
  checkHidden,
  joined,
  openedNetwork,
  type BroughtNetwork,
  type BroughtOutput,
  type OpenedNetwork,
} from './brought-network.ts';
import type { Neurons } from './onnx-reader/known-values.ts';
import { readModelFile, type ModelFile } from './onnx-reader/model-file.ts';
import { isActivation, lineOf } from './onnx-reader/name-activation.ts';
import { nameOf } from './onnx-reader/prepared-rows.ts';
import { walkGraph, type ReadGraph } from './onnx-reader/walk-graph.ts';
import { lossOf, targetOf } from './said-of-network.ts';

/**
 * A network of fully connected layers in ONNX, whatever wrote it: Gemm, or MatMul and Add, one after the other, with
 * activations as one node or as many; what is done to the inputs before, and to the outputs behind them. Whatever the
 * bytes are, a network or a message that names the first node which is no part of one.
 */
export function readOnnx(bytes: Uint8Array): OpenedNetwork {
  return openedNetwork(() => {
    const file = readModelFile(bytes);
    const graph = walkGraph(file);
    return networkOf(graph, outputOf(graph), file);
  });
}

function networkOf(
  { layers, rows }: ReadGraph,
  { output, line }: ReadOutput,
  { producer, metadata }: ModelFile,
): BroughtNetwork {
  const hidden = layers.slice(0, -1).map(({ width }) => width);
  checkHidden(hidden);
  const last = layers[layers.length - 1];
  const parameters = joined(
    layers.flatMap(({ weights, biases, width }) => [weights, biases ?? new Float64Array(width)]),
  );
  if (!parameters.every(Number.isFinite)) throw new RangeError('some of its weights are not finite');
  const inputs = rows.map((row) => ({ name: nameOf(row), shift: row.shift, scale: row.scale }));
  if (!inputs.every(({ shift, scale }) => Number.isFinite(shift) && Number.isFinite(scale) && scale !== 0))
    throw new RangeError('its inputs are scaled by what is no number');
  const isOurs = producer === 'Chainrule';
  const said = isOurs ? targetOf(metadata.get('target')) : null;
  return {
    ...{ inputCount: layers[0].inputCount, hidden, outputCount: last.width, inputs, output, parameters },
    activations: layers.slice(1).map(({ activationBefore }) => activationBefore ?? 'linear'),
    loss: (isOurs ? lossOf(metadata.get('loss')) : null) ?? usualLoss(output, last.width),
    target: said?.kind === 'class' ? said : line === null ? null : { kind: 'number', ...line },
  };
}

function usualLoss(output: BroughtOutput, width: number): LossName | null {
  if (output !== 'probabilities') return null;
  return width === 1 ? 'binary-cross-entropy' : 'cross-entropy';
}

interface ReadOutput {
  readonly output: BroughtOutput;
  /** What is done to numbers that are predicted. */
  readonly line: Scale | null;
}

/** As the page shows a probability p of the second class: 2p - 1; and that of the first one. */
const sigmoids: readonly Activation[] = ['sigmoid', '=2 * sigmoid(z) - 1', '=1 - sigmoid(z)'];

/** What becomes of the last sums. Throws a RangeError where it is nothing that a loss here goes with. */
function outputOf({ outputs, layers }: ReadGraph): ReadOutput {
  if (outputs.some(({ kind }) => kind === 'softmax')) return { output: 'probabilities', line: null };
  const neurons = [...new Map(outputs.filter(isNeurons).map((one) => [one.value, one])).values()];
  const is = (activation: Activation): boolean =>
    neurons.some(({ value, z }) => isActivation(activation, value, z));
  const { width } = layers[layers.length - 1];
  if (sigmoids.some(is)) {
    if (width > 1)
      throw new RangeError(
        `its ${width} outputs are probabilities of their own each (Sigmoid), expected those of classes (Softmax)`,
      );
    return { output: 'probabilities', line: null };
  }
  if (is('tanh')) return { output: 'tanh', line: null };
  const [line] = neurons.map(({ value, z }) => lineOf(value, z)).filter((one) => one !== null);
  if (line !== undefined && line.factor !== 0)
    return { output: 'linear', line: { shift: line.offset, scale: line.factor } };
  throw new RangeError(
    `${neurons[0].by} makes of the last sums what no loss here goes with: expected them as they are, Tanh, Sigmoid or Softmax`,
  );
}

function isNeurons(output: ReadGraph['outputs'][number]): output is Neurons {
  return output.kind === 'neurons';
}
