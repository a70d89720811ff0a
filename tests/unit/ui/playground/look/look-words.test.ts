import { describe, expect, it } from 'vitest';
import type { NeuronDetail, NeuronValues } from '../../../../../src/protocol/look-messages.ts';
import {
  formatGradient,
  formatTerm,
  formulaOf,
  mostTerms,
} from '../../../../../src/ui/playground/look/neuron-formula.ts';
import {
  briefNumber,
  sayLook,
  sayLookBriefly,
  sayPicture,
  shortNumber,
} from '../../../../../src/ui/playground/look/look-words.ts';
import {
  moveCursor,
  partsOf,
  placeSubject,
  subjectAt,
} from '../../../../../src/ui/playground/look/plot-look.ts';

const data = {
  classNames: ['-1', '1'],
  slice: null,
  targetName: null,
  targetScale: null,
  window: { x1: [-6, 6], x2: [-6, 6] },
  train: { x1: Float64Array.of(1, -3), x2: Float64Array.of(2, 0), label: Float64Array.of(1, -1) },
  test: { x1: Float64Array.of(5), x2: Float64Array.of(5), label: Float64Array.of(-1) },
  rows: { train: Uint32Array.of(339, 72), test: Uint32Array.of(3) },
} as const;

function values(given: Partial<NeuronValues>): NeuronValues {
  return {
    kind: 'values',
    runId: 1,
    epoch: 0,
    subject: { kind: 'place', x1: 0.42, x2: -1.3 },
    row: null,
    inputs: new Float64Array(0),
    layers: [],
    outputs: [0.87],
    prediction: { kind: 'class', place: 1, probabilities: null },
    loss: null,
    detail: null,
    ...given,
  };
}

describe('what is looked at, in words', () => {
  it('is the place, the output and the class', () => {
    expect(sayLook(data, values({}))).toBe('x₁ 0.42, x₂ −1.3 → 0.87, blue');
    const negative = values({
      outputs: [-0.5],
      prediction: { kind: 'class', place: 0, probabilities: null },
    });
    expect(sayLook(data, negative)).toBe('x₁ 0.42, x₂ −1.3 → −0.50, orange');
  });

  it('has the label and the loss of a point', () => {
    const point = values({ subject: { kind: 'sample', split: 'train', index: 1 }, loss: 3.5 });
    expect(sayLook(data, point)).toBe('train row 73: x₁ −3, x₂ 0, label −1 → 0.87, blue, loss 3.5000');
  });

  it('is a probability of one of several classes, and a number in its own units', () => {
    const classes = { ...data, classNames: ['setosa', 'versicolor', 'virginica'] };
    const outputs = [0.1, 0.7, 0.2];
    const said = values({ outputs, prediction: { kind: 'class', place: 1, probabilities: outputs } });
    expect(sayLook(classes, said)).toBe('x₁ 0.42, x₂ −1.3 → 70.0 % versicolor');
    const numbers = { ...data, classNames: [], targetScale: { shift: 20, scale: 10 }, targetName: 'mpg' };
    expect(sayLook(numbers, values({ prediction: { kind: 'number', value: 28.7 } }))).toBe(
      'x₁ 0.42, x₂ −1.3 → 28.7',
    );
    expect(sayLook(data, values({ prediction: null }))).toContain('no finite number');
  });

  it.each([
    [0, '0'],
    [-0, '0'],
    [0.005, '0.01'],
    [-0.416, '−0.42'],
    [12.34, '12.3'],
    [-512, '−512'],
    [0.00003, '3e−5'],
    [4e7, '4e7'],
    [Infinity, '∞'],
    [NaN, '–'],
  ])('writes %s as %s where there is little room', (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });
});

describe('one line', () => {
  const iris = {
    ...data,
    classNames: ['setosa', 'versicolor', 'virginica'],
    slice: {
      columns: [],
      axes: ['petal length (cm)', 'petal width (cm)'] as const,
      shares: null,
      through: null,
    },
    train: { x1: Float64Array.of(4), x2: Float64Array.of(1.3), label: Float64Array.of(1) },
  };
  const outputs = [0.1, 0.5, 0.4];
  const prediction = { kind: 'class', place: 1, probabilities: outputs } as const;

  it('cuts long names, and says of a point what it is instead of where', () => {
    const place = values({ subject: { kind: 'place', x1: 4, x2: 1.3 }, outputs, prediction });
    const cut = { of: 'petal length… 4, petal width … 1.3', answer: '→ 50.0 % versicolor' };
    expect(sayLookBriefly(iris, place)).toEqual(cut);
    const point = values({
      subject: { kind: 'sample', split: 'train', index: 0 },
      loss: 0.69,
      outputs,
      prediction,
    });
    const brief = { of: 'train row 340: versicolor', answer: '→ 50.0 % versicolor, loss 0.6900' };
    expect(sayLookBriefly(iris, point)).toEqual(brief);
    const { of, answer } = sayLookBriefly(data, values({}));
    expect(`${of} ${answer}`).toBe(sayLook(data, values({})));
  });

  it('cuts names sooner where it is said that a place is pinned', () => {
    const place = values({ subject: { kind: 'place', x1: 4, x2: 1.3 }, prediction: null });
    const whole = { of: 'petal length (cm) 4, petal width (cm) 1.3', answer: '→ no finite number' };
    expect(sayLookBriefly(iris, place)).not.toEqual(whole);
    const slice = { ...iris.slice, axes: ['petal length (cm)', 'width'] as const };
    expect(sayLookBriefly({ ...iris, slice }, place).of).toBe('petal length (cm) 4, width 1.3');
    expect(sayLookBriefly({ ...iris, slice }, place, true).of).toBe('petal length… 4, width 1.3');
  });

  it('says what a neuron’s picture is of, and by which scale', () => {
    const network = {
      inputs: ['x1', 'x2'],
      inputPicture: null,
      outputs: { names: ['output'], low: -1 as const },
      layers: [
        { inputCount: 2, width: 3, weightOffset: 0, biasOffset: 6 },
        { inputCount: 3, width: 1, weightOffset: 9, biasOffset: 12 },
      ],
      parameterCount: 13,
      shownNeurons: [],
    };
    const picture = {
      neuron: { column: 1, index: 1 },
      grid: { resolution: 1, values: new Float32Array(1) },
      extent: 2.5,
      isFine: true,
    };
    expect(sayPicture(network, picture)).toBe('Neuron 2 of layer 1: from −2.5 to +2.5 by colour');
    expect(sayPicture(network, picture, { shift: 1, scale: 3 })).toBe(
      'Neuron 2 of layer 1: a curve, −2.5 at −2 and +2.5 at 4',
    );
  });

  it.each([
    [-0.416, '−.4'],
    [0.01, '≈0'],
    [0, '0'],
    [1.23, '1.2'],
    [-12.6, '−13'],
    [4321, '>1k'],
    [NaN, '–'],
  ])('of three characters writes %s as %s', (value, text) => {
    expect(briefNumber(value)).toBe(text);
  });
});

describe('the cursor of the picture', () => {
  it('begins in the middle, moves by arrows and stays inside', () => {
    const middle = moveCursor(data, null, { key: 'Home', shiftKey: false });
    expect(middle).toEqual({ kind: 'place', x1: 0, x2: 0 });
    expect(moveCursor(data, middle, { key: 'ArrowRight', shiftKey: false })).toEqual({
      kind: 'place',
      x1: 0.3,
      x2: 0,
    });
    expect(moveCursor(data, middle, { key: 'ArrowUp', shiftKey: true })).toEqual({
      kind: 'place',
      x1: 0,
      x2: 1.5,
    });
    const corner = { kind: 'place', x1: 6, x2: -6 } as const;
    expect(moveCursor(data, corner, { key: 'ArrowRight', shiftKey: true })).toEqual(corner);
    expect(moveCursor(data, corner, { key: 'a', shiftKey: false })).toBeNull();
  });

  it('is on a point that it comes to, and goes from point to point', () => {
    expect(subjectAt(data, { x1: 1.05, x2: 2.05 })).toEqual({ kind: 'sample', split: 'train', index: 0 });
    expect(subjectAt(data, { x1: 5.01, x2: 5 }, ['train'])).toEqual({ kind: 'place', x1: 5.01, x2: 5 });
    const next = { key: 'PageDown', shiftKey: false };
    const first = moveCursor(data, null, next);
    const second = moveCursor(data, first, next);
    const third = moveCursor(data, second, next);
    expect([first, second, third]).toEqual([
      { kind: 'sample', split: 'train', index: 0 },
      { kind: 'sample', split: 'train', index: 1 },
      { kind: 'sample', split: 'test', index: 0 },
    ]);
    expect(moveCursor(data, third, next)).toEqual(first);
    expect(moveCursor(data, first, { ...next, key: 'PageUp' })).toEqual(third);
  });

  it('is drawn where it is, and its place has as many digits as pixels need', () => {
    expect(partsOf(data, { kind: 'place', x1: -6, x2: 6 })).toEqual({ x: 0, y: 0 });
    expect(partsOf(data, { kind: 'sample', split: 'test', index: 0 })?.x).toBeCloseTo(11 / 12, 12);
    expect(partsOf(data, { kind: 'place', x1: 9, x2: 0 })).toBeNull();
    expect(placeSubject(data, { x1: 0.123456, x2: -4.98765 })).toEqual({
      kind: 'place',
      x1: 0.12,
      x2: -4.99,
    });
  });
});

describe('the formula of a neuron', () => {
  const count = 40;
  const detail: NeuronDetail = {
    layer: 1,
    neuron: 0,
    activation: 'tanh',
    inputs: Float64Array.from({ length: count }, (_, i) => Math.sin(i + 1)),
    weights: Float64Array.from({ length: count }, (_, i) => Math.cos(3 * i)),
    bias: 0.25,
    sum: 0,
    output: 0,
    gradients: null,
  };
  const names = Array.from({ length: count }, (_, i) => `n${i + 1}`);

  it('lists the largest products in their order and adds up with the rest', () => {
    const { terms, rest, bias } = formulaOf(detail, names);
    expect(terms).toHaveLength(mostTerms);
    const total = terms.reduce((sum, { product }) => sum + product, 0) + (rest?.product ?? NaN) + bias;
    const exact = detail.weights.reduce((sum, weight, i) => sum + weight * detail.inputs[i], detail.bias);
    expect(total).toBeCloseTo(exact, 12);
    expect(rest?.count).toBe(count - mostTerms);
    const smallest = Math.min(...terms.map(({ product }) => Math.abs(product)));
    const left = names.filter((name) => terms.every((term) => term.name !== name));
    for (const name of left) {
      const i = names.indexOf(name);
      expect(Math.abs(detail.weights[i] * detail.inputs[i])).toBeLessThanOrEqual(smallest);
    }
    const places = terms.map(({ name }) => names.indexOf(name));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('writes what adds up with four decimals, and tiny slopes with an exponent', () => {
    expect([formatTerm(-0.123456), formatTerm(3e-6), formatTerm(-3e-17), formatTerm(123456)]).toEqual([
      '−0.1235',
      '0.0000',
      '0.0000',
      '1.235e5',
    ]);
    expect([formatGradient(-3e-6), formatGradient(0.5), formatGradient(0)]).toEqual([
      '−3.00e−6',
      '0.5000',
      '0.0000',
    ]);
  });
});
