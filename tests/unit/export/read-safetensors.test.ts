import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../src/export/read-safetensors.ts';
import { exportSafetensors } from '../../../src/export/safetensors.ts';
import { describedNetwork } from '../helpers/described-network.ts';
import { allCases } from '../helpers/exported-models.ts';

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A file as another program may write it. */
function fileOf(tensors: Readonly<Record<string, Entry>>): Uint8Array {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { dtype, shape, values }]) => {
    const begin = end;
    end += values.length * (dtype === 'F64' ? 8 : 4);
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const bytes = new Uint8Array(8 + header.length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const { dtype, values } of Object.values(tensors))
    for (const value of values) {
      if (dtype === 'F64') view.setFloat64(at, value, true);
      else view.setFloat32(at, value, true);
      at += dtype === 'F64' ? 8 : 4;
    }
  return bytes;
}

const f32 = (shape: readonly number[], values: readonly number[]): Entry => ({ dtype: 'F32', shape, values });

describe('a network in safetensors', () => {
  it.each([...allCases()])('comes back to the bit, with its activations and its loss: %s', (_, { model }) => {
    const opened = readSafetensors(exportSafetensors(model));
    expect(opened).toEqual({
      ok: true,
      network: {
        ...describedNetwork(model),
        output: null,
        activations: model.layers.slice(0, -1).map(({ activation }) => activation),
        parameters: model.parameters,
      },
    });
  });

  it('of single precision from elsewhere is told by names and shapes, in the order of its numbers', () => {
    const opened = readSafetensors(
      fileOf({
        'net.10.bias': f32([1], [7]),
        'net.10.weight': f32([1, 2], [5, 6]),
        'net.2.weight': f32([2, 1], [1, 2]),
        'net.2.bias': f32([2], [3, 4]),
      }),
    );
    expect(opened).toMatchObject({
      ok: true,
      network: { inputCount: 1, hidden: [2], outputCount: 1, activations: null, inputs: null, target: null },
    });
    if (opened.ok) expect([...opened.network.parameters]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([
    [
      'of a convolution',
      { 'conv1.weight': f32([1, 1, 3, 3], new Array<number>(9).fill(0)), 'conv1.bias': f32([1], [0]) },
      /“conv1.weight” has 4 dimensions/,
    ],
    ['without biases', { '0.weight': f32([1, 2], [1, 2]) }, /no “0.bias” of 1 numbers/],
    [
      'that does not fit together',
      {
        '0.weight': f32([2, 1], [1, 2]),
        '0.bias': f32([2], [1, 2]),
        '1.weight': f32([1, 3], [1, 2, 3]),
        '1.bias': f32([1], [1]),
      },
      /“1.weight” reads 3 numbers, the layer before it puts out 2/,
    ],
    [
      'with a tensor that is none of its layers',
      { '0.weight': f32([1, 1], [1]), '0.bias': f32([1], [1]), running_mean: f32([1], [0]) },
      /“running_mean” belongs to no linear layer/,
    ],
    [
      'with numbers that are not finite',
      { '0.weight': f32([1, 1], [NaN]), '0.bias': f32([1], [1]) },
      /“0.weight” holds numbers that are not finite/,
    ],
    [
      'of a type that is not read',
      { '0.weight': { dtype: 'I32', shape: [1, 1], values: [1] } },
      /“0.weight” is of "I32", expected F64 or F32/,
    ],
    [
      'that is too wide',
      {
        '0.weight': f32([200, 1], new Array<number>(200).fill(1)),
        '0.bias': f32([200], new Array<number>(200).fill(1)),
        '1.weight': f32([1, 200], new Array<number>(200).fill(1)),
        '1.bias': f32([1], [1]),
      },
      /200 neurons, expected at most 128/,
    ],
  ] as const)('is refused by the name of what is wrong: one %s', (_, tensors, message) => {
    const opened = readSafetensors(fileOf(tensors));
    expect(opened.ok).toBe(false);
    if (!opened.ok) expect(opened.message).toMatch(message);
  });

  it('ends in a message or in a network whatever is changed in the file', () => {
    const good = exportSafetensors(allCases().get('tanh')!.model);
    const seed = Date.now();
    let refused = 0;
    const change = fc.tuple(
      fc.nat(good.length - 1),
      fc.nat(255),
      fc.option(fc.nat(good.length - 1), { freq: 4 }),
    );
    fc.assert(
      fc.property(change, ([at, byte, end]) => {
        const bytes = good.slice(0, end ?? good.length);
        if (at < bytes.length) bytes[at] = byte;
        const opened = readSafetensors(bytes);
        if (!opened.ok) refused++;
        return opened.ok ? opened.network.parameters.every(Number.isFinite) : opened.message.length > 20;
      }),
      { numRuns: 5000, seed },
    );
    expect(refused, `seed ${seed}`).toBeGreaterThan(500);
  });
});
