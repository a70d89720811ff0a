import type { LabGraph } from './graph.ts';
import type { NodeGroup } from './groups.ts';

/** p1_2 is what neuron 2 of the first layer puts out for row 1; o1 is the only output for row 1. */
const layerLetters = ['p', 'q', 'o'] as const;
const outputPattern = /^([pqo])(\d+)(?:_(\d+))?$/;
const parameterPattern = /^[wb](\d+)_/;

interface Neuron {
  readonly node: number;
  readonly layer: number;
  readonly row: number;
  readonly neuron: number;
}

/**
 * The groups of a network that is written row by row, as the lesson's is: each layer of each row with its neurons,
 * and the parameters of each layer, which all rows share. None where the names are not those of such a network.
 */
export function neuronGroups(graph: LabGraph): NodeGroup[] {
  const parameters = new Map<number, number[]>();
  for (const [name, node] of graph.leaves) {
    const layer = Number(parameterPattern.exec(name)?.[1] ?? 0);
    if (layer > 0) parameters.set(layer, [...(parameters.get(layer) ?? []), node]);
  }
  const neurons = neuronsOf(graph);
  if (parameters.size === 0 || neurons.length === 0) return [];
  const around = new Map<string, NodeGroup>();
  const inside: NodeGroup[] = [];
  const isTaken = new Set([...neurons.map(({ node }) => node), ...graph.leaves.values()]);
  for (const { node, layer, row, neuron } of neurons) {
    const parent = `row-${row}-layer-${layer}`;
    const title = `row ${row}, layer ${layer}`;
    around.set(parent, {
      id: parent,
      title,
      parent: null,
      nodes: [],
      result: neurons.some((one) => one.row === row && one.layer === layer && one.node !== node)
        ? null
        : node,
    });
    inside.push({
      id: `${parent}/neuron-${neuron}`,
      title: `${title}, neuron ${neuron}`,
      parent,
      nodes: nodesOf(graph, node, isTaken),
      result: node,
    });
  }
  const ofLayers = [...parameters].map(([layer, nodes]): NodeGroup => ({
    id: `parameters-${layer}`,
    title: `parameters ${layer}`,
    parent: null,
    nodes: [...nodes].sort((a, b) => a - b),
    result: null,
  }));
  return [...ofLayers, ...around.values(), ...inside];
}

function neuronsOf({ named, ops }: LabGraph): Neuron[] {
  return [...named].flatMap(([name, node]) => {
    const [, letter = '', row = '', neuron = '1'] = outputPattern.exec(name) ?? [];
    const layer = layerLetters.findIndex((one) => one === letter) + 1;
    return layer > 0 && ops[node] === 'tanh'
      ? [{ node, layer, row: Number(row), neuron: Number(neuron) }]
      : [];
  });
}

/** What a neuron is computed by, down to parameters and to other neurons. */
function nodesOf({ operands }: LabGraph, result: number, isTaken: ReadonlySet<number>): number[] {
  const found = new Set([result]);
  const open = [...operands[result]];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isTaken.has(node) || found.has(node)) continue;
    found.add(node);
    open.push(...operands[node]);
  }
  return [...found].sort((a, b) => a - b);
}
