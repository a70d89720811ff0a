import { Tensor } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { exportOnnx } from '../../../src/export/onnx.ts';
import { readOnnx } from '../../../src/export/read-onnx.ts';
import type { BroughtNetwork } from '../../../src/export/brought-network.ts';
import { broughtForward } from '../helpers/brought-forward.ts';
import { describedNetwork } from '../helpers/described-network.ts';
import { allCases, hostileCase } from '../helpers/exported-models.ts';
import {
  first,
  foreignParameters,
  gemm,
  second,
  withActivation,
  written,
  writtenActivations,
  writtenNetworks,
} from '../helpers/foreign-onnx.ts';
import { onnxFile, type GivenModel } from '../helpers/onnx-files.ts';
import { runInOnnxRuntime } from '../helpers/onnx-runtime.ts';

function opened(file: Uint8Array): BroughtNetwork {
  const answer = readOnnx(file);
  if (!answer.ok) throw new Error(answer.message);
  return answer.network;
}

describe('an ONNX file of ours', () => {
  it.each([...allCases(), ['hostile names', hostileCase().one] as const])(
    'opens again with its weights, its inputs and what it predicts: %s',
    (_, { model }) => {
      const network = opened(exportOnnx(model).bytes);
      expect(network).toMatchObject({
        ...describedNetwork(model),
        // In single precision.
        parameters: model.parameters.map(Math.fround),
      });
      const activations = model.layers.slice(0, -1).map(({ activation }) => activation);
      activations.forEach((activation, i) => {
        if (!activation.startsWith('=')) expect(network.activations?.[i]).toBe(activation);
        else expect(network.activations?.[i]).toMatch(/^=/);
      });
    },
  );
});

const rows = Array.from({ length: 25 }, (_, i) => [(i % 5) * 1.5 - 2.75, Math.floor(i / 5) * 1.1 - 2.05]);

/** What is read says what ONNX Runtime says of the file. */
async function saysTheSame(model: GivenModel, network: BroughtNetwork): Promise<void> {
  const [[name, sizes]] = Object.entries(model.inputs);
  const feed = new Tensor('float32', Float32Array.from(rows.flat()), [
    rows.length,
    ...(sizes?.slice(1, -1) ?? []),
    2,
  ]);
  const [said] = (await runInOnnxRuntime(onnxFile(model), { [name]: feed })).values();
  const expected = broughtForward(network, rows).flat();
  expect(said).toHaveLength(expected.length);
  said.forEach((value, i) => expect(Number(value)).toBeCloseTo(expected[i], 4));
}

describe('an ONNX file from elsewhere', () => {
  it.each(Object.entries(writtenActivations))(
    'has an activation that is known: %s',
    async (_, [expected, write]) => {
      const model = withActivation(write);
      const network = opened(onnxFile(model));
      expect(network.activations).toEqual([expected]);
      expect([...network.parameters]).toEqual(foreignParameters.map(Math.fround));
      await saysTheSame(model, network);
    },
  );

  it.each(Object.entries(writtenNetworks))(
    'has layers and ends that are known: %s',
    async (_, [model, expected]) => {
      const network = opened(onnxFile(model));
      expect(network).toMatchObject({
        ...{
          inputCount: 2,
          hidden: [3],
          outputCount: 2,
          activations: ['tanh'],
          output: 'linear',
          loss: null,
        },
        ...{ target: { kind: 'number', shift: 0, scale: 1 } },
        ...expected,
      });
      network.parameters.forEach((value, i) => expect(value).toBeCloseTo(foreignParameters[i], 6));
      await saysTheSame(model, network);
    },
  );
});

describe('an ONNX file from elsewhere, in detail', () => {
  const kinds = [
    'raw',
    'float_data',
    'raw double',
    'double_data',
    'float16',
    'float16 in int32_data',
  ] as const;

  it.each(kinds)('may hold its weights as %s', (as) => {
    const weights = [0.5, -1.25, 0, 2048, -0.000_061_035_156_25, 3];
    const model = written((g) => [g.add('MatMul', ['x', g.give(weights, [2, 3], as)])]);
    const { parameters } = opened(onnxFile(model));
    // [neuron][input], then no biases.
    expect([...parameters]).toEqual([0.5, 2048, -1.25, -0.000_061_035_156_25, 0, 3, 0, 0, 0]);
  });

  it('has columns that stand alone by their names, and what is made of them', () => {
    const model = written(
      (g) => {
        const square = g.add('Pow', ['size', g.give([2])]);
        const parts = ['size', 'age', g.add('Mul', ['size', 'age']), square, g.add('Sin', ['age'])];
        return [
          g.add('MatMul', [g.add('Concat', parts, { axis: { i: -1 } }), g.give([1, 2, 3, 4, 5], [5, 1])]),
        ];
      },
      { size: [-1, 1], age: [-1, 1] },
    );
    const names = opened(onnxFile(model)).inputs?.map(({ name }) => name);
    expect(names).toEqual(['size', 'age', 'size × age', 'size²', 'sin age']);
  });

  it('may say the class and its name behind the probabilities, as scikit-learn’s do', () => {
    const model = written((g) => {
      const p = g.add('Softmax', [gemm(g, g.add('Tanh', [gemm(g, 'x', first)]), second)]);
      const place = g.add('ArgMax', [p], { axis: { i: 1 } });
      const names = g.give([7, 9], [2], 'int64_data');
      const name = g.add('ArrayFeatureExtractor', [names, place], {}, 'ai.onnx.ml');
      const flat = g.add('Reshape', [
        g.add('Cast', [name], { to: { i: 7 } }),
        g.give([-1], [1], 'int64_data'),
      ]);
      return [flat, g.add('ZipMap', [p], { classlabels_int64s: { ints: [7, 9] } }, 'ai.onnx.ml')];
    });
    expect(opened(onnxFile(model))).toMatchObject({ output: 'probabilities', outputCount: 2, hidden: [3] });
  });
});
