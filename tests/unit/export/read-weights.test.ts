import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWeights } from '../../../src/export/read-weights.ts';

const first = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const network = {
  ...{ inputCount: 2, hidden: [3], outputCount: 1, activations: null, loss: null },
  ...{ inputs: null, output: null, target: null },
  parameters: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
};
const [firstBias, second, secondBias] = [[7, 8, 9], [[10, 11, 12]], [13]];

describe('weights as JSON', () => {
  it.each([
    [
      'pairs',
      [
        [first, firstBias],
        [second, secondBias],
      ],
    ],
    ['one after the other', [first, firstBias, second, secondBias]],
    ['a state_dict', { '2.weight': second, '2.bias': secondBias, '0.bias': firstBias, '0.weight': first }],
    [
      'one within an object',
      {
        state_dict: { 'a.weight': first, 'a.bias': firstBias, 'b.weight': second, 'b.bias': secondBias },
        epoch: 3,
      },
    ],
  ])('are read as %s', (_, value) => {
    expect(readWeights(JSON.stringify(value))).toEqual({ ok: true, network });
  });

  it.each([
    ['[[1, 2', 'it is no JSON'],
    ['3', 'it is no object'],
    ['null', 'it is no object'],
    ['[]', 'it is an empty list'],
    ['{}', 'it has no tensor whose name ends with “weight”'],
    ['[[[1, 2]]]', 'it is a list of 1 parts, expected weights and biases for each layer'],
    ['[[[1, 2], [3]], [1, 2]]', 'the rows of “0.weight” are not all of 2 numbers'],
    ['[[[1, "2"]], [1]]', '“0.weight” holds "2", expected a number'],
    ['[[[1, null]], [1]]', '“0.weight” holds null, expected a number'],
    ['[[[1, 1e999]], [1]]', '“0.weight” holds null, expected a number'],
    ['[[[1, 2]], [1, 2]]', 'there is no “0.bias” of 1 numbers'],
    ['[[[1, 2]], [1], [[1, 2]], [1]]', '“1.weight” reads 2 numbers, the layer before it puts out 1'],
    ['[[[[[[1]]]]], [1]]', '“0.weight” has more than 4 dimensions'],
    ['{"0.weight": [[1]], "0.bias": [1], "x": [1]}', '“x” belongs to no linear layer'],
    ['{"state_dict": 3}', '“state_dict” is no object'],
  ])('that are none are told why: %s', (text, reason) => {
    const opened = readWeights(text);
    expect(opened.ok).toBe(false);
    expect(!opened.ok && opened.message).toContain(reason);
  });

  it('end in a network or a message, whatever was changed in them', () => {
    const text = JSON.stringify([
      [first, firstBias],
      [second, secondBias],
    ]);
    let opened = 0;
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(6), fc.string({ maxLength: 4 }), (at, cut, put) => {
        const answer = readWeights(text.slice(0, at) + put + text.slice(at + cut));
        if (answer.ok) {
          opened++;
          expect(answer.network.parameters.every(Number.isFinite)).toBe(true);
        } else expect(answer.message).toMatch(/^The file is no network that can be opened here: .+\.$/s);
      }),
      { numRuns: 10_000, seed: 11 },
    );
    expect(opened).toBeGreaterThan(10);
  });
});
