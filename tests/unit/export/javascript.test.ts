import { describe, expect, it } from 'vitest';
import { exportJavaScript } from '../../../src/export/javascript.ts';
import type { TrainedModel } from '../../../src/export/trained-model.ts';
import { allCases } from '../helpers/exported-models.ts';

interface Prediction {
  readonly outputs: readonly number[];
  readonly place?: number;
  readonly class?: string;
  readonly probabilities?: readonly number[] | null;
  readonly value?: number;
}

interface ExportedModule {
  readonly columns: readonly { readonly name: string; readonly categories?: readonly string[] }[];
  readonly classes?: readonly string[];
  readonly encode: (row: unknown) => readonly number[];
  readonly predict: (row: unknown) => Prediction;
}

async function run(text: string): Promise<ExportedModule> {
  const address = `data:text/javascript,${encodeURIComponent(text)}`;
  return (await import(/* @vite-ignore */ address)) as ExportedModule;
}

const close = (actual: readonly number[], expected: readonly number[], what: string): void => {
  expect(actual.length, what).toBe(expected.length);
  actual.forEach((value, i) =>
    expect(Math.abs(value - expected[i]), `${what}, ${i}`).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(expected[i])),
    ),
  );
};

describe('a model as JavaScript', () => {
  it.each([...allCases()])('says what the interpreter says: %s', async (name, one) => {
    expect(one.model.tape === null).toBe(name.endsWith('in loops'));
    const { predict, encode } = await run(exportJavaScript(one.model));
    one.rows.forEach((row, i) => {
      // By the sine of the machine, where ours may have another last bit.
      close(encode(row), one.encoded[i], name);
      const said = predict(row);
      close(said.outputs, one.shown[i], name);
      if (one.values !== null) close([said.value ?? NaN], [one.values[i]], name);
      if (one.places !== null) expect(said.place).toBe(one.places[i]);
      if (one.probabilities !== null) close(said.probabilities ?? [], one.probabilities[i], name);
      else if (one.places !== null) expect(said.probabilities).toBeNull();
    });
    expect(new Set(one.shown.map(String)).size).toBeGreaterThan(1);
  });

  it('would be found out if a weight were off', async () => {
    const one = allCases().get('tanh')!;
    const parameters = one.model.parameters.map((value, i) => (i === 0 ? value + 1e-9 : value));
    const { predict } = await run(exportJavaScript({ ...one.model, parameters }));
    expect(() => {
      one.rows.forEach((row, i) => {
        close(predict(row).outputs, one.shown[i], 'control');
      });
    }).toThrow();
  });

  it('reads rows by their names, and says what is wrong with one', async () => {
    const one = allCases().get('three classes')!;
    const { predict, columns } = await run(exportJavaScript(one.model));
    const [row] = one.rows;
    const named = Object.fromEntries(columns.map((column, i) => [column.name, row[i]]));
    expect(predict(named)).toEqual(predict(row));
    expect(() => predict({ ...named, size: 'large' })).toThrow('“size” is large: expected a number');
    const plane = await run(exportJavaScript(allCases().get('relu')!.model));
    expect(() => plane.predict([1, null])).toThrow('“x2” has no value');
  });

  it('keeps weights that are no finite numbers', async () => {
    const one = allCases().get('linear')!;
    const model: TrainedModel = { ...one.model, parameters: one.model.parameters.map(() => NaN) };
    const text = exportJavaScript(model);
    expect(text).toContain('had diverged');
    expect((await run(text)).predict(one.rows[0]).outputs).toEqual([NaN]);
  });
});
