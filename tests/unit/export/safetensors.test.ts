import { describe, expect, it } from 'vitest';
import { exportSafetensors, safetensorsHeader } from '../../../src/export/safetensors.ts';
import { allCases, hostileCase } from '../helpers/exported-models.ts';
import { readDoubles } from '../helpers/read-binary-models.ts';

describe('a model as safetensors', () => {
  it.each([...allCases()])('holds the weights of a torch.nn.Sequential to the bit: %s', (_, { model }) => {
    const { tensors, metadata } = readDoubles(exportSafetensors(model));
    expect(tensors.size).toBe(2 * model.layers.length);
    model.layers.forEach(({ weights, biases, width, inputCount }, i) => {
      expect(tensors.get(`${2 * i}.weight`)).toEqual({
        dtype: 'F64',
        shape: [width, inputCount],
        values: [...weights],
      });
      expect(tensors.get(`${2 * i}.bias`)).toEqual({ dtype: 'F64', shape: [width], values: [...biases] });
    });
    const linear = model.layers.map(({ width, inputCount }) => `nn.Linear(${inputCount}, ${width})`);
    expect(metadata['modules'].match(/nn\.Linear\(\d+, \d+\)/g)).toEqual(linear);
  });

  it('says in its header how rows are encoded, whatever their names are', () => {
    const { model } = hostileCase().one;
    const { metadata } = readDoubles(exportSafetensors(model));
    expect(JSON.parse(metadata['columns'])).toEqual(model.columns);
    expect(JSON.parse(metadata['features'])).toEqual(model.features);
    expect(JSON.parse(metadata['target'])).toEqual(model.target);
    expect(Object.values(metadata).every((value) => typeof value === 'string')).toBe(true);
    expect(JSON.parse(safetensorsHeader(model))).toMatchObject({ __metadata__: metadata });
  });

  it('begins its numbers at a multiple of eight bytes', () => {
    for (const { model } of allCases().values()) {
      const file = exportSafetensors(model);
      expect(Number(new DataView(file.buffer).getBigUint64(0, true)) % 8).toBe(0);
      expect(file.length % 8).toBe(0);
    }
  });
});
