import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activationProblem } from '../../../src/experiment/activation-formula.ts';
import { limits } from '../../../src/experiment/limits.ts';
import type { BroughtNetwork } from '../../../src/export/brought-network.ts';
import { exportOnnx } from '../../../src/export/onnx.ts';
import { readOnnx } from '../../../src/export/read-onnx.ts';
import { allCases } from '../helpers/exported-models.ts';
import { withActivation, writtenActivations, writtenNetworks } from '../helpers/foreign-onnx.ts';
import { onnxFile } from '../helpers/onnx-files.ts';
import { inMass } from '../../mass.ts';

const numRuns = inMass(10_000, 1500);
const seed = Date.now();

const ours = ['tanh', 'mish', 'three classes', 'a number'].map(
  (name) => exportOnnx(allCases().get(name)!.model).bytes,
);
const foreign = [
  ...Object.values(writtenNetworks).map(([model]) => onnxFile(model)),
  ...Object.values(writtenActivations).map(([, write]) => onnxFile(withActivation(write))),
];

/** A change of bytes at a place, which is a share of the file. */
type Change = (bytes: Uint8Array, at: number) => Uint8Array;

const put = (bytes: Uint8Array, at: number, removed: number, added: ArrayLike<number>): Uint8Array =>
  Uint8Array.from([...bytes.subarray(0, at), ...Array.from(added), ...bytes.subarray(at + removed)]);

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.nat(255).map(
    (byte): Change =>
      (bytes, at) =>
        put(bytes, at, 1, [byte]),
  ),
  fc.nat(7).map(
    (bit): Change =>
      (bytes, at) =>
        put(bytes, at, 1, [bytes[at] ^ (1 << bit)]),
  ),
  fc.constant<Change>((bytes, at) => bytes.slice(0, at)),
  fc.integer({ min: 1, max: 40 }).map(
    (count): Change =>
      (bytes, at) =>
        put(bytes, at, count, []),
  ),
  fc.uint8Array({ minLength: 1, maxLength: 12 }).map(
    (added): Change =>
      (bytes, at) =>
        put(bytes, at, 0, added),
  ),
  // A part that is there twice.
  fc.integer({ min: 1, max: 60 }).map(
    (count): Change =>
      (bytes, at) =>
        put(bytes, at, 0, bytes.slice(at, at + count)),
  ),
  // A length, or a number, as large as can be.
  fc.constantFrom([0xff, 0xff, 0xff, 0xff, 0x07], [...new Array<number>(9).fill(0xff), 0x01]).map(
    (huge): Change =>
      (bytes, at) =>
        put(bytes, at, 1, huge),
  ),
  // NaN, and an infinity, where weights may be.
  fc.constantFrom([0, 0, 0xc0, 0x7f], [0, 0, 0x80, 0x7f]).map(
    (number): Change =>
      (bytes, at) =>
        put(bytes, at, 4, number),
  ),
);

function problemOf({
  inputCount,
  hidden,
  outputCount,
  parameters,
  activations,
  inputs,
}: BroughtNetwork): string {
  const widths = [inputCount, ...hidden, outputCount];
  const count = widths.slice(1).reduce((sum, width, i) => sum + width * (widths[i] + 1), 0);
  if (parameters.length !== count) return `it has ${parameters.length} parameters for ${widths.join('-')}`;
  if (!parameters.every(Number.isFinite)) return 'it has parameters that are not finite';
  if (hidden.length > limits.hiddenLayers.max || hidden.some((width) => width > limits.neurons.max))
    return `it has layers of ${hidden.join()}`;
  if (activations?.length !== hidden.length || activations.some((one) => activationProblem(one) !== null))
    return `it has activations ${activations?.join()}`;
  return inputs?.length === inputCount ? '' : 'it has too few inputs';
}

describe.each([
  ['of ours', ours],
  ['from elsewhere', foreign],
])('ONNX files %s that were changed', (_, files) => {
  it('end in a network that can be used, or in a sentence', () => {
    let opened = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(changes, fc.double({ min: 0, max: 0.999_999, noNaN: true })), {
          minLength: 1,
          maxLength: 3,
        }),
        (file, made) => {
          const bytes = made.reduce(
            (now, [change, share]) => change(now, Math.floor(share * now.length)),
            file,
          );
          const answer = readOnnx(bytes);
          if (answer.ok) {
            opened++;
            expect(problemOf(answer.network)).toBe('');
          } else expect(answer.message).toMatch(/^The file is no network that can be opened here: .+\.$/s);
        },
      ),
      { numRuns, seed },
    );
    // Neither all of them nor none.
    expect(opened, `seed ${seed}`).toBeGreaterThan(numRuns / 100);
    expect(opened, `seed ${seed}`).toBeLessThan(numRuns * 0.9);
  });
});

describe('ONNX files that were not changed', () => {
  it.each([...ours, ...foreign].map((file, i) => [i, file] as const))('are opened: number %i', (_, file) => {
    const answer = readOnnx(file);
    expect(answer.ok && problemOf(answer.network)).toBe('');
  });
});
