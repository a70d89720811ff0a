import type { Activation } from '../../../src/experiment/activation-formula.ts';
import type { BroughtNetwork } from '../../../src/export/brought-network.ts';
import type { GivenModel, GivenNode, GivenTensor } from './onnx-files.ts';

/** A graph that is written node by node. */
export class GraphWriter {
  readonly nodes: GivenNode[] = [];
  readonly initializers: Record<string, GivenTensor> = {};

  /** The name of its one output. */
  add(op: string, inputs: readonly string[], attributes: GivenNode['attributes'] = {}, domain = ''): string {
    const name = `${op.toLowerCase()}${this.nodes.length + 1}`;
    this.nodes.push({ op, inputs, outputs: [`${name}_out`], name, attributes, domain });
    return `${name}_out`;
  }

  give(values: readonly number[], sizes: readonly number[] = [], as: GivenTensor['as'] = 'raw'): string {
    const name = `given${Object.keys(this.initializers).length + 1}`;
    this.initializers[name] = { sizes, values, as };
    return name;
  }
}

type Write = (graph: GraphWriter, z: string) => string;

/** The usual ways to write an activation, and what it is. */
export const writtenActivations: Readonly<Record<string, readonly [Activation, Write]>> = {
  Tanh: ['tanh', (g, z) => g.add('Tanh', [z])],
  'tanh by exponentials': [
    'tanh',
    (g, z) => {
      const e = g.add('Exp', [g.add('Mul', [z, g.give([2])])]);
      return g.add('Div', [g.add('Sub', [e, g.give([1])]), g.add('Add', [e, g.give([1])])]);
    },
  ],
  Sigmoid: ['sigmoid', (g, z) => g.add('Sigmoid', [z])],
  'sigmoid by exponentials': [
    'sigmoid',
    (g, z) => g.add('Reciprocal', [g.add('Add', [g.give([1]), g.add('Exp', [g.add('Neg', [z])])])]),
  ],
  Relu: ['relu', (g, z) => g.add('Relu', [z])],
  'relu by Max': ['relu', (g, z) => g.add('Max', [z, g.give([0])])],
  'relu by Clip': ['relu', (g, z) => g.add('Clip', [z, g.give([0])])],
  Identity: ['linear', (g, z) => g.add('Identity', [z])],
  'nothing at all': ['linear', (_, z) => z],
  'Dropout that drops nothing': ['tanh', (g, z) => g.add('Dropout', [g.add('Tanh', [z])])],
  LeakyRelu: ['leaky-relu', (g, z) => g.add('LeakyRelu', [z])],
  'LeakyRelu by Where': [
    'leaky-relu',
    (g, z) => g.add('Where', [g.add('Greater', [z, g.give([0])]), z, g.add('Mul', [z, g.give([0.01])])]),
  ],
  PRelu: ['leaky-relu', (g, z) => g.add('PRelu', [z, g.give([0.01], [1])])],
  Elu: ['elu', (g, z) => g.add('Elu', [z])],
  'elu by Where': [
    'elu',
    (g, z) =>
      g.add('Where', [
        g.add('LessOrEqual', [z, g.give([0])]),
        g.add('Sub', [g.add('Exp', [z]), g.give([1])]),
        z,
      ]),
  ],
  'gelu by Erf': [
    'gelu',
    (g, z) => {
      const phi = g.add('Add', [g.add('Erf', [g.add('Div', [z, g.give([Math.SQRT2])])]), g.give([1])]);
      return g.add('Mul', [g.add('Mul', [z, phi]), g.give([0.5])]);
    },
  ],
  'gelu by Tanh': [
    'gelu-tanh',
    (g, z) => {
      const cube = g.add('Mul', [g.add('Pow', [z, g.give([3])]), g.give([0.044715])]);
      const inner = g.add('Mul', [g.add('Add', [z, cube]), g.give([Math.sqrt(2 / Math.PI)])]);
      const one = g.add('Add', [g.add('Tanh', [inner]), g.give([1])]);
      return g.add('Mul', [g.add('Mul', [g.give([0.5]), z]), one]);
    },
  ],
  'Gelu of opset 20': ['gelu', (g, z) => g.add('Gelu', [z])],
  'Gelu of opset 20, by tanh': ['gelu-tanh', (g, z) => g.add('Gelu', [z], { approximate: { s: 'tanh' } })],
  'silu by Sigmoid': ['silu', (g, z) => g.add('Mul', [z, g.add('Sigmoid', [z])])],
  Softplus: ['softplus', (g, z) => g.add('Softplus', [z])],
  'softplus by Log': ['softplus', (g, z) => g.add('Log', [g.add('Add', [g.add('Exp', [z]), g.give([1])])])],
  'mish by Softplus': ['mish', (g, z) => g.add('Mul', [z, g.add('Tanh', [g.add('Softplus', [z])])])],
  'Mish of opset 18': ['mish', (g, z) => g.add('Mish', [z])],
  Sin: ['sin', (g, z) => g.add('Sin', [z])],
  'step by Greater': [
    'step',
    (g, z) => g.add('Cast', [g.add('Greater', [z, g.give([0])])], { to: { i: 1 } }),
  ],
  'step by Sign and Relu': ['step', (g, z) => g.add('Relu', [g.add('Sign', [z])])],
  'a frequency of its own': ['=sin(z * 30)', (g, z) => g.add('Sin', [g.add('Mul', [z, g.give([30])])])],
  'LeakyRelu of another slope': [
    '=max(z, 0) + min(z, 0) * 0.2',
    (g, z) => g.add('LeakyRelu', [z], { alpha: { f: 0.2 } }),
  ],
  'ReLU6 by Clip': ['=min(max(z, 0), 6)', (g, z) => g.add('Clip', [z, g.give([0]), g.give([6])])],
  HardSwish: ['=z * min(max(z * 0.16666667 + 0.5, 0), 1)', (g, z) => g.add('HardSwish', [z])],
  Softsign: ['=z / (abs(z) + 1)', (g, z) => g.add('Softsign', [z])],
  Selu: ['=(max(z, 0) + expm1(min(z, 0)) * 1.6732632) * 1.050701', (g, z) => g.add('Selu', [z])],
};

export const [first, second] = [
  { weights: [0.5, -1, 0.25, 0.75, 1.5, -0.5], biases: [0.1, -0.2, 0.3] },
  { weights: [1, -0.5, 0.75, 0.25, 0.5, -1.25], biases: [0.5, -0.25] },
] as const;
/** Of the layers [neuron][input], layer by layer, weights before biases. */
export const foreignParameters = [...first.weights, ...first.biases, ...second.weights, ...second.biases];

/** [input][neuron] of [neuron][input]. */
function turned(weights: readonly number[], inputs: number): number[] {
  const neurons = weights.length / inputs;
  return weights.map((_, i) => weights[(i % neurons) * inputs + Math.floor(i / neurons)]);
}

interface GivenLayer {
  /** `[neuron][input]`, row-major. */
  readonly weights: readonly number[];
  readonly biases: readonly number[];
}

/** A layer as PyTorch writes it. */
export function gemm(graph: GraphWriter, x: string, { weights, biases }: GivenLayer): string {
  const width = biases.length;
  const names = [graph.give(weights, [width, weights.length / width]), graph.give(biases, [width])];
  return graph.add('Gemm', [x, ...names], { transB: { i: 1 } });
}

/** A model of what was written, which names its outputs. */
export function written(
  write: (graph: GraphWriter) => readonly string[],
  inputs: GivenModel['inputs'] = { x: [-1, 2] },
  opset = 20,
): GivenModel {
  const graph = new GraphWriter();
  const outputs = write(graph);
  return { nodes: graph.nodes, initializers: graph.initializers, inputs, outputs, opset };
}

/** 2-3-2 with an activation as it was written. */
export function withActivation(write: Write): GivenModel {
  return written((g) => [gemm(g, write(g, gemm(g, 'x', first)), second)]);
}

/** Ways to write the same network of tanh, its layers and its ends; of each the rest of what is read. */
export const writtenNetworks: Readonly<Record<string, readonly [GivenModel, Partial<BroughtNetwork>]>> = {
  'Gemm with transB': [written((g) => [gemm(g, g.add('Tanh', [gemm(g, 'x', first)]), second)]), {}],
  'MatMul and Add': [
    written((g) => {
      const layer = (x: string, { weights, biases }: GivenLayer): string => {
        const inputs = weights.length / biases.length;
        const product = g.add('MatMul', [x, g.give(turned(weights, inputs), [inputs, biases.length])]);
        return g.add('Add', [g.give(biases, [1, biases.length]), product]);
      };
      return [layer(g.add('Tanh', [layer('x', first)]), second)];
    }),
    {},
  ],
  'Gemm with alpha and beta': [
    written((g) => {
      const halves = first.weights.map((weight) => weight / 2);
      const names = [
        'x',
        g.give(turned(halves, 2), [2, 3]),
        g.give(
          first.biases.map((bias) => bias * 4),
          [1, 3],
        ),
      ];
      return [gemm(g, g.add('Tanh', [g.add('Gemm', names, { alpha: { f: 2 }, beta: { f: 0.25 } })]), second)];
    }),
    {},
  ],
  'constants as nodes, turned by Transpose, in shapes by Reshape': [
    written((g) => {
      const constant = (
        values: readonly number[],
        sizes: readonly number[],
        as: GivenTensor['as'] = 'float_data',
      ) => g.add('Constant', [], { value: { t: { values, sizes, as } } });
      const weights = g.add('Transpose', [constant(first.weights, [3, 2])], { perm: { ints: [1, 0] } });
      const biases = g.add('Reshape', [constant(first.biases, [3, 1]), constant([-1], [1], 'raw int64')]);
      const sums = g.add('Add', [
        g.add('MatMul', ['x', weights]),
        g.add('Unsqueeze', [biases, constant([0], [1], 'int64_data')]),
      ]);
      return [gemm(g, g.add('Tanh', [sums]), second)];
    }),
    {},
  ],
  'a factor for each neuron behind the sums': [
    written((g) => {
      const factors = [2, 4, 0.5];
      const weights = first.weights.map((weight, i) => weight / factors[Math.floor(i / 2)]);
      const sums = g.add('MatMul', ['x', g.give(turned(weights, 2), [2, 3])]);
      const scaled = g.add('Mul', [sums, g.give(factors, [3])]);
      return [gemm(g, g.add('Tanh', [g.add('Add', [scaled, g.give(first.biases, [3])])]), second)];
    }),
    {},
  ],
  Softmax: [
    written((g) => [g.add('Softmax', [gemm(g, g.add('Tanh', [gemm(g, 'x', first)]), second)])]),
    { output: 'probabilities', loss: 'cross-entropy', target: null },
  ],
  'Tanh at the end': [
    written((g) => [g.add('Tanh', [gemm(g, g.add('Tanh', [gemm(g, 'x', first)]), second)])]),
    { output: 'tanh', target: null },
  ],
  'inputs that are standardised before': [
    written((g) => {
      const moved = g.add('Sub', ['x', g.give([1, -2], [1, 2])]);
      const rows = g.add('Div', [moved, g.give([4, 0.5], [2])]);
      return [gemm(g, g.add('Tanh', [gemm(g, rows, first)]), second)];
    }),
    {
      inputs: [
        { name: null, shift: 1, scale: 4 },
        { name: null, shift: -2, scale: 0.5 },
      ],
    },
  ],
  'Scaler of ai.onnx.ml': [
    written((g) => {
      const scale = { offset: { floats: [1, -2] }, scale: { floats: [0.25, 2] } };
      const rows = g.add('Scaler', ['x'], scale, 'ai.onnx.ml');
      return [gemm(g, g.add('Tanh', [gemm(g, rows, first)]), second)];
    }),
    {
      inputs: [
        { name: null, shift: 1, scale: 4 },
        { name: null, shift: -2, scale: 0.5 },
      ],
    },
  ],
  'numbers that are scaled back': [
    written((g) => {
      const sums = gemm(g, g.add('Tanh', [gemm(g, 'x', first)]), second);
      return [g.add('Add', [g.add('Mul', [sums, g.give([8])]), g.give([3])])];
    }),
    { target: { kind: 'number', shift: 3, scale: 8 } },
  ],
  'rows of one channel that are flattened': [
    written((g) => [gemm(g, g.add('Tanh', [gemm(g, g.add('Flatten', ['x']), first)]), second)], {
      x: [-1, 1, 2],
    }),
    {},
  ],
  'an input whose width is not said': [
    written((g) => [gemm(g, g.add('Tanh', [gemm(g, 'x', first)]), second)], { x: [-1, -1] }),
    {},
  ],
};
