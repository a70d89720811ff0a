import { existsSync, readFileSync } from 'node:fs';
import type { NamedGraph } from '../../../src/autograd/expression.ts';
import { Value } from '../../../src/autograd/value.ts';
import { namedGraphOf } from '../../../src/lab/graph.ts';
import { networkNames } from '../../../src/lab/network-names.ts';
import { presets } from '../../../src/lab/presets.ts';
import { smallRandom } from '../../../src/lab/random.ts';
import { losses } from '../../../src/nn/losses.ts';
import { Mlp } from '../../../src/nn/mlp.ts';
import type { ActivationName, LossName } from '../../../src/experiment/names.ts';
import { graphOf } from './expression-sources.ts';

export interface NetworkSpec {
  readonly inputCount: number;
  readonly widths: readonly number[];
  readonly activation: ActivationName;
  readonly loss: LossName;
  readonly seed: number;
}

/** A network with random weights that has run on one random sample, loss included, as the lab opens it. */
export function networkGraph({ inputCount, widths, activation, loss, seed }: NetworkSpec): NamedGraph {
  const random = smallRandom(seed);
  const uniform = (): number => random.below(2_000_000) / 1e6 - 1;
  const outputActivation = losses[loss].outputActivation(2);
  const mlp = new Mlp({ inputCount, widths, hiddenActivation: activation, outputActivation });
  for (const parameter of mlp.parameters()) parameter.data = uniform();
  const inputs = Array.from({ length: inputCount }, () => new Value(uniform()));
  const activations = mlp.forwardLayers(inputs);
  const target = new Value(losses[loss].target(random.pick([0, 1]), 0, 2));
  const root = losses[loss].of([activations[activations.length - 1][0]], [target]);
  return namedGraphOf(root, networkNames({ layers: mlp.layers, inputs, activations, target, loss: root }));
}

/** The ops that the other one has not, and a name that one of them takes in Python. */
const functions = `x = 0.75
y = -1.5
erf_ = erf(x) * expm1(y) + abs(y)
max(erf_, min(x, y)) + max(x, x) * softplus(y) - abs(0)`;

/** Ops of the table, numbers alone and among names, names that Python reserves, and two names of one node. */
const everything = `x = 0.75
y = -1.5
lambda = x ** 2 / (y - 3) + -x
δ = exp(x) * log(3 - y) - sqrt(x + 2)
k = δ
print = tanh(δ) + sigmoid(y) * relu(lambda + 1) - step(y)
softplus(print) + sin(k) * cos(y) + 2 ** 0.5 / exp(2) + x ** y * 0`;

const preset = (id: string): NamedGraph => {
  const found = presets.find((other) => other.id === id);
  if (found === undefined) throw new RangeError(`there is no preset ${id}`);
  return graphOf(found.source);
};

/** The graphs whose exports are committed, by the name of their files. */
export const exportedGraphs: ReadonlyMap<string, () => NamedGraph> = new Map([
  ['neuron', () => preset('neuron')],
  ['readme', () => preset('readme')],
  ['softmax', () => preset('softmax')],
  ['everything', () => graphOf(everything)],
  ['functions', () => graphOf(functions)],
  [
    'network',
    () =>
      networkGraph({ inputCount: 2, widths: [3, 2, 1], activation: 'tanh', loss: 'squared-error', seed: 3 }),
  ],
]);

const folder = new URL('../../golden/exports/', import.meta.url);
export const exportFile = (name: string): URL => new URL(name, folder);

export function readExport(name: string): string {
  const file = exportFile(name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

export type PrintedNumbers = readonly (readonly [name: string, data: number, gradient: number])[];

/** The lines `name data grad` that an exported file prints. */
export function readPrinted(text: string): PrintedNumbers {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [name, data, gradient] = line.split(' ');
      return [name, pythonNumber(data), pythonNumber(gradient)];
    });
}

function pythonNumber(text: string): number {
  return Number(text.replace('inf', 'Infinity').replace('nan', 'NaN'));
}

/** What an exported file must print for the names of the graph; an export has names of its own besides. */
export function expectedNumbers(graph: NamedGraph): ReadonlyMap<string, readonly [number, number]> {
  for (const node of graph.nodes) node.gradient = 0;
  graph.root.backward();
  return new Map([...graph.named].map(([name, { data, gradient }]) => [name, [data, gradient]]));
}
