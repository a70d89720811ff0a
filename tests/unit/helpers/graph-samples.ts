import { parseExpression } from '../../../src/autograd/expression.ts';
import { Value } from '../../../src/autograd/value.ts';
import { labGraph, namedGraphOf, type LabGraph } from '../../../src/lab/graph.ts';
import type { NodeGroup } from '../../../src/lab/groups.ts';
import { networkNames } from '../../../src/lab/network-names.ts';
import { Mlp } from '../../../src/nn/mlp.ts';

export interface Sample {
  readonly graph: LabGraph;
  readonly groups: readonly NodeGroup[];
}

/** The graph of an expression; throws an Error with the parser's words. */
export function sampleOf(source: string): Sample {
  const result = parseExpression(source);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return { graph: labGraph(result.graph), groups: [] };
}

/** A network on one sample, in groups by layer and neuron. */
export function sampleNetwork(widths: readonly number[]): Sample {
  const mlp = new Mlp({ inputCount: 2, widths, hiddenActivation: 'tanh', outputActivation: 'tanh' });
  let state = 1;
  for (const { neurons } of mlp.layers) {
    for (const { weights, bias } of neurons) {
      for (const parameter of [...weights, bias]) {
        state = (state * 48271) % 2147483647;
        parameter.data = (state / 2147483647 - 0.5) * 2;
      }
    }
  }
  const inputs = [new Value(0.6), new Value(-0.3)];
  const activations = mlp.forwardLayers(inputs);
  const root = activations[activations.length - 1][0];
  const named = namedGraphOf(root, networkNames({ layers: mlp.layers, inputs, activations }));
  const graph = labGraph(named);
  const index = new Map(graph.values.map((value, i) => [value, i]));
  const indexOf = (value: Value): number => index.get(value)!;
  const groups: NodeGroup[] = [];
  const taken = new Set(inputs.map(indexOf));
  mlp.layers.forEach((layer, l) => {
    const id = `layer-${l + 1}`;
    groups.push({ id, title: `layer ${l + 1}`, parent: null, nodes: [], result: null });
    layer.neurons.forEach((_, n) => {
      const result = indexOf(activations[l][n]);
      const nodes: number[] = [];
      const open = [result];
      for (let node = open.pop(); node !== undefined; node = open.pop()) {
        if (taken.has(node)) continue;
        taken.add(node);
        nodes.push(node);
        open.push(...graph.operands[node]);
      }
      groups.push({
        id: `${id}/neuron-${n + 1}`,
        title: `layer ${l + 1}, neuron ${n + 1}`,
        parent: id,
        nodes: nodes.sort((a, b) => a - b),
        result,
      });
    });
  });
  return { graph, groups };
}
