import { Tensor } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { exportOnnx } from '../../../src/export/onnx.ts';
import { readOnnx } from '../../../src/export/read-onnx.ts';
import type { BroughtNetwork } from '../../../src/export/brought-network.ts';
import { broughtForward } from '../helpers/brought-forward.ts';
import { describedNetwork } from '../helpers/described-network.ts';
import { allCases, hostileCase } from '../helpers/exported-models.ts';
import {
  foreignParameters,
  withActivation,
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
