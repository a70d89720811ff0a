import { describe, expect, it } from 'vitest';
import { exportOnnx } from '../../../src/export/onnx.ts';
import type { ModelLayer } from '../../../src/export/trained-model.ts';
import { allCases, hostileCase, manyRows, type ModelCase } from '../helpers/exported-models.ts';
import { columnFeeds, runInOnnxRuntime } from '../helpers/onnx-runtime.ts';

const rowCount = 1000;
/** Of single precision. */
const tolerance = 1e-5;

/** Of each neuron the sum, and the sum of the sizes of what is summed up. */
function sumsOf({ weights, biases, inputCount }: ModelLayer, values: readonly number[]) {
  return Array.from(biases, (bias, neuron) => {
    const terms = values.map((value, i) => weights[neuron * inputCount + i] * value);
    return {
      sum: terms.reduce((total, term) => total + term, bias),
      size: terms.reduce((total, term) => total + Math.abs(term), Math.abs(bias)),
    };
  });
}

/** By row, whether a sum is so near to 0 that single precision may have it on the other side, where a step jumps. */
function nearJumps({ model, encoded }: ModelCase): boolean[] {
  const hidden = model.layers.slice(0, -1);
  if (!hidden.every(({ activation }) => activation === 'step')) return encoded.map(() => false);
  return encoded.map((row) => {
    let values = row;
    return hidden.some((layer) => {
      const sums = sumsOf(layer, values);
      values = sums.map(({ sum }) => Number(sum > 0));
      return sums.some(({ sum, size }) => Math.abs(sum) <= tolerance * size);
    });
  });
}

async function compare(one: ModelCase, file = exportOnnx(one.model).bytes): Promise<void> {
  const said = await runInOnnxRuntime(file, columnFeeds(one));
  const { target } = one.model;
  const isLeftOut = nearJumps(one);
  expect(isLeftOut.filter(Boolean).length).toBeLessThan(one.rows.length / 100 + 1);
  const found = (name: string): readonly (number | string)[] =>
    [...said].find(([output]) => output.startsWith(name))?.[1] ?? [];
  const close = (name: string, expected: readonly (readonly number[])[]): void => {
    const values = found(name);
    expect(values).toHaveLength(expected.flat().length);
    const width = expected[0].length;
    const far = expected.flatMap((row, i) =>
      row.filter(
        (value, k) =>
          !isLeftOut[i] &&
          !(Math.abs(Number(values[i * width + k]) - value) <= tolerance * Math.max(1, Math.abs(value))),
      ),
    );
    expect(far).toEqual([]);
  };
  if (target.kind === 'number') {
    close(
      'value',
      (one.values ?? []).map((value) => [value]),
    );
    return;
  }
  close('outputs', one.shown);
  if (one.probabilities !== null) close('probabilities', one.probabilities);
  const classes = found('class');
  expect(classes).toHaveLength(one.rows.length);
  // Where two are as good as even, either may be said.
  const isSure = (row: readonly number[]): boolean => {
    const [first, second = -first] = [...row].sort((a, b) => b - a);
    return Math.abs(first - second) > 2 * tolerance * Math.max(1, Math.abs(first));
  };
  const sure = one.shown.map((row, i) => isSure(row) && !isLeftOut[i]);
  expect(sure.filter(Boolean).length).toBeGreaterThan(0.9 * one.rows.length);
  expect(classes.filter((_, i) => sure[i])).toEqual(
    one.places?.map((place) => target.classes[place]).filter((_, i) => sure[i]),
  );
}

describe('a model in ONNX Runtime', () => {
  it.each([...manyRows(rowCount)])(
    'says of a thousand raw rows what the interpreter says: %s',
    async (_, one) => {
      expect(one.rows).toHaveLength(rowCount);
      await compare(one);
    },
  );

  it.each(['tanh in loops', 'mish in loops'])('says it of wide layers: %s', async (name) => {
    await compare(allCases().get(name)!);
  });

  it('is told by names that mean something elsewhere', async () => {
    await compare(hostileCase().one);
  });

  it('would be found out if a weight were off', async () => {
    const one = allCases().get('tanh')!;
    const [first, ...layers] = one.model.layers;
    const weights = first.weights.map((value, i) => (i === 0 ? value + 0.001 : value));
    const { bytes } = exportOnnx({ ...one.model, layers: [{ ...first, weights }, ...layers] });
    await expect(compare(one, bytes)).rejects.toThrow();
  });
});
