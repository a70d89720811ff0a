import { describe, expect, it } from 'vitest';
import { exportOnnx } from '../../../src/export/onnx.ts';
import { allCases, hostileCase, type ModelCase } from '../helpers/exported-models.ts';
import { readOnnx } from '../helpers/read-binary-models.ts';

/** Its weights are of single precision. */
const tolerance = 1e-5;

function compare(one: ModelCase, file = exportOnnx(one.model).bytes): void {
  const { run, outputs } = readOnnx(file);
  const said = run(one.rows);
  const found = (name: string): readonly (number | string)[] =>
    said.get(outputs.find((output) => output.startsWith(name)) ?? '') ?? [];
  const close = (name: string, expected: readonly number[]): void => {
    expect(found(name)).toHaveLength(expected.length);
    expected.forEach((value, i) =>
      expect(Math.abs((found(name)[i] as number) - value)).toBeLessThanOrEqual(
        tolerance * Math.max(1, Math.abs(value)),
      ),
    );
  };
  const { target } = one.model;
  if (target.kind === 'number') {
    close('value', one.values ?? []);
    return;
  }
  close('outputs', one.shown.flat());
  if (one.probabilities !== null) close('probabilities', one.probabilities.flat());
  expect(found('class')).toEqual(one.places?.map((place) => target.classes[place]));
}

describe('a model as ONNX', () => {
  it.each([...allCases()])('says what the interpreter says, from raw rows on: %s', (_, one) => {
    compare(one);
  });

  it('names its versions, and every column by its name', () => {
    const { model } = allCases().get('three classes')!;
    const { irVersion, opsets, inputs, outputs, ops } = readOnnx(exportOnnx(model).bytes);
    expect(irVersion).toBe(7);
    expect(opsets).toEqual([
      ['', 13],
      ['ai.onnx.ml', 2],
    ]);
    expect(inputs).toEqual(['size', 'weight', 'kind']);
    expect(outputs).toEqual(['probabilities', 'outputs', 'class']);
    expect(ops.filter((op) => op === 'Gemm')).toHaveLength(2);
  });

  it('uses no operator that opset 13 does not have', () => {
    const later = ['Gelu', 'Mish', 'HardSwish', 'Swish'];
    const used = new Set(
      [...allCases().values()].flatMap(({ model }) => readOnnx(exportOnnx(model).bytes).ops),
    );
    expect(later.filter((op) => used.has(op))).toEqual([]);
    for (const op of ['Tanh', 'Softplus', 'LabelEncoder', 'Gemm']) expect(used).toContain(op);
  });

  it('takes names of any kind', () => {
    compare(hostileCase().one);
  });

  it('would be found out if a weight were off', () => {
    const one = allCases().get('tanh')!;
    const [first, ...layers] = one.model.layers;
    const weights = first.weights.map((value, i) => (i === 0 ? value + 0.01 : value));
    expect(() => {
      compare(one, exportOnnx({ ...one.model, layers: [{ ...first, weights }, ...layers] }).bytes);
    }).toThrow();
  });
});
