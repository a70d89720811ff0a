import type { NamedGraph } from '../autograd/expression.ts';
import { finish, type Steps } from '../autograd/steps.ts';
import { Value } from '../autograd/value.ts';
import { losses } from '../nn/losses.ts';
import { layerOf, type Layer } from '../nn/mlp.ts';
import { placesOf, type NeuronAddress } from '../nn/module.ts';
import { moduleOfShape, outputCountOf, type NetworkShape } from '../nn/network.ts';
import { labGraphSteps, namedGraphSteps, type LabGraph } from './graph.ts';
import type { NodeGroup } from './groups.ts';
import { LabelledLayers, type BuiltNeuron } from './labelled-layers.ts';
import { neuronWords, targetName } from './parameter-names.ts';

/** What is looked at: a sample's whole loss, a displayed output, or what one hidden neuron puts out for it. */
export type SampleRoot =
  | { readonly kind: 'loss' }
  | { readonly kind: 'output'; readonly output: number }
  | ({ readonly kind: 'neuron' } & NeuronAddress);

/** A network with its weights and one sample, as the trainer has them. */
export interface NetworkSample {
  readonly network: NetworkShape;
  readonly root: SampleRoot;
  /** What the network sees of the sample. */
  readonly inputs: ArrayLike<number>;
  /** What the loss compares the outputs with. */
  readonly targets: ArrayLike<number>;
  /** The classes that several outputs stand for; left out where there are none. */
  readonly outputs?: readonly string[];
  /** In the order of `Mlp.parameters`. */
  readonly parameters: ArrayLike<number>;
}

/** The scalar graph of a network on one sample, made of the same Values that the trainer traces. */
export interface SampleGraph {
  readonly network: NetworkShape;
  readonly root: SampleRoot;
  readonly outputs: readonly string[];
  /** For exports; its leaves hold the numbers that were put in last. */
  readonly named: NamedGraph;
  readonly graph: LabGraph;
  /** Layers, and the neurons in them; what belongs to no neuron (inputs, target, loss) is in no group. */
  readonly groups: readonly NodeGroup[];
  /** The node of each parameter; -1 where the root does not depend on it. */
  readonly parameterNodes: Int32Array;
  readonly inputNodes: Int32Array;
  /** By output; -1 where the root is a neuron. */
  readonly targetNodes: Int32Array;
}

/** Builds the graph at once; for networks of more than a few hundred neurons take `sampleGraphSteps`. */
export function sampleGraph(sample: NetworkSample): SampleGraph {
  return finish(sampleGraphSteps(sample));
}

/** Builds the graph in steps of a millisecond or so. */
export function* sampleGraphSteps(sample: NetworkSample): Steps<SampleGraph> {
  const { network, root } = sample;
  const { layers, leaves } = yield* networkLayers(sample);
  expectLength('inputs', sample.inputs.length, network.inputCount);
  expectLength('targets', sample.targets.length, outputCountOf(network));
  const inputs = Array.from(sample.inputs, (value) => new Value(value));
  const targets = Array.from(sample.targets, (value) => new Value(value));
  const labelled = new LabelledLayers(inputs);
  const lastLayer = root.kind === 'neuron' ? root.layer : layers.length - 1;
  for (const { neurons } of layers.slice(0, lastLayer)) yield* labelled.add(neurons);
  yield* labelled.add(layers[lastLayer].neurons, root.kind === 'neuron' ? root.neuron : null);
  const outputs = labelled.signals;
  const rootValue = rootOf(root, network, outputs, targets);
  const { names, hints } = labelled;
  if (root.kind === 'loss') {
    targets.forEach((target, i) => names.set(target, targetName(i, targets.length)));
    names.set(rootValue, 'loss');
  } else if (root.kind === 'output' && !names.has(rootValue)) {
    names.set(rootValue, outputs.length > 1 ? `output${root.output + 1}` : 'output');
  }
  const named = yield* namedGraphSteps(rootValue, names);
  const graph = yield* labGraphSteps(named, hints);
  const nodeOf = (value: Value): number => (named.nodes[value.position] === value ? value.position : -1);
  return {
    network,
    root,
    outputs: sample.outputs ?? [],
    named,
    graph,
    groups: groupsOf(labelled.built, sample, nodeOf),
    parameterNodes: Int32Array.from(leaves, nodeOf),
    inputNodes: Int32Array.from(inputs, nodeOf),
    targetNodes: Int32Array.from(targets, nodeOf),
  };
}

function rootOf(
  root: SampleRoot,
  network: NetworkShape,
  outputs: readonly Value[],
  targets: readonly Value[],
): Value {
  if (root.kind === 'neuron') return outputs[0];
  const { loss } = network;
  if (root.kind === 'loss') return losses[loss].of(outputs, targets, network);
  const displayed = losses[loss].displayed(outputs);
  if (root.output in displayed) return displayed[root.output];
  throw new RangeError(`the network has ${displayed.length} outputs, there is none at place ${root.output}`);
}

/** The network's layers, weights and biases put in, and the leaves that hold these. */
function* networkLayers({
  network,
  parameters,
}: NetworkSample): Steps<{ readonly layers: readonly Layer[]; readonly leaves: readonly Value[] }> {
  const module = moduleOfShape(network);
  expectLength('parameters', parameters.length, module.parameterCount);
  const layers: Layer[] = [];
  const leaves: Value[] = [];
  for (const described of module.layers) {
    const layer = layerOf(described);
    layers.push(layer);
    const places = placesOf(described);
    for (const [i, leaf] of layer.parameters().entries()) {
      leaf.data = parameters[places[i]];
      leaves[places[i]] = leaf;
    }
    yield;
  }
  return { layers, leaves };
}

function expectLength(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new RangeError(`the network has ${expected} ${what}, got ${actual}`);
}

/** A group a layer with a group a neuron inside; a layer of one neuron needs no group around it. */
function groupsOf(
  layers: readonly (readonly BuiltNeuron[])[],
  { network, outputs }: NetworkSample,
  nodeOf: (value: Value) => number,
): NodeGroup[] {
  return layers.flatMap((neurons, layer) => {
    const id = `layer-${layer + 1}`;
    const parent = neurons.length > 1 ? id : null;
    // One output may depend on no other one's neuron.
    const reached = neurons.filter(({ output }) => nodeOf(output) >= 0);
    const inside = reached.map(({ neuron, output, values }) => ({
      id: `${id}/neuron-${neuron + 1}`,
      title: neuronWords(network, layer, neuron, outputs),
      parent,
      nodes: values.map(nodeOf).sort((a, b) => a - b),
      result: nodeOf(output),
    }));
    const around = { id, title: `layer ${layer + 1}`, parent: null, nodes: [], result: null };
    return parent === null ? inside : [around, ...inside];
  });
}

/** Whether `withNumbers` will do for a sample. */
export function fits({ network, root, outputs }: SampleGraph, sample: NetworkSample): boolean {
  const own = [sample.network, sample.root, sample.outputs ?? []];
  return JSON.stringify([network, root, outputs]) === JSON.stringify(own);
}

/**
 * The same graph with other weights or of another sample: nothing but the leaves' data changes. Throws a RangeError
 * if the sample is of another network.
 */
export function withNumbers(of: SampleGraph, sample: NetworkSample): SampleGraph {
  if (!fits(of, sample)) throw new RangeError('the sample is of another network than the graph');
  const { graph, parameterNodes, inputNodes, targetNodes } = of;
  expectLength('parameters', sample.parameters.length, parameterNodes.length);
  const leafData = graph.leafData.slice();
  const put = (node: number, data: number): void => {
    if (node < 0) return;
    leafData[node] = data;
    graph.values[node].data = data;
  };
  parameterNodes.forEach((node, p) => {
    put(node, sample.parameters[p]);
  });
  inputNodes.forEach((node, i) => {
    put(node, sample.inputs[i]);
  });
  targetNodes.forEach((node, i) => {
    put(node, sample.targets[i]);
  });
  return { ...of, graph: { ...graph, leafData } };
}
