import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../src/export/read-onnx.ts';
import { first, gemm, type GraphWriter, second, written } from '../helpers/foreign-onnx.ts';
import { bytes, message, text } from '../../../src/export/protobuf.ts';
import { onnxFile, type GivenModel } from '../helpers/onnx-files.ts';

type Write = (graph: GraphWriter) => readonly string[];

/** The hidden layer, as it is put out. */
const hidden = (g: GraphWriter): string => g.add('Tanh', [gemm(g, 'x', first)]);
const many = (count: number): number[] => new Array<number>(count).fill(0.5);

const refusals: Readonly<Record<string, readonly [GivenModel | Write, RegExp]>> = {
  'begins with a convolution': [
    {
      nodes: [
        { op: 'Conv', name: 'conv1', inputs: ['image', 'w'], outputs: ['c'] },
        { op: 'LSTM', name: 'lstm1', inputs: ['c'], outputs: ['y'] },
      ],
      initializers: { w: { sizes: [1, 1, 2, 2], values: many(4) } },
      inputs: { image: [-1, 1, 8, 8] },
      outputs: ['y'],
    },
    /Conv at conv1 is no part of a network of fully connected layers/,
  ],
  'has one in the middle': [
    (g) => [gemm(g, g.add('MaxPool', [hidden(g)]), second)],
    /MaxPool at maxpool3 is no part/,
  ],
  'has a normalization': [
    (g) => [g.add('LayerNormalization', [hidden(g), g.give(many(3), [3])])],
    /LayerNormalization at layernormalization3 is no part/,
  ],
  'has a node of a domain of its own, without a name': [
    {
      nodes: [{ op: 'Attend', domain: 'com.example', inputs: ['x'], outputs: ['y'] }],
      inputs: { x: [-1, 2] },
      outputs: ['y'],
    },
    /com\.example\.Attend \(node 1\) is no part/,
  ],
  'transposes its rows': [
    (g) => [g.add('Gemm', ['x', g.give(many(4), [2, 2])], { transA: { i: 1 } })],
    /Gemm at gemm1 transposes what it reads \(transA\)/,
  ],
  'has weights that are computed': [
    (g) => [g.add('MatMul', ['x', 'x'])],
    /MatMul at matmul1 does not multiply what comes before it by a matrix of weights/,
  ],
  'has biases that are computed': [
    (g) => [g.add('Gemm', ['x', g.give(many(4), [2, 2]), 'x'])],
    /Gemm at gemm1 adds what are no constant biases/,
  ],
  'has weights of three dimensions': [
    (g) => [g.add('MatMul', ['x', g.give(many(4), [1, 2, 2])])],
    /MatMul at matmul1 has weights of 3 dimensions, expected 2/,
  ],
  'has a way past a layer': [
    (g) => {
      const before = hidden(g);
      const after = g.add('Gemm', [before, g.give(many(9), [3, 3])]);
      return [g.add('Add', [before, after])];
    },
    /Add at add4 reads neurons that are not those of the layer before it/,
  ],
  'has layers side by side': [
    (g) => {
      const before = hidden(g);
      return [gemm(g, before, second), gemm(g, before, second)];
    },
    /Gemm at gemm4 reads a layer that is not the one before it/,
  ],
  'reads its inputs once more': [
    (g) => {
      hidden(g);
      return [gemm(g, 'x', first)];
    },
    /Gemm at gemm3 reads the inputs, past the layer before it/,
  ],
  'reads what nothing puts out': [
    (g) => [g.add('Tanh', ['nowhere'])],
    /Tanh at tanh1 reads “nowhere”, which/,
  ],
  'has layers that do not fit together': [
    (g) => [gemm(g, gemm(g, 'x', first), first)],
    /Gemm at gemm2 reads 2 numbers, the layer before it puts out 3/,
  ],
  'reads fewer numbers than a row has': [
    (g) => [g.add('Gemm', ['x', g.give(many(3), [1, 3])], { transB: { i: 1 } })],
    /Gemm at gemm1 reads 3 numbers, a row has 2/,
  ],
  'has too few biases': [
    (g) => [g.add('Gemm', ['x', g.give(many(6), [2, 3]), g.give(many(2), [2])])],
    /Gemm at gemm1 has 2 numbers for 3 neurons, expected one for each/,
  ],
  'has slopes of its own for each neuron': [
    (g) => [gemm(g, g.add('PRelu', [gemm(g, 'x', first), g.give([0.1, 0.2, 0.3], [3])]), second)],
    /PRelu at prelu2 has numbers of its own for each neuron/,
  ],
  'has an activation of neurons together': [
    (g) => [gemm(g, g.add('Softmax', [gemm(g, 'x', first)]), second)],
    /Gemm at gemm3 reads neither rows of numbers nor a layer before it/,
  ],
  'has an activation that is too long for a formula': [
    (g) => {
      const z = gemm(g, 'x', first);
      const long = Array.from({ length: 30 }, (_, i) => i).reduce(
        (sum, i) => g.add('Add', [g.add('Sin', [g.add('Mul', [sum, g.give([1.5 + i])])]), z]),
        z,
      );
      return [gemm(g, long, second)];
    },
    /Add at add91 makes of a neuron's sum what is no activation that is known here/,
  ],
  'ends with an activation that no loss goes with': [
    (g) => [g.add('Relu', [gemm(g, hidden(g), second)])],
    /Relu at relu4 makes of the last sums what no loss here goes with/,
  ],
  'ends with probabilities of their own each': [
    (g) => [g.add('Sigmoid', [gemm(g, hidden(g), second)])],
    /its 2 outputs are probabilities of their own each \(Sigmoid\)/,
  ],
  'puts a hidden layer out, too': [
    (g) => {
      const before = hidden(g);
      return [gemm(g, before, second), before];
    },
    /its output “tanh2_out” is not of its last layer/,
  ],
  'has no layer': [(g) => [g.add('Tanh', ['x'])], /Tanh at tanh1 is no part/],
  'has nothing but a scaling': [
    (g) => [g.add('Mul', ['x', g.give([2])])],
    /it has no layer: there is no Gemm or MatMul in it/,
  ],
  'has no outputs': [(g) => (hidden(g), []), /it has 0 outputs/],
  'holds weights that are no numbers': [
    (g) => [g.add('MatMul', ['x', g.give([1, NaN], [2, 1])])],
    /MatMul at matmul1 has numbers that are not finite/,
  ],
  'says another shape than it has': [
    (g) => [g.add('MatMul', ['x', g.give([1, 2, 3], [2, 1])])],
    /“given1” is said to hold 2 × 1 elements, and has 3/,
  ],
  'has its weights elsewhere': [
    (g) => [g.add('MatMul', ['x', g.give([1, 2], [2, 1], 'in another file')])],
    /the numbers of “given1” lie in another file/,
  ],
  'is too wide': [
    (g) => {
      const wide = g.add('MatMul', ['x', g.give(many(400), [2, 200])]);
      return [g.add('MatMul', [wide, g.give(many(200), [200, 1])])];
    },
    /a hidden layer has 200 neurons, expected at most 128/,
  ],
  'is too deep': [
    (g) => [
      Array.from({ length: 10 }).reduce<string>((x) => g.add('MatMul', [x, g.give(many(4), [2, 2])]), 'x'),
    ],
    /it has more than 8 hidden layers/,
  ],
  'scales its input by 0': [
    (g) => [gemm(g, g.add('Div', ['x', g.give([0])]), first)],
    /its inputs are scaled by what is no number/,
  ],
  'scales an input of which it does not say how wide it is': [
    {
      nodes: [{ op: 'Mul', name: 'm', inputs: ['x', 'x'], outputs: ['y'] }],
      inputs: { x: null },
      outputs: ['y'],
    },
    /Mul at m reads “x”, of which the file does not say how wide it is/,
  ],
};

const said = (bytes: Uint8Array): string => {
  const opened = readOnnx(bytes);
  return opened.ok ? 'opened' : opened.message;
};

describe('an ONNX file that is no such network', () => {
  it.each(Object.entries(refusals))('is refused by what is wrong, where it %s', (_, [given, reason]) => {
    const model = typeof given === 'function' ? written(given) : given;
    expect(said(onnxFile(model))).toMatch(reason);
    expect(said(onnxFile(model))).toMatch(/^The file is no network that can be opened here: .+\.$/);
  });

  it('would be opened if nothing were wrong', () => {
    expect(said(onnxFile(written((g) => [gemm(g, hidden(g), second)])))).toBe('opened');
  });

  it.each([
    ['nothing', new Uint8Array(), /it is empty/],
    ['a text', new TextEncoder().encode('a,b,c\n1,2,3\n'), /it is no ONNX|it is cut short/],
    [
      'a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
      /it is no ONNX|it is cut short/,
    ],
    [
      'a part of 2^60 bytes',
      Uint8Array.of(0x3a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10),
      /it is cut short/,
    ],
    ['a length below 0', Uint8Array.of(0x3a, ...many(9).map(() => 0xff), 0x01), /it is cut short/],
    ['a number without an end', Uint8Array.of(0x08, ...many(20).map(() => 0xff)), /more than ten bytes/],
    ['another message', Uint8Array.of(0x08, 0x08), /there is no graph in it/],
  ])('is refused where it is %s', (_, bytes, reason) => {
    expect(said(bytes)).toMatch(reason);
  });
});

/** Files that are small, or small enough, and would fill the memory or never end. */
const endless: Readonly<Record<string, () => Uint8Array>> = {
  'fields without end': () => new Uint8Array(2 ** 22).fill(8),
  'attributes without end': () => {
    const node = message(1, new Array<Uint8Array>(500).fill(bytes(5, Uint8Array.of(10, 1, 65))));
    return message(7, new Array<Uint8Array>(5000).fill(node));
  },
  'nodes without end': () => message(7, new Array<Uint8Array>(20_000).fill(message(1, [text(4, 'Tanh')]))),
  'inputs that are doubled': () =>
    onnxFile(written((g) => [repeated(60, 'x', (x) => g.add('Concat', [x, x], { axis: { i: 1 } }))])),
  'wide rows that are moved': () =>
    onnxFile(
      written((g) => [repeated(200, 'x', (x) => g.add('Sub', [x, g.give([1])]))], { x: [-1, 100_000] }),
    ),
  'activations without end': () =>
    onnxFile(
      written((g) => [repeated(600, gemm(g, 'x', first), (x) => g.add('Mul', [x, g.add('Erf', [x])]))]),
    ),
  'a matrix that is turned and turned': () =>
    onnxFile(
      written((g) => {
        const matrix = g.give(many(250_000), [500, 500]);
        return [g.add('MatMul', ['x', repeated(300, matrix, (w) => g.add('Transpose', [w]))])];
      }),
    ),
  'a layer that is scaled and scaled': () =>
    onnxFile(
      written((g) => {
        const wide = g.add('MatMul', ['x', g.give(many(100_000), [2, 50_000])]);
        const factors = g.give(many(50_000), [50_000]);
        return [repeated(500, wide, (sums) => g.add('Mul', [sums, factors]))];
      }),
    ),
};

function repeated(count: number, begin: string, next: (name: string) => string): string {
  let name = begin;
  for (let i = 0; i < count; i++) name = next(name);
  return name;
}

describe('an ONNX file that would take all memory', () => {
  it.each(Object.entries(endless))('is refused before it does: %s', (_, make) => {
    expect(said(make())).toMatch(
      /it has more than|it has \d+ nodes|it holds more than|more than \d+ nodes compute/,
    );
  });
});
