import { describe, expect, it } from 'vitest';
import type { Encoding, Feature } from '../../../src/data/encoding.ts';
import type { BroughtNetwork } from '../../../src/export/brought-network.ts';
import { fitNetwork, type FittedNetwork, type PresentData } from '../../../src/export/fit-network.ts';
import { exportOnnx } from '../../../src/export/onnx.ts';
import { exportSafetensors } from '../../../src/export/safetensors.ts';
import { readOnnx } from '../../../src/export/read-onnx.ts';
import { readSafetensors } from '../../../src/export/read-safetensors.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import {
  mixedEncoding,
  mixedTable,
  modelCase,
  planePoints,
  type ModelCase,
} from '../helpers/exported-models.ts';
import { experimentFor, shownAfter } from '../helpers/fitted.ts';

function fitted(network: BroughtNetwork, present: PresentData): FittedNetwork {
  const fitting = fitNetwork(network, present);
  if (!fitting.ok) throw new Error(fitting.message);
  return fitting;
}

const refusal = (network: BroughtNetwork, present: PresentData): string => {
  const fitting = fitNetwork(network, present);
  return fitting.ok ? 'it fits' : fitting.message;
};

const forms = {
  ONNX: ({ model }: ModelCase) => readOnnx(exportOnnx(model).bytes),
  safetensors: ({ model }: ModelCase) => readSafetensors(exportSafetensors(model)),
} as const;
const tolerances = { ONNX: 1e-5, safetensors: 1e-12 } as const;

function networkIn(form: keyof typeof forms, one: ModelCase): BroughtNetwork {
  const opened = forms[form](one);
  if (!opened.ok) throw new Error(opened.message);
  return opened.network;
}

/** Other means and deviations, as another split of the rows gives them, and the inputs in another order. */
function otherwise({ features, target }: Encoding): Encoding {
  const others = features.map((feature): Feature =>
    feature.as === 'value'
      ? { ...feature, shift: (feature.shift ?? 0) * 1.5 + 0.25, scale: (feature.scale ?? 1) * 3 }
      : feature,
  );
  return {
    features: others.reverse(),
    target: target.kind === 'number' ? { ...target, shift: 12, scale: 0.5 } : target,
  };
}

const close = (
  actual: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
  tolerance: number,
) => {
  expect(actual).toHaveLength(expected.length);
  actual.flat().forEach((value, i) => {
    const wished = expected.flat()[i];
    expect(Math.abs(value - wished)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wished)));
  });
};

const anonymous = (count: number): BroughtNetwork => ({
  ...{
    inputCount: count,
    hidden: [],
    outputCount: 1,
    activations: null,
    loss: null,
    output: null,
    target: null,
  },
  inputs: null,
  parameters: Float64Array.from({ length: count + 1 }, (_, i) => i + 1),
});

describe.each(['ONNX', 'safetensors'] as const)('a network in %s', (form) => {
  it.each(['class', 'number'] as const)(
    'says the same of rows in their own units, in whatever order and scaling the present inputs are: a %s',
    (kind) => {
      const { table, encoding } = mixedEncoding(mixedTable(), kind);
      const loss = kind === 'class' ? 'cross-entropy' : 'squared-error';
      const one = modelCase({ table, encoding, hidden: [5], activations: ['tanh'], loss });
      const network = networkIn(form, one);
      const experiment = experimentFor(encoding, ['size', 'weight', 'kind']);
      const expected = one.values?.map((value) => [value]) ?? one.shown;
      for (const present of [encoding, otherwise(encoding)]) {
        const fitting = fitted(network, { ...present, experiment });
        close(shownAfter(fitting, experiment, present, table), expected, tolerances[form]);
      }
      // Control: the weights as they are mean something else there.
      const other = otherwise(encoding);
      const asTheyAre = { ...fitted(network, { ...encoding, experiment }) };
      expect(() => {
        close(shownAfter(asTheyAre, experiment, other, table), expected, 0.01);
      }).toThrow();
    },
  );

  it('keeps its bits in the scaling that it was trained in', () => {
    const { table, encoding } = mixedEncoding(mixedTable(), 'number');
    const one = modelCase({ table, encoding, hidden: [5], activations: ['tanh'], loss: 'squared-error' });
    const experiment = experimentFor(encoding, ['size', 'weight', 'kind']);
    const { parameters } = fitted(networkIn(form, one), { ...encoding, experiment });
    const expected = form === 'ONNX' ? one.model.parameters.map(Math.fround) : one.model.parameters;
    expect(parameters).toEqual(expected);
  });

  it('has its classes where they stand now', () => {
    for (const [classes, loss] of [
      [['-1', '+1'], 'squared-error'],
      [['-1', '+1'], 'binary-cross-entropy'],
      [['a', 'b', 'c'], 'cross-entropy'],
    ] as const) {
      const plane = planePoints(classes);
      const one = modelCase({ ...plane, hidden: [4], activations: ['relu'], loss });
      const target = { kind: 'class', column: 'class', classes: classes.toReversed() } as const;
      const present = { ...plane.encoding, target };
      const experiment = experimentFor(present, ['x1', 'x2']);
      const shown = shownAfter(
        fitted(networkIn(form, one), { ...present, experiment }),
        experiment,
        present,
        plane.table,
      );
      const turned = one.shown.map((row) => (row.length === 1 ? [-row[0]] : row.toReversed()));
      close(shown, turned, tolerances[form]);
    }
  });

  it('switches the features on that it reads', () => {
    const plane = planePoints(['-1', '+1']);
    const one = modelCase({ ...plane, hidden: [4], activations: ['relu'], loss: 'hinge' });
    const features: readonly Feature[] = [{ as: 'value', of: 'x2' }];
    const fitting = fitted(networkIn(form, one), {
      ...{ features, target: plane.encoding.target },
      experiment: { ...defaultExperiment, features: ['x2'] },
    });
    expect(fitting.patch.features).toEqual(['x1', 'x2', 'x1²', 'x2²', 'x1x2', 'sin x1', 'sin x2']);
    expect(fitting.patch.loss).toBe('hinge');
    close(shownAfter(fitting, defaultExperiment, plane.encoding, plane.table), one.shown, tolerances[form]);
  });
});

describe('a network for the present data', () => {
  const plane = planePoints(['-1', '+1']);
  const two: readonly Feature[] = plane.encoding.features.slice(0, 2);
  const present: PresentData = {
    features: two,
    target: plane.encoding.target,
    experiment: defaultExperiment,
  };

  it('is taken in the order of the inputs where it does not name them', () => {
    expect([...fitted(anonymous(2), present).parameters]).toEqual([1, 2, 3]);
    const named = anonymous(2);
    const strangers = ['a', 'b'].map((name) => ({ name, shift: 0, scale: 1 }));
    expect([...fitted({ ...named, inputs: strangers }, present).parameters]).toEqual([1, 2, 3]);
  });

  it('has the loss that its outputs go with', () => {
    const loss = (output: BroughtNetwork['output'], wished: BroughtNetwork['loss'] = null) =>
      fitted({ ...anonymous(2), output, loss: wished }, present).patch.loss;
    expect(loss(null)).toBe('squared-error');
    expect(loss('tanh')).toBe('squared-error');
    expect(loss('linear')).toBe('binary-cross-entropy');
    expect(loss('linear', 'hinge')).toBe('hinge');
    expect(loss('probabilities', 'binary-cross-entropy')).toBe('binary-cross-entropy');
  });

  it.each([
    ['too many inputs', anonymous(3), /It reads 3 inputs, the present data and features give 2 \(x1, x2\)/],
    [
      'one of another name',
      {
        ...anonymous(2),
        inputs: ['x1', 'price'].map((name) => ({ name, shift: 0, scale: 1 })),
      },
      /It reads “price”, which is none of the present inputs \(x1, x2\)/,
    ],
    [
      'too many outputs',
      { ...anonymous(2), outputCount: 3 },
      /It puts out 3 numbers, the present data and loss need 1/,
    ],
    [
      'a width that cannot be',
      { ...anonymous(2), hidden: [1000] },
      /It does not fit the present data: Neurons in layer 1/,
    ],
    [
      'numbers that would be infinite',
      { ...anonymous(2), inputs: [0, 1].map(() => ({ name: null, shift: 0, scale: 1e-320 })) },
      /In the scaling of the present data its weights would not be finite/,
    ],
  ])('is refused with a sentence where it has %s', (_, network, reason) => {
    expect(refusal(network, present)).toMatch(reason);
  });

  it('is refused where it gives probabilities and a number is to be predicted', () => {
    const { encoding } = mixedEncoding(mixedTable(), 'number');
    const experiment = experimentFor(encoding, ['size', 'weight', 'kind']);
    const network = { ...anonymous(encoding.features.length), output: 'probabilities' } as const;
    expect(refusal(network, { ...encoding, experiment })).toMatch(
      /Its outputs are probabilities of classes, the present data and loss need sums as they are/,
    );
  });
});
