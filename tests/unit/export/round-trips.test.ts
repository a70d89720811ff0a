import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../src/experiment/schema.ts';
import type { OpenedNetwork } from '../../../src/export/brought-network.ts';
import { fitNetwork } from '../../../src/export/fit-network.ts';
import { exportOnnx } from '../../../src/export/onnx.ts';
import { readOnnx } from '../../../src/export/read-onnx.ts';
import { readSafetensors } from '../../../src/export/read-safetensors.ts';
import { exportSafetensors } from '../../../src/export/safetensors.ts';
import type { TrainedModel } from '../../../src/export/trained-model.ts';
import { experimentFor, shownAfter } from '../helpers/fitted.ts';
import { randomModels } from '../helpers/random-models.ts';

interface Form {
  readonly write: (model: TrainedModel) => Uint8Array;
  readonly read: (bytes: Uint8Array) => OpenedNetwork;
  /** What the form makes of a number. */
  readonly kept: (value: number) => number;
}

const forms = {
  ONNX: { write: (model) => exportOnnx(model).bytes, read: readOnnx, kept: Math.fround },
  safetensors: { write: exportSafetensors, read: readSafetensors, kept: (value) => value },
} as const satisfies Readonly<Record<string, Form>>;

/** Those that the model was made by. */
function settingsOf({ layers, loss }: TrainedModel): Partial<Experiment> {
  const hidden = layers.slice(0, -1);
  return {
    hidden: hidden.map(({ width }) => width),
    activations: hidden.map(({ activation }) => activation),
    loss,
  };
}

const seed = Date.now();

describe.each(Object.entries<Form>(forms))(
  'two hundred random networks in %s',
  (_, { write, read, kept }) => {
    it('say to the bit what they said of every row, once they are brought in', () => {
      let rows = 0;
      fc.assert(
        fc.property(randomModels, ({ model, table, encoding, values, shown }) => {
          const opened = read(write(model));
          if (!opened.ok) throw new Error(opened.message);
          const experiment = experimentFor(encoding, ['size', 'weight', 'kind']);
          const fitted = fitNetwork(opened.network, { ...encoding, experiment });
          if (!fitted.ok) throw new Error(fitted.message);
          // The weights that are in the file.
          const parameters = model.parameters.map(kept);
          const expected =
            kept(0.1) === 0.1
              ? (values?.map((value) => [value]) ?? shown)
              : shownAfter({ ok: true, patch: settingsOf(model), parameters }, experiment, encoding, table);
          expect(fitted.patch.loss).toBe(model.loss);
          expect(fitted.parameters).toEqual(parameters);
          const said = shownAfter(fitted, experiment, encoding, table);
          expect(said).toEqual(expected);
          rows += said.length;
        }),
        { numRuns: 200, seed },
      );
      expect(rows, `seed ${seed}`).toBe(200 * 24);
    });
  },
);
